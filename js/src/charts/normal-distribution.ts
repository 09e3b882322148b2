/** Demand as a curve that people take hold of; the order that follows moves with it in the same frame. */
import { levelOf } from "../base/demand";
import type { NormalDistributionView } from "../generated/contract";
import { type Bars, barsOf, barsPath, bellPath, closedPath, heightAt, settledDomain, shareUpTo } from "./bell";
import { type BellOwner, fineStepOf, meanHandle, orderHandle, spreadHandle, stepOf } from "./bell-handles";
import { BellShapes } from "./bell-shapes";
import { type BellPicture, BellWords } from "./bell-words";
import type { Changes, Chart, ChartOptions, Peer, Point, Viewport } from "./chart";
import { type NormalDistributionFields, overlay } from "./normal-distribution-overlay";
import { type OrderOutlook, orderFigures, orderOutlook, orderSentence } from "./order-words";
import { round, xAxis } from "./parts/axis";
import { Dot } from "./parts/dot";
import type { Figure } from "./parts/frame";
import type { HandleSpec } from "./parts/handle";
import type { GhostMark } from "./parts/peer-ghosts";
import { Plot } from "./parts/plot";
import { clamped, snapped } from "./parts/snap";
import type { Tip } from "./parts/tooltip";

type View = NormalDistributionView;

/** Room above the peak for the order's words. */
const HEADROOM = 42;
/** Standard deviations in sight on either side. */
const REACH = 3.4;
/** Fewest and most labels of the axis. */
const TICKS = [2, 9] as const;

/** Where on its bell another person's words stand, in standard deviations from the mean. */
const FLANK = 1.2;

const HANDLES = ["mean", "std_dev", "order_quantity"] as const;

export function normalDistribution(root: HTMLElement, options: ChartOptions = {}): Chart<NormalDistributionView> {
  return new NormalDistribution(root, options);
}

class NormalDistribution extends Plot<View> {
  private domain: [number, number] | null = null;
  private bars: Bars | null = null;
  private barsOfSample: readonly number[] | null = null;
  private order: OrderOutlook | null = null;
  /** The order before the gesture, worked out once a gesture. */
  private was: OrderOutlook | null = null;
  private wasView: View | null = null;
  private snaps = true;
  private snapButton: HTMLElement | null = null;
  private step = 0;
  private readonly shapes: BellShapes;
  private readonly bellWords: BellWords;
  private readonly meanDot: Dot;
  private readonly spreadDot: Dot;
  private readonly orderDot: Dot;

  constructor(root: HTMLElement, options: ChartOptions) {
    super(root, "normal-distribution", options);
    this.shapes = new BellShapes(this.marks);
    this.bellWords = new BellWords(this.words, this.format);
    const owner = this.owner();
    const dot = (tone: string, field: string, spec: HandleSpec) =>
      new Dot(this.grips, tone, this.isEditable ? { ...spec, ...this.talk(field) } : null);
    this.orderDot = dot("order", "order_quantity", orderHandle(owner));
    this.spreadDot = dot("ring", "std_dev", spreadHandle(owner));
    this.meanDot = dot("demand", "mean", meanHandle(owner));
    for (const dot of [this.orderDot, this.spreadDot, this.meanDot]) this.disposer.add(() => dot.destroy());
  }

  protected emptyWords({ mean, std_dev, unit }: View): string {
    if (!Number.isFinite(mean) || !Number.isFinite(std_dev)) return "No demand to show yet.";
    return std_dev > 0 ? "" : `Nothing to spread: the standard deviation is 0 ${unit}.`;
  }

  protected headings({ title, unit }: View): [string, string] {
    return [title || "Campaign demand", this.isEditable ? "drag to adjust" : unit];
  }

  protected fullX(view: View): Viewport {
    if (this.domain === null || !this.isDragging) this.settle(view);
    return this.domain ?? [0, 1];
  }

  protected apply(view: View, changes: Changes): View {
    return overlay(view, changes as NormalDistributionFields);
  }

