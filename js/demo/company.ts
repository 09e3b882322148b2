/** Several people on one plan in one page, without server and kernel: their documents and presence are joined in memory. */
import { Awareness, applyAwarenessUpdate, encodeAwarenessUpdate, removeAwarenessStates } from "y-protocols/awareness";
import * as Y from "yjs";
import type { Changes } from "../src/base/plan-port";
import type { ProvidedDocument } from "../src/document/held-document";
import { acquire } from "../src/document/link-registry";
import { PlanDocument } from "../src/document/plan-document";
import type { PlanLink } from "../src/document/plan-link";
import type { Identity } from "../src/document/server";
import type { LinkRecord } from "../src/generated/contract";

/** Companies of a page so far: each has keys of its own. */
let founded = 0;

interface AwarenessChange {
  added: number[];
  updated: number[];
  removed: number[];
}

/** One link a person, the plan already in it; what one does the others see at once while they are online. */
export class Company {
  readonly links: PlanLink[];
  /** Under which the page's widgets find each person's link. */
  readonly records: LinkRecord[] = [];
  readonly #docs: Y.Doc[] = [];
  readonly #releases: (() => void)[] = [];
  readonly #awareness: Awareness[] = [];
  readonly #offline = new Set<number>();
  readonly #listeners = new Set<() => void>();

  constructor(people: readonly Partial<Identity>[], plan: Changes) {
    founded += 1;
    const start = new PlanDocument();
    start.apply(plan);
    const history = start.doc.getMap("history");
    for (const id of [...history.keys()]) if (!Object.hasOwn(plan, `history/${id}`)) history.delete(id);
    const update = Y.encodeStateAsUpdate(start.doc);
    this.links = people.map((person, place) => this.#join(place, person, update));
    for (const place of people.keys()) this.#greet(place);
    start.destroy();
  }

  /** Cut somebody off, or bring them back with all that they missed. */
  setOnline(place: number, isOnline: boolean): void {
    if (isOnline) this.#offline.delete(place);
    else this.#offline.add(place);
    if (isOnline) for (const other of this.links.keys()) this.#exchange(place, other);
    for (const listener of [...this.#listeners]) listener();
  }

  /** Somebody closes the page. */
  leave(place: number): void {
    const awareness = this.#awareness[place] as Awareness;
    removeAwarenessStates(awareness, [awareness.clientID], "farewell");
  }

  destroy(): void {
    for (const place of this.links.keys()) this.setOnline(place, true);
    for (const release of this.#releases) release();
    for (const awareness of this.#awareness) awareness.destroy();
    for (const doc of this.#docs) doc.destroy();
  }

  #join(place: number, person: Partial<Identity>, update: Uint8Array): PlanLink {
    const doc = new Y.Doc();
    const awareness = new Awareness(doc);
    Y.applyUpdate(doc, update);
    this.#docs[place] = doc;
    this.#awareness[place] = awareness;
    awareness.setLocalState({ user: person });
    doc.on("update", (change: Uint8Array, origin: unknown) => origin !== this && this.#pass(place, change));
    awareness.on("update", (change: AwarenessChange, origin: unknown) => origin !== this && this.#wave(place, change));
    const record = { document: `company:${founded}:${place}`, path: "", session: null, kernel_live: false, client: "" };
    const { link, release } = acquire(record, { provided: this.#provided(place, doc, awareness) });
    this.records.push(record);
    this.#releases.push(release);
    return link;
  }

  #provided(place: number, doc: Y.Doc, awareness: Awareness): ProvidedDocument {
    return {
      doc,
      awareness,
      state: () => ({ kind: this.#offline.has(place) ? "offline" : "live" }),
      observeState: (callback) => {
        this.#listeners.add(callback);
        return () => this.#listeners.delete(callback);
      },
      save: () => undefined,
    };
  }

  #pass(from: number, update: Uint8Array): void {
    for (const to of this.#reached(from)) Y.applyUpdate(this.#docs[to] as Y.Doc, update, this);
  }

  #wave(from: number, { added, updated, removed }: AwarenessChange): void {
    const update = encodeAwarenessUpdate(this.#awareness[from] as Awareness, [...added, ...updated, ...removed]);
    for (const to of this.#reached(from)) applyAwarenessUpdate(this.#awareness[to] as Awareness, update, this);
  }

  #greet(from: number): void {
    const awareness = this.#awareness[from] as Awareness;
    this.#wave(from, { added: [awareness.clientID], updated: [], removed: [] });
  }

  #exchange(one: number, other: number): void {
    if (one === other || this.#offline.has(other)) return;
    const [a, b] = [this.#docs[one] as Y.Doc, this.#docs[other] as Y.Doc];
    const [toA, toB] = [
      Y.encodeStateAsUpdate(b, Y.encodeStateVector(a)),
      Y.encodeStateAsUpdate(a, Y.encodeStateVector(b)),
    ];
    Y.applyUpdate(a, toA, this);
    Y.applyUpdate(b, toB, this);
  }

  #reached(from: number): number[] {
    if (this.#offline.has(from)) return [];
    return [...this.#docs.keys()].filter((to) => to !== from && !this.#offline.has(to));
  }
}
