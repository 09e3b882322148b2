/** The charts of a campaign: those that people saved, or else the usual ones. */
import type { PlanPort } from "../../src/base/plan-port";
import { type CardOptions, ChartCard } from "./chart-card";
import { type ChartSpec, savedCharts, usualCharts } from "./chart-spec";

export class ChartGrid {
  readonly #root: HTMLElement;
  readonly #port: PlanPort;
  readonly #options: CardOptions;
  readonly #cards = new Map<string, { card: ChartCard; spec: ChartSpec }>();

  constructor(root: HTMLElement, port: PlanPort, options: CardOptions) {
    this.#root = root;
    this.#port = port;
    this.#options = options;
  }

  /** Make the cards those of a campaign; a card whose chart is made otherwise now is made anew. */
  update(campaign: string): void {
    const wanted = chartsOf(this.#port, campaign);
    const keys = new Set(wanted.map(({ key }) => key));
    for (const key of [...this.#cards.keys()]) if (!keys.has(key)) this.#drop(key);
    for (const spec of wanted) this.#settle(spec);
    this.#order(wanted);
  }

  /** Bring a chart into sight and mark it for a moment; whether it is here. */
  focus(key: string): boolean {
    const root = this.#cards.get(key)?.card.root;
    if (!root) return false;
    root.scrollIntoView({ block: "center", behavior: "smooth" });
    root.classList.add("ltoplan-found");
    root.addEventListener("animationend", () => root.classList.remove("ltoplan-found"), { once: true });
    return true;
  }

  destroy(): void {
    for (const key of [...this.#cards.keys()]) this.#drop(key);
  }

  #settle(spec: ChartSpec): void {
    const present = this.#cards.get(spec.key);
    if (present && isSameChart(present.spec, spec)) {
      present.spec = spec;
      return;
    }
    this.#drop(spec.key);
    const entry = { spec } as { card: ChartCard; spec: ChartSpec };
    entry.card = new ChartCard(this.#root, this.#port, () => entry.spec, this.#options);
    this.#cards.set(spec.key, entry);
  }

  #drop(key: string): void {
    this.#cards.get(key)?.card.destroy();
    this.#cards.delete(key);
  }

  /** Moves only what stands elsewhere, so that nothing loses its focus. */
  #order(wanted: readonly ChartSpec[]): void {
    let next = this.#root.firstElementChild;
    for (const { key } of wanted) {
      const root = this.#cards.get(key)?.card.root;
      if (!root) continue;
      if (root === next) next = next.nextElementSibling;
      else this.#root.insertBefore(root, next);
    }
  }
}

/** Charts first, controls after them. */
export function chartsOf(port: PlanPort, campaign: string): ChartSpec[] {
  const saved = savedCharts(port).filter((spec) => spec.campaign === campaign);
  const shown = saved.some(({ kind }) => kind !== "parameter_slider") ? saved : [...usualCharts(campaign), ...saved];
  return [...shown].sort((a, b) => Number(a.kind === "parameter_slider") - Number(b.kind === "parameter_slider"));
}

/** Whether a card can go on showing: what a chart takes when it is made has not changed. */
function isSameChart(one: ChartSpec, other: ChartSpec): boolean {
  return one.kind === other.kind && one.snap === other.snap && one.height === other.height;
}