  protected arrange(view: View): void {
    this.margin = { top: 6, right: 14, bottom: 28, left: 14 };
    if (this.barsOfSample !== view.sample) {
      this.bars = barsOf(view.sample, view);
      this.barsOfSample = view.sample;
    }
    const room = Math.max(60, this.height - this.margin.top - this.margin.bottom);
    const highest = Math.max(1, ...(this.bars?.heights ?? []));
    this.y.domain([0, (highest * room) / (room - HEADROOM)]);
  }

  protected drawStill(): void {
    const { top, bottom, left, right } = this.edges;
    const [low, high] = this.x.domain() as [number, number];
    const scale = Math.max(Math.abs(low), Math.abs(high));
    const ticks = this.x.ticks(clamped((right - left) / 72, TICKS));
    const shown = ticks.filter((value) => this.x(value) - left > 8 && right - this.x(value) > 8);
    const labelled = shown.map((value) => ({ value, text: this.format.short(value, scale) }));
    xAxis(this.axes, labelled, { at: this.x, grid: [top, bottom], label: bottom + 20 });
    this.shapes.setBase(this.edges);
  }

  protected drawMoving(view: View, before: View | null): void {
    this.order = orderOutlook(view);
    if (before !== this.wasView) this.was = before === null ? null : orderOutlook(before);
    this.wasView = before;
    this.drawShapes(view, before);
    this.drawHandles(view, before);
    this.frame.setFigures(this.figures(view));
  }

  protected summary(view: View): string {
    const { format } = this;
    const [low, high] = this.middle(view);
    const demand = `Demand is ${format.units(view.mean, view.unit)} on average, 80 % of outcomes lie between ${format.full(low)} and ${format.full(high)}.`;
    return this.order === null ? demand : `${demand} ${orderSentence(view, this.order, format)}`;
  }

  protected tip(view: View, { x }: Point): Tip {
    const { format } = this;
    const below = this.order?.demand.shareMet(x) ?? shareUpTo(view, x);
    const rows: [string, string][] = [
      ["Demand up to here", format.percent(below)],
      ["Demand above", format.percent(1 - below)],
    ];
    return { title: format.units(snapped(x, fineStepOf(view)), view.unit), rows };
  }

  protected ghostMark(view: View, { preview }: Peer): GhostMark | null {
    const value = preview?.value;
    if (typeof value !== "number" || !Number.isFinite(value)) return null;
    const { top, bottom } = this.edges;
    if (preview?.field === "order_quantity") {
      const x = round(this.x(value));
      return { path: `M${x},${top}V${bottom}`, x: x + 6, y: bottom - 8, words: `order ${this.format.short(value)}` };
    }
    return preview?.field === "mean" || preview?.field === "std_dev"
      ? this.bellGhost(view, preview.field, value)
      : null;
  }

  protected handlePlace(view: View, field: string): readonly [number, number] | null {
    const dots: Record<string, readonly [number, number]> = {
      mean: [view.mean, this.y(1)],
      std_dev: [view.mean - view.std_dev, this.y(heightAt(view, view.mean - view.std_dev))],
      order_quantity: [this.order?.quantity ?? Number.NaN, this.edges.bottom],
    };
    const [units, y] = dots[field] ?? [Number.NaN, 0];
    return this.isInSight(this.x(units)) ? [this.x(units), y] : null;
  }

  protected spot(view: View, { x }: Point): { field: string | null; label: string } {
    return { field: null, label: this.format.units(Math.max(0, snapped(x, fineStepOf(view))), view.unit) };
  }

  private bellGhost(view: View, field: "mean" | "std_dev", value: number): GhostMark | null {
    const moments = { ...view, [field]: value };
    if (!(moments.std_dev > 0)) return null;
    const words = field === "mean" ? `mean ${this.format.short(value)}` : `± ${this.format.short(value)}`;
    // On the right flank: the top belongs to the words of the mean and of the order.
    const at = moments.mean + FLANK * moments.std_dev;
    const y = this.y(heightAt(moments, at));
    return { path: bellPath(moments, this.x, this.y), x: this.x(at) + 8, y, yLeft: this.edges.top + 10, words };
  }

