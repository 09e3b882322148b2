/**
 * The live plan as widgets see it: plain data only.
 *
 * Every widget carries a Yjs of its own, and Yjs objects of different copies do not mix. So the first widget of a plan
 * makes the document, and all others on the page use that through a registry, counted by reference.
 */
import type { LinkRecord } from "../generated/contract";
import { type Changes, PlanDocument } from "./plan-document";
import { type CursorRecord, type PeerRecord, Presence, type PreviewRecord } from "./presence";
import { Relay, type RelayPort } from "./relay";
import { Room } from "./room";
import { pageServer, type Server } from "./server";

export interface LinkState {
  kind: "connecting" | "live" | "offline" | "refused";
  /** Edits of this page that reached nobody yet. */
  unsent: number;
  why: string;
  isSaved: boolean;
}

/** A plan that several widgets share. */
export class PlanLink {
  readonly #document = new PlanDocument();
  readonly #presence = new Presence(this.#document.doc);
  readonly #relay: Relay;
  readonly #server: Server | null;
  #room: Room | null = null;
  readonly #listeners = new Set<() => void>();
  readonly #stateListeners = new Set<() => void>();
  #record: LinkRecord;
  #early: Record<string, unknown> = {};
  #edits = 0;
  #wasLive = false;

  constructor(record: LinkRecord, server: Server | null) {
    this.#record = record;
    this.#server = server;
    this.#document.observe(() => this.#onChange());
    this.#relay = new Relay(this.#parts());
    this.#openRoom();
    void server?.identity().then((user) => user && this.#presence.setUser(user));
  }

  /** Display name of this page's user. */
  get userName(): string {
    return this.#presence.name;
  }

  get state(): LinkState {
    const unsent = this.unsent;
    const isSaved = this.#room?.isSaved ?? true;
    return { kind: this.#kind(), unsent, why: this.#room?.why ?? "", isSaved };
  }

  get unsent(): number {
    return this.#edits - Math.max(this.#room?.proven ?? 0, this.#relay.proven);
  }

  /** Value at a path, also one that waits for the document; undefined where there is none yet. */
  read(path: string): unknown {
    return path in this.#early ? this.#early[path] : this.#document.read(path);
  }

  /** Make changes as one transaction; before the document has arrived they wait for it. */
  apply(changes: Changes): void {
    const isEarly = !this.#wasLive && Object.keys(changes).some((path) => !this.#document.hasPlaceFor(path));
    if (isEarly) this.#holdBack(changes);
    else this.#edit(changes);
    this.#tell(this.#stateListeners);
  }

  /** Call back when the plan changed; returns what ends it. */
  observe(callback: () => void): () => void {
    this.#listeners.add(callback);
    return () => this.#listeners.delete(callback);
  }

  /** Everybody else in the plan. */
  peers(): PeerRecord[] {
    return this.#presence.peers();
  }

  observePeers(callback: () => void): () => void {
    return this.#presence.observe(callback);
  }

  observeState(callback: () => void): () => void {
    this.#stateListeners.add(callback);
    return () => this.#stateListeners.delete(callback);
  }

  setCursor(cursor: CursorRecord | null): void {
    this.#presence.setCursor(cursor);
  }

  setPreview(preview: PreviewRecord | null): void {
    this.#presence.setPreview(preview);
  }

  /** Relay through a widget's messages to the kernel; returns what ends it. */
  attach(port: RelayPort): () => void {
    return this.#relay.attach(port);
  }

  receive(content: unknown, buffers: readonly (DataView | ArrayBuffer)[]): void {
    this.#relay.receive(content, buffers);
  }

  /** Take what the kernel says anew. */
  refresh(record: LinkRecord): void {
    this.#record = record;
    this.#room?.useSession(record.session);
    this.#openRoom();
    this.#onState();
  }

  destroy(): void {
    this.#listeners.clear();
    this.#stateListeners.clear();
    this.#presence.leave();
    this.#room?.destroy();
    this.#relay.destroy();
    this.#presence.destroy();
    this.#document.destroy();
  }

  #holdBack(changes: Changes): void {
    this.#edits += 1;
    Object.assign(this.#early, changes);
    this.#tell(this.#listeners);
  }

  /** Counted before the transports see it, and not at all where the plan cannot hold it. */
  #edit(changes: Changes): void {
    this.#edits += 1;
    try {
      this.#document.apply(changes);
    } catch (error) {
      this.#edits -= 1;
      throw error;
    }
  }

  #parts() {
    return {
      document: this.#document,
      presence: this.#presence,
      edits: () => this.#edits,
      onState: () => this.#onState(),
    };
  }

  #openRoom(): void {
    const { path, session } = this.#record;
    if (this.#room || !this.#server || !(path || session)) return;
    this.#room = new Room({ ...this.#parts(), server: this.#server, path, session });
  }

  #kind(): LinkState["kind"] {
    if (this.#room?.state === "live" || this.#relay.state === "live") return "live";
    if (this.#room?.state === "refused") return "refused";
    const isHopeless = this.#relay.state === "offline" || this.#relay.state === "absent";
    if (this.#wasLive || (isHopeless && this.#room?.state !== "connecting")) return "offline";
    return "connecting";
  }

  #onState(): void {
    const isRoomLive = this.#room?.state === "live";
    if (isRoomLive && this.#record.kernel_live) this.#relay.mute();
    else this.#relay.unmute();
    if (this.#kind() === "live") this.#wasLive = true;
    this.#tell(this.#stateListeners);
  }

  #onChange(): void {
    const placed = Object.entries(this.#early).filter(([path]) => this.#document.hasPlaceFor(path));
    for (const [path] of placed) delete this.#early[path];
    if (placed.length) this.#document.apply(Object.fromEntries(placed));
    this.#tell(this.#listeners);
  }

  #tell(listeners: ReadonlySet<() => void>): void {
    for (const listener of [...listeners]) listener();
  }
}

interface Entry {
  link: PlanLink;
  references: number;
}

/** Raise it when what widgets of different releases ask of a link differs. */
const REGISTRY = Symbol.for("ltoplan.plan-links.1");

function registry(): Map<string, Entry> {
  const page = globalThis as { [REGISTRY]?: Map<string, Entry> };
  page[REGISTRY] ??= new Map();
  return page[REGISTRY];
}

/** Use the page's link to a plan, made if there is none; release it when done. */
export function acquire(record: LinkRecord, server: Server | null = pageServer()): { link: PlanLink; release(): void } {
  const entries = registry();
  const present = entries.get(record.document);
  const entry = present ?? { link: new PlanLink(record, server), references: 0 };
  entries.set(record.document, entry);
  entry.references += 1;
  present?.link.refresh(record);
  let isHeld = true;
  const release = () => {
    if (!isHeld) return;
    isHeld = false;
    entry.references -= 1;
    closeWhenDone(record.document, entry);
  };
  return { link: entry.link, release };
}

/** A link that nobody uses ends, but not before what was edited in it has reached somebody. */
function closeWhenDone(key: string, entry: Entry): void {
  if (entry.references > 0 || registry().get(key) !== entry) return;
  if (entry.link.unsent > 0) {
    const stop = entry.link.observeState(() => {
      if (entry.link.unsent > 0 && entry.references === 0) return;
      stop();
      closeWhenDone(key, entry);
    });
    return;
  }
  registry().delete(key);
  entry.link.destroy();
}
