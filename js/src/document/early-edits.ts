/** Edits of records that have not arrived yet: shown already, and made as soon as there is a place for them. */
import type { Changes, EditOptions } from "../base/plan-port";

interface EarlyEdit {
  changes: Record<string, unknown>;
  options: EditOptions;
}

export class EarlyEdits {
  #edits: EarlyEdit[] = [];

  hold(changes: Changes, options: EditOptions): void {
    this.#edits.push({ changes: { ...changes }, options });
  }

  /** Whether a value waits for its place. */
  has(path: string): boolean {
    return this.#edits.some(({ changes }) => Object.hasOwn(changes, path));
  }

  read(path: string): unknown {
    return this.#edits.filter(({ changes }) => Object.hasOwn(changes, path)).at(-1)?.changes[path];
  }

  /** Take out what has a place now. */
  take(hasPlace: (path: string) => boolean): EarlyEdit[] {
    const placed = this.#edits.map(({ changes, options }) => ({
      changes: Object.fromEntries(Object.entries(changes).filter(([path]) => hasPlace(path))),
      options,
    }));
    for (const { changes } of this.#edits)
      for (const path of Object.keys(changes)) if (hasPlace(path)) delete changes[path];
    this.#edits = this.#edits.filter(({ changes }) => Object.keys(changes).length > 0);
    return placed.filter(({ changes }) => Object.keys(changes).length > 0);
  }
}
