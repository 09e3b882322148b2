/**
 * A plan's file as text, over the shared types that hold the plan: for pages whose server keeps no document.
 *
 * What cannot be read, because it is broken or of a newer format, is handed back untouched; the document's `state` says why,
 * under the same names as the server's document class uses.
 */
import * as Y from "yjs";
import { canonical } from "../base/canonical";
import { isRecord, same } from "../base/json";
import { join, split } from "../base/path";
import { PLAN_LAYOUT } from "../generated/plan-layout";

type Tree = Record<string, unknown>;
/** New value by path, one field or entry of a mapping each; REMOVED for what is gone. */
type Differences = Map<string, unknown>;

const FORMAT = "ltoplan/1";
const REMOVED = Symbol("removed");
/** Origin of what comes from the file, which is no edit of anybody here. */
const FILE = Symbol("file");

/** Reads and writes the plan of a document as the text of its file. */
export class PlanSource {
  readonly #doc: Y.Doc;
  readonly #state: Y.Map<unknown>;
  /** What was last in the file, and what is on its way there. */
  #base: Tree = {};
  #written: { tree: Tree; edits: number } | null = null;
  readonly #listeners = new Set<() => void>();
  #edits = 0;
  #savedEdits = 0;

  constructor(doc: Y.Doc) {
    this.#doc = doc;
    this.#state = doc.getMap("state");
    doc.on("afterTransaction", this.#onTransaction);
  }

  /** What is wrong with the file; empty when nothing is. */
  get complaint(): string {
    return String(this.#state.get("complaint") ?? "");
  }

  /** Whether the file became unreadable while the plan was open here, so that writing would lose what somebody meant. */
  get isUnreadableOutside(): boolean {
    return this.complaint !== "" && !this.#isEmpty;
  }

  get #isEmpty(): boolean {
    return ["plan", ...Object.keys(PLAN_LAYOUT.collections)].every((name) => this.#doc.getMap(name).size === 0);
  }

  /** Whether somebody edited the plan since the text that was written last. */
  get isChanged(): boolean {
    return this.#edits > this.#savedEdits;
  }

  /** Text for the file. */
  text(): string {
    const unreadable = this.#state.get("unreadable");
    if (this.#isEmpty && typeof unreadable === "string") return unreadable;
    const tree = this.#tree();
    this.#written = { tree, edits: this.#edits };
    return canonical(tree, PLAN_LAYOUT.conversation);
  }

  /** The text has been written: what comes next is compared with it. */
  settle(): void {
    if (!this.#written) return;
    this.#base = this.#written.tree;
    this.#savedEdits = this.#written.edits;
    this.#written = null;
  }

  /** Take in a text of the file: only what differs from the one before it is applied, so that edits since then stay. */
  take(text: string): void {
    try {
      const tree = treeOf(text);
      this.#doc.transact(() => {
        for (const name of ["complaint", "unreadable"]) this.#state.delete(name);
        for (const [path, value] of differences(this.#base, tree)) this.#put(path, value);
      }, FILE);
      this.#base = tree;
    } catch (error) {
      this.#refuse(text, error instanceof Error ? error.message : String(error));
    }
  }

  /** Call back when the plan changed otherwise than by its file; returns what ends it. */
  observe(callback: () => void): () => void {
    this.#listeners.add(callback);
    return () => this.#listeners.delete(callback);
  }

  /** What JupyterLab notes in `state` is no edit of the plan. */
  #onTransaction = ({ origin, changed }: Y.Transaction): void => {
    const isPlan = [...changed.keys()].some((type) => type !== (this.#state as Y.AbstractType<unknown>));
    if (origin === FILE || !isPlan) return;
    this.#edits += 1;
    for (const listener of [...this.#listeners]) listener();
  };

  #refuse(text: string, complaint: string): void {
    this.#doc.transact(() => {
      this.#state.set("complaint", complaint);
      if (this.#isEmpty) this.#state.set("unreadable", text);
    }, FILE);
  }

  #tree(): Tree {
    const collections = Object.keys(PLAN_LAYOUT.collections).map((name) => [name, this.#doc.getMap(name).toJSON()]);
    return { ...this.#doc.getMap("plan").toJSON(), format: FORMAT, ...Object.fromEntries(collections) };
  }

  #put(path: string, value: unknown): void {
    const [first = "", id, field, key] = split(path);
    if (id === undefined || !(first in PLAN_LAYOUT.collections)) setOrDelete(this.#doc.getMap("plan"), first, value);
    else if (field === undefined) putRecord(this.#doc.getMap(first), first, id, value);
    else {
      const record = this.#doc.getMap(first).get(id);
      if (!(record instanceof Y.Map)) return;
      const place = key === undefined ? record : record.get(field);
      if (place instanceof Y.Map) setOrDelete(place, key ?? field, value);
    }
  }
}

function setOrDelete(map: Y.Map<unknown>, key: string, value: unknown): void {
  if (value === REMOVED) map.delete(key);
  else map.set(key, value);
}

function putRecord(records: Y.Map<unknown>, collection: string, id: string, value: unknown): void {
  const layout = PLAN_LAYOUT.collections[collection];
  if (value === REMOVED || layout?.isAtomic || !isRecord(value)) {
    setOrDelete(records, id, value);
    return;
  }
  const record = new Y.Map<unknown>();
  const mappings = layout?.mappings ?? [];
  for (const name of new Set([...mappings, ...Object.keys(value)])) {
    const part = value[name];
    record.set(name, mappings.includes(name) ? new Y.Map(Object.entries(isRecord(part) ? part : {})) : part);
  }
  records.set(id, record);
}

/** The plan in a text; throws, in words for people, where there is none that this release can read. */
function treeOf(text: string): Tree {
  if (!text.trim()) return {};
  const tree = parsed(text);
  if (!isRecord(tree)) throw new Error("A plan is a JSON object. Mend: open an .ltoplan file.");
  const { format = FORMAT } = tree;
  if (format !== FORMAT) throw new Error(formatComplaint(format));
  for (const name of Object.keys(PLAN_LAYOUT.collections)) checkRecords(name, tree[name]);
  return tree;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ""));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(`This is not JSON: ${why}. Mend: restore the last good version of the file.`);
  }
}

function formatComplaint(format: unknown): string {
  const shown = JSON.stringify(format).slice(0, 80);
  return typeof format === "string" && /^ltoplan\/[1-9][0-9]{0,8}$/.test(format)
    ? `format: ${shown} is newer than "${FORMAT}", the newest that this release reads. Mend: upgrade ltoplan_widgets.`
    : `format: ${shown} is not a plan format; "${FORMAT}" is. Mend: open an .ltoplan file.`;
}

function checkRecords(name: string, records: unknown): void {
  if (records === undefined) return;
  const isSound = isRecord(records) && Object.values(records).every(isRecord);
  if (!isSound) throw new Error(`${name}: an object of records is expected. Mend: restore the last good version.`);
}

/** What leads from one tree to another, field by field. */
function differences(base: Tree, tree: Tree): Differences {
  const found: Differences = new Map();
  for (const name of names(base, tree)) {
    if (name === "format") continue;
    if (name in PLAN_LAYOUT.collections) between(base[name], tree[name], [name], found);
    else note(base, tree, [name], found);
  }
  return found;
}

/** A record that is on both sides is compared by field, and a field that is a mapping by entry. */
function between(before: unknown, after: unknown, place: string[], found: Differences): void {
  const [old, now] = [isRecord(before) ? before : {}, isRecord(after) ? after : {}];
  for (const name of names(old, now)) {
    const inner = [...place, name];
    if (isDivided(inner) && isRecord(old[name]) && isRecord(now[name])) between(old[name], now[name], inner, found);
    else note(old, now, inner, found);
  }
}

function isDivided([collection = "", id, field, key]: readonly string[]): boolean {
  const layout = PLAN_LAYOUT.collections[collection];
  if (!layout || layout.isAtomic || id === undefined || key !== undefined) return false;
  return field === undefined || layout.mappings.includes(field);
}

function note(old: Tree, now: Tree, place: readonly string[], found: Differences): void {
  const name = place.at(-1) ?? "";
  if (!Object.hasOwn(now, name)) found.set(join(...place), REMOVED);
  else if (!Object.hasOwn(old, name) || !same(old[name], now[name])) found.set(join(...place), now[name]);
}

function names(one: Tree, other: Tree): string[] {
  return [...new Set([...Object.keys(one), ...Object.keys(other)])].sort();
}
