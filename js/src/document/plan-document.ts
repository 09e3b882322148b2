/**
 * The plan as a Yjs document, read and written by path.
 *
 * Layout: root map `plan` holds the plan's own scalars; each collection is a root map from id to a map of fields; a field
 * that is a mapping is a nested map, made together with its record; everything else is one plain JSON value.
 */
import * as Y from "yjs";
import { PLAN_LAYOUT, type RecordLayout } from "../generated/plan-layout";
import { join, split } from "./path";

export type Changes = Readonly<Record<string, unknown>>;

export interface DocumentChange {
  /** Paths of the fields that changed; a record that came or went is named by its own path. */
  paths: string[];
  /** Whether `apply` on this very document made the change. */
  isOwn: boolean;
}

type Put = () => void;

/** Reads, writes and observes a plan by path over a `Y.Doc`. */
export class PlanDocument {
  readonly doc: Y.Doc;
  readonly #watched: Y.Map<unknown>[];
  readonly #listeners = new Set<(change: DocumentChange) => void>();
  readonly #unobserve: () => void;

  constructor(doc: Y.Doc = new Y.Doc()) {
    this.doc = doc;
    this.#watched = ["plan", ...Object.keys(PLAN_LAYOUT.collections)].map((name) => doc.getMap(name));
    this.#unobserve = this.#watch();
  }

  /** Plain value at a path; undefined where the document holds nothing. */
  read(path: string): unknown {
    const [first = "", ...rest] = split(path);
    if (!(first in PLAN_LAYOUT.collections)) return rest.length ? undefined : plain(this.doc.getMap("plan").get(first));
    let value: unknown = this.doc.getMap(first);
    for (const segment of rest) value = child(value, segment);
    return plain(value);
  }

  /** Whether a change at the path has a place to go: its record is there, or it makes one. */
  hasPlaceFor(path: string): boolean {
    const [collection = "", id = "", field] = split(path);
    return field === undefined || this.doc.getMap(collection).has(id);
  }

  /**
   * Make changes in one transaction; null for an entry of a mapping takes the entry out.
   *
   * Nothing is written when one of them is not allowed.
   */
  apply(changes: Changes): void {
    const puts = Object.entries(changes).map(([path, value]) => this.#put(path, checked(path, value)));
    this.doc.transact(() => {
      for (const put of puts) put();
    }, this);
  }

  /** Call back once a transaction that changed the plan; returns what ends it. */
  observe(callback: (change: DocumentChange) => void): () => void {
    this.#listeners.add(callback);
    return () => this.#listeners.delete(callback);
  }

  destroy(): void {
    this.#listeners.clear();
    this.#unobserve();
    this.doc.destroy();
  }

  #put(path: string, value: unknown): Put {
    const [first = "", ...rest] = split(path);
    const layout = PLAN_LAYOUT.collections[first];
    if (layout) return this.#putBelow(path, first, layout, rest, value);
    if (rest.length || !PLAN_LAYOUT.plan.includes(first)) throw new Error(`${path}: a plan has no such field.`);
    return () => setEntry(this.doc.getMap("plan"), first, value);
  }

