/** Why this much: expected profit against the quantity ordered, with the order to take hold of. */
import { expectation, hasCosts, nearestOrder } from "../base/newsvendor";
import type { OrderChartView } from "../generated/contract";
import { settledDomain } from "./bell";
import type { Changes, Chart, ChartOptions, Peer, Point, Viewport } from "./chart";
import { type OrderChartFields, overlay } from "./order-chart-overlay";
import { OrderShapes } from "./order-shapes";
import {
  type OrderOutlook,
  orderFigures,
  orderOutlook,
  orderQuantity,
  orderSentence,
  orderStepped,
  orderStop,
} from "./order-words";
import { type AxisTick, round, xAxis, yAxis } from "./parts/axis";
import { Dot } from "./parts/dot";
import type { HandleSpec } from "./parts/handle";
import { Label } from "./parts/label";
import type { GhostMark } from "./parts/peer-ghosts";
import { Plot } from "./parts/plot";
import { clamped } from "./parts/snap";
import type { Tip } from "./parts/tooltip";
import { type Box, fitting, labelBox, textWidth } from "./parts/words";

type View = OrderChartView;

/** Standard deviations of demand in sight on either side. */
const REACH = 2.6;
/** Fewest and most labels of the axis. */
const TICKS = [2, 9] as const;
/** Room above the curve for the order's words, as a share of what it spans. */
const HEADROOM = 0.2;

export function orderChart(root: HTMLElement, options: ChartOptions = {}): Chart<OrderChartView> {
  return new OrderChart(root, options);
}

class OrderChart extends Plot<View> {
  private domain: Viewport | null = null;
  private order: OrderOutlook | null = null;
  private readonly shapes: OrderShapes;
  private readonly label: Label;
  private readonly dot: Dot;

  constructor(root: HTMLElement, options: ChartOptions) {
    super(root, "order-chart", options);
    this.shapes = new OrderShapes(this.marks, this.words, this.clip.url);
    this.label = new Label(this.words, "order");
    this.dot = new Dot(this.grips, "order", this.isEditable ? this.orderSpec() : null);
    this.disposer.add(() => this.dot.destroy());
  }

  protected emptyWords({ mean, std_dev, terms }: View): string {
    if (!Number.isFinite(mean) || !(std_dev >= 0)) return "No demand to show yet.";
    return hasCosts(terms) ? "" : "Give a price and a unit cost to see what an order earns.";
  }

  protected headings({ title, unit }: View): [string, string] {
    return [title || "Why this much", `profit against ${unit} ordered`];
  }

  protected fullX(view: View): Viewport {
    if (this.domain !== null && this.isDragging) return this.domain;
    const moments = { mean: view.mean, std_dev: view.std_dev || Math.max(1, view.mean / 10) };
    this.domain = settledDomain(this.domain, moments, orderOutlook(view)?.quantity ?? null, REACH);
    return this.domain;
  }

  protected apply(view: View, changes: Changes): View {
    return overlay(view, changes as OrderChartFields);
  }

  protected arrange(view: View): void {
    this.order = orderOutlook(view);
    const [low, high] = this.x.domain() as Viewport;
    const profits = [low, (low + high) / 2, high, this.order?.best ?? low, this.order?.quantity ?? low].map(
      (quantity) => this.profit(Math.max(0, quantity)),
    );
    const [least, most] = [Math.min(...profits), Math.max(...profits)];
    const span = most - least || Math.abs(most) || 1;
    this.y.domain([least, most + span * HEADROOM]).nice(5);
    const widest = Math.max(...this.moneyTicks(view).map(({ text }) => textWidth(text)));
    this.margin = { top: 8, right: 14, bottom: 28, left: Math.ceil(widest) + 12 };
  }

  protected drawStill(view: View): void {
    const { left, right, top, bottom } = this.edges;
    const money = this.moneyTicks(view);
    yAxis(this.layerOf("y"), money, { at: this.y, grid: [left, right], label: left - 8 });
    const [low, high] = this.x.domain() as Viewport;
    const ticks = this.x.ticks(clamped((right - left) / 100, TICKS)).filter((value) => right - this.x(value) > 8);
    const scale = Math.max(Math.abs(low), Math.abs(high));
    const labelled = ticks.map((value) => ({ value, text: this.format.short(value, scale) }));
    xAxis(this.layerOf("x"), labelled, { at: this.x, grid: null, label: bottom + 20 });
    const place = { x: this.x, y: this.y, box: { left, right, top, bottom } };
    this.shapes.drawStill(place, { view, profit: (quantity) => this.profit(quantity), format: this.format });
  }

  protected drawMoving(view: View, before: View | null): void {
    this.order = orderOutlook(view);
    const { order } = this;
    if (order === null) return;
    const taken = this.drawOrder(order, before?.order_quantity ?? (before === null ? null : order.best));
    this.drawBest(order);
    this.shapes.drawMean(view.mean, this.isRight(view) ? "end" : "start", taken);
    this.shapes.drawNotes(order.quantity, view.mean);
    this.frame.setFigures(orderFigures(view, order, this.format));
  }

  protected summary(view: View): string {
    const best = this.order?.best ?? null;
    const mean = `Mean demand is ${this.format.units(view.mean, view.unit)}.`;
    const advice = best === null ? "" : ` Profit is highest with ${this.format.units(best, view.unit)}.`;
    return this.order === null ? mean : `${mean}${advice} ${orderSentence(view, this.order, this.format)}`;
  }

