/** What an outlook is computed of, as the same short digest as Python's `plan/inputs.py` makes: is what was written down behind? */
import { jsonText } from "../base/canonical";
import { defaultOf, fieldNamesOf, isEntry } from "../base/field";
import { isRecord } from "../base/json";
import { join, split } from "../base/path";
import type { Changes } from "../base/plan-port";
import type { Read } from "./history";

const OF_PLAN = ["currency", "period", "sales", "past_campaigns", "items"];
/** Fields that no outlook depends on. */
const BESIDE = ["rank", "deleted"];
const POLYNOMIAL = 0xedb88320;

type Tree = Readonly<Record<string, unknown>>;

/** Digest of the decisions that a campaign's outlook depends on, with some changed; null where there is no such campaign. */
export function inputsOf(campaign: string, read: Read, changes: Changes = {}): string | null {
  const text = inputsText(campaign, read, changes);
  if (text === null) return null;
  const bytes = new TextEncoder().encode(text);
  return `${crc32(bytes).toString(16).padStart(8, "0")}-${bytes.length}`;
}

/** Canonical JSON of campaign, offer and the plan's own settings; what is empty is left out, as new fields are in old plans. */
export function inputsText(campaign: string, read: Read, changes: Changes = {}): string | null {
  const chosen = telling("campaigns", campaign, read, changes);
  if (chosen === null) return null;
  const of = (name: string) => [name, changes[name] ?? read(name) ?? defaultOf(name)] as const;
  const offer = telling("offers", String(chosen.offer), read, changes);
  return jsonText(told({ ...Object.fromEntries(OF_PLAN.map(of)), campaign: chosen, offer }));
}

function told(fields: Tree): Tree {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => !isEmpty(value)));
}

function isEmpty(value: unknown): boolean {
  return value === null || value === "" || (isRecord(value) && Object.keys(value).length === 0);
}

/** A record with its defaults and the changes, without what no outlook depends on. */
function telling(collection: string, id: string, read: Read, changes: Changes): Tree | null {
  const path = join(collection, id);
  let record: unknown = id === "" ? null : read(path);
  for (const [at, value] of Object.entries(changes)) {
    if (at === path) record = value;
    else if (at.startsWith(`${path}/`) && isRecord(record)) record = withValue(record, at, split(at).slice(2), value);
  }
  if (!isRecord(record)) return null;
  return told(Object.fromEntries(Object.entries(filled(path, record)).filter(([name]) => !BESIDE.includes(name))));
}

/** Null takes an entry of a mapping out. */
function withValue(node: unknown, path: string, names: readonly string[], value: unknown): unknown {
  const [name, ...rest] = names;
  if (name === undefined) return value;
  const { [name]: present, ...others } = isRecord(node) ? node : {};
  if (rest.length === 0 && value === null && isEntry(path)) return others;
  return { ...others, [name]: withValue(present, path, rest, value) };
}

/** What the document leaves out has its default, in records inside of records too. */
function filled(path: string, value: unknown): Tree {
  const given = isRecord(value) ? value : {};
  const names = fieldNamesOf(path) ?? Object.keys(given);
  return Object.fromEntries(names.map((name) => [name, filledField(join(...split(path), name), given[name])]));
}

function filledField(path: string, value: unknown): unknown {
  const present = value === undefined ? defaultOf(path) : value;
  return isRecord(present) ? filled(path, present) : present;
}

/** CRC-32 as ISO 3309 has it, and zlib. */
function crc32(bytes: Uint8Array): number {
  let rest = 0xffffffff;
  for (const byte of bytes) {
    rest ^= byte;
    for (let bit = 0; bit < 8; bit++) rest = rest & 1 ? (rest >>> 1) ^ POLYNOMIAL : rest >>> 1;
  }
  return (rest ^ 0xffffffff) >>> 0;
}
