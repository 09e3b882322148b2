import { beforeEach, describe, expect, it } from "vitest";
import * as Y from "yjs";
import { PlanDocument } from "../../../js/src/document/plan-document";

let document: PlanDocument;
let held: (collection: string, id: string) => Y.Map<unknown>;

beforeEach(() => {
  document = new PlanDocument();
  document.apply({
    name: "Spring",
    "offers/latte": { name: "Latte", price: 5 },
    "campaigns/launch": { item: "latte", start: "2027-01-07", end: "2027-03-03" },
    "campaigns/launch/overrides/2027-01-14": { units: 5 },
    "scenarios/warm": { name: "Warm", changes: {} },
  });
  held = (collection, id) => document.doc.getMap(collection).get(id) as Y.Map<unknown>;
});

describe("values that another client wrote and no plan can hold", () => {
  it("leave the last good one in force, and are named with their path", () => {
    expect(document.read("offers/latte/price")).toBe(5);
    held("offers", "latte").set("price", "cheap");
    expect(document.read("offers/latte/price")).toBe(5);
    expect(document.read("offers/latte")).toEqual({ name: "Latte", price: 5 });
    expect(document.complaints).toEqual([expect.stringContaining("offers/latte/price: cheap is not allowed")]);
    document.apply({ "offers/latte/price": 6 });
    expect(document.read("offers/latte/price")).toBe(6);
    expect(document.complaints).toEqual([]);
  });

  it("count as left out where nobody has seen a good one", () => {
    held("offers", "latte").set("unit_cost", Number.NEGATIVE_INFINITY);
    held("campaigns", "launch").set("demand_mean", -1e308);
    expect(document.read("offers/latte/unit_cost")).toBeUndefined();
    expect(document.read("campaigns/launch/demand_mean")).toBeUndefined();
    expect(document.complaints).toHaveLength(2);
  });

  it.each([
    ["one entry of a mapping", "overrides", new Y.Map([["2027-01-21", { units: "many" }]]), {}],
    ["a mapping that is none", "overrides", 5, { "2027-01-14": { units: 5 } }],
  ])("do not take the rest along: %s", (_, field, value, expected) => {
    expect(document.read(`campaigns/launch/${field}`)).toEqual({ "2027-01-14": { units: 5 } });
    held("campaigns", "launch").set(field, value);
    expect(document.read(`campaigns/launch/${field}`)).toEqual(expected);
    expect(document.read("campaigns/launch/item")).toBe("latte");
  });

  it.each([
    ["scenarios", 7],
    ["comments", { text: 5 }],
    ["comments", {}],
    ["history", { changes: 5, at: 3 }],
    ["visualizations", { type: {}, name: "x" }],
    ["change_requests", { title: 9 }],
  ])("leave out a record of %s that cannot do without them: %j", (collection, value) => {
    const before = document.read(collection);
    document.doc.getMap(collection).set("x", value);
    expect(document.read(collection)).toEqual(before);
    expect(document.read(`${collection}/x`)).toBeUndefined();
    expect(document.complaints.join()).toContain(`${collection}/x`);
  });

  it("are filled up with defaults in what people say", () => {
    document.doc.getMap("comments").set("x", { text: "Hello" });
    expect(document.read("comments/x")).toMatchObject({
      text: "Hello",
      author: "",
      anchor: { path: "" },
      mentions: {},
    });
  });
});

it("keeps fields that this release does not know", () => {
  held("offers", "latte").set("color", "brown");
  expect(document.read("offers/latte")).toMatchObject({ color: "brown" });
});
