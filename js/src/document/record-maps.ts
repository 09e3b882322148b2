/** Records of a plan as Yjs maps: made, filled, read; a field that is a mapping is a map of its own. */
import * as Y from "yjs";
import { isRecord } from "../base/json";
import type { RecordLayout } from "../generated/plan-layout";

/** Stands for the value of an entry that is taken out. */
export const REMOVED = Symbol("removed");

/** A record that comes, with all its mappings, or that goes. */
export function putRecord(records: Y.Map<unknown>, id: string, layout: RecordLayout, value: unknown): void {
  if (value === REMOVED || layout.isAtomic) {
    setOrDelete(records, id, value);
    return;
  }
  const record = new Y.Map<unknown>();
  records.set(id, record);
  for (const [field, part] of Object.entries(value as object)) {
    record.set(field, layout.mappings.includes(field) ? new Y.Map(Object.entries(part as object)) : part);
  }
}

/** A field, or an entry of a field that is a mapping, of a record that is being made. */
export function putInto(
  record: Record<string, unknown>,
  { mappings }: RecordLayout,
  { field, key, value }: { field: string; key: string | undefined; value: unknown },
): void {
  if (key === undefined || !mappings.includes(field)) {
    record[field] = value;
    return;
  }
  const entries = { ...(record[field] as Record<string, unknown>) };
  if (value === null) delete entries[key];
  else entries[key] = value;
  record[field] = entries;
}

export function mappingOf(record: Y.Map<unknown>, field: string): Y.Map<unknown> {
  const present = record.get(field);
  if (present instanceof Y.Map) return present;
  const made = new Y.Map<unknown>();
  record.set(field, made);
  // What another release wrote as one value keeps its entries.
  if (isRecord(present)) for (const [key, entry] of Object.entries(present)) made.set(key, entry);
  return made;
}

export function setOrDelete(map: Y.Map<unknown>, key: string, value: unknown): void {
  if (value !== REMOVED) map.set(key, value);
  else if (map.has(key)) map.delete(key);
}

export function child(value: unknown, segment: string): unknown {
  if (value instanceof Y.Map) return value.get(segment);
  return isRecord(value) && Object.hasOwn(value, segment) ? value[segment] : undefined;
}

export function plain(value: unknown): unknown {
  return value instanceof Y.AbstractType ? value.toJSON() : value;
}
