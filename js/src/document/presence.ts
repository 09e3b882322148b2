/** Who is here: one's own record in the room's awareness, and what the others say of themselves as plain data. */
import { equalityDeep } from "lib0/function";
import { Awareness, removeAwarenessStates } from "y-protocols/awareness";
import type * as Y from "yjs";
import type { PeerRecord, Person, PlaceInSight, SelectionRecord } from "../base/plan-port";
import { peerOf, personOf, withinLimit } from "./presence-record";
import type { Identity } from "./server";
import { Timers } from "./timers";

/** Origin of changes that stay in this page: peers forgotten because their connection to us is gone. */
export const FORGOTTEN = "forgotten";
/** Origin of one's own farewell. */
const FAREWELL = "farewell";

const SHOW_INTERVAL_MS = 50;
/** The stock server carries some 5,000 deliveries a second; n people with cursors make n squared of them a tick. */
const DELIVERIES_PER_SECOND = 5000;
const CURSOR_REST_MS = 5000;
const GREETING_DELAY_MS = 300;
/** What a page says of its user beside who that is. */
const NOTHING = { cursor: null, preview: null, selection: null, view: null, following: null };

interface AwarenessChange {
  added: number[];
  updated: number[];
  removed: number[];
}

/** One's own presence and the others'. */
export class Presence {
  readonly awareness: Awareness;
  readonly #isOwn: boolean;
  readonly #known = new Set<number>();
  /** Who said farewell and has not come back. */
  readonly #left = new Set<number>();
  readonly #listeners = new Set<() => void>();
  readonly #timers = new Timers();
  #user: Identity;
  #shownAt = 0;
  #next: Record<string, unknown> = {};

