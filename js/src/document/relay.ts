/**
 * T3: this page and the kernel, over the custom messages of any bound widget. Needs no server, only a kernel.
 *
 * Each message waits in the kernel's queue, so edits are merged: the first goes at once, what follows within the window
 * goes together. A question now and then, answered, proves that the kernel took everything before it.
 */
import * as Y from "yjs";
import { awarenessFrame, questionFrame, receiveFrame, updateFrame } from "./frame";
import type { PlanDocument } from "./plan-document";
import { FORGOTTEN, type Presence } from "./presence";
import { Timers } from "./timers";
import type { Transport } from "./transport";

const WINDOW_MS = 66;
const PROOF_DELAY_MS = 2000;
const ANSWER_MS = 5000;
const HEARTBEAT_MS = 15_000;
/** A question may be lost with the subshell that held it; one that waits in a busy kernel is not repeated before this. */
const REPEAT_MS = 30_000;

export interface RelayContent {
  t: "y" | "hello";
  /** Client id of the sender. */
  from: string;
  /** Client id of the only one who shall read it; empty for everybody. */
  to?: string;
}

/** One bound widget's way to the kernel. */
export interface RelayPort {
  send(content: RelayContent, buffers: Uint8Array<ArrayBuffer>[]): void;
  /** The page's own connection to the kernel; none where the host does not tell of it. */
  line?: KernelLine | null;
}

/** A connection between the page and a kernel. */
export interface KernelLine {
  readonly isUp: boolean;
  /** Call back when it goes down or comes up; returns what ends it. */
  observe(callback: () => void): () => void;
}

export interface RelayOptions {
  document: PlanDocument;
  presence: Presence;
  /** Count of edits made in this page so far. */
  edits(): number;
  onState(): void;
}

type RelayState = "absent" | "connecting" | "live" | "offline";

/** Frames to and from the kernel through whichever bound widget is there. */
export class Relay implements Transport {
  /** A kernel refuses nothing and keeps its file by itself. */
  readonly why = "";
  readonly isSaved = true;
  state: RelayState = "absent";
  /** How many of this page's edits the kernel has for certain. */
  proven = 0;

  readonly #options: RelayOptions;
  readonly #ports = new Set<RelayPort>();
  readonly #clients = new Set<number>();
  readonly #timers = new Timers();
  #updates: Uint8Array[] = [];
  #isMuted = false;
  #askedAt: number | null = null;
  #askedEdits = 0;

