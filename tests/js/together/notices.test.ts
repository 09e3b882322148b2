import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Company } from "../../../js/demo/company";
import type { ChangeNotice } from "../../../js/src/base/plan-port";
import type { PlanLink } from "../../../js/src/document/plan-link";
import { PLAN, SAID } from "../document/plan";

let company: Company;
let ada: PlanLink;
let ben: PlanLink;
let told: (readonly ChangeNotice[])[];

beforeEach(() => {
  vi.useFakeTimers();
  const people = [
    { username: "ada", name: "Ada" },
    { username: "ben", name: "Ben" },
    { username: "ada", name: "Ada" },
  ];
  company = new Company(people, PLAN);
  [ada, ben] = company.links as [PlanLink, PlanLink];
  told = [];
  ada.observeNotices((notices) => told.push(notices));
});

afterEach(() => {
  company.destroy();
  vi.useRealTimers();
});

describe("notices", () => {
  it("tell one gesture of somebody else once, with all that it changed", () => {
    ben.apply({ name: "Summer", "offers/latte/price": 6 });
    const entry = Object.keys(ben.read("history") as object)[0];
    expect(told).toEqual([
      [
        { entry, author: "Ben", path: "name", old: "Spring", new: "Summer", isOverwrite: false },
        { entry, author: "Ben", path: "offers/latte/price", old: 5.45, new: 6, isOverwrite: false },
      ],
    ]);
  });

  it("tell nothing of one's own, on this page or another", () => {
    ada.apply({ name: "Summer" });
    company.links[2]?.apply({ name: "Autumn" });
    expect(told).toEqual([]);
  });

  it("say when a value of one's own was overwritten, and what it was", () => {
    ada.apply({ "campaigns/launch/overrides/2027-01-07": SAID });
    ben.apply({ "campaigns/launch/overrides/2027-01-07": { ...SAID, units: 5 } });
    expect(told[0]).toMatchObject([{ isOverwrite: true, old: SAID, new: { units: 5 } }]);
    ben.apply({ "campaigns/launch/overrides/2027-01-07": { ...SAID, units: 6 } });
    expect(told[1]).toMatchObject([{ isOverwrite: false, old: { units: 5 } }]);
  });

  it("of what happened at the same time say what won", () => {
    company.setOnline(0, false);
    ada.apply({ name: "Ada's" });
    ben.apply({ name: "Ben's" });
    company.setOnline(0, true);
    const winner = ada.read("name");
    expect(winner).toBe(ben.read("name"));
    const expected = winner === "Ben's" ? [{ isOverwrite: true, old: "Ada's", new: "Ben's" }] : undefined;
    if (expected) expect(told).toMatchObject([expected]);
    else expect(told).toEqual([]);
  });

  it("come for what others did while one was away", () => {
    company.setOnline(0, false);
    ben.apply({ name: "Summer" });
    ben.apply({ "offers/tea": { name: "Tea" } });
    expect(told).toEqual([]);
    company.setOnline(0, true);
    expect(told.map((notices) => notices.map(({ path }) => path))).toEqual([["name"], ["offers/tea"]]);
  });

  it("tell nothing of comments, and end when nobody listens", () => {
    ben.apply({ "comments/01": { text: "Hello" } });
    expect(told).toEqual([]);
    const more: unknown[] = [];
    const stop = ada.observeNotices((notices) => more.push(notices));
    stop();
    ben.apply({ name: "Summer" });
    expect([told.length, more.length]).toEqual([1, 0]);
  });

  it("can be taken back in one edit", () => {
    ada.apply({ name: "Summer" });
    ben.apply({ name: "Autumn" });
    const [notice] = told[0] as [ChangeNotice];
    ada.apply({ [notice.path]: notice.old }, { action: "take_back", of: notice.entry });
    expect(ben.read("name")).toBe("Summer");
    expect(ada.nextUndo).toMatchObject({ action: "take_back", of: notice.entry });
  });
});
