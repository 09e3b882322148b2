/** Undo and redo in the header of a chart on a plan, by button and by key. */
import type { Disposer } from "../base/disposer";
import type { PlanPort, UndoResult } from "../base/plan-port";
import { undoKeys } from "../base/undo-keys";
import { NOTHING_TO } from "../base/undo-words";
import { tag } from "../charts/parts/tag";
import type { HistoryEntry } from "../generated/contract";
import { fieldWords } from "../together/field-words";

/** So long it is said what undo did, or left alone. */
const SAY_MS = 6000;

export class UndoTools {
  readonly #port: PlanPort;
  readonly #root: HTMLElement;
  readonly #undo: HTMLButtonElement;
  readonly #redo: HTMLButtonElement;
  readonly #said: HTMLElement;
  #silence: ReturnType<typeof setTimeout> | undefined;

  constructor(card: HTMLElement, port: PlanPort, disposer: Disposer) {
    this.#port = port;
    const make = tag(card.ownerDocument);
    this.#undo = make("button", "button", { type: "button" });
    this.#redo = make("button", "button", { type: "button" });
    this.#said = make("span", "undo-words", { role: "status" });
    [this.#undo.textContent, this.#redo.textContent] = ["↶", "↷"];
    this.#root = make("span", "undo-tools", {}, [this.#said, this.#undo, this.#redo]);
    const acts = { undo: () => this.#do(() => port.undo()), redo: () => this.#do(() => port.redo()) };
    disposer.listen(this.#undo, "click", acts.undo);
    disposer.listen(this.#redo, "click", acts.redo);
    undoKeys(card, acts, disposer);
    disposer.add(port.observe(() => this.#draw()));
    disposer.add(() => clearTimeout(this.#silence));
    disposer.add(() => this.#root.remove());
    this.place(card);
    this.#draw();
  }

  /** Into the header of the chart that is in the card now; a slider has no room for them, only the keys. */
  place(card: HTMLElement): void {
    card.querySelector(".ltoplan-toolbar")?.prepend(this.#root);
  }

  #draw(): void {
    const { canUndo, canRedo, nextUndo, nextRedo } = this.#port;
    this.#dress(this.#undo, "undo", canUndo ? nextUndo : null);
    this.#dress(this.#redo, "redo", canRedo ? nextRedo : null);
  }

  #dress(button: HTMLButtonElement, act: "undo" | "redo", entry: HistoryEntry | null): void {
    const verb = act === "undo" ? "Undo" : "Redo";
    const words = entry ? `${verb}: ${this.#fields(Object.keys(entry.changes))}` : NOTHING_TO[act];
    button.disabled = entry === null;
    if (button.title === words) return;
    button.title = words;
    button.setAttribute("aria-label", words);
  }

  #do(act: () => UndoResult | null): void {
    const result = this.#attempt(act);
    this.#draw();
    if (result !== "") this.#say(result);
  }

  /** What was left alone, or why nothing could be done; what was done can be seen. */
  #attempt(act: () => UndoResult | null): string {
    try {
      const [first] = act()?.skipped ?? [];
      return first ? `${this.#fields([first.path])} stays: ${first.by || "somebody"} changed it since` : "";
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }

  #say(words: string): void {
    this.#said.textContent = words;
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => {
      this.#said.textContent = "";
    }, SAY_MS);
  }

  #fields(paths: readonly string[]): string {
    const [first = ""] = paths;
    return paths.length > 2 ? `${paths.length} changes` : paths.map((path) => this.#words(path)).join(" and ") || first;
  }

  #words(path: string): string {
    return fieldWords(path, (at) => this.#port.read(at));
  }
}
