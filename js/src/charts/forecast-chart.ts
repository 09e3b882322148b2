/** The forecast by period: a fan that people take hold of, over what was sold and how past offers went. */
import { DAY, type DayTick, dayTicks, epoch, isoDay } from "../base/dates";
import type { ForecastChartView, Override } from "../generated/contract";
import type { Changes, Chart, ChartOptions, Peer, Point, Viewport } from "./chart";
import { withOverride } from "./forecast-chart-overlay";
import { ForecastLandmarks } from "./forecast-landmarks";
import { ForecastPeriods } from "./forecast-periods";
import { ForecastShapes, type Locate, type Series } from "./forecast-shapes";
import { forecastSentence, periodName, periodOf, periodSentence, periodTip } from "./forecast-words";
import { xAxis, yAxis } from "./parts/axis";
import type { HandleSpec } from "./parts/handle";
import type { GhostMark } from "./parts/peer-ghosts";
import { Plot } from "./parts/plot";
import { Reason } from "./parts/reason";
import { roundStep, snapped } from "./parts/snap";
import type { Tip } from "./parts/tooltip";
import { textWidth } from "./parts/words";

type View = ForecastChartView;

/** Room above the highest value to drag into, and how much more is still calm. */
const HEADROOM = 1.2;
const CALM = 1.7;
/** A past campaign this near to the pointer, in pixels, is named. */
const NEAR = 8;
const SERIES: readonly (readonly [Series, string])[] = [
  ["actuals", "Sold"],
  ["analogues", "Past offers"],
  ["baseline", "Without the campaign"],
];

export function forecastChart(root: HTMLElement, options: ChartOptions = {}): Chart<ForecastChartView> {
  return new ForecastChart(root, options);
}

class ForecastChart extends Plot<View> {
  private readonly hidden = new Set<Series>();
  private readonly shapes: ForecastShapes;
  private readonly landmarks: ForecastLandmarks;
  private readonly periods: ForecastPeriods;
  private readonly reason: Reason;
  private readonly place: Locate = { x: (time) => this.x(time), y: (units) => this.y(units) };
  private top = 0;

  constructor(root: HTMLElement, options: ChartOptions) {
    super(root, "forecast-chart", options);
    const layers = { bands: this.layer("bands", this.axes), words: this.words, clip: this.clip.url };
    this.landmarks = new ForecastLandmarks(layers);
    this.shapes = new ForecastShapes(this.marks, this.clip.url);
    const spec = this.isEditable ? (start: string) => this.periodSpec(start) : null;
    this.periods = new ForecastPeriods({ grips: this.grips, words: this.words }, spec, this.format);
    this.disposer.add(() => this.periods.destroy());
    this.reason = new Reason(this.frame.body, this.disposer);
    this.frame.onLegend((series) => this.toggle(series as Series), this.disposer);
  }

  protected emptyWords({ starts, actuals }: View): string {
    return starts.length + actuals.length === 0
      ? "No forecast yet: it needs sales, and past offers to learn from."
      : "";
  }

  protected headings({ title, unit, period }: View): [string, string] {
    return [title || "Forecast", `${unit} a ${period}`];
  }

  protected fullX(view: View): Viewport {
    const times = [...view.actuals.map(({ start }) => start), view.starts[0] ?? "", view.starts.at(-1) ?? ""];
    const known = times.map(epoch).filter((time) => !Number.isNaN(time));
    const air = periodOf(view) / 2;
    return [Math.min(...known) - air, Math.max(...known) + air];
  }

