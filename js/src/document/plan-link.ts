/** The live plan as panels and widgets see it: plain data only, whatever holds the document and keeps it in step. */

import type { ChangeNotice, Changes, ConnectionState, EditOptions, PlanPort, UndoResult } from "../base/plan-port";
import type { HistoryEntry, LinkRecord } from "../generated/contract";
import { type Entries, newestFirst, overlaps, reverted } from "../together/history";
import { noticesOf } from "../together/notices";
import { type Step, UndoStack } from "../together/undo-stack";
import { EarlyEdits } from "./early-edits";
import { HeldDocument, type ProvidedDocument } from "./held-document";
import { LinkCompany } from "./link-company";
import { pagesBefore } from "./own-pages";
import { type DocumentChange, PlanDocument } from "./plan-document";
import { Presence } from "./presence";
import { Relay, type RelayPort } from "./relay";
import { Room } from "./room";
import { noteLive, wasSeenLive } from "./seen-live";
import type { Identity, Server } from "./server";
import type { Transport } from "./transport";

/** What a link stands on: the server of the page, or a document that somebody else holds. */
export interface LinkGround {
  server?: Server | null;
  provided?: ProvidedDocument | null;
}

/** Who was away for long hears of so many edits, the latest. */
const MOST_NOTICES = 30;

interface Listener {
  callback: () => void;
  paths: readonly string[] | undefined;
}

type NoticeListener = (notices: readonly ChangeNotice[]) => void;

/** A plan that several widgets and panels share. */
export class PlanLink extends LinkCompany implements PlanPort {
  readonly #document: PlanDocument;
  readonly #relay: Relay;
  readonly #held: HeldDocument | null;
  readonly #server: Server | null;
  readonly #undo = new UndoStack();
  readonly #early = new EarlyEdits();
  readonly #listeners = new Set<Listener>();
  readonly #stateListeners = new Set<() => void>();
  readonly #noticeListeners = new Set<NoticeListener>();
  #room: Room | null = null;
  #record: LinkRecord;
  #edits = 0;
  #wasLive = false;
  /** Client ids under which this tab was here before; null once their edits were taken up. */
  #before: readonly unknown[] | null;
  #isIdentified: boolean;

  constructor(record: LinkRecord, { server = null, provided = null }: LinkGround) {
    const document = new PlanDocument(provided?.doc);
    super(new Presence(document.doc, provided?.awareness));
    this.#record = record;
    this.#server = provided ? null : server;
    this.#document = document;
    this.#before = pagesBefore(record.document, String(document.doc.clientID));
    this.#isIdentified = this.#server === null;
    this.#document.signature = () => ({ author: this.user.name, username: this.user.username });
    this.#document.onStep = (step) => this.#undo.note(step);
    this.#document.observe((change) => this.#onChange(change));
    this.#document.onFile = (isMerged) => this.#onFile(isMerged);
    this.#relay = new Relay(this.#parts());
    this.#held = provided && new HeldDocument(provided, this.#parts());
    this.#openRoom();
    this.#onState();
    void this.#server?.identity().then((user) => this.#onIdentity(user));
  }

