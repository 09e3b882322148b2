/** Who is here: one's own record in the room's awareness, and what the others say of themselves as plain data. */
import { equalityDeep } from "lib0/function";
import { Awareness, removeAwarenessStates } from "y-protocols/awareness";
import type * as Y from "yjs";
import type { Identity } from "./server";

/** Origin of changes that stay in this page: peers forgotten because their connection to us is gone. */
export const FORGOTTEN = "forgotten";
/** Origin of one's own farewell. */
const FAREWELL = "farewell";

const PEOPLE = ["#2b6cd4", "#b0559e", "#1a8f6b", "#c77d12", "#6b5bd2", "#0e8aa5", "#b5483f", "#5d7a1f"];
const RECORD_LIMIT_BYTES = 1000;
const SHOW_INTERVAL_MS = 50;
/** The stock server carries some 5,000 deliveries a second; n people with cursors make n squared of them a tick. */
const DELIVERIES_PER_SECOND = 5000;
const CURSOR_REST_MS = 5000;
const GREETING_DELAY_MS = 300;
const NAME_LENGTH = 40;

export interface CursorRecord {
  chart: string;
  x: number;
  y: number;
}

export interface PreviewRecord {
  /** Path of the field that somebody is dragging. */
  field: string;
  value: unknown;
}

export interface PeerRecord {
  id: string;
  name: string;
  color: string;
  cursor: CursorRecord | null;
  preview: PreviewRecord | null;
}

interface AwarenessChange {
  added: number[];
  updated: number[];
  removed: number[];
}

/** One's own presence and the others'. */
export class Presence {
  readonly awareness: Awareness;
  readonly #known = new Set<number>();
  readonly #listeners = new Set<() => void>();
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>();
  #user: Identity;
  #shownAt = 0;
  #next: Record<string, unknown> = {};

