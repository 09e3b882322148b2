import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { canonical } from "../../../js/src/base/canonical";
import { PlanDocument } from "../../../js/src/document/plan-document";
import { PlanSource } from "../../../js/src/document/plan-source";
import { PLAN_LAYOUT } from "../../../js/src/generated/plan-layout";

const OFFER = { name: "Latte", unit: "cups", price: 5, unit_cost: 2 };
const LAUNCH = {
  item: "latte",
  start: "2027-01-07",
  end: "2027-03-03",
  locations: { north: true },
  covariates: {},
  analogues: {},
  pinned: {},
  overrides: {},
};
const textOf = (tree: Record<string, unknown>) => canonical({ ...EMPTY, ...tree }, PLAN_LAYOUT.conversation);
const EMPTY = {
  format: "ltoplan/1",
  ...Object.fromEntries(Object.keys(PLAN_LAYOUT.collections).map((name) => [name, {}])),
};
const PLAN = textOf({ name: "Season", offers: { latte: OFFER }, campaigns: { launch: LAUNCH } });

function opened(text = PLAN) {
  const doc = new Y.Doc();
  const source = new PlanSource(doc);
  source.take(text);
  return { source, plan: new PlanDocument(doc), doc };
}

describe("a plan's file without a server that keeps it", () => {
  it("comes back as it went in, names of newer releases with it", () => {
    const text = textOf({
      name: "Season",
      novelty: { deep: [1, 2] },
      offers: { latte: { ...OFFER, aroma: "strong" } },
    });
    expect(opened(text).source.text()).toBe(text);
  });

  it("comes back as it went in, whatever is in it", () => {
    const number = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e12, max: 1e12 });
    const record = fc.record({ name: fc.string({ unit: "grapheme" }), price: number }, { requiredKeys: ["name"] });
    const key = fc.string({ unit: "grapheme", minLength: 1 }).filter((one) => one !== "__proto__");
    fc.assert(
      fc.property(fc.dictionary(key, record, { noNullPrototype: true }), (offers) => {
        const text = textOf({ offers });
        expect(opened(text).source.text()).toBe(text);
      }),
    );
  });

  it("keeps what was edited here when the file changes elsewhere", () => {
    const { source, plan } = opened();
    plan.apply({ "offers/latte/price": 6, "campaigns/launch/locations/south": true });
    source.take(
      textOf({ name: "Winter", offers: { latte: { ...OFFER, unit_cost: 3 } }, campaigns: { launch: LAUNCH } }),
    );
    expect(plan.read("name")).toBe("Winter");
    expect(plan.read("offers/latte")).toMatchObject({ price: 6, unit_cost: 3 });
    expect(plan.read("campaigns/launch/locations")).toEqual({ north: true, south: true });
  });

  it("takes out what the file took out, and lays in what came", () => {
    const { source, plan } = opened();
    const without = { ...LAUNCH, locations: {} };
    source.take(textOf({ name: "Season", offers: { tea: OFFER }, campaigns: { launch: without } }));
    expect(plan.read("offers")).toEqual({ tea: OFFER });
    expect(plan.read("campaigns/launch/locations")).toEqual({});
  });

  it("knows what is changed since the text that was written", () => {
    const { source, plan } = opened();
    expect(source.isChanged).toBe(false);
    plan.apply({ name: "Winter" });
    source.text();
    plan.apply({ name: "Spring" });
    source.settle();
    expect(source.isChanged).toBe(true);
    source.text();
    source.settle();
    expect(source.isChanged).toBe(false);
  });

  it("tells edits of the plan, not what comes from the file or concerns the file alone", () => {
    const { source, plan, doc } = opened();
    let told = 0;
    const stop = source.observe(() => {
      told += 1;
    });
    source.take(PLAN.replace("Season", "Winter"));
    doc.getMap("state").set("dirty", true);
    expect(told).toBe(0);
    plan.apply({ name: "Spring" });
    expect(told).toBe(1);
    stop();
    plan.apply({ name: "Summer" });
    expect(told).toBe(1);
  });

  it.each([
    ["half of {", "not JSON"],
    ["[1]", "JSON object"],
    ['{"format": "ltoplan/9"}', "newer"],
    ['{"format": 7}', "not a plan format"],
    ['{"offers": {"latte": 1}}', "offers"],
  ])("hands back %s untouched and says why", (text, why) => {
    const { source } = opened(text);
    expect(source.text()).toBe(text);
    expect(source.complaint).toContain(why);
    expect(source.isUnreadableOutside).toBe(false);
    source.take(PLAN);
    expect([source.text(), source.complaint]).toEqual([PLAN, ""]);
  });

  it("keeps the live plan when the file breaks under it", () => {
    const { source, plan } = opened();
    plan.apply({ name: "Winter" });
    source.take("half of {");
    expect(plan.read("name")).toBe("Winter");
    expect(source.isUnreadableOutside).toBe(true);
  });

  it("reads a blank file as an empty plan", () => {
    expect(opened("\n").source.text()).toBe(textOf({}));
  });
});
