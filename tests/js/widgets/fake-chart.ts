/** A chart that remembers what it was told and lets a test make gestures. */
import type { Chart, ChartOptions, ChartState, Marker, Peer, Viewport } from "../../../js/src/charts/chart";
import type { Definition } from "../../../js/src/widgets/definition";

export interface FakeView {
  title: string;
  mean: number;
  forecast_mean: number;
  overrides: Record<string, unknown>;
}

export const VIEW: FakeView = { title: "Launch", mean: 1200, forecast_mean: 1100, overrides: {} };

export class FakeChart implements Chart<FakeView> {
  static made: FakeChart[] = [];
  readonly views: FakeView[] = [];
  readonly states: ChartState[] = [];
  peers: readonly Peer[] = [];
  markers: readonly Marker[] = [];
  viewport: Viewport | null = null;
  isDestroyed = false;
  readonly root: HTMLElement;
  readonly options: ChartOptions;

  constructor(host: HTMLElement, options: ChartOptions) {
    this.options = options;
    this.root = host.ownerDocument.createElement("section");
    this.root.innerHTML = '<header class="ltoplan-header"><div class="ltoplan-toolbar"></div></header>';
    host.append(this.root);
    FakeChart.made.push(this);
  }

  /** The chart that was made last. */
  static get last(): FakeChart {
    const last = FakeChart.made.at(-1);
    if (!last) throw new Error("no chart was made");
    return last;
  }

  get shown(): FakeView {
    const shown = this.views.at(-1);
    if (!shown) throw new Error("nothing was drawn");
    return shown;
  }

  update(view: FakeView): void {
    this.views.push(view);
  }

  setPeers(peers: readonly Peer[]): void {
    this.peers = peers;
  }

  setViewport(viewport: Viewport | null): void {
    this.viewport = viewport;
  }

  setMarkers(markers: readonly Marker[]): void {
    this.markers = markers;
  }

  setState(state: ChartState): void {
    this.states.push(state);
  }

  destroy(): void {
    this.isDestroyed = true;
    this.root.remove();
  }
}

export const definition: Definition<FakeView> = {
  draw: (root, options) => new FakeChart(root, options),
  overlay(view, values) {
    const known = Object.fromEntries(Object.entries(values).filter(([name]) => name !== "mean"));
    const mean = values.mean === undefined ? view.mean : ((values.mean as number | null) ?? view.forecast_mean);
    return { ...view, ...known, mean };
  },
  titled: (view, title) => ({ ...view, title }),
  traits: { mean: "mean", overrides: "overrides" },
};