  get state(): ConnectionState {
    const { isUnreadable, complaint } = this.#document;
    const kind = isUnreadable ? "read-only" : this.#kind();
    const [faulty = ""] = this.#document.complaints;
    const why = this.#transports.map(({ why: reason }) => reason).find(Boolean) || complaint || faulty;
    return { kind, unsent: this.unsent, why, isSaved: this.#transports.every(({ isSaved }) => isSaved) };
  }

  /** Edits of this page that reached nobody yet. */
  get unsent(): number {
    return this.#edits - Math.max(...this.#transports.map(({ proven }) => proven));
  }

  read(path: string): unknown {
    return this.#early.has(path) ? this.#early.read(path) : this.#document.read(path);
  }

  /** Before the document has arrived, changes of its records wait for it. */
  apply(changes: Changes, options: EditOptions = {}): void {
    this.#demandWritable();
    const isEarly = !this.#wasLive && Object.keys(changes).some((path) => !this.#document.hasPlaceFor(path));
    if (isEarly) this.#holdBack(changes, options);
    else this.#edit(changes, options);
    this.#held?.settle();
    tell(this.#stateListeners);
  }

  observe(callback: () => void, paths?: readonly string[]): () => void {
    const listener = { callback, paths };
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  complaintsAt(paths: readonly string[]): readonly string[] {
    return this.#document.complaintsAt(paths);
  }

  get canUndo(): boolean {
    return this.#undo.next !== null;
  }

  get canRedo(): boolean {
    return this.#undo.nextAgain !== null;
  }

  get nextUndo(): HistoryEntry | null {
    return this.#undo.next?.entry ?? null;
  }

  get nextRedo(): HistoryEntry | null {
    return this.#undo.nextAgain?.entry ?? null;
  }

  undo(): UndoResult | null {
    this.#demandWritable();
    return this.#takeBack(this.#undo.take(), "undo");
  }

  redo(): UndoResult | null {
    this.#demandWritable();
    return this.#takeBack(this.#undo.takeAgain(), "redo");
  }

  /** Called once for each entry of the others, with what of it is in force. */
  observeNotices(callback: NoticeListener): () => void {
    this.#noticeListeners.add(callback);
    return () => this.#noticeListeners.delete(callback);
  }

  observeState(callback: () => void): () => void {
    this.#stateListeners.add(callback);
    return () => this.#stateListeners.delete(callback);
  }

  save(): void {
    for (const transport of this.#transports) transport.save();
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
    this.#room?.moveTo(record.path);
    this.#room?.useSession(record.session);
    this.#openRoom();
    this.#onState();
  }

  override destroy(): void {
    super.destroy();
    this.#listeners.clear();
    this.#stateListeners.clear();
    this.#noticeListeners.clear();
    this.presence.withdraw();
    for (const transport of this.#transports) transport.destroy();
    this.presence.destroy();
    this.#document.destroy();
  }

  get #transports(): Transport[] {
    return [this.#room, this.#relay, this.#held].filter((transport) => transport !== null);
  }

  #demandWritable(): void {
    const { kind, why } = this.state;
    if (kind === "read-only") throw new Error(`The plan is read-only. ${why}`);
  }

  #holdBack(changes: Changes, options: EditOptions): void {
    this.#edits += 1;
    this.#early.hold(changes, options);
    for (const { callback } of [...this.#listeners]) callback();
  }

  /** Counted before the transports see it, and not at all where the plan cannot hold it. */
  #edit(changes: Changes, options: EditOptions): void {
    this.#edits += 1;
    try {
      this.#document.apply(changes, options);
    } catch (error) {
      this.#edits -= 1;
      throw error;
    }
  }

  #takeBack(step: Step | null, action: "undo" | "redo"): UndoResult | null {
    if (step === null) return null;
    const { changes, skipped } = reverted(step.id, step.entry, (path) => this.#document.read(path));
    this.apply(changes, { action, of: step.id, reason: step.entry.reason });
    return { changes, skipped };
  }

  #parts() {
    return {
      document: this.#document,
      presence: this.presence,
      edits: () => this.#edits,
      onState: () => this.#onState(),
      onLost: () => this.#relay.doubt(),
    };
  }

  #openRoom(): void {
    const { path, session, document } = this.#record;
    if (this.#room || !this.#server || !(path || session)) return;
    const isKnown = wasSeenLive(document);
    this.#room = new Room({ ...this.#parts(), server: this.#server, path, session, isKnown });
  }

  #kind(): ConnectionState["kind"] {
    const kinds = this.#transports.map(({ state }) => state);
    for (const kind of ["live", "local", "read-only", "refused"] as const) if (kinds.includes(kind)) return kind;
    const isHopeless = this.#relay.state === "offline" || this.#relay.state === "absent";
    const isOthersConnecting = this.#room?.state === "connecting" || this.#held?.state === "connecting";
    return this.#wasLive || (isHopeless && !isOthersConnecting) ? "offline" : "connecting";
  }

  #onState(): void {
    if (this.#room?.state === "live" && this.#record.kernel_live) this.#relay.mute();
    else this.#relay.unmute();
    const kind = this.#kind();
    if (kind === "live" || kind === "local") this.#wasLive = true;
    if (kind === "live") noteLive(this.#record.document);
    this.#resumeUndo();
    tell(this.#stateListeners);
  }

  #onIdentity(user: Identity | null): void {
    if (user) this.presence.setUser(user);
    this.#isIdentified = true;
    this.#resumeUndo();
  }

  /** What this person wrote in this tab before it was loaded anew can be undone as before. */
  #resumeUndo(): void {
    const clients = this.#before;
    if (!clients?.length || !this.#wasLive || !this.#isIdentified) return;
    this.#before = null;
    const { username } = this.user;
    const isOwn = ({ client, username: by }: HistoryEntry) => clients.includes(client) && by === username;
    const own = newestFirst(this.#document.read("history") as Entries).filter(([, entry]) => isOwn(entry));
    this.#undo.resume(own.map(([id, entry]) => ({ id, entry })));
    tell(this.#stateListeners);
  }

  /** The server writes what it merged only when asked. */
  #onFile(isMerged: boolean): void {
    if (isMerged) this.save();
    tell(this.#stateListeners);
  }

  #onChange({ paths, isOwn }: DocumentChange): void {
    for (const { changes, options } of this.#early.take((path) => this.#document.hasPlaceFor(path))) {
      this.#document.apply(changes, options);
    }
    for (const listener of [...this.#listeners]) {
      if (!listener.paths || listener.paths.some((path) => paths.some((one) => overlaps(one, path))))
        listener.callback();
    }
    if (!isOwn && this.#wasLive && this.#noticeListeners.size) this.#announce(paths);
  }

  #announce(paths: readonly string[]): void {
    const reader = { user: this.user, client: String(this.#document.doc.clientID) };
    const written = paths.filter((path) => path.startsWith("history/")).sort();
    for (const path of written.slice(-MOST_NOTICES)) {
      const entry = this.#document.read(path) as HistoryEntry | undefined;
      const id = path.slice("history/".length);
      const notices = entry ? noticesOf(id, entry, reader, (at) => this.#document.read(at)) : [];
      if (notices.length) for (const listener of [...this.#noticeListeners]) listener(notices);
    }
  }
}

function tell(listeners: Iterable<() => void>): void {
  for (const listener of [...listeners]) listener();
}
