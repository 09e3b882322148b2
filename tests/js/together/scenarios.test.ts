import { describe, expect, it } from "vitest";
import {
  adding,
  deleting,
  freeName,
  pathUnder,
  rankBetween,
  scenariosOf,
  valueUnder,
} from "../../../js/src/together/scenarios";
import { reader, SEASON } from "./plan";

const read = reader({ ...SEASON, current_scenario: "warm" });

describe("scenarios", () => {
  it("are listed by rank, without the deleted ones", () => {
    const cold = { name: "Cold", changes: {}, rank: 0, deleted: false };
    const scenarios = { ...(SEASON.scenarios as object), cold, old: { ...cold, deleted: true } };
    const listed = scenariosOf(reader({ ...SEASON, scenarios, current_scenario: "cold" }));
    expect(listed.map(({ id, isCurrent }) => [id, isCurrent])).toEqual([
      ["cold", true],
      ["warm", false],
    ]);
  });

  it("hold values of their own over the plan's", () => {
    expect(pathUnder("warm", "offers/latte/price")).toBe("scenarios/warm/changes/offers~1latte~1price");
    expect(valueUnder("warm", "offers/latte/price", read)).toBe(5.25);
    expect(valueUnder("", "offers/latte/price", read)).toBe(5.45);
    expect(valueUnder("warm", "offers/latte/unit_cost", read)).toBe(0);
  });

  it("come behind the others under a name of their own", () => {
    const added = adding("01", "warm", read)["scenarios/01"];
    expect(added).toEqual({ name: "warm 2", changes: {}, rank: 2, deleted: false });
    expect(freeName(" ", ["Scenario"])).toBe("Scenario 2");
  });

  it("leave the plan as it stands behind when the current one is deleted", () => {
    expect(deleting("warm", read)).toEqual({ "scenarios/warm/deleted": true, current_scenario: "" });
    expect(deleting("cold", read)).toEqual({ "scenarios/cold/deleted": true });
  });

  it("go between two others", () => {
    expect(rankBetween(1, 2)).toBe(1.5);
    expect([rankBetween(null, 1), rankBetween(2, null), rankBetween(null, null)]).toEqual([0, 3, 1]);
  });
});
