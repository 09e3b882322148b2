/**
 * Has the room's file written in time, and knows whether it was.
 *
 * The server's own save waits for a pause that continuous editing never makes, so a page that edits asks for one. The stock
 * server answers "success" also where writing failed; but only after it wrote does it note the file's digest in the document.
 */
import type * as Y from "yjs";

const PAUSE_MS = 1000;
const INTERVAL_MS = 5000;
/** The digest may come a little later than the answer. */
const GRACE_MS = 1000;
/** A file that was changed outside is merged by one save and written by the next. */
const TRIES = 2;
/** How long somebody else's change may stay unwritten before it is said. */
const OTHERS_MS = 12_000;
/** How often a file that could not be written is tried again. */
const AGAIN_MS = 15_000;
const DIGEST = "hash";
const WHY =
  "The server does not write the plan's file: it was deleted or moved, or may not be written. " +
  "Edits are kept by the server only. Mend: put the file back where it was.";

export interface SavingOptions {
  doc: Y.Doc;
  /** Send the request with this number. */
  ask(request: number): void;
  onState(): void;
}

export class Saving {
  isSaved = true;
  readonly #options: SavingOptions;
  readonly #state: Y.Map<unknown>;
  #requests = 0;
  #tries = 0;
  #isOwed = false;
  #unsavedSince: number | null = null;
  #askTimer: ReturnType<typeof setTimeout> | undefined;
  #verdictTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: SavingOptions) {
    this.#options = options;
    this.#state = options.doc.getMap("state");
    this.#state.observe(this.#onState);
  }

  /** What is wrong with the file; empty when nothing is. */
  get why(): string {
    return this.isSaved ? "" : WHY;
  }

  /** An edit of this page: at least every 5 s while editing goes on, soon after a pause. */
  noteEdit(): void {
    this.#isOwed = true;
    this.#tries = 0;
    this.#unsavedSince ??= Date.now();
    const latest = this.#unsavedSince + INTERVAL_MS - Date.now();
    this.#askAfter(Math.max(0, Math.min(PAUSE_MS, latest)));
  }

  /** A change that somebody else has to have written. */
  noteOthers(): void {
    this.#isOwed = true;
    this.#verdictTimer ??= setTimeout(this.#judge, OTHERS_MS);
  }

  ask = (): void => {
    clearTimeout(this.#askTimer);
    this.#unsavedSince = null;
    this.#requests += 1;
    this.#options.ask(this.#requests);
  };

  /** What the server says in words; among it, how a request went. */
  receive(text: string): void {
    const { type, status } = JSON.parse(text) as { type?: string; status?: string };
    if (type !== "save") return;
    if (status === "failed") this.#settle(false);
    else this.#judgeSoon();
  }

  /** The connection is gone: what is owed waits for the next. */
  stop(): void {
    clearTimeout(this.#askTimer);
    this.#trust();
  }

  /** There is a connection again. */
  resume(): void {
    if (this.#isOwed || !this.isSaved) this.#askAfter(PAUSE_MS);
  }

  destroy(): void {
    this.stop();
    this.#state.unobserve(this.#onState);
  }

  #judgeSoon(): void {
    clearTimeout(this.#verdictTimer);
    this.#verdictTimer = setTimeout(this.#judge, GRACE_MS);
  }

  #judge = (): void => {
    this.#verdictTimer = undefined;
    if (!this.#isOwed) return;
    this.#tries += 1;
    if (this.#tries >= TRIES) this.#settle(false);
    this.#askAfter(this.#tries >= TRIES ? AGAIN_MS : 0);
  };

  #onState = ({ keysChanged }: Y.YMapEvent<unknown>): void => {
    if (!keysChanged.has(DIGEST)) return;
    this.#isOwed = false;
    this.#tries = 0;
    this.#trust();
    this.#settle(true);
  };

  #trust(): void {
    clearTimeout(this.#verdictTimer);
    this.#verdictTimer = undefined;
  }

  #askAfter(delay: number): void {
    clearTimeout(this.#askTimer);
    this.#askTimer = setTimeout(this.ask, delay);
  }

  #settle(isSaved: boolean): void {
    if (isSaved === this.isSaved) return;
    this.isSaved = isSaved;
    this.#options.onState();
  }
}
