import type { ForecastChartView, Override } from "../generated/contract";

/** Values of the live document over a view: all overrides by first day of their period. */
export interface ForecastChartFields {
  overrides?: Record<string, Override> | undefined;
}

/** The view as it is with `fields` in force: an overridden period's fan scales with its mean, a removed override returns to the forecast. */
export function overlay(view: ForecastChartView, fields: ForecastChartFields): ForecastChartView {
  const { overrides } = fields;
  if (overrides === undefined) return view;
  const mean = view.starts.map((start, index) => meanUnder(view, overrides, start, index));
  return { ...view, overrides, mean, quantiles: scaledQuantiles(view, mean) };
}

/** The view with one period's override set, or taken back with `null`. */
export function withOverride(view: ForecastChartView, start: string, override: Override | null): ForecastChartView {
  const overrides = { ...view.overrides };
  if (override === null) delete overrides[start];
  else overrides[start] = override;
  return overlay(view, { overrides });
}

/** Where nobody said or took back anything the view's mean stands: it may hold more than overrides, such as a judged total. */
function meanUnder(view: ForecastChartView, overrides: Record<string, Override>, start: string, index: number): number {
  const present = view.mean[index] ?? 0;
  const said = overrides[start];
  const before = view.overrides[start];
  if (said === undefined) return before === undefined ? present : (view.forecast[index] ?? present);
  return before !== undefined && before.units === said.units ? present : said.units;
}

function scaledQuantiles(view: ForecastChartView, mean: readonly number[]): Record<string, number[]> {
  const factors = mean.map((units, index) => factor(view.mean[index] ?? 0, units));
  const scaled = Object.entries(view.quantiles).map(([level, units]) => [
    level,
    units.map((u, i) => u * (factors[i] ?? 1)),
  ]);
  return Object.fromEntries(scaled);
}

function factor(from: number, to: number): number {
  return from > 0 ? to / from : 1;
}
