/**
 * Frames of the y-protocol, the same on every transport: a kind (0 sync, 1 awareness, 2 raw), then the payload.
 */
import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import { type Awareness, applyAwarenessUpdate, encodeAwarenessUpdate } from "y-protocols/awareness";
import * as sync from "y-protocols/sync";
import type * as Y from "yjs";

const SYNC = 0;
const AWARENESS = 1;
const RAW = 2;

export interface Received {
  /** What goes back to the sender. */
  reply?: Uint8Array<ArrayBuffer>;
  /** True for the other side's answer to our first question: all it had is here now. */
  isAnswer?: boolean;
  /** Text of a raw message. */
  raw?: string;
}

function frame(kind: number, write: (encoder: encoding.Encoder) => void): Uint8Array<ArrayBuffer> {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, kind);
  write(encoder);
  return bytes(encoder);
}

/** lib0 always fills a plain buffer, though its types allow a shared one. */
function bytes(encoder: encoding.Encoder): Uint8Array<ArrayBuffer> {
  return encoding.toUint8Array(encoder) as Uint8Array<ArrayBuffer>;
}

/** The question that opens every connection: what do you have that I have not? */
export function questionFrame(doc: Y.Doc): Uint8Array<ArrayBuffer> {
  return frame(SYNC, (encoder) => sync.writeSyncStep1(encoder, doc));
}

export function updateFrame(update: Uint8Array): Uint8Array<ArrayBuffer> {
  return frame(SYNC, (encoder) => sync.writeUpdate(encoder, update));
}

export function awarenessFrame(awareness: Awareness, clients: readonly number[]): Uint8Array<ArrayBuffer> {
  const payload = encodeAwarenessUpdate(awareness, [...clients]);
  return frame(AWARENESS, (encoder) => encoding.writeVarUint8Array(encoder, payload));
}

/** Ask a room to write its file now; it answers with a raw message that repeats the number. */
export function saveFrame(number: number): Uint8Array<ArrayBuffer> {
  return frame(RAW, (encoder) => {
    encoding.writeVarString(encoder, "save");
    encoding.writeVarUint(encoder, number);
  });
}

/** Take a frame in; the origin is what the document and awareness report as the source of the change. */
export function receiveFrame(received: Uint8Array, doc: Y.Doc, awareness: Awareness, origin: unknown): Received {
  const decoder = decoding.createDecoder(received);
  const kind = decoding.readVarUint(decoder);
  if (kind === SYNC) return receiveSync(decoder, doc, origin);
  if (kind === AWARENESS) applyAwarenessUpdate(awareness, decoding.readVarUint8Array(decoder), origin);
  if (kind === RAW) return { raw: decoding.readVarString(decoder) };
  return {};
}

function receiveSync(decoder: decoding.Decoder, doc: Y.Doc, origin: unknown): Received {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, SYNC);
  const empty = encoding.length(encoder);
  const step = sync.readSyncMessage(decoder, encoder, doc, origin);
  const isAnswer = step === sync.messageYjsSyncStep2;
  return encoding.length(encoder) > empty ? { reply: bytes(encoder), isAnswer } : { isAnswer };
}