  constructor(doc: Y.Doc) {
    this.awareness = new Awareness(doc);
    this.#user = anonymous(doc.clientID);
    this.awareness.on("update", this.#onUpdate);
    this.setUser(this.#user);
    window.addEventListener("pagehide", this.leave);
    window.addEventListener("beforeunload", this.leave);
    window.addEventListener("pageshow", this.#onReturn);
  }

  /** Display name of the user, as overrides are signed. */
  get name(): string {
    return this.#user.display_name || this.#user.name || this.#user.username;
  }

  /** Publish the user as JupyterLab does; a missing colour is derived from the name. */
  setUser(user: Identity): void {
    this.#user = { ...user, color: sound(user.color) ?? derivedColor(user.username || user.name) };
    this.#publish({ user: this.#user });
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

  /** Show where one points, in data units of a chart; at most 20 times a second, less often among many. */
  setCursor(cursor: CursorRecord | null): void {
    this.#cancel("rest");
    if (cursor) this.#after("rest", CURSOR_REST_MS, () => this.setCursor(null));
    this.#show({ cursor }, cursor === null);
  }

  /** Show what one is dragging, as often as cursors, or null when done. */
  setPreview(preview: PreviewRecord | null): void {
    this.#show({ preview }, preview === null);
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

  destroy(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
    this.leave();
    this.#listeners.clear();
    window.removeEventListener("pagehide", this.leave);
    window.removeEventListener("beforeunload", this.leave);
    window.removeEventListener("pageshow", this.#onReturn);
    this.awareness.destroy();
  }

  #onReturn = (): void => {
    if (this.awareness.getLocalState() === null) this.awareness.setLocalState({ user: this.#user });
  };

  #onUpdate = ({ added, updated, removed }: AwarenessChange, origin: unknown): void => {
    for (const id of removed) this.#known.delete(id);
    const strangers = [...added, ...updated].filter((id) => id !== this.awareness.clientID && !this.#known.has(id));
    for (const id of strangers) this.#known.add(id);
    if (strangers.length && origin !== "local") this.#greet();
    for (const listener of [...this.#listeners]) listener();
  };

  /** The stock server tells a newcomer nothing of those already here, so each says it again, after a random while. */
  #greet(): void {
    if (!this.#timers.has("greeting"))
      this.#after("greeting", Math.random() * GREETING_DELAY_MS, () => this.announce());
  }

  #show(fields: Record<string, unknown>, isUrgent: boolean): void {
    Object.assign(this.#next, fields);
    const wait = this.#shownAt + this.#showInterval() - Date.now();
    if (wait <= 0 || isUrgent) this.#sendNext();
    else if (!this.#timers.has("show")) this.#after("show", wait, () => this.#sendNext());
  }

  #sendNext(): void {
    this.#cancel("show");
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
    this.awareness.setLocalState(
      withinLimit({ ...(this.awareness.getLocalState() ?? { user: this.#user }), ...fields }),
    );
  }

  #after(name: string, delay: number, callback: () => void): void {
    const run = () => {
      this.#timers.delete(name);
      callback();
    };
    this.#timers.set(name, setTimeout(run, delay));
  }

  #cancel(name: string): void {
    clearTimeout(this.#timers.get(name));
    this.#timers.delete(name);
  }
}

function anonymous(id: number): Identity {
  return { username: `anonymous-${id}`, name: "Anonymous", display_name: "Anonymous" };
}

/** A record as plain data that is safe to draw; null for one that names nobody. */
function peerOf(id: number, state: Record<string, unknown>): PeerRecord | null {
  const user = state.user as Partial<Identity> | undefined;
  const name = plainName(user?.display_name) || plainName(user?.name) || plainName(user?.username);
  if (!name) return null;
  const color = sound(user?.color) ?? derivedColor(String(user?.username ?? name));
  return {
    id: String(id),
    name,
    color,
    cursor: cursorOf(state.cursor),
    preview: previewOf(state.preview),
  };
}

/** A name without signs that nobody sees but that turn or hide what stands beside it; cut between characters. */
function plainName(name: unknown): string {
  if (typeof name !== "string") return "";
  const seen = name.replace(/[\p{Cc}\p{Zl}\p{Zp}\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]/gu, " ");
  const text = [...seen.trim().replace(/\s+/g, " ")];
  return text.length > NAME_LENGTH ? `${text.slice(0, NAME_LENGTH - 1).join("")}…` : text.join("");
}

function cursorOf(value: unknown): CursorRecord | null {
  const { chart, x, y } = (value ?? {}) as Partial<CursorRecord>;
  return typeof chart === "string" && Number.isFinite(x) && Number.isFinite(y)
    ? { chart, x: x as number, y: y as number }
    : null;
}

function previewOf(value: unknown): PreviewRecord | null {
  const { field, value: shown } = (value ?? {}) as Partial<PreviewRecord>;
  return typeof field === "string" ? { field, value: shown } : null;
}

/** A colour that another person may set on this page: hexadecimal or one of JupyterLab's variables, nothing else. */
function sound(color: unknown): string | null {
  return typeof color === "string" && /^(#[0-9a-f]{3,8}|var\(--jp-[\w-]+\))$/i.test(color) ? color : null;
}

/** The same colour for the same name on every page (FNV-1a). */
function derivedColor(name: string): string {
  let hash = 0x811c9dc5;
  for (const char of name) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193);
  return PEOPLE[(hash >>> 0) % PEOPLE.length] ?? "#2b6cd4";
}

/** A record under the limit: pictures go first, then long names are cut. */
function withinLimit(state: Record<string, unknown>): Record<string, unknown> {
  if (size(state) <= RECORD_LIMIT_BYTES) return state;
  const { username, name, display_name, initials, color } = state.user as Identity;
  const cut = (text: string) => text.slice(0, 60);
  const user = { username: cut(username), name: cut(name), display_name: cut(display_name), initials, color };
  const smaller = { ...state, user };
  return size(smaller) <= RECORD_LIMIT_BYTES ? smaller : { ...smaller, preview: null };
}

function size(value: unknown): number {
  return new TextEncoder().encode(JSON.stringify(value)).length;
}
