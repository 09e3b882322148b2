/** What stands beside the handles of a bell: mean, spread and order, each where no other one is. */
import type { Format } from "../base/format";
import type { NormalDistributionView } from "../generated/contract";
import type { OrderOutlook } from "./order-words";
import { Label, type LabelText } from "./parts/label";
import { type Box, fitting, labelBox, overlaps, type Side } from "./parts/words";

type Place = readonly [x: number, y: number] | null;

export interface BellPicture {
  view: NormalDistributionView;
  /** What was in force before the gesture. */
  before: NormalDistributionView | null;
  order: OrderOutlook | null;
  wasOrder: OrderOutlook | null;
  /** Where the handles are; null out of sight. */
  places: Readonly<Record<"mean" | "std_dev" | "order_quantity", Place>>;
  top: number;
  width: number;
}

/** From the words of a handle to its middle, and between lines. */
const AWAY = 12;
const LINE = 14;

export class BellWords {
  private readonly format: Format;
  private readonly mean: Label;
  private readonly spread: Label;
  private readonly order: Label;
  private taken: Box[] = [];
  private width = 0;

  constructor(layer: SVGGElement, format: Format) {
    this.format = format;
    this.order = new Label(layer, "order");
    this.spread = new Label(layer, "demand");
    this.mean = new Label(layer, "demand");
  }

  draw({ view, before, order, wasOrder, places, top, width }: BellPicture): void {
    [this.taken, this.width] = [[], width];
    const isRight = order === null || order.quantity >= view.mean;
    const [near, far]: [Side, Side] = isRight ? ["start", "end"] : ["end", "start"];
    const line = places.order_quantity;
    const covers = order === null ? "" : `covers ${this.format.percent(order.expected.serviceLevel)}`;
    const ordered = this.words("order ", order?.quantity, wasOrder?.quantity);
    const stacked = { ...ordered, muted: [covers, ordered.muted].filter(Boolean).join(", "), isStacked: true };
    this.show(this.order, line && [line[0], top + 10], near, [stacked, { ...stacked, muted: covers }]);
    const mean = this.words("mean ", view.mean, before?.mean);
    this.show(this.mean, places.mean && [places.mean[0], places.mean[1] - 8], far, [mean, { strong: mean.strong }]);
    const spread = this.words("± ", view.std_dev, before?.std_dev);
    const at = places.std_dev;
    this.show(this.spread, at && [at[0], at[1] + 4], "end", [spread, { strong: spread.strong }]);
  }

  private words(name: string, value = 0, was = value): { strong: string; muted: string } {
    const { format } = this;
    return { strong: name + format.short(value), muted: was === value ? "" : `was ${format.short(was)}` };
  }

  /** Beside its place; what it was goes where there is no room for it, and what would cover other words stands lower. */
  private show(label: Label, place: Place, wanted: Side, [full, brief]: [LabelText, LabelText]): void {
    if (place === null) {
      label.hide();
      return;
    }
    const [long, short] = [lengthOf(full), lengthOf(brief)];
    const { text, side } = fitting(place[0], [long, short], wanted, [0, this.width]);
    const x = place[0] + (side === "start" ? AWAY : -AWAY);
    const box = labelBox(x, place[1], text, side);
    if (full.isStacked) box.bottom += LINE;
    let y = 0;
    while (this.taken.some((one) => overlaps({ ...box, top: box.top + y, bottom: box.bottom + y }, one))) y += LINE;
    this.taken.push({ ...box, top: box.top + y, bottom: box.bottom + y });
    label.show(x, place[1] + y, side, text === long ? full : brief);
  }
}

/** The longest line of a label. */
function lengthOf({ strong, muted = "", isStacked }: LabelText): string {
  if (isStacked) return strong.length > muted.length ? strong : muted;
  return muted ? `${strong} ${muted}` : strong;
}
