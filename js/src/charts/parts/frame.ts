/** The card that a chart sits in: heading, buttons, plot, figures, and what it says when there is nothing to draw. */
import type { Disposer } from "../../base/disposer";
import { setTheme, type Theme } from "../../base/theme";
import type { ChartState } from "../chart";
import { identity, setAttributes, setWords, type Tag, tag } from "./tag";

export interface Figure {
  name: string;
  value: string;
  /** Second line: why, or the number behind the number. */
  note?: string;
  tone?: "order" | "good" | "risk";
}

export interface LegendEntry {
  series: string;
  text: string;
  isShown: boolean;
}

export interface Button {
  text: string;
  /** For screen readers and the tooltip, where the text is a sign. */
  label: string;
  press(): void;
  /** `null` for a button that does not stay down. */
  isPressed?: () => boolean;
}

const STATE_WORDS = { ready: "", loading: "Loading …", stale: "Not up to date", error: "" } as const;

export class Frame {
  readonly root: HTMLElement;
  readonly body: HTMLElement;
  readonly svg: SVGSVGElement;
  private readonly heading: HTMLElement;
  private readonly subheading: HTMLElement;
  private readonly status: HTMLElement;
  private readonly toolbar: HTMLElement;
  private readonly message: HTMLElement;
  private readonly legend: HTMLElement;
  private readonly figures: HTMLElement;
  private readonly summary: HTMLElement;
  private readonly make: Tag;
  private emptyWords = "";
  private state: ChartState = { kind: "loading" };

  constructor(host: HTMLElement, kind: string, { theme, disposer }: { theme: Theme | undefined; disposer: Disposer }) {
    const make = tag(host.ownerDocument);
    this.make = make;
    const id = identity();
    this.heading = make("div", "title", { id: `${id}-title` });
    this.subheading = make("div", "subtitle");
    this.status = make("div", "status", { role: "status" });
    this.toolbar = make("div", "toolbar", { role: "group", "aria-label": "Chart tools" });
    this.svg = make.svg("svg", "plot", { role: "group", "aria-describedby": `${id}-summary` });
    this.message = make("div", "message");
    this.body = make("div", "body", {}, [this.svg, this.message]);
    this.legend = make("div", "legend", { role: "group", "aria-label": "Shown in the chart" });
    this.figures = make("dl", "figures");
    this.summary = make("p", "hidden", { id: `${id}-summary` });
    const header = make("header", "header", {}, [this.heading, this.subheading, this.status, this.toolbar]);
    const parts = [header, this.body, this.legend, this.figures, this.summary];
    this.root = make("div", `chart ltoplan-${kind}`, { role: "figure", "aria-labelledby": `${id}-title` }, parts);
    setTheme(this.root, theme);
    host.append(this.root);
    disposer.add(() => this.root.remove());
    this.show(this.state);
  }

  setTitle(title: string, subtitle: string, label: string | undefined): void {
    setWords(this.heading, title);
    setWords(this.subheading, subtitle);
    setAttributes(this.svg, { "aria-label": label ?? title });
  }

  setSummary(words: string): void {
    setWords(this.summary, words);
  }

  /** Words in place of a plot that has nothing to draw; "" draws. */
  setEmpty(words: string): void {
    this.emptyWords = words;
    this.show(this.state);
  }

  setState(state: ChartState): void {
    this.show(state);
  }

  addButton({ text, label, press, isPressed }: Button, disposer: Disposer): HTMLElement {
    const button = this.make("button", "button", { type: "button", title: label, "aria-label": label });
    button.textContent = text;
    const refresh = () => isPressed && button.setAttribute("aria-pressed", String(isPressed()));
    refresh();
    disposer.listen(button, "click", () => {
      press();
      refresh();
    });
    this.toolbar.append(button);
    return button;
  }

  /** Entries are switches that show and hide a series; nodes stay as long as the series do, and with them the focus. */
  setLegend(entries: readonly LegendEntry[]): void {
    const present = [...this.legend.children].map((entry) => (entry as HTMLElement).dataset.series).join();
    if (present !== entries.map(({ series }) => series).join()) {
      this.legend.replaceChildren(...entries.map((entry) => this.legendButton(entry)));
    }
    for (const [index, { isShown }] of entries.entries()) {
      this.legend.children[index]?.setAttribute("aria-pressed", String(isShown));
    }
  }

  onLegend(toggle: (series: string) => void, disposer: Disposer): void {
    disposer.listen(this.legend, "click", ({ target }) => {
      const series = (target as Element).closest<HTMLElement>("[data-series]")?.dataset.series;
      if (series !== undefined) toggle(series);
    });
  }

  private legendButton({ series, text }: LegendEntry): HTMLElement {
    const button = this.make("button", "entry", { type: "button", "data-series": series });
    button.append(this.make("span", "swatch", { "aria-hidden": "true" }), text);
    return button;
  }

  /** The same figures in the same order each time, so that only their words change. */
  setFigures(figures: readonly Figure[]): void {
    if (this.figures.childElementCount !== figures.length) {
      this.figures.replaceChildren(...figures.map(() => this.figureSlot()));
    }
    for (const [index, figure] of figures.entries()) fill(this.figures.children[index] as HTMLElement, figure);
  }

  private figureSlot(): HTMLElement {
    return this.make("div", "figure", {}, [this.make("dt", "name"), this.make("dd", "value"), this.make("dd", "note")]);
  }

  private show(state: ChartState): void {
    this.state = state;
    const isBroken = state.kind === "error";
    const words = isBroken ? state.message : this.emptyWords || (state.kind === "loading" ? STATE_WORDS.loading : "");
    const kind = isBroken ? "error" : this.emptyWords && state.kind !== "loading" ? "empty" : state.kind;
    setWords(this.message, words);
    setAttributes(this.message, { role: isBroken ? "alert" : "note" });
    const isDrawn = state.kind === "stale" || state.kind === "ready";
    setWords(this.status, isDrawn ? (state.message ?? STATE_WORDS[state.kind]) : "");
    setAttributes(this.root, { "data-state": kind, "aria-busy": String(state.kind === "loading") });
  }
}

function fill(slot: HTMLElement, { name, value, note = "", tone }: Figure): void {
  for (const [index, words] of [name, value, note].entries()) setWords(slot.children[index] as HTMLElement, words);
  if (slot.dataset.tone === tone) return;
  if (tone === undefined) delete slot.dataset.tone;
  else slot.dataset.tone = tone;
}
