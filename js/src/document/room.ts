/**
 * T1: this page in the plan's room on the Jupyter server, over a websocket.
 *
 * States: connecting -> live <-> offline, or refused for good. What is edited while offline stays in the document and
 * crosses with the next answer to the server's question.
 */
import * as Y from "yjs";
import type { SessionRecord } from "../generated/contract";
import { awarenessFrame, questionFrame, receiveFrame, saveFrame, updateFrame } from "./frame";
import type { PlanDocument } from "./plan-document";
import { FORGOTTEN, type Presence } from "./presence";
import { Questions } from "./questions";
import { Saving } from "./saving";
import { NoSessionError, type Server } from "./server";
import { Timers } from "./timers";
import type { Transport } from "./transport";

const FIRST_RETRY_MS = 100;
const LAST_RETRY_MS = 2500;
const HEARTBEAT_MS = 15_000;
/** An edit is followed by a question after this pause: the answer proves that the server has it. */
const PROOF_DELAY_MS = 1000;
const NORMAL = 1000;
const UNKNOWN_SESSION = 1003;

type RoomState = "connecting" | "live" | "offline" | "refused" | "absent";

export interface RoomOptions {
  document: PlanDocument;
  presence: Presence;
  server: Server;
  path: string;
  session: SessionRecord | null;
  /** Whether the page was in this room before, so that not getting in means that the server is away. */
  isKnown?: boolean;
  /** Count of edits made in this page so far. */
  edits(): number;
  onState(): void;
  /** The server could not be reached, or not any more. */
  onLost?(): void;
}

/** A connection to the room that heals itself. */
export class Room implements Transport {
  state: RoomState = "connecting";
  proven = 0;

  readonly #options: RoomOptions;
  #path: string;
  readonly #saving: Saving;
  readonly #unobserve: () => void;
  #session: SessionRecord | null;
  #needsSession: boolean;
  #socket: WebSocket | null = null;
  #attempts = 0;
  #hasOpened = false;
  #hasReplied = false;
  readonly #questions = new Questions({ onDoubt: () => this.#doubt(), onSilence: () => this.#lose() });
  #refusal = "";
  readonly #timers = new Timers();
  #heartbeat: ReturnType<typeof setInterval> | undefined;

