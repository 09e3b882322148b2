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

/** What an entry says of a field: before and after, null where there is nothing, told apart from a null that is there. */
export function fieldChange(path: string, old: unknown, now: unknown): FieldChange {
  const change: FieldChange = { old: old ?? null, new: now ?? null };
  if (!isEntry(path)) return change;
  if (old === null) change.nulls = "old";
  else if (now === null) change.nulls = "new";
  return change;
}

/** Value before a change; undefined where there was nothing. */
export function valueBefore({ old, nulls }: FieldChange): unknown {
  return old === null && nulls !== "old" ? undefined : old;
}

/** Value after a change; undefined where there is nothing any more. */
export function valueAfter({ new: now, nulls }: FieldChange): unknown {
  return now === null && nulls !== "new" ? undefined : now;
}

/** Whether two values of a field, undefined where there is nothing, are the same. */
export function sameState(one: unknown, other: unknown): boolean {
  return one === undefined || other === undefined ? one === other : same(one, other);
}

/**
 * Set a field in an edit, undefined for nothing.
 *
 * Null takes an entry of a mapping out, so that an entry that holds null is set with its whole mapping; what is as it was
 * in that is not written.
 */
export function put(changes: Record<string, unknown>, path: string, value: unknown, read: Read): void {
  if (!isEntry(path)) changes[path] = value === undefined ? defaultOf(path) : value;
  else if (value !== null) changes[path] = value ?? null;
  else {
    const segments = split(path);
    const key = segments.pop() ?? "";
    const mapping = join(...segments);
    changes[mapping] = { ...((changes[mapping] ?? read(mapping)) as object | undefined), [key]: null };
  }
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
    if (!revertedField(path, change, { read, changes })) skipped.push({ path, by: changedBy(id, path, read) });
  }
  return { changes, skipped };
}

interface Reverting {
  read: Read;
  /** The edit so far. */
  changes: Record<string, unknown>;
}

/** Take one field back; whether it held still what was written. */
function revertedField(path: string, change: FieldChange, { read, changes }: Reverting): boolean {
  if (!schemaOf(path)) return false;
  const [collection = "", id = "", ...rest] = split(path);
  const before = valueBefore(change);
  if (id !== "" && rest.length === 0 && before === undefined) {
    if (read(path) !== undefined && read(`${path}/deleted`) !== true) changes[`${path}/deleted`] = true;
    return true;
  }
  const present = stateOf(path, read(path));
  if (sameState(present, stateOf(path, before))) return true;
  const isAstray = rest.length > 0 && read(join(collection, id)) === undefined;
  if (isAstray || !sameState(present, stateOf(path, valueAfter(change)))) return false;
  put(changes, path, before, read);
  return true;
}

/** A field that is left out is its default; an entry that is left out is not there. */
export function stateOf(path: string, value: unknown): unknown {
  return value === undefined && !isEntry(path) ? defaultOf(path) : value;
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