  /** @param awareness One that somebody else holds, who says there who the user is and ends it. */
  constructor(doc: Y.Doc, awareness?: Awareness) {
    this.#isOwn = awareness === undefined;
    this.awareness = awareness ?? new Awareness(doc);
    this.#user = anonymous(doc.clientID);
    this.awareness.on("update", this.#onUpdate);
    if (this.#isOwn) this.setUser(this.#user);
    window.addEventListener("pagehide", this.leave);
    window.addEventListener("beforeunload", this.leave);
    window.addEventListener("pageshow", this.#onReturn);
  }

  /** This page's user. */
  get user(): Person {
    const published = this.awareness.getLocalState()?.user as Identity | undefined;
    return personOf((this.#isOwn ? undefined : published) ?? this.#user) ?? (personOf(anonymous(0)) as Person);
  }

  /** Publish the user as JupyterLab does; a missing colour is derived from the name. */
  setUser(user: Identity): void {
    const person = personOf(user);
    this.#user = { ...user, ...(person && { color: person.color }) };
    if (this.#isOwn) this.#publish({ user: this.#user });
  }

  /** Everybody else, in the order in which they came. */
  peers(): PeerRecord[] {
    const others = [...this.awareness.getStates()].filter(([id]) => id !== this.awareness.clientID);
    return others.map(([id, state]) => peerOf(id, state)).filter((peer) => peer !== null);
  }

  /** Call back when somebody comes, goes or moves; returns what ends it. */
  observe(callback: () => void): () => void {
    this.#listeners.add(callback);
    return () => this.#listeners.delete(callback);
  }

  /** Call back as if somebody had moved: what is said of the others depends on more than their records. */
  tell(): void {
    for (const listener of [...this.#listeners]) listener();
  }

  /** Whether a client said farewell, which is more than being silent. */
  hasLeft(client: string): boolean {
    return this.#left.has(Number(client));
  }

  /** Show where one points, in data units of a chart; at most 20 times a second, less often among many. */
  setCursor(cursor: PeerRecord["cursor"]): void {
    this.#timers.cancel("rest");
    if (cursor) this.#timers.after("rest", CURSOR_REST_MS, () => this.setCursor(null));
    this.#show({ cursor }, cursor === null);
  }

  /** Show what one is dragging, as often as cursors, or null when done. */
  setPreview(preview: PeerRecord["preview"]): void {
    this.#show({ preview }, preview === null);
  }

  setSelection(selection: SelectionRecord | null): void {
    this.#show({ selection }, false);
  }

  setView(view: PlaceInSight | null): void {
    this.#show({ view }, false);
  }

  setFollowing(following: string | null): void {
    this.#show({ following }, true);
  }

  /** Say again that one is here; a higher clock makes also those listen who forgot us. */
  announce(): void {
    if (this.awareness.getLocalState() !== null) this.#publish({});
  }

  /** Say it to those who may still know us from a connection that is gone: only a newcomer is greeted in turn. */
  announceAnew(): void {
    const state = this.awareness.getLocalState();
    if (state === null) return;
    this.leave();
    this.awareness.setLocalState(state);
  }

  /** Forget everybody whose connection to this page is gone; they are met anew when they speak again. */
  forgetOthers(): void {
    const others = [...this.awareness.getStates().keys()].filter((id) => id !== this.awareness.clientID);
    removeAwarenessStates(this.awareness, others, FORGOTTEN);
    for (const id of others) this.awareness.meta.delete(id);
  }

  /** Say farewell, so that nobody sees a ghost. */
  leave = (): void => removeAwarenessStates(this.awareness, [this.awareness.clientID], FAREWELL);

  /** Say farewell in a record of one's own; in the holder's take back what was added to it. */
  withdraw(): void {
    const state = this.awareness.getLocalState();
    if (this.#isOwn) this.leave();
    else if (state !== null) this.awareness.setLocalState({ ...state, ...NOTHING });
  }

  destroy(): void {
    this.#timers.clear();
    window.removeEventListener("pagehide", this.leave);
    window.removeEventListener("beforeunload", this.leave);
    window.removeEventListener("pageshow", this.#onReturn);
    this.withdraw();
    this.#listeners.clear();
    this.awareness.off("update", this.#onUpdate);
    if (this.#isOwn) this.awareness.destroy();
  }

  #onReturn = (): void => {
    if (this.awareness.getLocalState() === null) this.awareness.setLocalState({ user: this.#user });
  };

  #onUpdate = ({ added, updated, removed }: AwarenessChange, origin: unknown): void => {
    for (const id of removed) this.#known.delete(id);
    if (origin !== FORGOTTEN && origin !== "timeout") for (const id of removed) this.#left.add(id);
    for (const id of [...added, ...updated]) this.#left.delete(id);
    const strangers = [...added, ...updated].filter((id) => id !== this.awareness.clientID && !this.#known.has(id));
    for (const id of strangers) this.#known.add(id);
    if (strangers.length && origin !== "local") this.#greet();
    this.tell();
  };

  /** The stock server tells a newcomer nothing of those already here, so each says it again, after a random while. */
  #greet(): void {
    if (!this.#timers.has("greeting"))
      this.#timers.after("greeting", Math.random() * GREETING_DELAY_MS, () => this.announce());
  }

  #show(fields: Record<string, unknown>, isUrgent: boolean): void {
    Object.assign(this.#next, fields);
    const wait = this.#shownAt + this.#showInterval() - Date.now();
    if (wait <= 0 || isUrgent) this.#sendNext();
    else if (!this.#timers.has("show")) this.#timers.after("show", wait, () => this.#sendNext());
  }

  #sendNext(): void {
    this.#timers.cancel("show");
    const next = this.#next;
    this.#next = {};
    const present = this.awareness.getLocalState() ?? {};
    const isNews = Object.entries(next).some(([name, value]) => !equalityDeep(present[name] ?? null, value));
    if (!isNews) return;
    this.#shownAt = Date.now();
    this.#publish(next);
  }

  #showInterval(): number {
    const people = this.awareness.getStates().size;
    return Math.max(SHOW_INTERVAL_MS, (people * people * 1000) / DELIVERIES_PER_SECOND);
  }

  #publish(fields: Record<string, unknown>): void {
    const present = this.awareness.getLocalState() ?? (this.#isOwn ? { user: this.#user } : {});
    this.awareness.setLocalState(withinLimit({ ...present, ...fields }));
  }
}

function anonymous(id: number): Identity {
  return { username: `anonymous-${id}`, name: "Anonymous", display_name: "Anonymous" };
}
