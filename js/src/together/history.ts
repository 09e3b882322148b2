/** What people changed: how an entry is made, taken back, and walked back through. */
import { defaultOf, isEntry, schemaOf } from "../base/field";
import { bytesOf, same } from "../base/json";
import { join, split } from "../base/path";
import type { Action, Changes } from "../base/plan-port";
import type { FieldChange, HistoryEntry } from "../generated/contract";

/** Reads a plan by path; undefined where it holds nothing. */
export type Read = (path: string) => unknown;

/** Entries by id, as a plan holds them. */
export type Entries = Readonly<Record<string, HistoryEntry>>;

/** Newest entries that a plan keeps. */
export const MOST_ENTRIES = 500;
/** Bytes of values that one entry keeps, as JSON. */
export const MOST_BYTES = 16_384;
/** Longest path, name and reason that an entry can hold, in characters. */
const LONGEST = { path: 200, name: 200, reason: 4000 };

/** What leads back, and what stays because somebody has changed it since. */
export interface Reversal {
  changes: Changes;
  skipped: { path: string; by: string }[];
}

export interface Signature {
  author: string;
  username: string;
  client: string;
}

/** The entry of a transaction; what is too large for it is counted only. */
export function entryOf(
  changed: Readonly<Record<string, FieldChange>>,
  signature: Signature,
  { at, action = "edit", reason = "", of = "" }: { at: string; action?: Action; reason?: string; of?: string },
): HistoryEntry {
  const kept: Record<string, FieldChange> = {};
  let room = MOST_BYTES;
  for (const path of Object.keys(changed).sort()) {
    const change = changed[path] as FieldChange;
    const size = bytesOf([path, change]);
    if (size > room || path.length > LONGEST.path) continue;
    room -= size;
    kept[path] = change;
  }
  const omitted = Object.keys(changed).length - Object.keys(kept).length;
  const { author, username, client } = signature;
  const names = { author: author.slice(0, LONGEST.name), username: username.slice(0, LONGEST.name), client };
  return { at, ...names, action, reason: reason.slice(0, LONGEST.reason), changes: kept, of, omitted };
}

/** Ids of the entries that are one too many once another is written. */
export function overdue(ids: Iterable<string>): string[] {
  const sorted = [...ids].sort();
  return sorted.slice(0, Math.max(0, sorted.length - MOST_ENTRIES + 1));
}

/** Entries by id, the newest first. */
export function newestFirst(entries: Entries | undefined): [id: string, entry: HistoryEntry][] {
  return Object.entries(entries ?? {}).sort(([a], [b]) => (a < b ? 1 : -1));
}

/**
 * What takes an entry back.
 *
 * A field gets its old value where it still holds the one that the entry gave it. A record that came is marked as
 * deleted, whatever was written to it since; one that was taken out is laid in again. What is as it was already is
 * neither changed nor skipped.
 */
export function reverted(id: string, entry: HistoryEntry, read: Read): Reversal {
  const changes: Record<string, unknown> = {};
  const skipped: Reversal["skipped"] = [];
  for (const [path, change] of Object.entries(entry.changes)) {
    const back = revertedField(path, change, read);
    if (back) Object.assign(changes, back);
    else skipped.push({ path, by: changedBy(id, path, read) });
  }
  return { changes, skipped };
}

/** The change that takes one field back; null where it does not hold any more what was written. */
function revertedField(path: string, { old: before, new: written }: FieldChange, read: Read): Changes | null {
  if (!schemaOf(path)) return null;
  const present = read(path) ?? null;
  const [collection = "", id = "", ...rest] = split(path);
  if (id !== "" && rest.length === 0 && before === null) {
    return present !== null && read(`${path}/deleted`) !== true ? { [`${path}/deleted`]: true } : {};
  }
  const old = before ?? (isEntry(path) ? null : defaultOf(path));
  if (same(present, old)) return {};
  const isAstray = rest.length > 0 && read(join(collection, id)) === undefined;
  return isAstray || !same(present, written) ? null : { [path]: old };
}

/** Who changed a path last after an entry; the author of the present value where nobody wrote it down. */
function changedBy(id: string, path: string, read: Read): string {
  const since = newestFirst(read("history") as Entries).filter(([later]) => later > id);
  const [, latest] = since.find(([, { changes }]) => Object.keys(changes).some((one) => overlaps(one, path))) ?? [];
  const present = read(path);
  return latest?.author ?? (present as { author?: string } | null)?.author ?? "";
}

/** Whether one path is the other, or lies above or below it. */
export function overlaps(one: string, other: string): boolean {
  return one === other || one.startsWith(`${other}/`) || other.startsWith(`${one}/`);
}
