import * as fc from "fast-check";
import { expect, it } from "vitest";
import { cumulative, density, quantile } from "../../../js/src/base/normal";

it("has the tables' values", () => {
  expect(cumulative(0)).toBeCloseTo(0.5, 15);
  expect(cumulative(1.96)).toBeCloseTo(0.9750021048517795, 13);
  expect(cumulative(-8)).toBeCloseTo(6.220960574271785e-16, 22);
  expect(quantile(0.975)).toBeCloseTo(1.959963984540054, 12);
  expect(quantile(1e-10)).toBeCloseTo(-6.361340902404056, 11);
  expect(density(0)).toBeCloseTo(0.3989422804014327, 15);
});

it("is unbounded at certainty", () => {
  expect(quantile(0)).toBe(Number.NEGATIVE_INFINITY);
  expect(quantile(1)).toBe(Number.POSITIVE_INFINITY);
});

it("is its own inverse and symmetric", () => {
  fc.assert(
    fc.property(fc.double({ min: -6, max: 6, noNaN: true }), (z) => {
      expect(Math.abs(cumulative(quantile(cumulative(z))) - cumulative(z))).toBeLessThan(1e-13);
      expect(cumulative(z) + cumulative(-z)).toBeCloseTo(1, 13);
    }),
  );
});