  private settle(view: View): void {
    const order = orderOutlook(view);
    const domain = settledDomain(this.domain, view, order?.quantity ?? null, REACH);
    if (domain !== this.domain) this.settleStep(view);
    this.domain = domain;
  }

  private drawShapes(view: View, before: View | null): void {
    const bell = bellPath(view, this.x, this.y);
    const { left, right } = this.edges;
    const edge = this.order === null ? right : Math.min(right, Math.max(left, this.x(this.order.quantity)));
    const bars = this.bars === null ? "" : barsPath(this.bars, view, this.x, this.y);
    this.shapes.draw({ bell, area: closedPath(bell, this.x, this.y), bars, edge: round(edge), box: this.edges });
    const moved = before !== null && (before.mean !== view.mean || before.std_dev !== view.std_dev);
    this.shapes.drawGhost(moved ? bellPath(before, this.x, this.y) : "", this.orderGhost());
  }

  /** Where the order was before the gesture. */
  private orderGhost(): string {
    const { was } = this;
    if (was === null || was.quantity === this.order?.quantity) return "";
    const { top, bottom } = this.edges;
    return `M${round(this.x(was.quantity))},${top + 30}V${bottom}`;
  }

  private drawHandles(view: View, before: View | null): void {
    const { bottom } = this.edges;
    const places = Object.fromEntries(
      HANDLES.map((field) => [field, this.handlePlace(view, field)]),
    ) as BellPicture["places"];
    this.meanDot.place(...dotAt(places.mean));
    this.spreadDot.place(...dotAt(places.std_dev));
    this.orderDot.place(...dotAt(places.order_quantity));
    this.orderDot.setLineReach(this.edges.top + 36 - bottom, bottom - this.edges.top - 22);
    this.shapes.drawStem(places.mean ? `M${round(places.mean[0])},${round(places.mean[1])}V${bottom}` : "");
    this.shapes.drawOrder(
      places.order_quantity ? `M${round(places.order_quantity[0])},${this.edges.top}V${bottom}` : "",
    );
    const { order, was: wasOrder, edges, width } = this;
    this.bellWords.draw({ view, before, order, wasOrder, places, top: edges.top, width });
  }

  private figures(view: View): Figure[] {
    if (this.order !== null) return orderFigures(view, this.order, this.format);
    const [low, high] = this.middle(view);
    const range = `${this.format.short(low)}–${this.format.short(high)}`;
    return [{ name: "Demand, 80\u00a0% range", value: range, note: `mean ${this.format.units(view.mean, view.unit)}` }];
  }

  /** Quantiles at 10 and 90 %. */
  private middle(view: View): [number, number] {
    return [levelOf(view, 0.1), levelOf(view, 0.9)];
  }

  private isInSight(x: number): boolean {
    return x >= this.edges.left - 0.5 && x <= this.edges.right + 0.5;
  }

  /** The handles' side of the chart. */
  private owner(): BellOwner {
    return {
      shown: () => this.draft.shown,
      start: () => this.draft.start,
      domain: () => this.domain ?? [0, 1],
      step: () => this.step,
      isFree: () => !this.snaps,
      unitsAt: (clientX, clientY) => this.pointAt(clientX, clientY).x,
      describe: (units) => this.format.units(units, this.draft.shown?.unit ?? ""),
      propose: (changes) => this.propose(changes),
      commit: (changes) => this.commit(changes),
    };
  }

  /** The grid stays as it is as long as the domain does. */
  private settleStep(view: View): void {
    this.step = this.options.snap ?? stepOf(view);
    if (!this.isEditable || this.step === 0) return;
    const text = `Snap ${this.format.short(this.step)}`;
    const label = `${text}: stop at round numbers`;
    this.snapButton ??= this.frame.addButton({ text, label, ...this.snapSwitch() }, this.disposer);
    this.snapButton.textContent = text;
    this.snapButton.setAttribute("aria-label", label);
  }

  private snapSwitch() {
    return {
      press: () => {
        this.snaps = !this.snaps;
      },
      isPressed: () => this.snaps,
    };
  }
}

function dotAt(place: readonly [number, number] | null): [number, number, boolean] {
  return place === null ? [0, 0, false] : [place[0], place[1], true];
}
