/** The card that a panel lives in: heading, connection, what went wrong, and one redraw a frame. */
import { Disposer } from "../../base/disposer";
import { type Format, formatFor } from "../../base/format";
import { type FrameLoop, frameLoop } from "../../base/frame-loop";
import type { ConnectionState, PlanPort } from "../../base/plan-port";
import { setTheme, type Theme } from "../../base/theme";
import { type UndoActs, undoKeys } from "../../base/undo-keys";
import { type Child, h, patch } from "./markup";

export interface PanelOptions {
  theme?: Theme;
  locale?: string;
  readOnly?: boolean;
  /** Heading; each panel has its own. */
  title?: string;
  /** Time now in epoch ms. */
  now?(): number;
}

export interface Panel {
  destroy(): void;
}

export interface SheetParts {
  kind: string;
  title: string;
  /** Paths of the plan that the panel shows. */
  paths: readonly string[];
  /** Words behind the heading. */
  note?(): string;
  tools?(): Child;
  body(): Child;
  /** What the keys of undo and redo do; without a word where it is left out. */
  undo?: UndoActs;
}

interface Offer {
  words: string;
  verb: string;
  act(): void;
}

/** Moments are told in minutes. */
const TICK_MS = 30_000;
let sheets = 0;

export class Sheet implements Panel {
  readonly disposer = new Disposer();
  readonly root: HTMLElement;
  readonly format: Format;
  readonly options: PanelOptions;
  readonly port: PlanPort;
  readonly id: string;
  readonly #parts: SheetParts;
  readonly #redraw: FrameLoop;
  #trouble = "";
  #offer: Offer | null = null;
  #wanted = "";

  constructor(host: HTMLElement, port: PlanPort, options: PanelOptions, parts: SheetParts) {
    this.port = port;
    this.options = options;
    this.#parts = parts;
    this.format = formatFor(options.locale);
    this.id = `ltoplan-sheet-${Math.random().toString(36).slice(2, 8)}${sheets++}`;
    const document = host.ownerDocument;
    const view = document.defaultView ?? window;
    this.root = document.createElement("section");
    this.root.className = `ltoplan-panel ltoplan-${parts.kind}`;
    this.root.setAttribute("aria-labelledby", `${this.id}-title`);
    setTheme(this.root, options.theme);
    host.append(this.root);
    this.disposer.add(() => this.root.remove());
    this.#redraw = frameLoop(view, () => this.#draw(), this.disposer);
    this.disposer.add(port.observe(this.redraw, parts.paths));
    this.disposer.add(port.observePeers(this.redraw));
    this.disposer.add(port.observeState(this.redraw));
    this.#listenForUndo(parts.undo ?? { undo: () => port.undo(), redo: () => port.redo() });
    const ticking = view.setInterval(this.redraw, TICK_MS);
    this.disposer.add(() => view.clearInterval(ticking));
  }

  #listenForUndo({ undo, redo }: UndoActs): void {
    const unlessReadOnly = (act: () => void) => () => !this.isReadOnly && act();
    undoKeys(this.root, { undo: unlessReadOnly(undo), redo: unlessReadOnly(redo) }, this.disposer);
  }

  /** Reads the plan by path. */
  readonly read = (path: string): unknown => this.port.read(path);

  get now(): number {
    return this.options.now?.() ?? Date.now();
  }

  get isReadOnly(): boolean {
    return Boolean(this.options.readOnly) || this.port.state.kind === "read-only" || this.port.state.kind === "refused";
  }

  /** Draw in the next frame. */
  redraw = (): void => this.#redraw.schedule();

  /** Draw at once; a panel calls it when it is made. */
  drawNow(): void {
    this.#redraw.cancel();
    this.#draw();
  }

  /** Do something to the plan and say so where the plan refuses it; whether it was done. */
  attempt(act: () => void): boolean {
    try {
      act();
      this.#trouble = "";
      return true;
    } catch (error) {
      this.#trouble = error instanceof Error ? error.message : String(error);
      return false;
    } finally {
      this.redraw();
    }
  }

  /** Say what was done, with one button, usually the way back. */
  offer(words: string, verb = "", act: () => void = () => undefined): void {
    this.#offer = { words, verb, act };
    this.redraw();
  }

  /** Give a node the focus once it is drawn. */
  focusOn(selector: string): void {
    this.#wanted = selector;
    this.redraw();
  }

  destroy = (): void => this.disposer.dispose();

  #draw(): void {
    const { state } = this.port;
    const isLoading = state.kind === "connecting" && this.port.read("name") === undefined;
    this.root.dataset.state = isLoading ? "loading" : "ready";
    this.root.setAttribute("aria-busy", String(isLoading));
    patch(this.root, [this.#header(state), this.#alert(), isLoading ? waiting() : this.#parts.body(), this.#strip()]);
    if (this.#wanted === "") return;
    this.root.querySelector<HTMLElement>(this.#wanted)?.focus();
    this.#wanted = "";
  }

  #header(state: ConnectionState): Child {
    const { title, note, tools } = this.#parts;
    const words = state.kind === "live" || state.kind === "local" ? "" : connectionWords(state);
    return h(
      "header",
      { class: "ltoplan-header", key: "header" },
      h("h2", { class: "ltoplan-title", id: `${this.id}-title` }, this.options.title || title),
      h("span", { class: "ltoplan-subtitle" }, note?.() ?? ""),
      words && h("span", { class: "ltoplan-connection", "data-kind": state.kind, title: words }, words),
      h("div", { class: "ltoplan-toolbar" }, tools?.()),
    );
  }

  #alert(): Child {
    if (this.#trouble === "") return null;
    const close = () => {
      this.#trouble = "";
      this.redraw();
    };
    return h(
      "div",
      { class: "ltoplan-alert", role: "alert", key: "alert" },
      h("span", {}, this.#trouble),
      h("button", { type: "button", class: "ltoplan-quiet", onclick: close, "aria-label": "Close this message" }, "×"),
    );
  }

  /** Always there, because a screen reader says only what changes in a region that it knows. */
  #strip(): Child {
    const offer = this.#offer;
    const close = () => {
      this.#offer = null;
      this.redraw();
    };
    const act = () => {
      close();
      this.attempt(() => offer?.act());
    };
    const parts = offer && [
      h("span", {}, offer.words),
      offer.verb && h("button", { type: "button", class: "ltoplan-button", onclick: act }, offer.verb),
      h("button", { type: "button", class: "ltoplan-quiet", onclick: close, "aria-label": "Close this message" }, "×"),
    ];
    return h("div", { class: "ltoplan-strip", role: "status", key: "strip" }, parts);
  }
}

function waiting(): Child {
  return h("p", { class: "ltoplan-nothing", key: "loading" }, "Loading the plan …");
}

/** How the connection is, in words. */
export function connectionWords({ kind, unsent, why, isSaved }: ConnectionState): string {
  if (kind === "live") return isSaved ? "Live · saved" : "Live · not saved";
  if (kind === "local") return "On this computer only";
  if (kind === "connecting") return "Connecting …";
  if (kind === "refused") return `Refused: ${why}`;
  if (kind === "read-only") return why ? `Read only: ${why}` : "Read only";
  return unsent > 0 ? `Offline · ${unsent} ${unsent === 1 ? "edit" : "edits"} unsent` : "Offline";
}
