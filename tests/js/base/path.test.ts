import fc from "fast-check";
import { expect, it } from "vitest";
import { join, split } from "../../../js/src/base/path";

it("writes what Python writes", () => {
  expect(join("campaigns", "launch", "locations", "N/1")).toBe("campaigns/launch/locations/N~11");
  expect(split("scenarios/warm/changes/offers~1latte~1price")).toEqual([
    "scenarios",
    "warm",
    "changes",
    "offers/latte/price",
  ]);
});

it("splits into what was joined", () => {
  fc.assert(
    fc.property(fc.array(fc.string(), { minLength: 1 }), (segments) => {
      expect(split(join(...segments))).toEqual(segments);
    }),
  );
});