  constructor(options: RelayOptions) {
    this.#options = options;
    options.document.doc.on("update", this.#onUpdate);
    options.presence.awareness.on("update", this.#onAwareness);
  }

  destroy(): void {
    this.#options.document.doc.off("update", this.#onUpdate);
    this.#options.presence.awareness.off("update", this.#onAwareness);
    this.#timers.clear();
    this.#ports.clear();
  }

  save(): void {
    // The kernel saves what it hears without being asked.
  }

  /** Use a widget's messages; returns what ends it. */
  attach(port: RelayPort): () => void {
    this.#ports.add(port);
    const stop = port.line?.observe(() => this.#onLine());
    if (this.state === "absent") this.#settle("connecting");
    if (!this.#isMuted) this.#ask();
    return () => {
      stop?.();
      this.#ports.delete(port);
      if (this.#ports.size === 0) this.#fallSilent();
      else if (!this.#isMuted) this.#askAnew();
    };
  }

  /** Take in a widget's custom message. */
  receive(content: unknown, buffers: readonly (DataView | ArrayBuffer)[]): void {
    const { t, from, to } = (content ?? {}) as Partial<RelayContent>;
    const [buffer] = buffers;
    if (t !== "y" || !buffer || from === this.#id || (to && to !== this.#id)) return;
    const { document, presence } = this.#options;
    const { reply, isAnswer } = receiveFrame(bytesOf(buffer), document.doc, presence.awareness, this);
    if (reply) this.#send("y", reply);
    if (isAnswer) this.#onAnswer();
  }

  /** Muted while the room and the kernel's own connection to it carry everything already. */
  mute(): void {
    this.#isMuted = true;
    // What the kernel once answered says nothing about later: unmuted, it is asked again.
    if (this.#ports.size) this.state = "connecting";
    this.#updates = [];
    this.#clients.clear();
    this.#askedAt = null;
    this.#timers.clear();
  }

  unmute(): void {
    if (!this.#isMuted) return;
    this.#isMuted = false;
    if (this.#ports.size) this.#ask();
  }

  /** The server is out of reach, and perhaps the kernel with it: what it answered before does not tell. */
  doubt(): void {
    if (!this.#isMuted && this.#ports.size) this.#ask();
  }

  /** A connection to a kernel went down or came up. */
  #onLine(): void {
    if (this.#isMuted) return;
    if (this.state === "live") this.#askAnew();
    else this.#ask();
  }

  /** Nobody is left to speak through. */
  #fallSilent(state: "absent" | "offline" = "absent"): void {
    this.#askedAt = null;
    this.#timers.clear();
    this.#settle(state);
  }

  /** The kernel answers through the widget that spoke last, which is gone. */
  #askAnew(): void {
    this.#askedAt = null;
    this.#ask();
  }

  get #open(): RelayPort[] {
    return [...this.#ports].filter(({ line }) => line?.isUp ?? true);
  }

  get #id(): string {
    return String(this.#options.document.doc.clientID);
  }

  #ask(): void {
    if (this.#open.length === 0) {
      this.#fallSilent("offline");
      return;
    }
    const isWaiting = this.#askedAt !== null && Date.now() - this.#askedAt < REPEAT_MS;
    this.#timers.after("heartbeat", HEARTBEAT_MS, () => this.#ask());
    if (isWaiting) return;
    this.#askedAt = Date.now();
    this.#askedEdits = this.#options.edits();
    this.#timers.after("answer", ANSWER_MS, () => this.#settle("offline"));
    this.#send("hello");
    this.#send("y", questionFrame(this.#options.document.doc));
  }

  #onAnswer(): void {
    this.#askedAt = null;
    this.#timers.cancel("answer");
    this.proven = this.#askedEdits;
    this.#settle("live");
    if (this.proven < this.#options.edits()) this.#prove();
  }

  #onUpdate = (update: Uint8Array, origin: unknown): void => {
    if (origin === this || this.#isMuted) return;
    this.#updates.push(update);
    this.#flushSoon();
    this.#prove();
  };

  #onAwareness = (change: { added: number[]; updated: number[]; removed: number[] }, origin: unknown): void => {
    if (origin === this || origin === FORGOTTEN || origin === "timeout" || this.#isMuted) return;
    for (const client of [...change.added, ...change.updated, ...change.removed]) this.#clients.add(client);
    this.#flushSoon();
  };

  #flushSoon(): void {
    if (this.#timers.has("window")) return;
    this.#flush();
    this.#timers.after("window", WINDOW_MS, () => this.#flush());
  }

  #flush(): void {
    const updates = this.#updates;
    const clients = [...this.#clients];
    this.#updates = [];
    this.#clients.clear();
    if (updates.length) this.#send("y", updateFrame(Y.mergeUpdates(updates)));
    if (clients.length) this.#send("y", awarenessFrame(this.#options.presence.awareness, clients));
    if (updates.length || clients.length) this.#timers.after("window", WINDOW_MS, () => this.#flush());
  }

  #prove(): void {
    if (!this.#timers.has("proof")) this.#timers.after("proof", PROOF_DELAY_MS, () => this.#ask());
  }

  /** Through the first widget that still has a kernel. */
  #send(t: RelayContent["t"], frame?: Uint8Array<ArrayBuffer>): void {
    for (const port of this.#open) {
      try {
        port.send({ t, from: this.#id, to: "" }, frame ? [frame] : []);
        return;
      } catch {
        // A widget whose kernel is gone throws; its model stays in the page until the view is closed.
      }
    }
  }

  #settle(state: RelayState): void {
    if (state === this.state) return;
    this.state = state;
    this.#options.onState();
  }
}

function bytesOf(buffer: DataView | ArrayBuffer): Uint8Array {
  return ArrayBuffer.isView(buffer)
    ? new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength)
    : new Uint8Array(buffer);
}
