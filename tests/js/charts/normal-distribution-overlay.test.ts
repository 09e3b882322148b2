import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { overlay } from "../../../js/src/charts/normal-distribution-overlay";
import { demand, terms } from "./views";

describe("fields over a view", () => {
  it("leave it as it is where they say nothing", () => {
    expect(overlay(demand, {})).toEqual(demand);
  });

  it("go back to the forecast with null", () => {
    const { mean, std_dev, order_quantity } = overlay(
      { ...demand, order_quantity: 900 },
      { mean: null, std_dev: null, order_quantity: null },
    );
    expect([mean, std_dev, order_quantity]).toEqual([1100, 200, null]);
  });

  it("change terms; a null capacity is no limit, another null leaves the term", () => {
    const limited = { ...demand, terms: { ...terms, capacity: 500 } };
    const changed = overlay(limited, { price: 6, unit_cost: null, capacity: null });
    expect(changed.terms).toEqual({ ...terms, price: 6, capacity: null });
    expect(limited.terms.capacity).toBe(500);
  });
});

describe("the sample", () => {
  it("moves with the mean and stretches with the standard deviation", () => {
    const view = { ...demand, mean: 100, std_dev: 10, sample: [90, 100, 110] };
    expect(overlay(view, { mean: 200, std_dev: 20 }).sample).toEqual([180, 200, 220]);
  });

  it("keeps its order, never falls below zero and comes back", () => {
    const sample = fc.array(fc.double({ min: 500, max: 2000, noNaN: true }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(
        sample,
        fc.double({ min: 0, max: 4000, noNaN: true }),
        fc.double({ min: 1, max: 900, noNaN: true }),
        (units, mean, std_dev) => {
          const view = { ...demand, sample: units.sort((a, b) => a - b) };
          const moved = overlay(view, { mean, std_dev });
          expect(moved.sample.every((one, i) => one >= 0 && one >= (moved.sample[i - 1] ?? 0))).toBe(true);
          const isWhole = moved.sample.every((one) => one > 0);
          const back = overlay(moved, { mean: view.mean, std_dev: view.std_dev }).sample;
          if (isWhole) back.forEach((one, i) => void expect(one).toBeCloseTo(view.sample[i] ?? Number.NaN, 4));
        },
      ),
    );
  });
});
