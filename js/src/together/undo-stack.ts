/** The entries that this page wrote, in the order in which undo and redo walk through them. */
import type { HistoryEntry } from "../generated/contract";

export interface Step {
  id: string;
  entry: HistoryEntry;
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

  /** Take the next step off, as it is being undone. */
  take(): Step | null {
    return this.#done.pop() ?? null;
  }

  /** Take the next step off, as it is being done again. */
  takeAgain(): Step | null {
    return this.#undone.pop() ?? null;
  }
}
