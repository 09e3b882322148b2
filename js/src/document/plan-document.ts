/**
 * The plan as a Yjs document, read and written by path.
 *
 * Layout: root map `plan` holds the plan's own scalars; each collection is a root map from id to a map of fields; a field
 * that is a mapping is a nested map, made together with its record; everything else, a record of an atomic collection
 * too, is one plain JSON value.
 */
import * as Y from "yjs";
import { checked, defaultOf, isEntry } from "../base/field";
import { isRecord, same } from "../base/json";
import { join, split } from "../base/path";
import type { Changes, EditOptions } from "../base/plan-port";
import { ulid } from "../base/ulid";
import type { FieldChange } from "../generated/contract";
import { PLAN_LAYOUT, type RecordLayout } from "../generated/plan-layout";
import { entryOf, fieldChange, overdue } from "../together/history";
import type { Step } from "../together/undo-stack";
import { PlanReader } from "./plan-reader";
import { child, mappingOf, plain, putInto, putRecord, REMOVED, setOrDelete } from "./record-maps";

export interface DocumentChange {
  /** Paths of the fields that changed; a record that came or went is named by its own path. */
  paths: string[];
  /** Whether `apply` on this very document made the change. */
  isOwn: boolean;
}

/** What the server says of the file, beside the plan. */
const FILE_KEYS = ["merged", "complaint", "unreadable"];

/** One field, or one record that comes or goes. */
interface Leaf {
  path: string;
  value: unknown;
}

/** Records that an edit makes, by path: what else it says of them belongs to them. */
type MadeRecords = Map<string, Record<string, unknown>>;

/** Reads, writes and observes a plan by path over a `Y.Doc`. */
export class PlanDocument {
  readonly doc: Y.Doc;
  /** Called with the entry of an edit before anybody hears of the edit. */
  onStep: (step: Step) => void = () => undefined;
  /** Called when an outside version of the file was merged, or the file's complaint changed. */
  onFile: (isMerged: boolean) => void = () => undefined;
  /** Whoever edits here, as the history names them. */
  signature: () => { author: string; username: string } = () => ({ author: "", username: "" });
  readonly #isOwn: boolean;
  readonly #reader = new PlanReader();
  readonly #roots: ReadonlyMap<string, Y.Map<unknown>>;
  readonly #listeners = new Set<(change: DocumentChange) => void>();
  readonly #unobserve: () => void;

  /** @param doc A document that somebody else holds and ends; one of its own where it is left out. */
  constructor(doc?: Y.Doc) {
    this.#isOwn = doc === undefined;
    this.doc = doc ?? new Y.Doc();
    const names = ["plan", ...Object.keys(PLAN_LAYOUT.collections)];
    this.#roots = new Map(names.map((name) => [name, this.doc.getMap(name)]));
    this.#unobserve = this.#watch();
  }

