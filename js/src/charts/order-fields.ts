/** What the charts of demand and order share: terms and samples under changed fields. */
import type { OrderTerms } from "../generated/contract";

/** Terms as a live document gives them: `undefined` or `null` leaves the view's, but a `null` capacity is no limit. */
export type TermFields = { [Name in keyof OrderTerms]?: number | null };

const TERMS = ["price", "unit_cost", "goodwill", "salvage", "disposal", "case_pack", "minimum_order"] as const;

export function withTerms(terms: OrderTerms, fields: TermFields): OrderTerms {
  const changed = { ...terms };
  for (const name of TERMS) changed[name] = fields[name] ?? terms[name];
  if (fields.capacity !== undefined) changed.capacity = fields.capacity;
  return changed;
}

interface Moments {
  mean: number;
  std_dev: number;
}

/**
 * The sample moved and stretched to other moments: `mean' + (s - mean) std_dev' / std_dev`. Where that falls below zero it
 * is zero, and the others shrink so that the mean is the one that somebody asked for.
 */
export function mappedSample(from: Moments & { sample: number[] }, to: Moments): number[] {
  if (from.mean === to.mean && from.std_dev === to.std_dev) return from.sample;
  const stretch = from.std_dev > 0 ? to.std_dev / from.std_dev : 1;
  const moved = from.sample.map((units) => to.mean + (units - from.mean) * stretch);
  if (moved.every((units) => units >= 0)) return moved;
  const floored = moved.map((units) => Math.max(0, units));
  const mean = floored.reduce((sum, units) => sum + units, 0) / floored.length;
  return mean > to.mean ? floored.map((units) => (units * to.mean) / mean) : floored;
}
