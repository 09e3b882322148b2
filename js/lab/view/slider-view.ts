/** What a slider on a field of the plan draws, as `ltoplan_widgets/views/parameter_slider_view.py` has it. */
import { schemaOf } from "../../src/base/field";
import { label } from "../../src/base/label";
import { join, split } from "../../src/base/path";
import type { PlanPort } from "../../src/base/plan-port";
import type { Schema } from "../../src/generated/plan-schema";
import type { AnyView, ChartSpec } from "./chart-spec";

const LEAST_STEP: Readonly<Record<string, number>> = { money: 0.01, units: 1, days: 1 };
const LEAST_ROOM: Readonly<Record<string, number>> = { money: 1, units: 10, days: 28 };

/** The field with a range, step and unit that suit it; null where the plan has no such number. */
export function sliderView(port: PlanPort, { field, name, color }: ChartSpec): AnyView | null {
  const number = numberSchema(schemaOf(field));
  if (!field || !number) return null;
  const value = port.read(field) ?? null;
  if (value !== null && typeof value !== "number") return null;
  const { unit: kind = "" } = number;
  const least = Math.max(number.minimum ?? -Infinity, kind ? 0 : -Infinity);
  const shown = value ?? Math.max(least, 0);
  const room = roundUp(Math.max(2 * Math.abs(shown), LEAST_ROOM[kind] ?? 0)) || 1;
  const minimum = Number.isFinite(least) && least >= 0 ? least : shown < 0 ? -room : 0;
  const maximum = Math.min(room, number.maximum ?? Infinity);
  return {
    label: name || label(split(field).at(-1) ?? ""),
    value: shown,
    minimum,
    maximum,
    step: stepOf(Math.max(Math.abs(minimum), Math.abs(maximum)), kind),
    unit: kind === "units" ? unitOf(port, field) : kind === "days" ? "days" : "",
    currency: kind === "money" ? String(port.read("currency") ?? "") : "",
    color,
  };
}

function numberSchema(schema: Schema | undefined): Schema | undefined {
  return schema?.anyOf?.find(({ type }) => type === "number") ?? (schema?.type === "number" ? schema : undefined);
}

/** About a thousandth of the range, a power of ten. */
function stepOf(largest: number, kind: string): number {
  const fine = largest > 0 ? 10 ** (Math.floor(Math.log10(largest)) - 3) : 1;
  return Math.max(fine, LEAST_STEP[kind] ?? 0);
}

/** The next of 1, 2, 5 times a power of ten. */
export function roundUp(value: number): number {
  if (value <= 0) return 0;
  const power = 10 ** Math.floor(Math.log10(value));
  return ([1, 2, 5, 10].find((factor) => factor * power >= value * (1 - 1e-12)) ?? 10) * power;
}

function unitOf(port: PlanPort, field: string): string {
  const [collection, id = ""] = split(field);
  const offer = collection === "campaigns" ? port.read(join("campaigns", id, "offer")) : id;
  const unit = typeof offer === "string" && offer ? port.read(join("offers", offer, "unit")) : undefined;
  return typeof unit === "string" && unit ? unit : "units";
}
