/** One handle a period, and the words at those that people set. */
import { epoch } from "../base/dates";
import type { Format } from "../base/format";
import type { ForecastChartView } from "../generated/contract";
import type { ForecastPlace } from "./forecast-landmarks";
import { spotsOf } from "./forecast-shapes";
import { Dot } from "./parts/dot";
import type { Spot as LineSpot } from "./parts/fan";
import type { HandleSpec } from "./parts/handle";
import { Label } from "./parts/label";
import { tag } from "./parts/tag";
import { type Box, labelBox, overlaps, type Side } from "./parts/words";

type View = ForecastChartView;

interface Period {
  start: string;
  dot: Dot;
  label: Label;
  /** The value before: what the forecast said, or what stood there when the drag began. */
  ghost: SVGCircleElement;
}

/** What the words of a period keep clear of. */
interface Surroundings extends ForecastPlace {
  taken: Box[];
  line: readonly LineSpot[];
}

interface Spot {
  view: View;
  before: View | null;
  index: number;
  x: number;
  y: number;
}

/** Pixels between words and the line with its dots. */
const CLEAR = 4;
const RING = 4.5;
const SET = 6.5;

export class ForecastPeriods {
  private periods: Period[] = [];

  constructor(
    private readonly layers: { grips: SVGGElement; words: SVGGElement },
    private readonly spec: ((start: string) => HandleSpec) | null,
    private readonly format: Format,
  ) {}

  draw(view: View, before: View | null, ground: ForecastPlace & { taken: Box[] }): void {
    this.keep(view.starts);
    const place = { ...ground, line: spotsOf(view, view.mean, ground) };
    const gap = place.x(2 * place.air) - place.x(0);
    const order = this.periods.map((period, index) => ({ period, index }));
    // The one in hand speaks first: its words never give way.
    order.sort((a, b) => Number(b.period.dot.isHeld) - Number(a.period.dot.isHeld) || a.index - b.index);
    for (const { period, index } of order) {
      const spot = { view, before, index, x: place.x(epoch(period.start)), y: place.y(view.mean[index] ?? 0) };
      this.place(period, spot, place, gap);
    }
  }

  destroy(): void {
    for (const period of this.periods.splice(0)) remove(period);
  }

  private keep(starts: readonly string[]): void {
    if (starts.length === this.periods.length && starts.every((start, i) => this.periods[i]?.start === start)) return;
    this.destroy();
    this.periods = starts.map((start) => this.add(start));
  }

  private add(start: string): Period {
    const { grips, words } = this.layers;
    const ghost = tag(grips.ownerDocument).svg("circle", "ghost-dot", { r: "4" });
    grips.append(ghost);
    const dot = new Dot(grips, "ring", this.spec?.(start) ?? null);
    return { start, dot, label: new Label(words, "override"), ghost };
  }

  private place(period: Period, spot: Spot, place: Surroundings, gap: number): void {
    const { edges } = place;
    const isInSight = spot.x >= edges.left - 0.5 && spot.x <= edges.right + 0.5;
    const isSet = spot.view.overrides[period.start] !== undefined;
    const small = Math.min(1, Math.max(0.4, gap / 16));
    period.dot.dress(isSet ? "override" : "ring", isSet ? SET * Math.max(0.6, small) : RING * small);
    const { grip } = period.dot;
    const width = Math.min(grip, Math.max(gap, 8));
    period.dot.setReach({ left: -width / 2, top: -grip / 2, width, height: grip });
    period.dot.place(spot.x, spot.y, isInSight);
    const was = isSet ? wasUnits(spot) : null;
    this.drawGhost(period, was === null || !isInSight ? null : [spot.x, place.y(was)]);
    if (was === null || !isInSight) period.label.hide();
    else this.name(period, spot, was, place);
  }

  private drawGhost({ ghost }: Period, at: readonly [number, number] | null): void {
    ghost.style.display = at === null ? "none" : "";
    if (at === null) return;
    ghost.setAttribute("cx", at[0].toFixed(1));
    ghost.setAttribute("cy", at[1].toFixed(1));
  }

  /** Words go where neither other words nor the line are, shorter for want of room; those of the period in hand always show. */
  private name(period: Period, spot: Spot, was: number, place: Surroundings): void {
    const strong = this.format.steady(spot.view.mean[spot.index] ?? 0);
    const muted = `was ${this.format.steady(was)}`;
    const [all, short] = [wordPlaces(spot, `${strong} ${muted}`, place), wordPlaces(spot, strong, place)];
    const isClear = ({ box }: WordPlace) => !coversWords(box, place) && !crosses(place.line, box);
    const full = all.find(isClear) ?? (period.dot.isHeld ? all[0] : undefined);
    const chosen = full ?? short.find(isClear) ?? short.find(({ box }) => !coversWords(box, place));
    if (chosen === undefined) {
      period.label.hide();
      return;
    }
    place.taken.push(chosen.box);
    period.label.show(chosen.x, chosen.y, chosen.side, { strong, muted: chosen === full ? muted : "" });
  }
}

interface WordPlace {
  x: number;
  y: number;
  side: Side;
  box: Box;
}

/** Right above first, as people read; then the other corners, as far as they are on the plot. */
function wordPlaces({ x, y }: Spot, text: string, { edges }: Surroundings): WordPlace[] {
  const corners = [
    [12, -8, "start"],
    [-12, -8, "end"],
    [12, 16, "start"],
    [-12, 16, "end"],
    [-24, -14, "start"],
  ] as const;
  const places = corners.map(([dx, dy, side]) => {
    const top = Math.max(edges.top + 12, y + dy);
    return { x: x + dx, y: top, side, box: labelBox(x + dx, top, text, side) };
  });
  const onPlot = places.filter(
    ({ box }) => box.left >= edges.left && box.right <= edges.right + 10 && box.bottom <= edges.bottom,
  );
  return onPlot.length > 0 ? onPlot : places.slice(0, 1);
}

function coversWords(box: Box, { taken }: Surroundings): boolean {
  return taken.some((other) => overlaps(box, other));
}

/** Whether a line goes through a box, as far as its height at a few places tells. */
function crosses(line: readonly LineSpot[], box: Box): boolean {
  for (let x = box.left; x <= box.right; x += 6) {
    const y = heightOf(line, x);
    if (y !== null && y > box.top - CLEAR && y < box.bottom + CLEAR) return true;
  }
  return false;
}

function heightOf(line: readonly LineSpot[], x: number): number | null {
  const next = line.findIndex(([at]) => at >= x);
  const [from, to] = [line[next - 1], line[next]];
  return from === undefined || to === undefined
    ? null
    : from[1] + ((x - from[0]) / (to[0] - from[0])) * (to[1] - from[1]);
}

function wasUnits({ view, before, index }: Spot): number {
  const now = view.mean[index];
  const then = before?.mean[index];
  return then !== undefined && then !== now ? then : (view.forecast[index] ?? 0);
}

function remove({ dot, label, ghost }: Period): void {
  dot.destroy();
  label.remove();
  ghost.remove();
}
