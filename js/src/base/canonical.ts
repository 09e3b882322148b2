/** Plain JSON as Python's codec writes it: sorted names, one record a line, whole numbers without a fraction. */
import { isRecord } from "./json";

/** Text of a plan's file; the same text as `ltoplan_widgets.plan.codec.encode_tree` gives for the same tree. */
export function canonical(tree: Readonly<Record<string, unknown>>, conversation: readonly string[]): string {
  const kept = Object.keys(tree).filter((name) => !conversation.includes(name) || !isEmpty(tree[name]));
  const lines = kept.sort(byCodePoint).map((name) => `${JSON.stringify(name)}: ${recordsText(tree[name])}`);
  return `{\n${lines.join(",\n")}\n}\n`;
}

function isEmpty(value: unknown): boolean {
  return isRecord(value) ? Object.keys(value).length === 0 : !value;
}

function recordsText(value: unknown): string {
  if (!isRecord(value) || isEmpty(value)) return jsonText(value);
  const lines = Object.keys(value)
    .sort(byCodePoint)
    .map((id) => `${JSON.stringify(id)}: ${jsonText(value[id])}`);
  return `{\n${lines.join(",\n")}\n}`;
}

/** One value on one line. */
export function jsonText(value: unknown): string {
  if (typeof value === "number") return numberText(value);
  if (Array.isArray(value)) return `[${value.map(jsonText).join(", ")}]`;
  if (!isRecord(value)) return JSON.stringify(value ?? null);
  const parts = Object.keys(value).sort(byCodePoint);
  return `{${parts.map((name) => `${JSON.stringify(name)}: ${jsonText(value[name])}`).join(", ")}}`;
}

/** Python writes an exponent of two digits from 1e-05 down, and whole numbers in full. */
export function numberText(value: number): string {
  if (Number.isInteger(value)) return BigInt(value).toString();
  if (Math.abs(value) >= 1e-4) return String(value);
  const [digits = "", exponent = ""] = value.toExponential().split("e");
  return `${digits}e-${exponent.slice(1).padStart(2, "0")}`;
}

/** Python sorts by code points, JavaScript by halves of them. */
function byCodePoint(one: string, other: string): number {
  const [a, b] = [[...one], [...other]];
  for (let place = 0; place < Math.min(a.length, b.length); place++) {
    const difference = (a[place]?.codePointAt(0) ?? 0) - (b[place]?.codePointAt(0) ?? 0);
    if (difference) return difference;
  }
  return a.length - b.length;
}