  /** Plain value at a path, checked; undefined where the document holds nothing that a plan can hold. */
  read(path: string): unknown {
    const [first = "", id, ...rest] = split(path);
    const records = first === "plan" ? undefined : this.#roots.get(first);
    if (!records) return id === undefined ? this.#reader.field(first, this.#root("plan").get(first)) : undefined;
    if (id === undefined) return this.#reader.collection(first, records);
    return rest.reduce<unknown>(child, this.#reader.record(first, id, records.get(id)));
  }

  /** What is wrong with values that some client wrote, as far as they were read. */
  get complaints(): readonly string[] {
    return this.#reader.complaints;
  }

  /** Those of them at, above or below one of the paths. */
  complaintsAt(paths: readonly string[]): string[] {
    return this.#reader.complaintsAt(paths);
  }

  /** What the document holds at a path, good or not. */
  #held(path: string): unknown {
    const [first = "", ...rest] = split(path);
    const records = first === "plan" ? undefined : this.#roots.get(first);
    if (!records) return rest.length ? undefined : plain(this.#root("plan").get(first));
    return plain(rest.reduce<unknown>(child, records));
  }

  /** Whether a change at the path has a place to go: its record is there, or it makes one. */
  hasPlaceFor(path: string): boolean {
    const [collection = "", id = "", field] = split(path);
    return field === undefined || (this.#roots.get(collection)?.has(id) ?? false);
  }

  /**
   * Make changes in one transaction; null for an entry of a mapping takes the entry out.
   *
   * Nothing is written when one of them is not allowed. What changes a decision is written into the history, in the same
   * transaction.
   */
  apply(changes: Changes, options: EditOptions = {}): void {
    const made: MadeRecords = new Map();
    const leaves = Object.entries(changes).flatMap(([path, value]) => this.#leaves(path, checked(path, value), made));
    const news = leaves.filter(({ path, value }) => !this.#holds(path, value));
    if (news.length === 0) return;
    const step = this.#entry(news, options);
    if (step) this.onStep(step);
    this.doc.transact(() => {
      for (const leaf of news) this.#write(leaf);
      if (step) this.#remember(step);
    }, this);
  }

  /** What the server says is wrong with the file; empty when nothing is. */
  get complaint(): string {
    return String(this.doc.getMap("state").get("complaint") ?? "");
  }

  /** Whether the file cannot be read by this release, e.g. one of a newer format. */
  get isUnreadable(): boolean {
    return this.doc.getMap("state").has("unreadable");
  }

  /** Call back once a transaction that changed the plan; returns what ends it. */
  observe(callback: (change: DocumentChange) => void): () => void {
    this.#listeners.add(callback);
    return () => this.#listeners.delete(callback);
  }

  destroy(): void {
    this.#listeners.clear();
    this.#unobserve();
    if (this.#isOwn) this.doc.destroy();
  }

  #root(name: string): Y.Map<unknown> {
    const root = this.#roots.get(name);
    if (!root) throw new Error(`${name}: a plan has no such field.`);
    return root;
  }

  /** A change as what is written one by one, so that what others write beside it merges. */
  #leaves(path: string, value: unknown, made: MadeRecords): Leaf[] {
    const [first = "", id, field, key, ...beyond] = split(path);
    const layout = layoutOf(first);
    if (!layout) {
      if (id !== undefined || !PLAN_LAYOUT.plan.includes(first)) throw new Error(`${path}: a plan has no such field.`);
      return [{ path, value }];
    }
    if (id === undefined || beyond.length) throw new Error(`${path}: this is not the address of a field.`);
    if (field === undefined) return this.#recordLeaves(path, layout, value, made);
    const fresh = made.get(join(first, id));
    if (fresh) {
      putInto(fresh, layout, { field, key, value });
      return [];
    }
    const record = this.#root(first).get(id);
    if (!(record instanceof Y.Map || layout.isAtomic))
      throw new Error(`${path}: the plan holds no ${join(first, id)}.`);
    if (layout.isAtomic || (key !== undefined && !layout.mappings.includes(field)))
      throw new Error(`${path}: this lies inside a single value.`);
    if (key === undefined) return this.#fieldLeaves(path, layout.mappings.includes(field), value);
    return [{ path, value: value ?? REMOVED }];
  }

  #recordLeaves(path: string, { isAtomic, mappings }: RecordLayout, value: unknown, made: MadeRecords): Leaf[] {
    if (value === null) return [{ path, value: REMOVED }];
    if (isAtomic) return [{ path, value }];
    if (this.#held(path) === undefined) {
      const empty = Object.fromEntries(mappings.map((mapping) => [mapping, {}]));
      const record: Record<string, unknown> = { ...empty, ...structuredClone(value as object) };
      made.set(path, record);
      return [{ path, value: record }];
    }
    return Object.entries(value as object).flatMap(([field, part]) =>
      this.#fieldLeaves(`${path}/${join(field)}`, mappings.includes(field), part),
    );
  }

  #fieldLeaves(path: string, isMapping: boolean, value: unknown): Leaf[] {
    if (!isMapping) return [{ path, value }];
    const entries = isRecord(value) ? value : {};
    const gone = Object.keys((this.#held(path) as object | undefined) ?? {}).filter(
      (key) => !Object.hasOwn(entries, key),
    );
    const taken = gone.map((key) => ({ path: `${path}/${join(key)}`, value: REMOVED }));
    return [
      ...taken,
      ...Object.entries(entries).map(([key, entry]) => ({ path: `${path}/${join(key)}`, value: entry })),
    ];
  }

  #holds(path: string, value: unknown): boolean {
    const present = this.#held(path);
    return value === REMOVED ? present === undefined : present !== undefined && same(present, value);
  }

  #entry(leaves: readonly Leaf[], options: EditOptions): Step | null {
    const decided = leaves.filter(({ path }) => !PLAN_LAYOUT.conversation.includes(path.split("/")[0] ?? ""));
    const changes: Record<string, FieldChange> = {};
    for (const { path, value } of decided) {
      const change = fieldChange(path, this.#before(path), value === REMOVED ? undefined : value);
      if (change.nulls || !same(change.old, change.new)) changes[path] = change;
    }
    if (Object.keys(changes).length === 0) return null;
    const signature = { ...this.signature(), client: String(this.doc.clientID) };
    const entry = entryOf(changes, signature, { at: new Date().toISOString(), ...options });
    const ids = [...this.#root("history").keys()];
    return { id: ulid(ids.reduce((newest, id) => (id > newest ? id : newest), "")), entry };
  }

  /** A field that the document leaves out is its default; an entry that it leaves out is not there. */
  #before(path: string): unknown {
    const held = this.#held(path);
    return held === undefined && !isEntry(path) ? defaultOf(path) : held;
  }

  #remember({ id, entry }: Step): void {
    const history = this.#root("history");
    for (const old of overdue(history.keys())) history.delete(old);
    history.set(id, entry);
  }