  #putBelow(path: string, collection: string, layout: RecordLayout, rest: string[], value: unknown): Put {
    const [id, field, key, ...beyond] = rest;
    const records = this.doc.getMap(collection);
    if (id === undefined || beyond.length) throw new Error(`${path}: this is not the address of a field.`);
    if (field === undefined) return () => putRecord(records, id, layout, value);
    if (!layout.fields.includes(field)) throw new Error(`${path}: a record of ${collection} has no ${field}.`);
    const record = records.get(id);
    if (!(record instanceof Y.Map)) throw new Error(`${path}: the plan holds no ${join(collection, id)}.`);
    if (key === undefined) return () => putField(record, field, layout, value);
    if (!layout.mappings.includes(field)) throw new Error(`${path}: ${key} lies inside a single value.`);
    return () => setOrDelete(mappingOf(record, field), key, value);
  }

  #watch(): () => void {
    const paths = new Set<string>();
    const collect = (name: string) => (events: Y.YEvent<Y.AbstractType<unknown>>[]) => {
      for (const event of events) for (const key of event.keys.keys()) paths.add(pathOf(name, event.path, key));
    };
    const collectors = ["plan", ...Object.keys(PLAN_LAYOUT.collections)].map(collect);
    const report = (transaction: Y.Transaction) => {
      const change = { paths: [...paths], isOwn: transaction.origin === this };
      paths.clear();
      if (change.paths.length) for (const listener of [...this.#listeners]) listener(change);
    };
    this.#watched.forEach((root, place) => {
      root.observeDeep(collectors[place] as never);
    });
    this.doc.on("afterTransaction", report);
    return () => {
      this.#watched.forEach((root, place) => {
        root.unobserveDeep(collectors[place] as never);
      });
      this.doc.off("afterTransaction", report);
    };
  }
}

function pathOf(root: string, parents: readonly (string | number)[], key: string): string {
  const segments = [...parents.map(String), key];
  return root === "plan" ? join(...segments) : join(root, ...segments);
}

function putRecord(records: Y.Map<unknown>, id: string, layout: RecordLayout, value: unknown): void {
  if (value === null) {
    setOrDelete(records, id, null);
    return;
  }
  if (!isPlainObject(value)) throw new Error(`${id}: a record is an object, found ${JSON.stringify(value)}.`);
  const present = records.get(id);
  const record = present instanceof Y.Map ? (present as Y.Map<unknown>) : addRecord(records, id, layout);
  for (const field of layout.fields) if (field in value) putField(record, field, layout, value[field]);
}

function addRecord(records: Y.Map<unknown>, id: string, layout: RecordLayout): Y.Map<unknown> {
  const record = new Y.Map<unknown>();
  records.set(id, record);
  for (const mapping of layout.mappings) record.set(mapping, new Y.Map());
  return record;
}

function putField(record: Y.Map<unknown>, field: string, layout: RecordLayout, value: unknown): void {
  if (!layout.mappings.includes(field)) {
    setEntry(record, field, value);
    return;
  }
  const entries = isPlainObject(value) ? value : {};
  const mapping = mappingOf(record, field);
  for (const key of [...mapping.keys()]) if (!(key in entries)) mapping.delete(key);
  for (const [key, entry] of Object.entries(entries)) setEntry(mapping, key, entry);
}

function mappingOf(record: Y.Map<unknown>, field: string): Y.Map<unknown> {
  const present = record.get(field);
  if (present instanceof Y.Map) return present;
  const made = new Y.Map<unknown>();
  record.set(field, made);
  return made;
}

function setOrDelete(map: Y.Map<unknown>, key: string, value: unknown): void {
  if (value !== null) setEntry(map, key, value);
  else if (map.has(key)) map.delete(key);
}

function setEntry(map: Y.Map<unknown>, key: string, value: unknown): void {
  if (!map.has(key) || JSON.stringify(plain(map.get(key))) !== JSON.stringify(value)) map.set(key, value);
}

function child(value: unknown, segment: string): unknown {
  if (value instanceof Y.Map) return value.get(segment);
  return isPlainObject(value) && Object.hasOwn(value, segment) ? value[segment] : undefined;
}

function plain(value: unknown): unknown {
  return value instanceof Y.AbstractType ? value.toJSON() : value;
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The value, if a plan can hold it: JSON without NaN, infinity or undefined. */
function checked(path: string, value: unknown): unknown {
  const isSound = (part: unknown): boolean => {
    if (typeof part === "number") return Number.isFinite(part);
    if (typeof part === "object" && part !== null) return Object.values(part).every(isSound);
    return part === null || typeof part === "string" || typeof part === "boolean";
  };
  if (!isSound(value)) throw new Error(`${path}: ${String(value)} is not a value that a plan can hold.`);
  return value;
}
