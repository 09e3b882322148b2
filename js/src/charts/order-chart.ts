/** Why this much: expected profit against the quantity ordered, with the order to take hold of. */
import type { OrderChartView } from "../generated/contract";
import { expectation, hasCosts, largestOrder, smallestOrder } from "../base/newsvendor";
import type { Changes, Chart, ChartOptions, Peer, Point, Viewport } from "./chart";
import { overlay } from "./order-chart-overlay";
import { type OrderOutlook, orderFigures, orderOutlook, orderSentence, orderStepped, orderStop } from "./order-words";
import { round, xAxis, yAxis } from "./parts/axis";
import { Dot } from "./parts/dot";
import type { HandleSpec } from "./parts/handle";
import { Label } from "./parts/label";
import type { GhostMark } from "./parts/peer-ghosts";
import { Plot } from "./parts/plot";
import type { Tip } from "./parts/tooltip";
import { labelBox, overlaps, type Side, sideFor, textWidth } from "./parts/words";

type View = OrderChartView;

const POINTS = 160;

export function orderChart(root: HTMLElement, options: ChartOptions = {}): Chart<OrderChartView> {
  return new OrderChart(root, options);
}
