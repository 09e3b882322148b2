/** A chart of the plan, drawn from what a kernel wrote down under the live fields; its gestures are edits of the plan. */
import { Disposer } from "../../src/base/disposer";
import { type FrameLoop, frameLoop } from "../../src/base/frame-loop";
import type { PlanPort } from "../../src/base/plan-port";
import type { Changes, Chart, ChartOptions, Viewport } from "../../src/charts/chart";
import { ChartComments } from "../../src/widgets/chart-comments";
import { PlanFields } from "../../src/widgets/plan-fields";
import { Sight } from "../../src/widgets/sight";
import { type AnyView, type ChartSpec, definitionOf, placeOf, publishedView } from "./chart-spec";

export interface CardOptions extends Pick<ChartOptions, "theme" | "locale" | "readOnly"> {
  /** Said in place of the chart while nobody has computed a forecast. */
  whenEmpty: string;
  /** Why what is drawn is older than the plan; empty when it is not. */
  staleness?(campaign: string): string;
}

/** A card in the page; `destroy` takes it out again. */
export class ChartCard {
  readonly root: HTMLElement;
  readonly #port: PlanPort;
  readonly #spec: () => ChartSpec;
  readonly #options: CardOptions;
  readonly #fields: PlanFields;
  readonly #comments: ChartComments;
  readonly #chart: Chart<AnyView>;
  readonly #sight: Sight;
  readonly #placeholder: HTMLElement;
  readonly #disposer = new Disposer();
  readonly #redraw: FrameLoop;

  constructor(host: HTMLElement, port: PlanPort, spec: () => ChartSpec, options: CardOptions) {
    this.#port = port;
    this.#spec = spec;
    this.#options = options;
    this.root = element(host, "div", "ltoplan-widget");
    this.root.dataset.chart = spec().key;
    this.#placeholder = element(this.root, "p", "ltoplan-waiting");
    const place = () => placeOf(port, spec());
    this.#fields = new PlanFields(port, place);
    this.#comments = new ChartComments(port, place, () => this.root);
    this.#chart = this.#draw();
    this.#sight = this.#makeSight();
    this.#redraw = frameLoop(host.ownerDocument.defaultView ?? window, () => this.#update(), this.#disposer);
    this.#fields.onRefused = (message) => this.#refuse(message);
    this.#comments.onMarkers = () => this.#chart.setMarkers(this.#comments.markers());
    this.#follow();
    this.#update();
    this.#chart.setPeers(this.#fields.peers());
    this.#comments.onMarkers();
  }

  /** Draw what the spec says now. */
  refresh(): void {
    this.#redraw.cancel();
    this.#update();
  }

  destroy(): void {
    this.#disposer.dispose();
  }

  #follow(): void {
    const [port, disposer] = [this.#port, this.#disposer];
    const mark = () => this.#comments.onMarkers();
    disposer.add(() => this.root.remove());
    disposer.add(() => this.#chart.destroy());
    disposer.add(port.observe(() => this.#redraw.schedule()));
    disposer.add(port.observePeers(() => this.#chart.setPeers(this.#fields.peers())));
    disposer.add(port.observe(mark, ["comments"]));
    disposer.add(port.observeFocus(mark, "chart"));
    disposer.add(() => this.#fields.leave());
    disposer.add(() => this.#comments.close());
  }

  #draw(): Chart<AnyView> {
    const { kind, snap, height } = this.#spec();
    const { theme = "auto", locale, readOnly = false } = this.#options;
    return definitionOf(kind).draw(this.root, {
      theme,
      readOnly,
      ...(locale !== undefined && { locale }),
      ...(snap !== null && { snap }),
      ...(height !== null && { height }),
      onPreview: (changes) => this.#preview(changes),
      onCommit: (changes) => this.#fields.commit(changes),
      onCursor: (point) => this.#fields.pointAt(point),
      onViewport: (viewport) => this.#sight.moved(viewport),
      onSelect: (field) => this.#fields.select(field),
      onMarker: (thread) => this.#comments.open(thread),
      ...(!readOnly && { onComment: (at) => this.#comments.commentAt(at) }),
    });
  }

  #preview(changes: Changes): void {
    this.#fields.preview(changes);
    if (Object.keys(changes).length === 0) this.#redraw.schedule();
  }

  /** What is in force again, and why the edit was not taken. */
  #refuse(message: string): void {
    this.#update();
    this.#chart.setState({ kind: "stale", message });
  }

  #makeSight(): Sight {
    const options = {
      root: this.root,
      key: () => this.#spec().key,
      label: () => this.#spec().name,
      show: (viewport: Viewport | null) => this.#chart.setViewport(viewport),
    };
    return new Sight(this.#port, options, this.#disposer);
  }

  #update(): void {
    const spec = this.#spec();
    const view = publishedView(this.#port, spec);
    this.root.dataset.state = view ? "drawn" : "empty";
    this.#placeholder.textContent = view ? "" : `${spec.name}: ${this.#options.whenEmpty}`;
    if (!view) return;
    const message = isComputedHere(spec.kind) ? "" : (this.#options.staleness?.(spec.campaign) ?? "");
    const values = this.#fields.values();
    const complaint = this.#fields.complaint();
    if (message) this.#chart.setState({ kind: "stale", message });
    else this.#chart.setState({ kind: "ready", ...(complaint && { message: complaint }) });
    this.#chart.update(definitionOf(spec.kind).overlay(view, values));
  }
}

function element(parent: HTMLElement, tag: string, name: string): HTMLElement {
  const made = parent.ownerDocument.createElement(tag);
  made.className = name;
  parent.append(made);
  return made;
}

/** A control shows the plan's own field, and demand and order are worked out anew in the page with every edit. */
function isComputedHere(kind: string): boolean {
  return kind !== "forecast_chart";
}
