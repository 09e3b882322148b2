/** Versions of a plan: everything that is decided at one moment, as text, compared and brought back. */
import { canonical } from "../base/canonical";
import { defaultOf, isEntry, schemaOf } from "../base/field";
import { isRecord } from "../base/json";
import { join, split } from "../base/path";
import type { Changes } from "../base/plan-port";
import type { FieldChange } from "../generated/contract";
import { PLAN_LAYOUT } from "../generated/plan-layout";
import { type Entries, fieldChange, newestFirst, put, type Read, sameState, valueAfter, valueBefore } from "./history";

/** A plan, or its decisions, as plain JSON. */
export type Tree = Readonly<Record<string, unknown>>;

/** So many named versions a plan keeps. */
export const MOST_VERSIONS = 50;
/** Longest text of a version, in characters. */
export const LONGEST_VERSION = 1_000_000;

const COLLECTIONS = Object.keys(PLAN_LAYOUT.collections).filter((name) => !PLAN_LAYOUT.conversation.includes(name));
const DECISIONS = [...PLAN_LAYOUT.plan, ...COLLECTIONS];

/** What a plan decides at this moment, defaults filled in. */
export function decisionsOf(read: Read): Tree {
  const value = (name: string) => read(name) ?? (COLLECTIONS.includes(name) ? {} : defaultOf(name));
  return Object.fromEntries(DECISIONS.map((name) => [name, value(name)]));
}

/** Text of a version, as Python writes it: the plan's file without the conversation. */
export function versionText(decisions: Tree): string {
  return canonical({ format: defaultOf("format"), ...decisions }, PLAN_LAYOUT.conversation);
}

/** What a version's text decides; throws where the text is none. */
export function decisionsIn(text: string): Tree {
  const tree: unknown = parsed(text);
  if (!isRecord(tree)) throw new Error("This version is no plan. Choose another one.");
  return Object.fromEntries(DECISIONS.filter((name) => Object.hasOwn(tree, name)).map((name) => [name, tree[name]]));
}

/** What differs between two states, by field path: before and after, null where there is nothing. */
export function differences(before: Tree, after: Tree): Record<string, FieldChange> {
  const found: Record<string, FieldChange> = {};
  for (const name of DECISIONS) {
    if (COLLECTIONS.includes(name)) compareMaps(name, before[name], after[name], found);
    else compareValues(name, before[name], after[name], found);
  }
  return found;
}

/** The edit that leads from one state to another; records that the other lacks are marked as deleted. */
export function leadingTo(target: Tree, present: Tree): Changes {
  const changes: Record<string, unknown> = {};
  const read = (path: string) => at(present, path);
  for (const [path, change] of Object.entries(differences(present, target))) {
    const value = valueAfter(change);
    const isGone = value === undefined && split(path).length === 2;
    if (!isGone) put(changes, path, value, read);
    else if (!isDeleted(present, path)) changes[`${path}/deleted`] = true;
  }
  return changes;
}

/**
 * What was decided right after an entry: the later ones taken back, the newest first.
 *
 * @param id Id of the entry; empty for the state before the oldest one.
 * Throws where a later entry leaves changes out, so that what was before it is not known.
 */
export function stateAfter(id: string, present: Tree, entries: Entries | undefined): Tree {
  const state = structuredClone(present) as Record<string, unknown>;
  for (const [, entry] of newestFirst(entries).filter(([later]) => later > id)) {
    if (entry.omitted > 0)
      throw new Error(
        `${entry.omitted} changes of ${entry.at} were too large to be kept, so what was before is not known. Choose a named version, or a later change.`,
      );
    const backwards = Object.entries(entry.changes).sort(([a], [b]) => (a < b ? 1 : -1));
    for (const [path, change] of backwards) if (schemaOf(path)) write(state, path, valueBefore(change));
  }
  return state;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error("The text of this version is damaged. Choose another one.");
  }
}

function compareMaps(path: string, before: unknown, after: unknown, found: Record<string, FieldChange>): void {
  const [old, now] = [isRecord(before) ? before : {}, isRecord(after) ? after : {}];
  for (const key of new Set([...Object.keys(old), ...Object.keys(now)])) {
    const at = `${path}/${join(key)}`;
    const [one, other] = [own(old, key), own(now, key)];
    const isRecordAt = split(at).length === 2;
    if (isRecordAt && isRecord(one) && isRecord(other)) compareRecords(at, one, other, found);
    else compareValues(at, one, other, found);
  }
}

function compareRecords(
  path: string,
  before: Record<string, unknown>,
  after: Record<string, unknown>,
  found: Record<string, FieldChange>,
): void {
  for (const field of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const at = `${path}/${join(field)}`;
    const isMapping = schemaOf(at)?.type === "object";
    if (isMapping) compareMaps(at, own(before, field), own(after, field), found);
    else compareValues(at, own(before, field), own(after, field), found);
  }
}

function compareValues(path: string, before: unknown, after: unknown, found: Record<string, FieldChange>): void {
  const isInMapping = isEntry(path);
  const [old, now] = [before, after].map((value) => (value === undefined && !isInMapping ? defaultOf(path) : value));
  if (!sameState(old, now)) found[path] = fieldChange(path, old, now);
}

function own(map: Record<string, unknown>, key: string): unknown {
  return Object.hasOwn(map, key) ? map[key] : undefined;
}

function isDeleted(tree: Tree, path: string): boolean {
  const [collection = "", id = ""] = split(path);
  const record = (tree[collection] as Record<string, { deleted?: boolean }> | undefined)?.[id];
  return record?.deleted === true;
}

function at(tree: Tree, path: string): unknown {
  return split(path).reduce<unknown>((value, key) => (isRecord(value) ? own(value, key) : undefined), tree);
}

function write(tree: Record<string, unknown>, path: string, value: unknown): void {
  const segments = split(path);
  const last = segments.pop() ?? "";
  let container = tree;
  for (const segment of segments) {
    if (!isRecord(own(container, segment))) {
      if (value === undefined) return;
      container[segment] = {};
    }
    container = container[segment] as Record<string, unknown>;
  }
  if (value === undefined && isEntry(path)) delete container[last];
  else container[last] = value === undefined ? defaultOf(path) : value;
}
