/** Fields and values in a planner's words: what stands at a path, by the names that people gave. */
import { DAY, epoch } from "../base/dates";
import { schemaOf } from "../base/field";
import type { Format } from "../base/format";
import { isRecord } from "../base/json";
import { spaced } from "../base/label";
import { join, split } from "../base/path";
import type { Read } from "./history";

const LONGEST_TEXT = 60;

/** Fields whose name says less than people do. */
const NAMES: Readonly<Record<string, string>> = {
  name: "name",
  demand_mean: "expected demand",
  demand_std_dev: "spread of demand",
  start: "first day",
  end: "last day",
  disposal: "disposal cost",
  salvage: "salvage value",
  goodwill: "goodwill cost",
  lead_days: "lead time",
  shelf_life_days: "shelf life",
  sales: "sales file",
  past_campaigns: "file of past campaigns",
  items: "file of what is known of the items",
  deleted: "deletion",
};

const NAMES_OF_PLAN: Readonly<Record<string, string>> = {
  ...NAMES,
  name: "the plan's name",
  period: "the plan's period",
  current_scenario: "the current scenario",
};

const KINDS: Readonly<Record<string, string>> = {
  offers: "offer",
  campaigns: "campaign",
  scenarios: "scenario",
  visualizations: "chart",
  change_requests: "change request",
  comments: "comment",
  versions: "version",
};

/** What null stands for in a field. */
const NOTHING: Readonly<Record<string, string>> = {
  demand_mean: "the forecast",
  demand_std_dev: "the forecast",
  overrides: "the forecast",
  analogues: "as found",
  order_quantity: "the recommendation",
  capacity: "no limit",
  shelf_life_days: "for ever",
};

/** What people call a field of a record, whichever record that is: `price`, `lead time`. */
export function fieldName(field: string): string {
  return NAMES[field] ?? spaced(field);
}

/** What people call the field at a path: `price`, `week 2 of Launch`, `offer Maple-oat latte`. */
export function fieldWords(path: string, read: Read): string {
  const [first = "", id, field, key] = split(path);
  if (id === undefined) return NAMES_OF_PLAN[first] ?? spaced(first);
  const kind = KINDS[first] ?? spaced(first);
  if (field === undefined) return `${kind} ${nameOf(first, id, read)}`;
  const inScenario = first === "scenarios" && field === "changes" && key !== undefined;
  if (inScenario) return `${fieldWords(key, read)} in ${nameOf(first, id, read)}`;
  const words = key === undefined ? fieldName(field) : entryWords(path, read);
  return isOnly(first, id, read) ? words : `${words} of ${nameOf(first, id, read)}`;
}

/** A value of the field at a path, with its unit: `1,450 cups`, `$ 5.45`, `the forecast`. */
export function valueWords(path: string, value: unknown, read: Read, format: Format): string {
  const [first = "", id = "", field = "", key] = split(path);
  if (first === "scenarios" && field === "changes" && key !== undefined) return valueWords(key, value, read, format);
  if (value === null || value === undefined) return NOTHING[field] ?? "nothing";
  if (typeof value === "number") return numberWords(path, value, read, format);
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (isRecord(value) && typeof value.units === "number") return format.units(value.units, unitOf(first, id, read));
  if (isRecord(value)) return String(value.name || value.title || (field ? "several values" : id));
  return textWords(field || first, String(value), read, format);
}

/** What is counted in a record: the unit of its offer. */
export function unitOf(collection: string, id: string, read: Read): string {
  const offer = collection === "offers" ? id : String(read(join(collection, id, "offer")) ?? "");
  return String((offer && read(join("offers", offer, "unit"))) || "units");
}

/** `week 2` of a period's first day, counted from the campaign's. */
function entryWords(path: string, read: Read): string {
  const [first = "", id = "", field = "", key = ""] = split(path);
  if (field === "analogues" || field === "pinned") return `${field === "pinned" ? "pin" : "weight"} of ${key}`;
  if (field !== "overrides") return field === "locations" ? `sale in ${key}` : spaced(key);
  const start = epoch(String(read(join(first, id, "start")) ?? ""));
  const period = read("period") === "day" ? "day" : "week";
  const place = Math.floor((epoch(key) - start) / (period === "day" ? DAY : 7 * DAY)) + 1;
  return place >= 1 ? `${period} ${place}` : key;
}

function numberWords(path: string, value: number, read: Read, format: Format): string {
  const [first = "", id = ""] = split(path);
  const schema = schemaOf(path);
  const unit = schema?.unit ?? schema?.anyOf?.find((one) => one.unit)?.unit;
  if (unit === "money") return moneyWords(value, String(read("currency") ?? "USD"), format);
  if (unit === "days") return format.units(value, value === 1 ? "day" : "days");
  return unit === "units" ? format.units(value, unitOf(first, id, read)) : format.full(value);
}

function moneyWords(value: number, currency: string, format: Format): string {
  return format.exact(value, { decimals: isWholeCents(value) ? 2 : 4, currency, unit: "" });
}

/** As far as a binary number can be: 4.85 times 100 is 484.99999999999994. */
function isWholeCents(value: number): boolean {
  return Math.abs(value * 100 - Math.round(value * 100)) < 1e-6;
}

function textWords(field: string, value: string, read: Read, format: Format): string {
  if (field === "current_scenario") return value ? nameOf("scenarios", value, read) : "the plan as it stands";
  if (field === "offer" && value) return nameOf("offers", value, read);
  if ((field === "start" || field === "end") && !Number.isNaN(epoch(value))) return format.fullDay(epoch(value));
  const signs = [...value];
  const text = signs.length > LONGEST_TEXT ? `${signs.slice(0, LONGEST_TEXT - 1).join("")}…` : value;
  return text === "" ? "nothing" : `“${text}”`;
}

function nameOf(collection: string, id: string, read: Read): string {
  const record = read(join(collection, id));
  return String((isRecord(record) && (record.name || record.title)) || id);
}

/** Whether nobody has to ask which record is meant. */
function isOnly(collection: string, id: string, read: Read): boolean {
  if (collection !== "offers" && collection !== "campaigns") return false;
  const records = Object.entries((read(collection) ?? {}) as Record<string, { deleted?: boolean }>);
  return records.every(([other, { deleted }]) => other === id || deleted === true);
}
