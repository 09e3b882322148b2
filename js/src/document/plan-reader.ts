/**
 * A document's plain values, checked against the plan's schema: any client can write anything into a shared document.
 *
 * A value that a plan cannot hold is named in a complaint and read as it was last when it was good, otherwise as its default;
 * a record that cannot do without it is left out. What was read stays until the document changes there.
 */
import * as Y from "yjs";
import { checked, defaultOf, fieldNamesOf, isRequired, schemaOf } from "../base/field";
import { isRecord } from "../base/json";
import { join } from "../base/path";
import { PLAN_LAYOUT } from "../generated/plan-layout";
import { overlaps } from "../together/history";

type Plain = Record<string, unknown>;

/** So many complaints are told. */
const MOST_COMPLAINTS = 5;

export class PlanReader {
  /** What a record, or a field of the plan, was last when it was good; undefined for a record that is left out. */
  readonly #good = new Map<string, unknown>();
  readonly #stale = new Set<string>();
  readonly #complaints = new Map<string, string>();
  readonly #collections = new Map<string, Plain>();

  /** What is wrong with the values that the document holds, by path, as far as they were read. */
  get complaints(): string[] {
    return [...this.#complaints.values()].slice(0, MOST_COMPLAINTS);
  }

  complaintsAt(paths: readonly string[]): string[] {
    const found = [...this.#complaints].filter(([at]) => paths.some((path) => overlaps(at, path)));
    return found.map(([, words]) => words).slice(0, MOST_COMPLAINTS);
  }

  /** Something changed in a record, or in a field of the plan. */
  forget(collection: string, id: string): void {
    this.#collections.delete(collection);
    this.#stale.add(join(collection, id));
  }

  /** All good records of a collection, by id. */
  collection(name: string, records: Y.Map<unknown>): Plain {
    const known = this.#collections.get(name);
    if (known) return known;
    const read = [...records.keys()].map((id) => [id, this.record(name, id, records.get(id))] as const);
    const found: Plain = Object.fromEntries(read.filter(([, record]) => record !== undefined));
    this.#collections.set(name, found);
    return found;
  }

  /** A record; undefined where there is none, or none that is good. */
  record(collection: string, id: string, value: unknown): unknown {
    return this.#once(join(collection, id), () =>
      value === undefined ? undefined : this.#soundRecord(collection, join(collection, id), plain(value)),
    );
  }

  /** A field of the plan itself. */
  field(name: string, value: unknown): unknown {
    return this.#once(join("plan", name), (last) =>
      value === undefined ? undefined : this.#sound(name, plain(value), last),
    );
  }

  #once(key: string, read: (last: unknown) => unknown): unknown {
    if (this.#good.has(key) && !this.#stale.delete(key)) return this.#good.get(key);
    for (const path of [...this.#complaints.keys()])
      if (`${path}/`.startsWith(`${key}/`)) this.#complaints.delete(path);
    const found = read(this.#good.get(key));
    this.#good.set(key, found);
    return found;
  }

  #soundRecord(collection: string, path: string, value: unknown): unknown {
    if (!isRecord(value)) return this.#complain(path, `${shown(value)} is no record.`);
    const last = this.#good.get(path);
    const good: Plain = {};
    for (const name of Object.keys(value)) {
      const present = this.#soundField(collection, [path, name], value[name], isRecord(last) ? last[name] : undefined);
      if (present !== undefined) good[name] = present;
      else if (isRequired(path, name)) return undefined;
    }
    return PLAN_LAYOUT.conversation.includes(collection) ? this.#whole(path, good) : good;
  }

  #soundField(collection: string, [path, name]: [string, string], value: unknown, last: unknown): unknown {
    const at = `${path}/${join(name)}`;
    if (!PLAN_LAYOUT.collections[collection]?.mappings.includes(name)) return this.#sound(at, value, last);
    if (!isRecord(value)) {
      this.#complain(at, `${shown(value)} is not a list of names and values.`);
      return last ?? {};
    }
    const before = isRecord(last) ? last : {};
    const entries = Object.entries(value).map(([key, entry]) => {
      const own = Object.hasOwn(before, key) ? before[key] : undefined;
      return [key, this.#sound(`${at}/${join(key)}`, entry, own)] as const;
    });
    return Object.fromEntries(entries.filter(([, entry]) => entry !== undefined));
  }

  /** What people say is shown in full, so that its defaults are filled in. */
  #whole(path: string, record: Plain): Plain | undefined {
    const missing = (fieldNamesOf(path) ?? []).filter((name) => !Object.hasOwn(record, name));
    const lacking = missing.filter((name) => isRequired(path, name));
    if (lacking.length) return this.#complain(path, `there is no ${lacking.join(", ")}.`);
    return { ...Object.fromEntries(missing.map((name) => [name, this.#default(`${path}/${name}`)])), ...record };
  }

  /** A record inside of a record is nothing but defaults. */
  #default(path: string): unknown {
    const names = fieldNamesOf(path);
    return names ? Object.fromEntries(names.map((name) => [name, defaultOf(`${path}/${name}`)])) : defaultOf(path);
  }

  /** A field that this release does not know is left as it is. */
  #sound(path: string, value: unknown, last: unknown): unknown {
    if (!schemaOf(path) && schemaOf(path.slice(0, path.lastIndexOf("/")))?.type !== "object") return value;
    try {
      return checked(path, value);
    } catch (error) {
      this.#complaints.set(path, error instanceof Error ? error.message : String(error));
      return last ?? undefined;
    }
  }

  #complain(path: string, words: string): undefined {
    this.#complaints.set(path, `${path}: ${words}`);
  }
}

function shown(value: unknown): string {
  return (JSON.stringify(value) ?? "").slice(0, 80);
}

function plain(value: unknown): unknown {
  return value instanceof Y.AbstractType ? value.toJSON() : value;
}
