/** The entries that this page wrote, in the order in which undo and redo walk through them. */
import type { HistoryEntry } from "../generated/contract";

export interface Step {
  id: string;
  entry: HistoryEntry;
}

function drop(steps: Step[], id: string): void {
  const place = steps.findIndex((step) => step.id === id);
  if (place >= 0) steps.splice(place, 1);
}

/** So many steps lead back. */
const MOST_STEPS = 200;

export class UndoStack {
  readonly #done: Step[] = [];
  readonly #undone: Step[] = [];

  /** What undo would take back; null where there is nothing. */
  get next(): Step | null {
    return this.#done.at(-1) ?? null;
  }

  /** What redo would take back: the entry that an undo wrote. */
  get nextAgain(): Step | null {
    return this.#undone.at(-1) ?? null;
  }

  /** Remember an entry that this page wrote; anything but undo and redo ends what could be done again. */
  note(step: Step): void {
    const { action } = step.entry;
    if (action === "undo") this.#undone.push(step);
    else this.#done.push(step);
    if (action !== "undo" && action !== "redo") this.#undone.length = 0;
    if (this.#done.length > MOST_STEPS) this.#done.shift();
  }

  /** What was written before the page was loaded anew, the oldest first, goes beneath what was written since. */
  resume(steps: readonly Step[]): void {
    const since = [...this.#done, ...this.#undone];
    this.#done.length = this.#undone.length = 0;
    for (const step of [...steps, ...since].sort((a, b) => (a.id < b.id ? -1 : 1))) {
      const { action, of } = step.entry;
      if (action === "undo") drop(this.#done, of);
      if (action === "redo") drop(this.#undone, of);
      this.note(step);
    }
  }

  /** Take the next step off, as it is being undone. */
  take(): Step | null {
    return this.#done.pop() ?? null;
  }

  /** Take the next step off, as it is being done again. */
  takeAgain(): Step | null {
    return this.#undone.pop() ?? null;
  }
}