  protected apply(view: View, changes: Changes): View {
    return Object.entries(changes).reduce((changed, [path, said]) => {
      const start = path.replace(/^overrides\//, "");
      return path === start ? changed : withOverride(changed, start, said as Override | null);
    }, view);
  }

  protected arrange(view: View): void {
    if (!this.isDragging || this.top === 0) this.top = settledTop(this.top, this.highest(view));
    this.y.domain([0, this.top]).nice(5);
    const widest = Math.max(...this.unitTicks().map(({ text }) => textWidth(text)));
    this.margin = { top: 8, right: 10, bottom: 28, left: Math.ceil(widest) + 12 };
  }

  protected drawStill(view: View): void {
    const { left, right, bottom } = this.edges;
    yAxis(this.layerOf("y"), this.unitTicks(), { at: this.y, grid: [left, right], label: left - 8 });
    const least = Math.max(1, periodOf(view) / DAY);
    const count = Math.max(2, Math.floor((right - left) / 58));
    const anchor = epoch(view.starts[0] ?? view.actuals[0]?.start ?? "");
    const ticks = dayTicks(this.x.domain() as Viewport, count, { anchor, least });
    const labelled = ticks.map((tick) => ({ value: tick.time, text: this.tickText(tick) }));
    xAxis(this.layerOf("x"), labelled, { at: this.x, grid: null, label: bottom + 20 });
    this.shapes.drawStill(view, this.place, this.hidden);
    this.frame.setLegend(this.legend(view));
  }

  protected drawMoving(view: View, before: View | null): void {
    const place = { ...this.place, edges: this.edges, air: periodOf(view) / 2 };
    const taken = this.landmarks.draw(view, place);
    this.shapes.drawMoving(view, this.place);
    this.periods.draw(view, before, { ...place, taken });
    this.landmarks.drawFanName(view, place, taken);
    this.reason.follow();
  }

  protected summary(view: View): string {
    return forecastSentence(view, this.format);
  }

  protected tip(view: View, point: Point): Tip {
    const tip = periodTip(view, this.nearestPeriod(view, point.x), this.format);
    const near = this.nearAnalogue(view, point);
    const isSet = view.overrides[isoDay(this.nearestPeriod(view, point.x))] !== undefined;
    const hint = isSet && this.isEditable ? { hint: "Double click takes it back" } : {};
    this.shapes.highlight(near?.[0] ?? null);
    return { ...tip, ...hint, rows: near === null ? tip.rows : [...tip.rows, near] };
  }

  protected override hideTip(): void {
    super.hideTip();
    this.shapes.highlight(null);
  }

  protected ghostMark(view: View, { preview }: Peer): GhostMark | null {
    const start = preview?.field.startsWith("overrides/") ? preview.field.slice("overrides/".length) : "";
    const index = view.starts.indexOf(start);
    if (index < 0) return null;
    const units = (preview?.value as Override | null)?.units ?? view.forecast[index];
    if (typeof units !== "number" || !Number.isFinite(units)) return null;
    const [x, y] = [this.x(epoch(start)), this.y(units)];
    const stem = `M${x},${this.y(view.mean[index] ?? 0)}V${y}`;
    return {
      path: `${stem}M${x - 6},${y}a6,6 0 1 0 12,0a6,6 0 1 0 -12,0`,
      x: x + 11,
      y: y - 8,
      words: this.format.steady(units),
    };
  }

  protected handlePlace(view: View, field: string): readonly [number, number] | null {
    const start = field.startsWith("overrides/") ? field.slice("overrides/".length) : "";
    const index = view.starts.indexOf(start);
    const x = this.x(epoch(start));
    const isInSight = index >= 0 && x >= this.edges.left - 0.5 && x <= this.edges.right + 0.5;
    return isInSight ? [x, this.y(view.mean[index] ?? 0)] : null;
  }

  protected spot(view: View, { x }: Point): { field: string | null; label: string } {
    const time = this.nearestPeriod(view, x);
    const index = view.starts.indexOf(isoDay(time));
    const name = periodName(view, time, this.format);
    if (index < 0) return { field: null, label: name };
    const units = this.format.units(view.mean[index] ?? 0, view.unit);
    return { field: `overrides/${isoDay(time)}`, label: `${name}: ${units}` };
  }

  private highest(view: View): number {
    const lines = [view.mean, view.quantiles["0.975"] ?? [], this.hidden.has("baseline") ? [] : view.baseline];
    const actuals = this.hidden.has("actuals") ? [] : view.actuals.map(({ units }) => units);
    const analogues = this.hidden.has("analogues") ? [] : view.analogues.flatMap(({ units }) => units);
    return Math.max(0, ...lines.flat(), ...actuals, ...analogues) || 1;
  }

  private unitTicks() {
    const ticks = this.y.ticks(this.height > 240 ? 5 : 4);
    const scale = ticks.at(-1) ?? 1;
    return ticks.map((value) => ({ value, text: this.format.short(value, scale) }));
  }

  private tickText({ time, kind }: DayTick): string {
    if (kind === "month") return this.format.month(time);
    return kind === "day" ? this.format.day(time) : this.format.dayOfMonth(time);
  }

  private legend(view: View) {
    const isThere = { actuals: view.actuals.length, analogues: view.analogues.length, baseline: view.baseline.length };
    return SERIES.filter(([series]) => isThere[series] > 0).map(([series, text]) => ({
      series,
      text,
      isShown: !this.hidden.has(series),
    }));
  }

  private toggle(series: Series): void {
    if (!this.hidden.delete(series)) this.hidden.add(series);
    this.relayout();
  }

  private nearestPeriod(view: View, time: number): number {
    const times = [...view.starts, ...view.actuals.map(({ start }) => start)].map(epoch);
    return times.reduce((best, one) => (Math.abs(one - time) < Math.abs(best - time) ? one : best));
  }

  private nearAnalogue(view: View, { x, y }: Point): [string, string] | null {
    const index = view.starts.findIndex((start) => epoch(start) === this.nearestPeriod(view, x));
    if (this.hidden.has("analogues") || index < 0) return null;
    const away = (units: number | undefined) =>
      units === undefined ? Number.POSITIVE_INFINITY : Math.abs(this.y(units) - this.y(y));
    const near = view.analogues.filter(({ units }) => away(units[index]) <= NEAR);
    const nearest = near.sort((a, b) => away(a.units[index]) - away(b.units[index]))[0];
    return nearest === undefined ? null : [nearest.name, this.format.units(nearest.units[index] ?? 0, view.unit)];
  }

  private layerOf(axis: "x" | "y"): SVGGElement {
    return this.axes.querySelector<SVGGElement>(`.ltoplan-${axis}`) ?? this.layer(axis, this.axes);
  }

  private periodSpec(start: string): HandleSpec {
    const index = () => this.draft.shown?.starts.indexOf(start) ?? -1;
    const value = () => this.draft.shown?.mean[index()] ?? 0;
    const path = `overrides/${start}`;
    return {
      orientation: "vertical",
      label: () => (this.draft.shown === null ? start : periodName(this.draft.shown, epoch(start), this.format)),
      value,
      range: () => [0, Math.max(this.y.domain()[1] ?? 0, value())],
      stepped: (units, steps) => units + steps * (this.step() || roundStep(this.top / 60) || 1),
      at: (clientX, clientY) => this.pointAt(clientX, clientY).y,
      snap: (units, isFree) => snapped(units, isFree ? roundStep(this.top / 1000) : this.step()),
      describe: (units) =>
        this.draft.shown === null ? "" : periodSentence(this.draft.shown, index(), units, this.format),
      preview: (units) => this.propose(units === null ? null : { [path]: this.said(start, units) }),
      commit: (units, by) => this.override(start, units, by),
      remove: () => this.takeBack(start),
      open: () => this.ask(start, "focus"),
      ...this.talk(path),
    };
  }

  private override(start: string, units: number, by: "pointer" | "key"): void {
    this.commit({ [`overrides/${start}`]: this.said(start, units) });
    if (by === "pointer") this.ask(start, "leave");
  }

  private takeBack(start: string): void {
    if (this.draft.given?.overrides[start] === undefined) return;
    this.reason.close();
    this.commit({ [`overrides/${start}`]: null });
  }

  /** The holder of the chart knows who is at it and fills in the author. */
  private said(start: string, units: number): Override {
    const reason = this.draft.given?.overrides[start]?.reason ?? "";
    return { units, reason, author: "", at: new Date().toISOString() };
  }

  private ask(start: string, focus: "focus" | "leave"): void {
    const said = this.draft.given?.overrides[start];
    if (said === undefined) return;
    this.hideTip();
    this.reason.ask({
      place: () => this.placeOf(start),
      present: said.reason,
      answer: (reason) => this.explain(start, reason),
    });
    if (focus === "focus") this.reason.focus();
  }

  private placeOf(start: string): [number, number] | null {
    const said = this.draft.shown?.overrides[start];
    return said === undefined ? null : [this.x(epoch(start)), this.y(said.units)];
  }

  /** The reason of the number as it is now: somebody may have changed it while the reason was written. */
  private explain(start: string, reason: string): void {
    const said = this.draft.given?.overrides[start];
    if (said !== undefined) this.commit({ [`overrides/${start}`]: { ...this.said(start, said.units), reason } });
  }

  private step(): number {
    return this.options.snap ?? (roundStep(this.top / 60) || 1);
  }
}

function settledTop(present: number, highest: number): number {
  const isCalm = present >= highest * 1.06 && present <= highest * HEADROOM * CALM;
  return isCalm ? present : highest * HEADROOM;
}
