import { describe, expect, it } from "vitest";
import type { Changes } from "../../../js/src/base/plan-port";
import type { PublishedOutlook } from "../../../js/src/generated/contract";
import { inputsOf } from "../../../js/src/together/inputs";
import { currentScenario, isBehind, outlookKey, outlookOf } from "../../../js/src/together/outlooks";
import { entry, reader, SEASON, type Tree } from "./plan";

const OUTLOOK: PublishedOutlook = {
  campaign: "launch",
  scenario: "",
  change_request: "",
  inputs: "digest",
  at: "2026-11-22T10:00:00.000Z",
  author: "Ada",
  figures: {},
  views: {},
};
const LATER = { at: "2026-11-22T11:00:00.000Z" };

describe("an outlook that a kernel wrote down", () => {
  it("lies under the scenario in force, or of the plan as it stands", () => {
    expect(outlookKey("launch", { scenario: "warm" })).toBe("launch|scenario|warm");
    expect(outlookKey("launch", { changeRequest: "01" })).toBe("launch|change_request|01");
    const outlooks = { launch: OUTLOOK, "launch|scenario|warm": { ...OUTLOOK, scenario: "warm" } };
    expect(outlookOf("launch", reader({ ...SEASON, outlooks }))?.scenario).toBe("");
    const warm = reader({ ...SEASON, outlooks, current_scenario: "warm" });
    expect(outlookOf("launch", warm)?.scenario).toBe("warm");
    expect(outlookOf("other", warm)).toBeNull();
    const scenarios = { warm: { name: "Warm", deleted: true } };
    expect(currentScenario(reader({ scenarios, current_scenario: "warm" }))).toBe("");
  });

  it.each([
    ["a price of its offer", { "offers/latte/price": { old: 5, new: 5.45 } }, LATER, true],
    ["an override", { "campaigns/launch/overrides/2027-01-14": { old: null, new: { units: 1450 } } }, LATER, true],
    ["a price that is what it was again", { "offers/latte/price": { old: 5.45, new: 5.45 } }, LATER, false],
    ["another offer", { "offers/tea/price": { old: 5, new: 6 } }, LATER, false],
    ["the plan's name", { name: { old: "Winter", new: "Spring" } }, LATER, false],
    ["what was known already", { "offers/latte/price": { old: 5, new: 5.45 } }, {}, false],
  ])("is behind or not after a change of %s", (_, changes, more, expected) => {
    const read = reader({ ...SEASON, history: { "01": entry(changes, more) } });
    expect(isBehind(OUTLOOK, read)).toBe(expected);
  });

  it("is not behind what was changed and changed back", () => {
    const history = {
      "01": entry({ "offers/latte/price": { old: 5.45, new: 5 } }, LATER),
      "02": entry({ "offers/latte/price": { old: 5, new: 5.45 } }, { ...LATER, action: "undo" }),
    };
    expect(isBehind(OUTLOOK, reader({ ...SEASON, history }))).toBe(false);
  });

  describe("tells by its digest whether it is behind", () => {
    const of = (tree: Tree, more: Partial<PublishedOutlook> = {}, changes: Changes = {}) => ({
      ...OUTLOOK,
      ...more,
      inputs: inputsOf("launch", reader(tree), changes) ?? "",
    });
    const dearer = { ...SEASON, offers: { latte: { price: 6 } } };
    const history = { "01": entry({ "offers/latte/price": { old: 5, new: 5.45 } }, LATER) };

    it("whatever the clocks say, and where the history does not tell", () => {
      expect(isBehind(of(SEASON), reader({ ...SEASON, history }))).toBe(false);
      expect(isBehind(of(SEASON), reader(dearer))).toBe(true);
    });

    it("under its scenario", () => {
      const changes = { "offers/latte/price": 5.25 };
      const warm = of(SEASON, { scenario: "warm" }, changes);
      expect(isBehind(warm, reader(SEASON))).toBe(false);
      const warmer = { warm: { name: "Warm", changes: { "offers/latte/price": 5 } } };
      expect(isBehind(warm, reader({ ...SEASON, scenarios: warmer }))).toBe(true);
    });

    it("with what a request still proposes over the scenario in force", () => {
      const request = {
        changes: { "campaigns/launch/demand_mean": { base: null, value: 9 }, name: { base: "Spring", value: "x" } },
        decisions: { name: { accepted: false, by: "Ada", at: "" } },
      };
      const tree = { ...SEASON, current_scenario: "warm", change_requests: { r: request } };
      const proposed = { "offers/latte/price": 5.25, "campaigns/launch/demand_mean": 9 };
      const one = of(SEASON, { change_request: "r" }, proposed);
      expect(isBehind(one, reader(tree))).toBe(false);
      const decided = { r: { ...request, decisions: { "campaigns/launch/demand_mean": { accepted: false } } } };
      expect(isBehind(one, reader({ ...tree, change_requests: decided }))).toBe(true);
    });
  });
});
