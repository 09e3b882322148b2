/** What the forecast is laid over: promotions, today, and the name of the fan. */
import { DAY, epoch } from "../base/dates";
import type { Band, ForecastChartView } from "../generated/contract";
import type { Locate } from "./forecast-shapes";
import { round } from "./parts/axis";
import { joined } from "./parts/join";
import { Label } from "./parts/label";
import { setWords, tag } from "./parts/tag";
import { type Box, labelBox, overlaps, textWidth } from "./parts/words";

type View = ForecastChartView;

export interface ForecastPlace extends Locate {
  edges: { left: number; right: number; top: number; bottom: number };
  /** Half a period in milliseconds: a period's place is around its first day. */
  air: number;
}

interface Stretch {
  band: Band;
  left: number;
  right: number;
}

const FAN = "80 % · 95 %";

export class ForecastLandmarks {
  private readonly bands: SVGGElement;
  private readonly names: SVGGElement;
  private readonly today: SVGPathElement;
  private readonly todayLabel: Label;
  private readonly fanLabel: Label;

  constructor({ bands, words, clip }: { bands: SVGGElement; words: SVGGElement; clip: string }) {
    const make = tag(bands.ownerDocument);
    this.bands = bands;
    bands.setAttribute("clip-path", clip);
    this.today = make.svg("path", "today", { "clip-path": clip });
    bands.after(this.today);
    this.names = make.svg("g", "band-names");
    words.append(this.names);
    this.todayLabel = new Label(words, "remark");
    this.fanLabel = new Label(words, "remark");
  }

  /** @returns The places that its words take. */
  draw(view: View, place: ForecastPlace): Box[] {
    const taken = this.drawBands(view, place);
    this.drawToday(view, place, taken);
    return taken;
  }

  private drawBands({ promotions }: View, place: ForecastPlace): Box[] {
    const { top, bottom } = place.edges;
    const stretches = promotions.map((band) => stretchOf(band, place)).filter(({ left, right }) => right > left);
    joined(this.bands, ["rect", "band"], stretches, ({ left, right }) => {
      return { x: round(left), y: top, width: round(right - left), height: bottom - top };
    });
    return this.nameBands(stretches, top + 12);
  }

  /** A name stands where it fits into its band and beside the names before it. */
  private nameBands(stretches: readonly Stretch[], y: number): Box[] {
    const taken: Box[] = [];
    const fitting = stretches.filter(({ band, left, right }) => {
      const box = labelBox(left + 6, y, band.label, "start");
      const fits =
        band.label !== "" && textWidth(band.label) + 8 <= right - left && !taken.some((other) => overlaps(box, other));
      if (fits) taken.push(box);
      return fits;
    });
    const names = joined(this.names, ["text", "remark"], fitting, ({ left }) => ({ x: round(left + 6), y }));
    names.forEach((name, place) => {
      setWords(name, fitting[place]?.band.label ?? "");
    });
    return taken;
  }

  private drawToday({ today }: View, { x, air, edges }: ForecastPlace, taken: Box[]): void {
    const at = x(epoch(today) - air);
    const isInSight = at >= edges.left && at <= edges.right;
    this.today.setAttribute("d", isInSight ? `M${round(at)},${edges.top}V${edges.bottom}` : "");
    if (!isInSight) {
      this.todayLabel.hide();
      return;
    }
    const side = at + 44 > edges.right ? "end" : "start";
    const place = side === "start" ? at + 5 : at - 5;
    const upper = labelBox(place, edges.top + 12, "today", side);
    const y = taken.some((box) => overlaps(box, upper)) ? edges.top + 26 : edges.top + 12;
    this.todayLabel.show(place, y, side, { strong: "", muted: "today" });
    taken.push(labelBox(place, y, "today", side));
  }

  /** The name of the fan at its end, if other words leave room. */
  drawFanName({ quantiles, starts }: View, { x, y, edges }: ForecastPlace, taken: readonly Box[]): void {
    const last = x(epoch(starts.at(-1) ?? ""));
    const beneath = starts.findIndex((start) => x(epoch(start)) > last - textWidth(FAN));
    const upper = (quantiles["0.975"] ?? []).slice(Math.max(0, Math.min(beneath - 1, starts.length - 3)));
    const top = Math.max(edges.top + 12, y(Math.max(...upper)) - 8);
    const box = labelBox(last + 4, top, FAN, "end");
    const isInSight = upper.length > 2 && last >= edges.left + textWidth(FAN) && last <= edges.right;
    if (isInSight && !taken.some((other) => overlaps(box, other))) {
      this.fanLabel.show(last + 4, top, "end", { strong: "", muted: FAN });
    } else this.fanLabel.hide();
  }
}

function stretchOf(band: Band, { x, air, edges }: ForecastPlace): Stretch {
  const [left, right] = [x(epoch(band.start) - air), x(epoch(band.end) + DAY - air)];
  return { band, left: Math.max(edges.left, left), right: Math.min(edges.right, right) };
}
