/** Fields, values and changes of a plan in a planner's words, and what a planner types in their place. */
import { schemaOf } from "../../base/field";
import type { Format } from "../../base/format";
import type { PlanPort } from "../../base/plan-port";
import type { Schema } from "../../generated/plan-schema";
import * as plan from "../../together/field-words";

/** What people call the field at a path. */
export function fieldWords(port: PlanPort, path: string): string {
  return plan.fieldWords(path, (one) => port.read(one));
}

/** A value of the field with its unit. */
export function valueWords(port: PlanPort, path: string, value: unknown, format: Format): string {
  return plan.valueWords(path, value, (one) => port.read(one), format);
}

/** What the plan's words call a value that is not there and stands for nothing else. */
const NOTHING = "nothing";

interface Change {
  path: string;
  old: unknown;
  new: unknown;
}

/** `changed week 2 from 1,200 to 1,450 cups`; records come and go rather than change. */
export function changeWords(port: PlanPort, { path, old, new: now }: Change, format: Format): string {
  const field = fieldWords(port, path);
  const said = (value: unknown) => valueWords(port, path, value, format);
  if (path.split("/").length === 2)
    return now === null ? `removed ${field}` : old === null ? `created ${field}` : `changed ${field}`;
  if (path.endsWith("/deleted"))
    return `${now ? "deleted" : "brought back"} ${fieldWords(port, path.slice(0, -"/deleted".length))}`;
  const [before, after] = [said(old), said(now)];
  if (before === NOTHING) return `set ${field} to ${after}`;
  return after === NOTHING ? `cleared ${field}, which was ${before}` : `changed ${field} from ${before} to ${after}`;
}

/** What stands in a field that somebody is about to write in. */
export function valueText(value: unknown, format: Format): string {
  if (typeof value === "number") return format.full(value);
  if (typeof value === "boolean") return value ? "yes" : "no";
  return typeof value === "string" ? value : "";
}

/** What somebody typed, as the field holds it; undefined where it cannot be that. */
export function typedValue(path: string, text: string, present: unknown, format: Format): unknown {
  const types = typesOf(schemaOf(path));
  const said = text.trim();
  if (said === "") return types.has("null") ? null : types.has("string") ? "" : undefined;
  const number = types.has("number") ? format.parse(said) : Number.NaN;
  if (Number.isFinite(number)) return number;
  if (types.has("boolean") && /^(yes|no|true|false)$/i.test(said)) return /^(yes|true)$/i.test(said);
  return types.has("string") && typeof present !== "number" ? said : undefined;
}

function typesOf(schema: Schema | undefined): Set<string> {
  const all = schema?.anyOf ?? (schema ? [schema] : []);
  return new Set(all.flatMap(({ type }) => type ?? ""));
}
