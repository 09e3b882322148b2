/** How this page shows cursors; all charts of a page share it, whichever copy of this code they carry. */

export interface CursorSettings {
  /** Whether others' cursors carry their names. */
  hasNames: boolean;
  /** A cursor that rests so long fades, in seconds, 1 to 600. */
  fadeSeconds: number;
  /** Whether others see this page's own cursor. */
  isOwnShown: boolean;
}

interface Kept {
  settings: CursorSettings;
  listeners: Set<() => void>;
}

const REGISTRY = Symbol.for("ltoplan.cursor-settings.1");
const START: CursorSettings = { hasNames: true, fadeSeconds: 6, isOwnShown: true };

function kept(): Kept {
  const page = globalThis as { [REGISTRY]?: Kept };
  page[REGISTRY] ??= { settings: START, listeners: new Set() };
  return page[REGISTRY];
}

export function cursorSettings(): CursorSettings {
  return kept().settings;
}

/** Change some of the settings; the page's style sheet hides the names. */
export function changeCursorSettings(change: Partial<CursorSettings>): void {
  const { settings, listeners } = kept();
  const next = { ...settings, ...change };
  kept().settings = { ...next, fadeSeconds: Math.min(600, Math.max(1, next.fadeSeconds || START.fadeSeconds)) };
  document.documentElement.classList.toggle("ltoplan-nameless-cursors", !next.hasNames);
  for (const listener of [...listeners]) listener();
}

/** Call back when the settings change; returns what ends it. */
export function observeCursorSettings(callback: () => void): () => void {
  const { listeners } = kept();
  listeners.add(callback);
  return () => listeners.delete(callback);
}
