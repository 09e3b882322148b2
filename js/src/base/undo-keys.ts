/** Ctrl+Z, Ctrl+Shift+Z and Ctrl+Y (on a Mac with Cmd) for a part of the page. */
import type { Disposer } from "./disposer";

export interface UndoActs {
  undo(): void;
  redo(): void;
}

/** Text that somebody writes has an undo of its own. */
const TEXT =
  "input:not([type=button], [type=checkbox], [type=color], [type=radio], [type=range]), textarea, [contenteditable]";

/**
 * Undo and redo by keyboard while the focus is inside a node.
 *
 * Heard at the window before anything else: JupyterLab listens at the document, and its Ctrl+Z would undo in the notebook
 * round the widget. Keys pressed elsewhere go their way.
 */
export function undoKeys(root: HTMLElement, acts: UndoActs, disposer: Disposer): void {
  const view = root.ownerDocument.defaultView ?? window;
  disposer.listen<KeyboardEvent>(view, "keydown", (event) => press(root, acts, event), { capture: true });
}

function press(root: HTMLElement, acts: UndoActs, event: KeyboardEvent): void {
  const act = actOf(event);
  if (act === null || !isMeant(root, event)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  acts[act]();
}

function isMeant(root: HTMLElement, event: KeyboardEvent): boolean {
  // Inside a shadow tree, as dashboards may put widgets, the event's own target is the tree's host.
  const [target] = event.composedPath();
  return target instanceof Element && root.contains(target) && target.closest(TEXT) === null;
}

function actOf({ key, ctrlKey, metaKey, altKey, shiftKey }: KeyboardEvent): keyof UndoActs | null {
  if (ctrlKey === metaKey || altKey) return null;
  if (key.toLowerCase() === "z") return shiftKey ? "redo" : "undo";
  return key.toLowerCase() === "y" && !shiftKey ? "redo" : null;
}