  constructor(options: RoomOptions) {
    this.#options = options;
    this.#path = options.path;
    this.#session = options.session;
    this.#needsSession = options.session === null;
    const { document, presence, onState } = options;
    this.#saving = new Saving({ doc: document.doc, ask: (request) => this.#send(saveFrame(request)), onState });
    this.#unobserve = document.observe(({ isOwn }) => isOwn || this.state !== "live" || this.#saving.noteOthers());
    document.doc.on("update", this.#onUpdate);
    presence.awareness.on("update", this.#onAwareness);
    window.addEventListener("online", this.#onOnline);
    window.addEventListener("offline", this.#ask);
    void this.#connect();
  }

  /** The file was renamed; the room stays the same, a new session is asked for under the new name. */
  moveTo(path: string): void {
    if (path) this.#path = path;
  }

  destroy(): void {
    const { document, presence } = this.#options;
    document.doc.off("update", this.#onUpdate);
    presence.awareness.off("update", this.#onAwareness);
    window.removeEventListener("online", this.#onOnline);
    window.removeEventListener("offline", this.#ask);
    this.#drop();
    this.#timers.clear();
    this.#unobserve();
    this.#saving.destroy();
    this.state = "absent";
  }

  /** False where the server does not write the file. */
  get isSaved(): boolean {
    return this.#saving.isSaved;
  }

  /** Why the server refused, or does not write the file; empty otherwise. */
  get why(): string {
    return this.#refusal || this.#saving.why;
  }

  /** A session that the kernel hands over later, perhaps a fresh one for a room that the server forgot. */
  useSession(session: SessionRecord | null): void {
    if (!session || session.sessionId === this.#session?.sessionId || this.state === "live") return;
    this.#session = session;
    this.#needsSession = false;
    if (this.state === "absent") return;
    this.state = "connecting";
    this.#attempts = 0;
    this.#drop();
    this.#retry();
  }

  /** Ask the server to write the file now. */
  save(): void {
    this.#saving.ask();
  }

  async #connect(): Promise<void> {
    try {
      const session = await this.#freshSession();
      if (this.state !== "absent" && session) this.#open(session);
    } catch (error) {
      this.#onNoSession(error);
    }
  }

  /** The session in hand; a new one where there is none or the server does not know it any more. */
  async #freshSession(): Promise<SessionRecord | null> {
    if (this.#session && !this.#needsSession) return this.#session;
    this.#session = await this.#sessionOfSameFile(this.#session?.fileId);
    this.#needsSession = false;
    return this.#session;
  }

  /** The path may name another file by now; the server's index knows where ours is, unless it is another server's. */
  async #sessionOfSameFile(fileId: string | undefined): Promise<SessionRecord> {
    const { server } = this.#options;
    const path = fileId === undefined ? null : await server.pathOf(fileId);
    const fresh = await server.session(path ?? this.#path);
    if (fileId === undefined || fresh.fileId === fileId) return fresh;
    throw new NoSessionError("absent", "the plan lies on another server than this page");
  }

  #onNoSession(error: unknown): void {
    if (!(error instanceof NoSessionError)) {
      this.#goOffline();
      this.#retry();
    } else if (this.#session && error.kind === "refused") {
      // A dashboard page may not ask for a session, but the one that the kernel handed over can become good again.
      this.#needsSession = false;
      this.#retry();
    } else {
      this.#settle(error.kind, error.kind === "refused" ? error.message : "");
    }
  }

  #open(session: SessionRecord): void {
    const socket = this.#options.server.open(session);
    this.#socket = socket;
    socket.onopen = () => this.#onOpen();
    socket.onmessage = (event) => this.#onMessage(new Uint8Array(event.data as ArrayBuffer));
    socket.onclose = (event) => this.#onClose(event);
  }

  #onOpen(): void {
    this.#hasReplied = false;
    this.#heartbeat = setInterval(this.#ask, HEARTBEAT_MS);
    this.#ask();
    if (this.#hasOpened) this.#options.presence.announceAnew();
    else this.#options.presence.announce();
    this.#hasOpened = true;
  }

  /** A question now and then proves the connection and all that was sent before it. */
  #ask = (): void => {
    if (this.#socket?.readyState !== WebSocket.OPEN) return;
    this.#timers.cancel("proof");
    this.#questions.note(this.#options.edits());
    this.#send(questionFrame(this.#options.document.doc));
  };

  /** Nobody has closed the connection, but nobody answers either. */
  #doubt(): void {
    if (this.state === "live") this.#settle("offline");
  }

  #onMessage(bytes: Uint8Array): void {
    const { document, presence } = this.#options;
    const { reply, isAnswer, raw } = receiveFrame(bytes, document.doc, presence.awareness, this);
    if (reply) {
      this.#hasReplied = true;
      this.#send(reply);
    }
    if (raw) this.#saving.receive(raw);
    if (isAnswer) this.#onAnswer();
  }

  /** The server works through a page's frames in order, so its answer comes after all that was sent before the question. */
  #onAnswer(): void {
    const proven = Math.max(this.proven, this.#questions.answered());
    if (this.state !== "live") this.#goLive();
    else if (proven > this.proven) {
      this.proven = proven;
      this.#options.onState();
    }
  }

  /** Live means that the room has everything too: a room that did not ask after an absence is told unasked. */
  #goLive(): void {
    this.#attempts = 0;
    if (this.state === "offline" && !this.#hasReplied) {
      this.#send(updateFrame(Y.encodeStateAsUpdate(this.#options.document.doc)));
    }
    this.#settle("live");
    this.#saving.resume();
    if (this.proven < this.#options.edits()) this.#ask();
  }

  #onClose({ code, reason }: { code: number; reason: string }): void {
    const opened = this.#heartbeat !== undefined;
    this.#drop();
    if (code >= 4400 && code < 4500) {
      this.#settle("refused", reason || `the server closed the room (${code})`);
      return;
    }
    // A handshake that is refused looks like a lost connection: after some, the session may be what is wrong.
    if (code === UNKNOWN_SESSION || (!opened && this.#attempts >= 2)) this.#needsSession = true;
    this.#lose();
  }

  #lose(): void {
    this.#drop();
    this.#options.presence.forgetOthers();
    this.#goOffline();
    this.#retry();
  }

  #goOffline(): void {
    const isAway = this.state === "connecting" && this.#options.isKnown;
    if (this.state === "live" || isAway) this.#settle("offline");
    this.#options.onLost?.();
  }

  #drop(): void {
    clearInterval(this.#heartbeat);
    this.#timers.cancel("proof");
    this.#questions.forget();
    this.#saving.stop();
    this.#heartbeat = undefined;
    const socket = this.#socket;
    this.#socket = null;
    if (!socket) return;
    socket.onopen = socket.onmessage = socket.onclose = null;
    if (socket.readyState <= 1) socket.close(NORMAL);
  }

  #retry(): void {
    if (this.state === "absent" || this.state === "refused") return;
    const delay = Math.min(FIRST_RETRY_MS * 2 ** this.#attempts, LAST_RETRY_MS);
    this.#attempts += 1;
    this.#timers.after("retry", delay * (0.5 + Math.random() / 2), () => void this.#connect());
  }

  #onOnline = (): void => {
    if (this.state !== "offline" && this.state !== "connecting") return;
    this.#drop();
    this.#attempts = 0;
    this.#retry();
  };

  #settle(state: RoomState, why = ""): void {
    this.state = state;
    this.#refusal = why;
    this.#options.onState();
  }

  #onUpdate = (update: Uint8Array, origin: unknown): void => {
    if (origin === this) return;
    this.#send(updateFrame(update));
    if (!this.#timers.has("proof")) this.#timers.after("proof", PROOF_DELAY_MS, this.#ask);
    this.#saving.noteEdit();
  };

  #onAwareness = (change: { added: number[]; updated: number[]; removed: number[] }, origin: unknown): void => {
    if (origin === this || origin === FORGOTTEN || origin === "timeout") return;
    const clients = [...change.added, ...change.updated, ...change.removed];
    this.#send(awarenessFrame(this.#options.presence.awareness, clients));
  };

  #send(frame: Uint8Array<ArrayBuffer>): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(frame);
  }
}
