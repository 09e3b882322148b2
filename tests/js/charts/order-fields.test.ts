import fc from "fast-check";
import { expect, it } from "vitest";
import { mappedSample } from "../../../js/src/charts/order-fields";

const sample = [800, 900, 1000, 1100, 1200];
const from = { mean: 1000, std_dev: Math.sqrt(20_000), sample };

it("moves and stretches a sample", () => {
  expect(mappedSample(from, { mean: 1500, std_dev: from.std_dev })).toEqual([1300, 1400, 1500, 1600, 1700]);
});

it("keeps the mean that somebody asked for, and never falls below zero", () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0, max: 1e6, noNaN: true }),
      fc.double({ min: 0, max: 1e6, noNaN: true }),
      (mean, std_dev) => {
        const mapped = mappedSample(from, { mean, std_dev });
        expect(Math.min(...mapped)).toBeGreaterThanOrEqual(0);
        expect(mapped.reduce((sum, units) => sum + units, 0) / mapped.length).toBeCloseTo(mean, 3);
      },
    ),
  );
});
