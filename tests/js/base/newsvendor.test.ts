import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { demandOf, normalDemand, sampleDemand } from "../../../js/src/base/demand";
import {
  bestQuantity,
  casesIn,
  criticalRatio,
  expectation,
  expectedCost,
  hasCosts,
  idealQuantity,
  largestOrder,
  nearestOrder,
  neighbours,
  smallestOrder,
} from "../../../js/src/base/newsvendor";
import type { OrderTerms } from "../../../js/src/generated/contract";
import fixture from "../../fixtures/newsvendor.json";

interface Expected {
  quantity: number;
  expected_sales: number;
  expected_leftover: number;
  expected_lost_sales: number;
  expected_cost: number;
  expected_profit: number;
  stock_out_risk: number;
}

const demands = fixture.demands as Record<string, { mean: number; std_dev: number; sample: number[] }>;

function demandNamed(name: string) {
  const demand = demands[name];
  if (demand === undefined) throw new Error(`the fixture has no demand ${name}`);
  return demandOf(demand);
}

/** Equal to the digits that the fixture is written with. */
function near(actual: number, expected: number, scale: number) {
  expect(Math.abs(actual - expected)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(expected), scale));
}

function compare(expected: Expected, terms: OrderTerms, demand: ReturnType<typeof demandOf>) {
  const found = expectation(demand, terms, expected.quantity);
  near(found.sales, expected.expected_sales, demand.mean);
  near(found.leftover, expected.expected_leftover, demand.mean);
  near(found.lostSales, expected.expected_lost_sales, demand.mean);
  near(found.cost, expected.expected_cost, demand.mean * terms.price);
  near(found.profit, expected.expected_profit, demand.mean * terms.price);
  near(1 - found.serviceLevel, expected.stock_out_risk, 1);
}

describe("the newsvendor agrees with Python", () => {
  it.each(fixture.cases)("$name", ({ demand: name, terms, critical_ratio, ideal_quantity, best, at }) => {
    const demand = demandNamed(name);
    near(criticalRatio(terms), critical_ratio, 1);
    near(idealQuantity(demand, terms), ideal_quantity, demand.mean);
    near(bestQuantity(demand, terms), best.quantity, 1);
    for (const expected of [best, ...at]) compare(expected, terms, demand);
  });
});

const money = fc.double({ min: 0, max: 50, noNaN: true });
const terms = fc
  .record({
    price: money,
    unit_cost: fc.double({ min: 0.5, max: 50, noNaN: true }),
    goodwill: money,
    salvage: fc.constant(0),
    disposal: money,
    case_pack: fc.integer({ min: 1, max: 60 }),
    minimum_order: fc.integer({ min: 0, max: 500 }),
    capacity: fc.option(fc.integer({ min: 0, max: 2000 }), { nil: null }),
  })
  .map((one): OrderTerms => one);
const outcomes = fc
  .array(fc.double({ min: 0, max: 1000, noNaN: true }), { minLength: 1, maxLength: 40 })
  .map((values) => values.sort((a, b) => a - b));

describe("laws", () => {
  it("the best order can be ordered and none that can be ordered costs less", () => {
    fc.assert(
      fc.property(terms, outcomes, fc.integer({ min: 0, max: 80 }), (one, sample, cases) => {
        const demand = sampleDemand(sample);
        const best = bestQuantity(demand, one);
        const other = cases * one.case_pack;
        const isAllowed = other === 0 || (other >= smallestOrder(one) && other <= largestOrder(one));
        expect(best === 0 || (best >= smallestOrder(one) && best <= largestOrder(one))).toBe(true);
        expect(casesIn(one, best) % 1).toBe(0);
        if (isAllowed)
          expect(expectedCost(demand, one, best)).toBeLessThanOrEqual(expectedCost(demand, one, other) + 1e-6);
      }),
    );
  });

  it("sales and leftover make up the order, sales and lost sales make up demand", () => {
    fc.assert(
      fc.property(terms, outcomes, fc.double({ min: 0, max: 1500, noNaN: true }), (one, sample, quantity) => {
        const demand = sampleDemand(sample);
        const { sales, leftover, lostSales, profit, cost } = expectation(demand, one, quantity);
        expect(sales + leftover).toBeCloseTo(quantity, 6);
        expect(sales + lostSales).toBeCloseTo(demand.mean, 6);
        const earned = one.price * sales + (one.salvage - one.disposal) * leftover;
        expect(profit).toBeCloseTo(earned - one.unit_cost * quantity - one.goodwill * lostSales, 5);
        expect(cost).toBeGreaterThanOrEqual(Math.min(0, one.price - one.unit_cost + one.goodwill) * lostSales - 1e-6);
      }),
    );
  });

  it("a sample of a normal demand orders about what the normal demand does", () => {
    const normal = normalDemand(1200, 240);
    const sample = sampleDemand(Array.from({ length: 4000 }, (_, i) => normal.quantile((i + 0.5) / 4000)));
    for (const share of [0.1, 0.5, 0.9])
      expect(Math.abs(sample.quantile(share) - normal.quantile(share))).toBeLessThan(1);
    expect(sample.expectedLost(1300)).toBeCloseTo(normal.expectedLost(1300), 0);
  });
});

describe("what can be ordered", () => {
  const some: OrderTerms = {
    price: 5,
    unit_cost: 2,
    goodwill: 0,
    salvage: 0,
    disposal: 0,
    case_pack: 12,
    minimum_order: 30,
    capacity: 100,
  };

  it("is whole cases within minimum and capacity, or nothing", () => {
    expect(neighbours(some, 57)).toEqual([0, 48, 60]);
    expect(neighbours(some, 500)).toEqual([0, 96]);
    expect(neighbours({ ...some, case_pack: 250, capacity: 200 }, 100)).toEqual([0]);
  });

  it("snaps to the nearest", () => {
    expect(nearestOrder(some, 59)).toBe(60);
    expect(nearestOrder(some, 17)).toBe(0);
    expect(nearestOrder(some, 19)).toBe(36);
  });

  it("needs a price and a loss on leftovers to be recommended", () => {
    expect(hasCosts(some)).toBe(true);
    expect(hasCosts({ ...some, price: 0 })).toBe(false);
    expect(hasCosts({ ...some, salvage: 2 })).toBe(false);
  });
});
