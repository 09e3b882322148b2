import { describe, expect, it } from "vitest";
import { checked, defaultOf, isEntry } from "../../../js/src/base/field";

const deep = (depth: number): unknown => (depth === 0 ? 1 : { a: deep(depth - 1) });

describe("checked", () => {
  it.each([
    ["name", "Spring"],
    ["offers/latte/price", 5.45],
    ["offers/latte/capacity", null],
    ["offers/latte", { name: "Latte" }],
    ["campaigns/launch/covariates/tv", true],
    ["campaigns/launch/covariates/tv", null],
    ["scenarios/warm/changes/offers~1latte~1price", 5],
    ["comments/01/anchor", { path: "name", x: Date.UTC(2027, 0, 7), y: 3.5 }],
    ["change_requests/01/changes/name", { base: null, value: { any: ["thing"] } }],
    ["outlooks/launch", { figures: { mean: 5, profit: null }, views: { forecast_chart: { starts: ["a"] } } }],
  ])("takes %s = %o", (path, value) => {
    expect(checked(path, value)).toBe(value);
  });

  it.each([
    ["name", "x".repeat(201), "a text of at most 200 characters"],
    ["name", "\ud800", "not a value that a plan can hold"],
    ["name", null, "null is not allowed"],
    ["currency", "usd\n", "Allowed"],
    ["campaigns/launch/start", "7 Jan", "a day as 2027-01-07"],
    ["offers/latte/price", 2e12, "from 0 to 1,000,000,000,000"],
    ["offers/latte/price", "5", "5 is not allowed"],
    ["offers/latte/deleted", 1, "true or false"],
    ["offers/latte", {}, "an object with name"],
    ["offers/latte", { name: "Latte", prise: 5 }, "prise is not allowed"],
    ["offers/latte", [], "an object of name"],
    [`offers/${"x".repeat(201)}`, { name: "Latte" }, "is not allowed as a key"],
    ["campaigns/launch/locations", JSON.parse('{"__proto__": true}'), "__proto__ is not allowed"],
    ["campaigns/launch/overrides", { soon: { units: 1 } }, "soon is not allowed"],
    ["offers/latte/price/cents", 5, "cents lies inside a single value"],
    ["toString", 5, "there is no toString"],
    ["outlooks/launch", { views: deep(40) }, "not a value"],
    ["offers/latte/price", () => 5, "not a value"],
  ])("refuses %s = %o", (path, value, why) => {
    expect(() => checked(path, value)).toThrow(why);
  });

  it("cuts what is absurdly long in its words", () => {
    const words = (path: string, value: unknown) => {
      try {
        checked(path, value);
      } catch (error) {
        return (error as Error).message;
      }
      return "";
    };
    expect(words("notes", "x".repeat(1e6)).length).toBeLessThan(300);
    expect(words(`offers/${"x".repeat(1e6)}`, {}).length).toBeLessThan(500);
  });
});

it("knows defaults, and which paths are entries", () => {
  expect([defaultOf("offers/latte/case_pack"), defaultOf("offers/latte/unit"), defaultOf("offers/latte")]).toEqual([
    1,
    "units",
    null,
  ]);
  expect(["offers/latte", "offers/latte/price", "campaigns/a/overrides/2027-01-07", "name"].map(isEntry)).toEqual([
    true,
    false,
    true,
    false,
  ]);
});
