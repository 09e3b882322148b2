/** The charts of a campaign, those that people saved or else the usual ones, and its assumptions. */
import { same } from "../../src/base/json";
import type { PlanPort } from "../../src/base/plan-port";
import { type CardOptions, ChartCard } from "./chart-card";
import { type ChartSpec, drawnOutlook, savedCharts, usualCharts, usualControls } from "./chart-spec";
import { ControlsCard } from "./controls-card";

export class ChartGrid {
  readonly #root: HTMLElement;
  readonly #controls: ControlsCard;
  readonly #port: PlanPort;
  readonly #options: CardOptions;
  readonly #cards = new Map<string, { card: ChartCard; spec: ChartSpec }>();

  constructor(root: HTMLElement, port: PlanPort, options: CardOptions) {
    this.#root = root;
    this.#port = port;
    this.#options = options;
    this.#controls = new ControlsCard(root, port, options.locale);
  }

  /** Make the cards those of a campaign; a card whose chart is made otherwise now is made anew. */
  update(campaign: string): void {
    const wanted = chartsOf(this.#port, campaign);
    const keys = new Set(wanted.map(({ key }) => key));
    for (const key of [...this.#cards.keys()]) if (!keys.has(key)) this.#drop(key);
    for (const spec of wanted) this.#settle(spec);
    const isControl = ({ kind }: ChartSpec) => kind === "parameter_slider";
    this.#order(
      this.#root,
      wanted.filter((spec) => !isControl(spec)),
    );
    this.#order(this.#controls.rows, wanted.filter(isControl));
    this.#controls.update(campaign);
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
      if (same(present.spec, spec)) return;
      present.spec = spec;
      present.card.refresh();
      return;
    }
    this.#drop(spec.key);
    const entry = { spec } as { card: ChartCard; spec: ChartSpec };
    entry.card = new ChartCard(this.#root, this.#port, () => entry.spec, this.#options);
    this.#root.insertBefore(entry.card.root, this.#controls.root);
    this.#cards.set(spec.key, entry);
  }

  #drop(key: string): void {
    this.#cards.get(key)?.card.destroy();
    this.#cards.delete(key);
  }

  /** Moves only what stands elsewhere, so that nothing loses its focus; the controls come last. */
  #order(host: HTMLElement, wanted: readonly ChartSpec[]): void {
    let next = host.querySelector(":scope > .ltoplan-widget") ?? (host === this.#root ? this.#controls.root : null);
    for (const { key } of wanted) {
      const root = this.#cards.get(key)?.card.root;
      if (!root) continue;
      if (root === next) next = next.nextElementSibling;
      else host.insertBefore(root, next);
    }
  }
}

/** What is drawn of a campaign; of one that nobody has computed yet only its assumptions. */
export function chartsOf(port: PlanPort, campaign: string): ChartSpec[] {
  if (!campaign) return [];
  const saved = savedCharts(port).filter((spec) => spec.campaign === campaign);
  const controls = saved.filter(({ kind }) => kind === "parameter_slider");
  const charts = saved.filter(({ kind }) => kind !== "parameter_slider");
  const isComputed = drawnOutlook(port, campaign) !== null;
  const held = new Set(controls.map(({ field }) => field));
  return [
    ...(isComputed ? (charts.length ? charts : usualCharts(campaign)) : []),
    ...controls,
    ...usualControls(port, campaign).filter(({ field }) => !held.has(field)),
  ];
}

/** Whether a card can go on showing: what a chart takes when it is made has not changed. */
function isSameChart(one: ChartSpec, other: ChartSpec): boolean {
  return one.kind === other.kind && one.snap === other.snap && one.height === other.height;
}
