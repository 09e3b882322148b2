/**
 * A Jupyter server with one room, as the stock one behaves: it asks and answers, sends every frame on to the others, and
 * tells a newcomer nothing of who is here. Frames wait in its queue until a test lets them through.
 */
import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import * as sync from "y-protocols/sync";
import * as Y from "yjs";
import { questionFrame, updateFrame } from "../../../js/src/document/frame";
import type { Identity, Server } from "../../../js/src/document/server";
import type { SessionRecord } from "../../../js/src/generated/contract";

export class FakeSocket {
  readyState = 0;
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: ArrayBuffer }) => void) | null = null;
  onclose: ((event: { code: number; reason: string }) => void) | null = null;
  readonly sent: Uint8Array[] = [];
  readonly session: SessionRecord;
  readonly #server: FakeServer;

  constructor(server: FakeServer, session: SessionRecord) {
    this.#server = server;
    this.session = session;
  }

  open(): void {
    this.readyState = 1;
    this.onopen?.();
  }

  send(frame: Uint8Array): void {
    this.sent.push(frame);
    this.#server.take(this, frame);
  }

  deliver(frame: Uint8Array): void {
    if (this.readyState === 1) this.onmessage?.({ data: frame.slice().buffer as ArrayBuffer });
  }

  /** The other side, or the network, ends it. */
  drop(code = 1006, reason = ""): void {
    if (this.readyState === 3) return;
    this.readyState = 3;
    this.#server.forget(this);
    this.onclose?.({ code, reason });
  }

  close(): void {
    this.readyState = 3;
    this.#server.forget(this);
  }
}

export class FakeServer implements Server {
  readonly doc = new Y.Doc();
  readonly sockets: FakeSocket[] = [];
  readonly asked: string[] = [];
  readonly raw: string[] = [];
  sessions = 0;
  fileId = "file-1";
  user: Identity | null = { username: "ada", name: "Ada", display_name: "Ada L.", color: null };
  /** Thrown in place of a session. */
  refusal: Error | null = null;
  /** False makes handshakes fail. */
  isUp = true;
  /** Decides which frames get lost on the way to the server. */
  loses: (frame: Uint8Array) => boolean = () => false;

  session(path: string): Promise<SessionRecord> {
    this.asked.push(path);
    if (this.refusal) return Promise.reject(this.refusal);
    this.sessions += 1;
    return Promise.resolve({ format: "text", type: "ltoplan", fileId: this.fileId, sessionId: `s${this.sessions}` });
  }

  open(session: SessionRecord): WebSocket {
    const socket = new FakeSocket(this, session);
    setTimeout(() => this.#shake(socket), 1);
    return socket as unknown as WebSocket;
  }

  identity(): Promise<Identity | null> {
    return Promise.resolve(this.user);
  }

  /** Path by file id, as the server's index knows it. */
  readonly index = new Map<string, string>();

  pathOf(fileId: string): Promise<string | null> {
    return Promise.resolve(this.index.get(fileId) ?? null);
  }

  /** The socket that was opened last. */
  get last(): FakeSocket {
    const last = this.sockets.at(-1);
    if (!last) throw new Error("nobody has connected");
    return last;
  }

  /** Somebody else's change. */
  change(update: (doc: Y.Doc) => void): void {
    const before = Y.encodeStateVector(this.doc);
    update(this.doc);
    const frame = updateFrame(Y.encodeStateAsUpdate(this.doc, before));
    for (const socket of this.sockets) socket.deliver(frame);
  }

  take(from: FakeSocket, frame: Uint8Array): void {
    if (this.loses(frame)) return;
    const decoder = decoding.createDecoder(frame);
    const kind = decoding.readVarUint(decoder);
    if (kind === 2) this.raw.push(decoding.readVarString(decoder));
    if (kind === 0) this.#answer(from, decoder);
    if (kind === 1 || (kind === 0 && frame[1] !== 0)) this.#sendOn(from, frame);
  }

  forget(socket: FakeSocket): void {
    const place = this.sockets.indexOf(socket);
    if (place >= 0) this.sockets.splice(place, 1);
  }

  #shake(socket: FakeSocket): void {
    if (socket.readyState !== 0) return;
    if (!this.isUp) {
      socket.drop();
      return;
    }
    this.sockets.push(socket);
    socket.open();
    socket.deliver(questionFrame(this.doc));
  }

  #answer(from: FakeSocket, decoder: decoding.Decoder): void {
    const encoder = encoding.createEncoder();
    encoding.writeVarUint(encoder, 0);
    sync.readSyncMessage(decoder, encoder, this.doc, "room");
    if (encoding.length(encoder) > 1) from.deliver(encoding.toUint8Array(encoder));
  }

  /** To the others, as updates: an answer of one browser is news for the rest. */
  #sendOn(from: FakeSocket, frame: Uint8Array): void {
    const onward = frame[0] === 0 && frame[1] === 1 ? new Uint8Array([0, 2, ...frame.slice(2)]) : frame;
    for (const socket of [...this.sockets]) if (socket !== from) socket.deliver(onward);
  }
}
