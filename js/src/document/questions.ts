/** Questions to the other side that wait for their answers: each answer proves what was sent before its question. */

/** A question that waits so long for its answer puts the connection in doubt ... */
const ANSWER_MS = 5000;
/** ... and one that waits so long ends it. */
const SILENCE_MS = 20_000;

interface Listener {
  onDoubt(): void;
  onSilence(): void;
}

export class Questions {
  readonly #listener: Listener;
  /** Edits made before each question. */
  #asked: number[] = [];
  #doubtTimer: ReturnType<typeof setTimeout> | undefined;
  #silenceTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(listener: Listener) {
    this.#listener = listener;
  }

  /** A question goes out after so many edits. */
  note(edits: number): void {
    this.#asked.push(edits);
    this.#doubtTimer ??= setTimeout(() => this.#listener.onDoubt(), ANSWER_MS);
    this.#silenceTimer ??= setTimeout(() => this.#listener.onSilence(), SILENCE_MS);
  }

  /** The oldest question is answered; returns how many edits that proves. */
  answered(): number {
    const proven = this.#asked.shift() ?? 0;
    if (this.#asked.length === 0) this.#trust();
    return proven;
  }

  /** Nobody will answer any more. */
  forget(): void {
    this.#asked = [];
    this.#trust();
  }

  #trust(): void {
    clearTimeout(this.#doubtTimer);
    clearTimeout(this.#silenceTimer);
    this.#doubtTimer = this.#silenceTimer = undefined;
  }
}
