import { expect, it } from "vitest";
import { levelOf } from "../../../js/src/base/demand";

it("tells a level between two outcomes in proportion, as a kernel's figures have it", () => {
  const view = { mean: 20, std_dev: 8, sample: [10, 20, 30] };
  expect([0, 0.25, 0.5, 0.9, 1].map((share) => levelOf(view, share))).toEqual([10, 15, 20, 28, 30]);
});

it("tells a level of normal demand, at least 0", () => {
  expect(levelOf({ mean: 100, std_dev: 10, sample: [] }, 0.9)).toBeCloseTo(112.816, 3);
  expect(levelOf({ mean: 1, std_dev: 10, sample: [] }, 0.1)).toBe(0);
});
