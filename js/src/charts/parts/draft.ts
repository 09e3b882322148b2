/** A view and the gesture that is changing it, if there is one. */
import type { Changes } from "../chart";

export class Draft<View> {
  /** As it was given, with what was committed here since. */
  given: View | null = null;
  /** With the gesture that is under way. */
  shown: View | null = null;
  /** As it was when the gesture began: its holder may give the preview back as a view meanwhile. */
  before: View | null = null;
  readonly #apply: (view: View, changes: Changes) => View;
  #proposal: Changes | null = null;
  #toTell: Changes | null = null;

  constructor(apply: (view: View, changes: Changes) => View) {
    this.#apply = apply;
  }

  /** As it was when the gesture began; without one, as it is. */
  get start(): View | null {
    return this.before ?? this.given;
  }

  /** Whether something is being dragged. */
  get isOpen(): boolean {
    return this.#proposal !== null;
  }

  /** A view that somebody gives, also in the middle of a gesture. */
  take(view: View): void {
    this.given = view;
    this.shown = this.#proposal === null ? view : this.#apply(view, this.#proposal);
  }

  /** A change that is not decided yet; `null` takes it back. */
  propose(changes: Changes | null, given: View): void {
    this.before ??= given;
    if (changes === null) this.given = this.before;
    this.#holdOn(changes);
    this.#toTell = changes ?? {};
    this.shown = changes === null ? this.given : this.#apply(given, changes);
  }

  /** The view with a change that was decided; nothing is under way any more. */
  decide(changes: Changes): View | null {
    this.#holdOn(null);
    this.#toTell = null;
    return this.given === null ? null : this.#apply(this.given, changes);
  }

  /** What is to be told of the gesture, once; `null` where that was done. */
  told(): Changes | null {
    const changes = this.#toTell;
    this.#toTell = null;
    return changes;
  }

  #holdOn(changes: Changes | null): void {
    this.#proposal = changes;
    if (changes === null) this.before = null;
  }
}
