/** The marks of the order chart: the profit curve and its landmarks stand still, the order moves. */
import type { ScaleContinuousNumeric } from "d3-scale";
import type { Format } from "../base/format";
import { largestOrder, smallestOrder } from "../base/newsvendor";
import type { OrderChartView } from "../generated/contract";
import { round } from "./parts/axis";
import { Label } from "./parts/label";
import { type Tag, tag } from "./parts/tag";
import { type Box, labelBox, overlaps, type Side, textWidth } from "./parts/words";

type Scale = ScaleContinuousNumeric<number, number>;

interface Place {
  x: Scale;
  y: Scale;
  box: { left: number; right: number; top: number; bottom: number };
}

interface Picture {
  view: OrderChartView;
  profit(quantity: number): number;
  format: Format;
}

const POINTS = 160;
/** Of the order's words at the top of its line. */
const WORDS_HEIGHT = 32;
/** Between the axis' numbers and words beside them. */
const AIR = 8;
const MEAN = "mean demand";
const LOST = "lost sales cost more";
const LEFTOVER = "leftover costs more";

export class OrderShapes {
  private readonly make: Tag;
  private readonly mean: SVGPathElement;
  private readonly limits: SVGPathElement;
  private readonly curve: SVGPathElement;
  private readonly ghost: SVGPathElement;
  private readonly order: SVGPathElement;
  private readonly best: SVGCircleElement;
  private readonly bestLabel: Label;
  private readonly meanLabel: Label;
  private readonly minimumLabel: Label;
  private readonly capacityLabel: Label;
  private readonly lost: Label;
  private readonly leftover: Label;
  private place: Place | null = null;
  private picture: Picture | null = null;

  constructor(
    private readonly marks: SVGGElement,
    words: SVGGElement,
    clip: string,
  ) {
    this.make = tag(marks.ownerDocument);
    this.limits = this.path("limit-line");
    this.mean = this.path("mean-line");
    this.curve = this.path("profit", { "clip-path": clip });
    this.ghost = this.path("ghost-line");
    this.order = this.path("order-line");
    this.best = this.make.svg("circle", "best", { r: "5" });
    marks.append(this.best);
    const note = () => new Label(words, "remark");
    [this.bestLabel, this.meanLabel, this.minimumLabel] = [note(), note(), note()];
    [this.capacityLabel, this.lost, this.leftover] = [note(), note(), note()];
  }

  drawStill(place: Place, picture: Picture): void {
    [this.place, this.picture] = [place, picture];
    this.curve.setAttribute("d", this.profitPath(place, picture));
    this.drawLimits(place, picture);
  }

  drawOrder(x: number | null, was: number | null): void {
    if (this.place === null) return;
    const { top, bottom, left, right } = this.place.box;
    const line = (at: number | null, from: number) =>
      at === null || at < left || at > right ? "" : `M${round(at)},${from}V${bottom}`;
    this.order.setAttribute("d", line(x, top));
    this.ghost.setAttribute("d", line(was, top + WORDS_HEIGHT));
  }

  /** The recommended quantity beside another that somebody decided on. */
  drawBest(at: readonly [number, number] | null, side: Side, words: string): void {
    const box = this.place?.box;
    const isInSight = at !== null && box !== undefined && at[0] >= box.left && at[0] <= box.right;
    this.best.style.display = isInSight ? "" : "none";
    if (!isInSight) {
      this.bestLabel.hide();
      return;
    }
    this.best.setAttribute("cx", String(round(at[0])));
    this.best.setAttribute("cy", String(round(at[1])));
    this.bestLabel.show(at[0] + (side === "start" ? 8 : -8), at[1] + 18, side, { strong: "", muted: words });
  }

  /** On either side of the order, where the curve leaves room. */
  drawNotes(quantity: number, mean: number): void {
    if (this.place === null) return;
    const { x, box } = this.place;
    const [near, far] = [Math.min(x(quantity), x(mean)) - 12, Math.max(x(quantity), x(mean)) + 12];
    const left = { from: near - textWidth(LOST), to: near };
    const right = { from: far, to: far + textWidth(LEFTOVER) };
    const y = box.bottom - (box.bottom - box.top) * 0.18;
    this.note(this.lost, LOST, left, y);
    this.note(this.leftover, LEFTOVER, right, y);
  }

  private note(label: Label, words: string, { from, to }: { from: number; to: number }, y: number): void {
    if (this.place === null || this.picture === null) return;
    const { x, y: scale, box } = this.place;
    const heights = [from, to].map((pixel) => scale(this.picture?.profit(Math.max(0, x.invert(pixel))) ?? 0));
    const isFree = from > box.left + 4 && to < box.right - 4 && Math.max(...heights) < y - 22;
    if (isFree) label.show(from, y, "start", { strong: "", muted: words });
    else label.hide();
  }

  private profitPath({ x, y, box }: Place, { profit }: Picture): string {
    let path = "";
    for (let i = 0; i <= POINTS; i++) {
      const quantity = x.invert(box.left + ((box.right - box.left) * i) / POINTS);
      if (quantity >= 0)
        path += `${path === "" ? "M" : "L"}${x(quantity).toFixed(1)},${y(profit(quantity)).toFixed(1)}`;
    }
    return path;
  }

  /** Mean demand, named on the side that the order leaves, where the order's words leave room. */
  drawMean(mean: number, side: Side, taken: Box | null): void {
    if (this.place === null) return;
    const { x, box } = this.place;
    const at = x(mean);
    const isInSight = at >= box.left && at <= box.right;
    this.mean.setAttribute("d", isInSight ? `M${round(at)},${box.top}V${box.bottom}` : "");
    const beside = at + (side === "start" ? 7 : -7);
    const words = labelBox(beside, box.top + 10, MEAN, side);
    const isFree = taken === null || !overlaps(words, taken);
    const fits = isInSight && isFree && words.left > box.left + AIR && words.right < box.right;
    if (fits) this.meanLabel.show(beside, box.top + 10, side, { strong: "", muted: MEAN });
    else this.meanLabel.hide();
  }

  private drawLimits(place: Place, { view: { terms }, format }: Picture): void {
    const minimum = terms.minimum_order > terms.case_pack ? smallestOrder(terms) : Number.NaN;
    const most = largestOrder(terms);
    const paths = [
      this.limit(place, minimum, this.minimumLabel, `minimum ${format.short(minimum)}`, 6),
      this.limit(place, most, this.capacityLabel, `capacity ${format.short(most)}`, 20),
    ];
    this.limits.setAttribute("d", paths.join(""));
  }

  private limit({ x, box }: Place, quantity: number, label: Label, words: string, up: number): string {
    const at = x(quantity);
    if (!(at >= box.left && at <= box.right)) {
      label.hide();
      return "";
    }
    const side = at + textWidth(words) + 10 > box.right ? "end" : "start";
    label.show(side === "start" ? at + 6 : at - 6, box.bottom - up, side, { strong: "", muted: words });
    return `M${round(at)},${box.top}V${box.bottom}`;
  }

  private path(kind: string, attributes: Record<string, string> = {}): SVGPathElement {
    const path = this.make.svg("path", kind, attributes);
    this.marks.append(path);
    return path;
  }
}