  protected tip(view: View, { x }: Point): Tip | null {
    if (this.order === null) return null;
    const { format } = this;
    const quantity = nearestOrder(view.terms, Math.max(0, x));
    const expected = expectation(this.order.demand, view.terms, quantity);
    return {
      title: `Order ${format.units(quantity, view.unit)}`,
      rows: [
        ["Expected profit", format.money(expected.profit, view.currency)],
        ["Covers", format.percent(expected.serviceLevel)],
        ["Lost sales", format.units(expected.lostSales, view.unit)],
        ["Leftover", format.units(expected.leftover, view.unit)],
      ],
    };
  }

  protected ghostMark(_: View, { preview }: Peer): GhostMark | null {
    const value = preview?.value;
    if (preview?.field !== "order_quantity" || typeof value !== "number" || !Number.isFinite(value)) return null;
    const { top, bottom } = this.edges;
    const x = round(this.x(value));
    return { path: `M${x},${top}V${bottom}`, x: x + 6, y: bottom - 8, words: `order ${this.format.short(value)}` };
  }

  protected handlePlace(_: View, field: string): readonly [number, number] | null {
    const { order } = this;
    if (field !== "order_quantity" || order === null) return null;
    const { left, right } = this.edges;
    const x = this.x(order.quantity);
    return x >= left - 0.5 && x <= right + 0.5 ? [x, this.y(order.expected.profit)] : null;
  }

  protected spot(view: View, { x }: Point): { field: string | null; label: string } {
    return { field: null, label: `Order ${this.format.units(nearestOrder(view.terms, Math.max(0, x)), view.unit)}` };
  }

  /** @returns The place that its words take. */
  private drawOrder(order: OrderOutlook, was: number | null): Box | null {
    const { left, right, top, bottom } = this.edges;
    const [x, y] = [this.x(order.quantity), this.y(order.expected.profit)];
    const isInSight = x >= left - 0.5 && x <= right + 0.5;
    const ghost = was === null || was === order.quantity ? null : this.x(was);
    this.shapes.drawOrder(isInSight ? x : null, ghost);
    this.dot.setLineReach(top - y, bottom - top);
    this.dot.place(isInSight ? x : left, y, isInSight);
    if (!isInSight || this.draft.shown === null) {
      this.label.hide();
      return null;
    }
    const profit = this.format.moneyShort(order.expected.profit, this.draft.shown.currency);
    const texts =
      was === null || ghost === null
        ? ([profit] as const)
        : ([`${profit}, was ${this.format.short(was)}`, profit] as const);
    const strong = `order ${this.format.short(order.quantity)}`;
    const { text, side } = fitting(x, texts, this.isRight(this.draft.shown) ? "start" : "end", [left, this.width]);
    const beside = side === "start" ? x + 7 : x - 7;
    this.label.show(beside, top + 10, side, { strong, muted: text, isStacked: true });
    return labelBox(beside, top + 10, text.length > strong.length ? text : strong, side);
  }

  private drawBest({ best, quantity }: OrderOutlook): void {
    const at = best === null || best === quantity ? null : ([this.x(best), this.y(this.profit(best))] as const);
    this.shapes.drawBest(at, (best ?? 0) > quantity ? "start" : "end", `best ${this.format.short(best ?? 0)}`);
  }

  private profit(quantity: number): number {
    const { order } = this;
    const { shown } = this.draft;
    return order === null || shown === null ? 0 : expectation(order.demand, shown.terms, quantity).profit;
  }

  private isRight(view: View): boolean {
    return this.order === null || this.order.quantity >= view.mean;
  }

  private moneyTicks(view: View): AxisTick[] {
    const ticks = this.y.ticks(this.height > 260 ? 5 : 4);
    const scale = Math.max(...ticks.map(Math.abs));
    return ticks.map((value) => ({ value, text: this.format.moneyShort(value, view.currency, scale) }));
  }

  private layerOf(axis: "x" | "y"): SVGGElement {
    const present = this.axes.querySelector<SVGGElement>(`.ltoplan-${axis}`);
    return present ?? this.layer(axis, this.axes);
  }

  private orderSpec(): HandleSpec {
    return {
      orientation: "horizontal",
      label: () => "Order quantity",
      value: () => orderQuantity(this.draft.shown),
      range: () => [0, Math.max(this.domain?.[1] ?? 0, orderQuantity(this.draft.given))],
      stepped: (value, steps) =>
        this.draft.given === null ? value : orderStepped(this.draft.given.terms, value, steps),
      at: (clientX, clientY) => this.pointAt(clientX, clientY).x,
      snap: (value, isFree) => (this.draft.given === null ? value : orderStop(this.draft.given.terms, value, isFree)),
      describe: (value) => this.describe(value),
      preview: (value) => this.propose(value === null ? null : { order_quantity: value }),
      commit: (value) => this.commit({ order_quantity: value }),
      remove: () => this.commit({ order_quantity: null }),
      ...this.talk("order_quantity"),
    };
  }

  private describe(quantity: number): string {
    const view = this.draft.shown;
    if (view === null) return "";
    const profit = this.format.money(this.profit(quantity), view.currency);
    return `${this.format.units(quantity, view.unit)}, expected profit ${profit}`;
  }
}
