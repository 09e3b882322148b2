/** Shapes of the normal distribution chart. Heights are shares of the curve's peak, so that a drag keeps the picture calm. */
import type { ScaleContinuousNumeric } from "d3-scale";
import { cumulative } from "../base/normal";

export interface Moments {
  mean: number;
  std_dev: number;
}

type Scale = ScaleContinuousNumeric<number, number>;

const POINTS = 200;
/** Share of a standard deviation that no screen shows; bars this narrow would also divide by nothing. */
const INVISIBLE = 1e-9;
/** Density of the standard normal distribution at its peak. */
const PEAK = 1 / Math.sqrt(2 * Math.PI);

/** Height of the curve at a value. */
export function heightAt({ mean, std_dev }: Moments, value: number): number {
  const z = (value - mean) / std_dev;
  return Math.exp(-0.5 * z * z);
}

/** The curve across all of the x scale's range, as the `d` of a path. */
export function bellPath(moments: Moments, x: Scale, y: Scale): string {
  const [left = 0, right = 0] = x.range();
  const [base, perHeight] = [y(0), y(1) - y(0)];
  const first = x.invert(left);
  const perPoint = (x.invert(right) - first) / POINTS;
  let path = "";
  for (let i = 0; i <= POINTS; i++) {
    const height = base + heightAt(moments, first + i * perPoint) * perHeight;
    path += `${i === 0 ? "M" : "L"}${(left + ((right - left) * i) / POINTS).toFixed(1)},${height.toFixed(1)}`;
  }
  return path;
}

/** A bell's path closed along the baseline. */
export function closedPath(path: string, x: Scale, y: Scale): string {
  const [left = 0, right = 0] = x.range();
  return `${path}L${right},${y(0)}L${left},${y(0)}Z`;
}

/** Bars of a sample, in standard deviations from the mean: they move and stretch with it. */
export interface Bars {
  first: number;
  width: number;
  heights: number[];
}

export function barsOf(sample: readonly number[], { mean, std_dev }: Moments): Bars | null {
  const [low, high] = [sample[0], sample.at(-1)];
  if (low === undefined || high === undefined || !(high - low > INVISIBLE * std_dev)) return null;
  const count = Math.round(Math.min(28, Math.max(8, 1.2 * Math.sqrt(sample.length))));
  const size = (high - low) / count;
  const heights = new Array<number>(count).fill(0);
  const each = std_dev / size / sample.length / PEAK;
  for (const units of sample) {
    const bin = Math.min(count - 1, Math.floor((units - low) / size));
    heights[bin] = (heights[bin] ?? 0) + each;
  }
  return { first: (low - mean) / std_dev, width: size / std_dev, heights };
}

/** All bars as one path, with air between them. */
export function barsPath({ first, width, heights }: Bars, { mean, std_dev }: Moments, x: Scale, y: Scale): string {
  const edge = (bin: number) => x(mean + (first + bin * width) * std_dev);
  const bars = heights.map((height, bin) => {
    const [left, right] = [edge(bin) + 0.5, Math.max(edge(bin) + 1, edge(bin + 1) - 0.5)];
    return `M${left.toFixed(1)},${y(0)}V${y(height).toFixed(1)}H${right.toFixed(1)}V${y(0)}Z`;
  });
  return bars.join("");
}

/** Share of the wanted reach that is still enough, and how much too wide is still calm. */
const ENOUGH = 0.82;
const CALM = 1.7;

type Domain = [number, number];

/**
 * The x domain: the present one as long as it shows what matters and is not far too wide, so that axes rarely jump.
 *
 * @param reach Standard deviations to show on either side of the mean.
 */
export function settledDomain(present: Domain | null, moments: Moments, order: number | null, reach: number): Domain {
  const wanted = domainOf(moments, order, reach);
  if (present === null) return wanted;
  const [low, high] = domainOf(moments, order, reach * ENOUGH);
  const isEnough = present[0] <= low && present[1] >= high;
  const isCalm = present[1] - present[0] <= CALM * (wanted[1] - wanted[0]);
  return isEnough && isCalm ? present : wanted;
}

function domainOf({ mean, std_dev }: Moments, order: number | null, reach: number): Domain {
  const low = mean - reach * std_dev;
  const high = mean + reach * std_dev;
  const air = std_dev * 0.4;
  const [least, most] = order === null ? [low, high] : [Math.min(low, order - air), Math.max(high, order + air)];
  return [mean > 0 ? Math.max(0, least) : least, most];
}

/** Share of outcomes of a normal demand up to a value. */
export function shareUpTo({ mean, std_dev }: Moments, value: number): number {
  return cumulative((value - mean) / std_dev);
}
