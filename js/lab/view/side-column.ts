/** What people say and do beside the numbers: one panel at a time, chosen by tab. */
import { Disposer } from "../../src/base/disposer";
import type { PlanPort } from "../../src/base/plan-port";
import { h, patch } from "../../src/panels/parts/markup";
import type { Panel, PanelOptions } from "../../src/panels/parts/sheet";

export interface Tab {
  id: string;
  words: string;
  draw(root: HTMLElement, port: PlanPort, options: PanelOptions): Panel;
  /** Behind the words, e.g. how many threads are open; empty for nothing. */
  badge?(): string;
}

export class SideColumn {
  readonly #tabs: readonly Tab[];
  readonly #port: PlanPort;
  readonly #options: PanelOptions;
  readonly #bar: HTMLElement;
  readonly #place: HTMLElement;
  readonly #disposer = new Disposer();
  #shown = "";
  #panel: Panel | null = null;

  constructor(root: HTMLElement, port: PlanPort, tabs: readonly Tab[], options: PanelOptions) {
    this.#port = port;
    this.#tabs = tabs;
    this.#options = options;
    this.#bar = element(root, "ltoplan-tabs");
    this.#bar.setAttribute("role", "tablist");
    this.#bar.setAttribute("aria-label", "Beside the plan");
    this.#place = element(root, "ltoplan-tab-panel");
    this.#place.setAttribute("role", "tabpanel");
    this.#disposer.add(() => this.#panel?.destroy());
    this.show(tabs[0]?.id ?? "");
  }

  /** Bring a panel to the front. */
  show(id: string): void {
    const tab = this.#tabs.find((one) => one.id === id);
    if (!tab) return;
    if (id !== this.#shown) {
      this.#panel?.destroy();
      this.#panel = tab.draw(this.#place, this.#port, this.#options);
      this.#shown = id;
    }
    this.draw();
  }

  /** Draw the tabs anew; the panel follows the plan by itself. */
  draw(): void {
    patch(
      this.#bar,
      this.#tabs.map((tab) => this.#tab(tab)),
    );
    this.#place.setAttribute("aria-label", this.#tabs.find(({ id }) => id === this.#shown)?.words ?? "");
  }

  destroy(): void {
    this.#disposer.dispose();
  }

  #tab({ id, words, badge }: Tab) {
    const isShown = id === this.#shown;
    const count = badge?.() ?? "";
    return h(
      "button",
      {
        type: "button",
        role: "tab",
        key: id,
        class: "ltoplan-tab",
        "aria-selected": String(isShown),
        tabindex: isShown ? "0" : "-1",
        "data-tab": id,
        onclick: () => this.show(id),
        onkeydown: (event: KeyboardEvent) => this.#onKey(event),
      },
      words,
      count && h("span", { class: "ltoplan-badge" }, count),
    );
  }

  #onKey(event: KeyboardEvent): void {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const place = this.#tabs.findIndex(({ id }) => id === this.#shown);
    const next = this.#tabs[(place + step + this.#tabs.length) % this.#tabs.length];
    if (!next) return;
    this.show(next.id);
    this.#bar.querySelector<HTMLElement>(`[data-tab="${next.id}"]`)?.focus();
  }
}

function element(parent: HTMLElement, name: string): HTMLElement {
  const made = parent.ownerDocument.createElement("div");
  made.className = name;
  parent.append(made);
  return made;
}
