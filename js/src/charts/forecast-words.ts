/** A period of a forecast in a planner's words. */
import { DAY, epoch } from "../base/dates";
import type { Format } from "../base/format";
import type { ForecastChartView } from "../generated/contract";
import type { Tip } from "./parts/tooltip";

type View = ForecastChartView;
type Row = [string, string];

/** Length of the view's periods in milliseconds. */
export function periodOf({ period, starts, actuals }: View): number {
  if (period === "week") return 7 * DAY;
  if (period === "day") return DAY;
  const [one, next] = starts.length > 1 ? starts : actuals.map(({ start }) => start);
  return one !== undefined && next !== undefined ? epoch(next) - epoch(one) : DAY;
}

export function periodName(view: View, time: number, format: Format): string {
  return view.period === "week" ? `Week of ${format.fullDay(time)}` : format.fullDay(time);
}

/** Everything that is known about the period that starts at `time`. */
export function periodTip(view: View, time: number, format: Format): Tip {
  const index = view.starts.findIndex((start) => epoch(start) === time);
  const rows = [
    ...soldRows(view, time, format),
    ...expectedRows(view, index, format),
    ...overrideRows(view, index, format),
  ];
  return { title: periodName(view, time, format), rows };
}

function soldRows({ actuals, unit }: View, time: number, format: Format): Row[] {
  const sold = actuals.find(({ start }) => epoch(start) === time);
  return sold === undefined ? [] : [["Sold", format.units(sold.units, unit)]];
}

function expectedRows(view: View, index: number, format: Format): Row[] {
  const mean = view.mean[index];
  if (mean === undefined) return [];
  const rows: Row[] = [["Expected", format.units(mean, view.unit)]];
  for (const [name, low, high] of RANGES) rows.push(...rangeRow(view, index, { name, low, high }, format));
  const baseline = view.baseline[index];
  if (baseline !== undefined) rows.push(["Without the campaign", format.full(baseline)]);
  return rows;
}

const RANGES = [
  ["80\u00a0% range", "0.1", "0.9"],
  ["95\u00a0% range", "0.025", "0.975"],
] as const;

function rangeRow(
  view: View,
  index: number,
  range: { name: string; low: string; high: string },
  format: Format,
): Row[] {
  const low = view.quantiles[range.low]?.[index];
  const high = view.quantiles[range.high]?.[index];
  return low === undefined || high === undefined ? [] : [[range.name, `${format.full(low)}–${format.full(high)}`]];
}

function overrideRows(view: View, index: number, format: Format): Row[] {
  const start = view.starts[index];
  const said = start === undefined ? undefined : view.overrides[start];
  if (said === undefined) return [];
  const rows: Row[] = [["Forecast was", format.full(view.forecast[index] ?? 0)]];
  const when = Number.isNaN(epoch(said.at)) ? "" : format.day(epoch(said.at));
  const who = [said.author, when].filter((word) => word !== "").join(", ");
  if (who !== "") rows.push(["Set by", who]);
  if (said.reason !== "") rows.push(["Why", said.reason]);
  return rows;
}

/** What a handle says of its value. */
export function periodSentence(view: View, index: number, units: number, format: Format): string {
  const start = view.starts[index];
  const said = start === undefined ? undefined : view.overrides[start];
  const words = format.units(units, view.unit);
  if (said === undefined) return words;
  const who = said.author === "" ? "" : ` by ${said.author}`;
  const why = said.reason === "" ? "" : `, because: ${said.reason}`;
  return `${words}, set${who}${why}; forecast ${format.full(view.forecast[index] ?? 0)}`;
}

export function forecastSentence(view: View, format: Format): string {
  const [first, last] = [view.starts[0], view.starts.at(-1)];
  if (first === undefined || last === undefined) return `${view.actuals.length} periods sold, no forecast yet.`;
  const total = view.mean.reduce((sum, units) => sum + units, 0);
  const highest = view.mean.indexOf(Math.max(...view.mean));
  const peak = `most in the ${view.period} of ${format.fullDay(epoch(view.starts[highest] ?? first))}`;
  const said = Object.keys(view.overrides).length;
  const people = said === 0 ? "" : ` People set ${said} of them.`;
  const span = `from ${format.fullDay(epoch(first))} to ${format.fullDay(epoch(last))}`;
  return `${format.units(total, view.unit)} expected in ${view.starts.length} ${view.period}s ${span}, ${peak}.${people}`;
}
