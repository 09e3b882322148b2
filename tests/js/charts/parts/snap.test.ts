import * as fc from "fast-check";
import { expect, it } from "vitest";
import { clamped, roundStep, snapped } from "../../../../js/src/charts/parts/snap";

it("falls on the nearest multiple", () => {
  expect(snapped(376_499, 1000)).toBe(376_000);
  expect(snapped(5.43, 0.05)).toBe(5.45);
  expect(snapped(7, 4, 1)).toBe(9);
  expect(snapped(7.123, 0)).toBe(7.123);
});

it("is at most half a step away, and stays where it is", () => {
  fc.assert(
    fc.property(
      fc.double({ min: -1e6, max: 1e6, noNaN: true }),
      fc.constantFrom(0.01, 0.05, 1, 24, 1000),
      (value, step) => {
        const once = snapped(value, step);
        expect(Math.abs(once - value)).toBeLessThanOrEqual(step / 2 + 1e-6);
        expect(snapped(once, step)).toBe(once);
      },
    ),
  );
});

it("takes round steps", () => {
  expect([4800, 24, 1, 0.37, 0, Number.NaN].map(roundStep)).toEqual([1000, 10, 1, 0.1, 0, 0]);
});

it("keeps a value in its range", () => {
  expect([-1, 0.5, 9].map((value) => clamped(value, [0, 1]))).toEqual([0, 0.5, 1]);
});
