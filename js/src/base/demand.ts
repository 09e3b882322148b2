/** Total demand while one order lasts: normal in closed form, or equally likely outcomes. */
import { cumulative, density, quantile } from "./normal";

export interface Demand {
  readonly mean: number;
  /** Smallest demand that is not exceeded with probability `share`. */
  quantile(share: number): number;
  /** P(D <= quantity) */
  shareMet(quantity: number): number;
  /** E[(D - quantity)+], the loss function */
  expectedLost(quantity: number): number;
}

/** Positions this close to a whole number are whole: 0.07 of 100 outcomes is the seventh. */
export const ROUNDING = 1e-9;
/** A spread of less than this many units is none. */
const CERTAIN = 1e-9;
const NEARLY_ONE = 1 - 2 ** -53;

/** Demand of a view: its sample where there is one, otherwise normal. */
export function demandOf(view: { mean: number; std_dev: number; sample: readonly number[] }): Demand {
  return view.sample.length > 0 ? sampleDemand(view.sample) : normalDemand(view.mean, view.std_dev);
}

/** Demand at a level as people are told it: between two outcomes in proportion, as a kernel's figures have it. */
export function levelOf(view: { mean: number; std_dev: number; sample: readonly number[] }, share: number): number {
  const { sample } = view;
  if (sample.length === 0) return Math.max(0, demandOf(view).quantile(share));
  const place = share * (sample.length - 1);
  const below = sample[Math.floor(place)] ?? 0;
  return below + ((sample[Math.ceil(place)] ?? below) - below) * (place % 1);
}

/** D ~ N(mean, std_dev^2), with the negative tail in the formulas as in the books: Snyder & Shen (2019), 4.3.2 and C.3. */
export function normalDemand(mean: number, stdDev: number): Demand {
  if (stdDev < CERTAIN) return knownDemand(mean);
  return {
    mean,
    quantile: (share) => mean + stdDev * quantile(Math.min(share, NEARLY_ONE)),
    shareMet: (quantity) => cumulative((quantity - mean) / stdDev),
    expectedLost: (quantity) => stdDev * standardLoss((quantity - mean) / stdDev),
  };
}

function standardLoss(z: number): number {
  return Math.max(0, density(z) - z * cumulative(-z));
}

function knownDemand(mean: number): Demand {
  return {
    mean,
    quantile: () => mean,
    shareMet: (quantity) => (quantity >= mean ? 1 : 0),
    expectedLost: (quantity) => Math.max(0, mean - quantity),
  };
}

/** Equally likely outcomes, ascending, at least one. */
export function sampleDemand(outcomes: readonly number[]): Demand {
  const count = outcomes.length;
  const sums = runningSums(outcomes);
  const total = sums[count] ?? 0;
  const met = (quantity: number) => countAtMost(outcomes, quantity);
  return {
    mean: total / count,
    quantile: (share) => outcomes[Math.min(count, Math.max(1, Math.ceil(share * count - ROUNDING))) - 1] ?? 0,
    shareMet: (quantity) => met(quantity) / count,
    expectedLost(quantity) {
      const covered = met(quantity);
      return Math.max(0, total - (sums[covered] ?? 0) - quantity * (count - covered)) / count;
    },
  };
}

/** `sums[i]` is the sum of the first `i` values. */
function runningSums(values: readonly number[]): Float64Array {
  const sums = new Float64Array(values.length + 1);
  for (let i = 0; i < values.length; i++) sums[i + 1] = (sums[i] ?? 0) + (values[i] ?? 0);
  return sums;
}

function countAtMost(ascending: readonly number[], limit: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const half = (low + high) >>> 1;
    if ((ascending[half] ?? 0) <= limit) low = half + 1;
    else high = half;
  }
  return low;
}
