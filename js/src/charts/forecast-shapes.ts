/** The lines and bands of the forecast chart, made once; a drag only changes their paths. */
import { epoch } from "../base/dates";
import type { AnalogueLine, ForecastChartView } from "../generated/contract";
import { bandPath, linePath, type Spot } from "./parts/fan";
import { joined } from "./parts/join";
import { type Tag, tag } from "./parts/tag";

type View = ForecastChartView;

export interface Locate {
  x(time: number): number;
  y(units: number): number;
}

export type Series = "actuals" | "analogues" | "baseline";

export class ForecastShapes {
  private readonly make: Tag;
  private readonly group: SVGGElement;
  private readonly analogues: SVGGElement;
  /** Past campaigns with their lines. */
  private past: ReadonlyMap<AnalogueLine, SVGPathElement> = new Map();
  private readonly wide: SVGPathElement;
  private readonly narrow: SVGPathElement;
  private readonly baseline: SVGPathElement;
  private readonly ghost: SVGPathElement;
  private readonly mean: SVGPathElement;
  private readonly actuals: SVGPathElement;
  private readonly sold: SVGGElement;

  constructor(layer: SVGGElement, clip: string) {
    this.make = tag(layer.ownerDocument);
    this.group = this.make.svg("g", "forecast", { "clip-path": clip });
    layer.append(this.group);
    [this.wide, this.narrow] = [this.path("fan-wide"), this.path("fan-narrow")];
    this.analogues = this.layer("analogues");
    this.baseline = this.path("baseline-units");
    this.ghost = this.path("forecast-ghost");
    this.mean = this.path("mean");
    this.actuals = this.path("actuals");
    this.sold = this.layer("sold");
  }

  drawStill(view: View, locate: Locate, hidden: ReadonlySet<Series>): void {
    const along = (units: readonly number[]) => linePath(spotsOf(view, units, locate));
    this.baseline.setAttribute("d", hidden.has("baseline") ? "" : along(view.baseline));
    this.drawAnalogues(hidden.has("analogues") ? [] : view.analogues, along);
    this.drawActuals(hidden.has("actuals") ? { ...view, actuals: [] } : view, locate);
  }

  drawMoving(view: View, locate: Locate): void {
    const spots = (units: readonly number[]) => spotsOf(view, units, locate);
    const band = (low: string, high: string) =>
      bandPath(spots(view.quantiles[low] ?? []), spots(view.quantiles[high] ?? []));
    this.wide.setAttribute("d", band("0.025", "0.975"));
    this.narrow.setAttribute("d", band("0.1", "0.9"));
    this.mean.setAttribute("d", linePath(spots(view.mean)));
    this.ghost.setAttribute("d", ghostPath(view, locate));
  }

  /** Brings one past campaign forward; `null` none. */
  highlight(name: string | null): void {
    for (const [line, path] of this.past) path.classList.toggle("ltoplan-near", line.name === name);
  }

  private drawAnalogues(lines: readonly AnalogueLine[], along: (units: readonly number[]) => string): void {
    const paths = joined(this.analogues, ["path", "analogue"], lines, ({ units }) => ({ d: along(units) }));
    this.past = new Map(paths.map((path, place) => [lines[place] as AnalogueLine, path]));
  }

  private drawActuals({ actuals }: View, { x, y }: Locate): void {
    const spots = actuals.map(({ start, units }): Spot => [x(epoch(start)), y(units)]);
    this.actuals.setAttribute("d", linePath(spots));
    const isSparse = spots.length < 2 || ((spots.at(-1)?.[0] ?? 0) - (spots[0]?.[0] ?? 0)) / spots.length > 9;
    joined(this.sold, ["circle", "sold-dot"], isSparse ? spots : [], ([cx, cy]) => ({ r: 2.5, cx, cy }));
  }

  private layer(kind: string): SVGGElement {
    const layer = this.make.svg("g", kind);
    this.group.append(layer);
    return layer;
  }

  private path(kind: string): SVGPathElement {
    const path = this.make.svg("path", kind);
    this.group.append(path);
    return path;
  }
}

/** Places of a value by period; values beyond the periods are left out. */
export function spotsOf({ starts }: View, units: readonly number[], { x, y }: Locate): Spot[] {
  return units.slice(0, starts.length).map((value, index): Spot => [x(epoch(starts[index] ?? "")), y(value)]);
}

/** Where the line went before people overrode periods: a dashed way around each of them. */
function ghostPath(view: View, locate: Locate): string {
  const said = view.starts.map((start) => view.overrides[start] !== undefined);
  const units = view.mean.map((mean, index) => (said[index] ? (view.forecast[index] ?? mean) : mean));
  const spots = spotsOf(view, units, locate);
  const steps = spots.slice(1).map((spot, index) => [index, spots[index] as Spot, spot] as const);
  return steps.map(([index, from, to]) => (said[index] || said[index + 1] ? linePath([from, to]) : "")).join("");
}