  #write({ path, value }: Leaf): void {
    const [first = "", id = "", field, key] = split(path);
    const layout = layoutOf(first);
    if (!layout) this.#root("plan").set(first, value);
    else if (field === undefined) putRecord(this.#root(first), id, layout, value);
    else {
      const record = this.#root(first).get(id) as Y.Map<unknown>;
      if (key === undefined) record.set(field, value);
      else setOrDelete(mappingOf(record, field), key, value);
    }
  }

  #watch(): () => void {
    const paths = new Set<string>();
    const collectors = new Map<string, Collector>();
    for (const [name, root] of this.#roots) {
      const collect: Collector = (events) => {
        for (const event of events) {
          for (const key of event.keys.keys()) {
            paths.add(pathOf(name, event.path, key));
            this.#reader.forget(name, String(event.path[0] ?? key));
          }
        }
      };
      collectors.set(name, collect);
      root.observeDeep(collect);
    }
    const report = (transaction: Y.Transaction) => {
      const change = { paths: [...paths], isOwn: transaction.origin === this };
      paths.clear();
      if (change.paths.length) for (const listener of [...this.#listeners]) listener(change);
    };
    this.doc.on("afterTransaction", report);
    const state = this.doc.getMap("state");
    const follow = ({ keysChanged }: Y.YMapEvent<unknown>) => {
      if (FILE_KEYS.some((key) => keysChanged.has(key))) this.onFile(keysChanged.has("merged"));
    };
    state.observe(follow);
    return () => {
      state.unobserve(follow);
      for (const [name, collect] of collectors) this.#root(name).unobserveDeep(collect);
      this.doc.off("afterTransaction", report);
    };
  }
}

// biome-ignore lint/suspicious/noExplicitAny: Yjs types the events of a deep observer so
type Collector = (events: Y.YEvent<any>[]) => void;

function layoutOf(collection: string): RecordLayout | undefined {
  return Object.hasOwn(PLAN_LAYOUT.collections, collection) ? PLAN_LAYOUT.collections[collection] : undefined;
}

function pathOf(root: string, parents: readonly (string | number)[], key: string): string {
  const segments = [...parents.map(String), key];
  return root === "plan" ? join(...segments) : join(root, ...segments);
}
