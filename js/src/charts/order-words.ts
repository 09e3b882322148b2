/** An order and what to expect of it, worked out from a view and told in a planner's words. */
import { type Demand, demandOf } from "../base/demand";
import type { Format } from "../base/format";
import {
  bestQuantity,
  casesIn,
  criticalRatio,
  type Expectation,
  expectation,
  hasCosts,
  largestOrder,
  nearestOrder,
  smallestOrder,
} from "../base/newsvendor";
import type { OrderTerms } from "../generated/contract";
import type { Figure } from "./parts/frame";
import { snapped } from "./parts/snap";

/** Differences below this share of the profit are not worth a planner's look. */
const EVEN = 0.001;

export interface OrderView {
  unit: string;
  currency: string;
  mean: number;
  std_dev: number;
  sample: number[];
  terms: OrderTerms;
  order_quantity: number | null;
}

export interface OrderOutlook {
  demand: Demand;
  quantity: number;
  /** The recommendation; `null` where the terms say nothing about money. */
  best: number | null;
  expected: Expectation;
}

/** `null` where neither anybody decided nor the terms recommend a quantity. */
export function orderOutlook(view: OrderView): OrderOutlook | null {
  const demand = demandOf(view);
  const best = hasCosts(view.terms) ? bestQuantity(demand, view.terms) : null;
  const quantity = view.order_quantity ?? best;
  return quantity === null ? null : { demand, quantity, best, expected: expectation(demand, view.terms, quantity) };
}

/** The quantity in force: decided, or else recommended; 0 where there is neither. */
export function orderQuantity(view: OrderView | null): number {
  if (view === null) return 0;
  if (view.order_quantity !== null) return view.order_quantity;
  return hasCosts(view.terms) ? bestQuantity(demandOf(view), view.terms) : 0;
}

/** Where a dragged order may stop: whole cases within minimum and capacity; whole units when it is free. */
export function orderStop(terms: OrderTerms, quantity: number, isFree: boolean): number {
  if (isFree) return Math.max(0, snapped(quantity, Math.min(1, terms.case_pack)));
  return nearestOrder(terms, quantity);
}

/** So many cases on, over the gap between nothing and the minimum order. */
export function orderStepped(terms: OrderTerms, quantity: number, steps: number): number {
  const next = quantity + steps * terms.case_pack;
  const smallest = smallestOrder(terms);
  if (next < smallest) return steps > 0 ? smallest : 0;
  return Math.min(next, largestOrder(terms));
}

/** The figures beside the chart, the decision first. */
export function orderFigures(view: OrderView, order: OrderOutlook, format: Format): Figure[] {
  const { expected } = order;
  const now: Figure = {
    name: view.order_quantity === null ? "Order now" : "Order, as decided",
    value: format.units(order.quantity, view.unit),
    note: casesNote(view, order, format),
    tone: "order",
  };
  const risk: Figure = {
    name: "Risk of running out",
    value: format.percent(1 - expected.serviceLevel),
    note: `${format.short(expected.leftover)} ${view.unit} left over on average`,
  };
  return order.best === null ? [now, risk] : [now, ...moneyFigures(view, order, format), risk];
}

function moneyFigures(view: OrderView, { demand, expected }: OrderOutlook, format: Format): Figure[] {
  const atMean = expectation(demand, view.terms, nearestOrder(view.terms, demand.mean)).profit;
  const gain = expected.profit - atMean;
  const isEven = Math.abs(gain) < EVEN * Math.abs(expected.profit);
  const sign = gain < 0 ? "▼" : "▲";
  const profit: Figure = {
    name: "Expected profit",
    value: format.moneyShort(expected.profit, view.currency),
    note: isEven
      ? "as ordering the mean would"
      : `${sign} ${format.moneyShort(Math.abs(gain), view.currency)} against ordering the mean`,
    ...(isEven ? {} : { tone: gain < 0 ? ("risk" as const) : ("good" as const) }),
  };
  const cost: Figure = {
    name: "Expected cost",
    value: format.moneyShort(expected.cost, view.currency),
    note: "of lost sales and leftovers",
  };
  return [profit, cost];
}

function casesNote(view: OrderView, { quantity, best }: OrderOutlook, format: Format): string {
  const { terms } = view;
  const cases = `${format.full(casesIn(terms, quantity))} cases of ${format.full(terms.case_pack)}`;
  const ratio = `critical ratio ${criticalRatio(terms).toFixed(2)}`;
  const advice = view.order_quantity === null || best === null ? ratio : `best ${format.full(best)}`;
  const parts = [terms.case_pack > 1 ? cases : "", best === null ? "" : advice];
  return parts.filter((part) => part !== "").join(" · ");
}

/** One sentence for screen readers. */
export function orderSentence(view: OrderView, order: OrderOutlook, format: Format): string {
  const covers = `An order of ${format.units(order.quantity, view.unit)} covers ${format.percent(order.expected.serviceLevel)} of outcomes`;
  return order.best === null
    ? `${covers}.`
    : `${covers}; expected profit ${format.money(order.expected.profit, view.currency)}.`;
}
