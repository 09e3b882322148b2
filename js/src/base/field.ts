/** What a plan's fields may hold, from the schema that Python writes; the door for values that a page puts into a plan. */
import { PLAN_SCHEMA, type Schema } from "../generated/plan-schema";
import { isRecord } from "./json";
import { split } from "./path";

const LONGEST_SHOWN = 80;
const DEEPEST = 32;

/** Schema of the field at a path; undefined where a plan has no such field. */
export function schemaOf(path: string): Schema | undefined {
  let schema: Schema | undefined = PLAN_SCHEMA.Plan;
  for (const segment of split(path)) schema = schema && child(resolved(schema), segment);
  return schema;
}

/** What the field at a path is where the plan leaves it out; null where there is nothing, as of an entry of a mapping. */
export function defaultOf(path: string): unknown {
  return schemaOf(path)?.default ?? null;
}

/** Names of the fields of a record at a path; null where there is a mapping or a plain value. */
export function fieldNamesOf(path: string): readonly string[] | null {
  const { properties } = resolved(schemaOf(path) ?? {});
  return properties ? Object.keys(properties) : null;
}

/** Whether a record at a path cannot do without a field. */
export function isRequired(path: string, name: string): boolean {
  return resolved(schemaOf(path) ?? {}).required?.includes(name) ?? false;
}

/** Whether the path addresses an entry of a mapping, which can be taken out, rather than a field of a record. */
export function isEntry(path: string): boolean {
  const segments = split(path);
  const parent = segments.length > 1 ? schemaOf(path.slice(0, path.lastIndexOf("/"))) : undefined;
  return parent !== undefined && isMapping(resolved(parent));
}

/** The value, where the field at the path may hold it; throws naming path, value and what is allowed. */
export function checked(path: string, value: unknown): unknown {
  if (!isSound(value, 0)) throw new Error(`${short(path)}: ${shown(value)} is not a value that a plan can hold.`);
  const schema = schemaOf(path);
  if (schema === undefined) throw new Error(`${short(path)}: ${pathFault(path)}`);
  const fault = value === null && isEntry(path) ? null : faultOf(schema, value);
  if (fault === null) return value;
  const where = fault.at ? ` at ${fault.at}` : "";
  throw new Error(`${short(path)}: ${shown(fault.found)}${where} is not allowed. Allowed: ${fault.allowed}.`);
}

/** Why a plan has no field at a path. */
function pathFault(path: string): string {
  let schema: Schema = PLAN_SCHEMA.Plan ?? {};
  for (const segment of split(path)) {
    const inner = child(resolved(schema), segment);
    if (inner === undefined) return segmentFault(resolved(schema), short(segment, LONGEST_SHOWN));
    schema = inner;
  }
  return "";
}

function segmentFault(schema: Schema, segment: string): string {
  if (schema.properties) return `there is no ${segment}. There are: ${Object.keys(schema.properties).join(", ")}.`;
  if (isMapping(schema)) return `${segment} is not allowed as a key, which is a short name and not __proto__.`;
  return `${segment} lies inside a single value.`;
}

interface Fault {
  /** Names inside the value, down to what is wrong. */
  at: string;
  found: unknown;
  allowed: string;
}

function child(schema: Schema, segment: string): Schema | undefined {
  if (schema.properties) return Object.hasOwn(schema.properties, segment) ? schema.properties[segment] : undefined;
  if (!isMapping(schema) || !isAllowedName(schema, segment)) return undefined;
  return typeof schema.additionalProperties === "object" ? schema.additionalProperties : {};
}

function isMapping(schema: Schema): boolean {
  return schema.type === "object" && !schema.properties;
}

function isAllowedName({ propertyNames }: Schema, name: string): boolean {
  return name !== "__proto__" && (!propertyNames || faultOf({ type: "string", ...propertyNames }, name) === null);
}

function resolved(schema: Schema): Schema {
  const name = schema.$ref?.split("/").at(-1);
  return (name && PLAN_SCHEMA[name]) || schema;
}

function faultOf(given: Schema, value: unknown, at = ""): Fault | null {
  const schema = resolved(given);
  const fault = { at, found: value, allowed: words(schema) };
  if (schema.anyOf) return schema.anyOf.some((one) => faultOf(one, value, at) === null) ? null : fault;
  if (schema.enum) return schema.enum.includes(value) ? null : fault;
  if (schema.type === "object") return isRecord(value) ? faultInside(schema, value, at) : fault;
  if (schema.type === "array") return Array.isArray(value) ? null : fault;
  return isScalarOf(schema, value) ? null : fault;
}

function isScalarOf({ type, minimum, maximum, maxLength, pattern }: Schema, value: unknown): boolean {
  if (type === undefined) return true;
  if (type === "null") return value === null;
  if (type === "number" && typeof value === "number") return value >= (minimum ?? value) && value <= (maximum ?? value);
  if (type === "string" && typeof value === "string") {
    const isShort = maxLength === undefined || value.length <= maxLength || [...value].length <= maxLength;
    return isShort && (!pattern || new RegExp(pattern, "u").test(value));
  }
  return type === typeof value && type !== "string" && type !== "number";
}

function faultInside(schema: Schema, value: Record<string, unknown>, at: string): Fault | null {
  for (const name of schema.required ?? []) {
    if (!Object.hasOwn(value, name)) return { at, found: value, allowed: `an object with ${name}` };
  }
  for (const [name, part] of Object.entries(value)) {
    const inner = child(schema, name);
    const place = at ? `${at}/${name}` : name;
    if (!inner) return { at: "", found: place, allowed: schema.properties ? words(schema) : "a shorter or other name" };
    const fault = faultOf(inner, part, place);
    if (fault) return fault;
  }
  return null;
}

function words({ type, anyOf, enum: values, minimum, maximum, maxLength, pattern, properties }: Schema): string {
  if (anyOf) return anyOf.map((one) => words(resolved(one))).join(", or ");
  if (values) return values.map((one) => JSON.stringify(one)).join(", ");
  if (type === "number") return `a number from ${minimum?.toLocaleString("en")} to ${maximum?.toLocaleString("en")}`;
  if (type === "string" && pattern?.includes("[0-9]{4}")) return "a day as 2027-01-07";
  if (type === "string") return `a text of at most ${maxLength?.toLocaleString("en")} characters`;
  if (type === "null") return "nothing";
  if (type === "object") return properties ? `an object of ${Object.keys(properties).join(", ")}` : "an object";
  return type === "boolean" ? "true or false" : "any value";
}

/** JSON without NaN, infinity, undefined or broken text, and not nested without end. */
function isSound(value: unknown, depth: number): boolean {
  if (typeof value === "number") return Number.isFinite(value);
  if (typeof value === "string") return !/\p{Surrogate}/u.test(value);
  if (typeof value !== "object") return typeof value === "boolean";
  return value === null || (depth < DEEPEST && Object.values(value).every((part) => isSound(part, depth + 1)));
}

function shown(value: unknown): string {
  const text = typeof value === "object" ? (JSON.stringify(value) ?? "") : String(value);
  return short(text || "an empty text", LONGEST_SHOWN);
}

function short(text: string, length = 240): string {
  return text.length > length ? `${text.slice(0, length)}…` : text;
}
