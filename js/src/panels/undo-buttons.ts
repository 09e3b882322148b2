/** Undo and redo of this page's own edits, by button and by keyboard. */
import { Disposer } from "../base/disposer";
import type { PlanPort, UndoResult } from "../base/plan-port";
import { setTheme } from "../base/theme";
import { type UndoActs, undoKeys } from "../base/undo-keys";
import { NOTHING_TO } from "../base/undo-words";
import { type Child, h, patch } from "./parts/markup";
import type { Panel, PanelOptions } from "./parts/sheet";
import { fieldWords } from "./parts/words";

interface UndoOptions extends PanelOptions {
  /** Where the keys are heard; the buttons' own parent by default. */
  keys?: HTMLElement;
}

export function undoButtons(root: HTMLElement, port: PlanPort, options: UndoOptions = {}): Panel {
  const disposer = new Disposer();
  const bar = root.ownerDocument.createElement("div");
  bar.className = "ltoplan-undo";
  setTheme(bar, options.theme);
  root.append(bar);
  disposer.add(() => bar.remove());
  let said = "";
  const draw = () => patch(bar, [undoTools(port, step), h("span", { class: "ltoplan-hidden", role: "status" }, said)]);
  const step = (act: () => UndoResult | null, done: string) => {
    const result = act();
    said = result ? outcome(port, result, done) : "";
    draw();
  };
  undoKeys(options.keys ?? root, undoActs(port, step), disposer);
  disposer.add(port.observe(draw));
  disposer.add(port.observeState(draw));
  draw();
  return { destroy: () => disposer.dispose() };
}

type Step = (act: () => UndoResult | null, done: string) => void;

/** What the keys do. */
export function undoActs(port: PlanPort, step: Step): UndoActs {
  return { undo: () => step(() => port.undo(), "Undone"), redo: () => step(() => port.redo(), "Redone") };
}

/** The two buttons, for headers of panels. */
export function undoTools(port: PlanPort, step: Step): Child {
  const tool = (sign: string, label: string, keys: string, offWords: string, press: () => void) =>
    h(
      "button",
      {
        type: "button",
        class: "ltoplan-button ltoplan-sign",
        key: label,
        "aria-label": label,
        title: offWords || `${label} (${keys})`,
        disabled: offWords !== "",
        onclick: press,
      },
      sign,
    );
  return [
    tool("↶", "Undo my last edit", "Ctrl+Z", port.canUndo ? "" : NOTHING_TO.undo, () =>
      step(() => port.undo(), "Undone"),
    ),
    tool("↷", "Redo my edit", "Ctrl+Shift+Z", port.canRedo ? "" : NOTHING_TO.redo, () =>
      step(() => port.redo(), "Redone"),
    ),
  ];
}

/** What undo or redo did, and what it left alone. */
export function outcome(port: PlanPort, { changes, skipped }: UndoResult, done: string): string {
  const fields = Object.keys(changes).map((path) => fieldWords(port, path));
  const left = skipped.map(
    ({ path, by }) => `${fieldWords(port, path)} stays, ${by || "somebody"} has changed it since`,
  );
  const what = fields.length === 0 ? "nothing" : fields.length > 2 ? `${fields.length} changes` : fields.join(" and ");
  return [`${done}: ${what}`, ...left].join(". ");
}
