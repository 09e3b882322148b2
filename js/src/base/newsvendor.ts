/**
 * One order before demand is known: how much, and what to expect of it, as `ltoplan_widgets/supply/newsvendor.py` has it.
 * Snyder & Shen, *Fundamentals of Supply Chain Theory*, 2nd ed. (2019), chapter 4.
 */
import type { OrderTerms } from "../generated/contract";
import { type Demand, ROUNDING } from "./demand";

export interface Expectation {
  sales: number;
  leftover: number;
  lostSales: number;
  /** Cost of the mismatch, `Cu E[(D - Q)+] + Co E[(Q - D)+]`; 0 if demand were known. */
  cost: number;
  /** `(price - unit_cost) E[D] - cost` */
  profit: number;
  /** Probability that nobody asks in vain, P(D <= Q). */
  serviceLevel: number;
}

/** What a unit too few costs, `Cu`; may be negative. */
export function underage(terms: OrderTerms): number {
  return terms.price - terms.unit_cost + terms.goodwill;
}

/** What a unit too many costs, `Co`. */
export function overage(terms: OrderTerms): number {
  return terms.unit_cost + terms.disposal - terms.salvage;
}

/** Share of demand outcomes that the best order covers, `Cu / (Cu + Co)`; 0 where a unit too few costs nothing. */
export function criticalRatio(terms: OrderTerms): number {
  const under = underage(terms);
  return under > 0 ? Math.min(1, under / (under + Math.max(0, overage(terms)))) : 0;
}

/** Whether the terms say what too much and too little cost; without them no order follows from demand. */
export function hasCosts(terms: OrderTerms): boolean {
  return terms.price > 0 && overage(terms) > 0;
}

/** `Q* = F^-1(CR)` where any quantity can be ordered, at least 0. */
export function idealQuantity(demand: Demand, terms: OrderTerms): number {
  const share = criticalRatio(terms);
  return share > 0 ? Math.max(0, demand.quantile(share)) : 0;
}

/** Quantity of the least expected cost among those that can be ordered; of equals the smallest. */
export function bestQuantity(demand: Demand, terms: OrderTerms): number {
  const ideal = idealQuantity(demand, terms);
  if (ideal <= 0) return 0;
  let best = 0;
  let least = expectedCost(demand, terms, 0);
  for (const quantity of neighbours(terms, ideal)) {
    const cost = expectedCost(demand, terms, quantity);
    if (cost < least) [best, least] = [quantity, cost];
  }
  return best;
}

/** `g(Q) = Cu E[(D - Q)+] + Co E[(Q - D)+]` */
export function expectedCost(demand: Demand, terms: OrderTerms, quantity: number): number {
  const lost = demand.expectedLost(quantity);
  return underage(terms) * lost + overage(terms) * (quantity - demand.mean + lost);
}

export function expectation(demand: Demand, terms: OrderTerms, quantity: number): Expectation {
  const lostSales = demand.expectedLost(quantity);
  const cost = expectedCost(demand, terms, quantity);
  return {
    sales: demand.mean - lostSales,
    leftover: quantity - demand.mean + lostSales,
    lostSales,
    cost,
    profit: (terms.price - terms.unit_cost) * demand.mean - cost,
    serviceLevel: demand.shareMet(quantity),
  };
}

/** Smallest order above nothing: whole cases, at least the minimum order. */
export function smallestOrder(terms: OrderTerms): number {
  return Math.max(1, Math.ceil(terms.minimum_order / terms.case_pack - ROUNDING)) * terms.case_pack;
}

/** Largest order: whole cases within the capacity; infinite without one. */
export function largestOrder(terms: OrderTerms): number {
  if (terms.capacity === null) return Number.POSITIVE_INFINITY;
  return Math.floor(terms.capacity / terms.case_pack + ROUNDING) * terms.case_pack;
}

/** Quantities next to the wanted one that can be ordered, ascending; nothing at all is always one. */
export function neighbours(terms: OrderTerms, quantity: number): number[] {
  const [smallest, largest] = [smallestOrder(terms), largestOrder(terms)];
  if (largest < smallest) return [0];
  const cases = quantity / terms.case_pack;
  const whole = [Math.floor(cases + ROUNDING), Math.ceil(cases - ROUNDING)].map((n) => n * terms.case_pack);
  const within = whole.map((one) => Math.min(Math.max(one, smallest), largest));
  return [...new Set([0, ...within])].sort((a, b) => a - b);
}

/** The quantity that can be ordered and is nearest to the wanted one; of two the smaller. */
export function nearestOrder(terms: OrderTerms, quantity: number): number {
  const distance = (one: number) => Math.abs(one - quantity);
  return neighbours(terms, quantity).reduce((best, one) => (distance(one) < distance(best) ? one : best));
}

/** Whole cases in a quantity; a fraction where it is not whole cases. */
export function casesIn(terms: OrderTerms, quantity: number): number {
  const cases = quantity / terms.case_pack;
  const whole = Math.round(cases);
  return Math.abs(cases - whole) <= ROUNDING * Math.max(1, whole) ? whole : cases;
}
