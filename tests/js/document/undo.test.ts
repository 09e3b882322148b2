/** Undo and redo of several people on one plan, joined in memory. */
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Company } from "../../../js/demo/company";
import type { PlanLink } from "../../../js/src/document/plan-link";
import type { HistoryEntry } from "../../../js/src/generated/contract";
import { reverted } from "../../../js/src/together/history";
import { decisionsOf } from "../../../js/src/together/versions";
import { PLAN, SAID } from "./plan";

const NAMES = ["Ada", "Ben", "Cem"];
const PATHS = [
  "name",
  "offers/latte/price",
  "campaigns/launch/overrides/2027-01-07",
  "campaigns/launch/locations/north",
  "offers/tea",
];

/** A value that nobody else writes, or nothing. */
function valueAt(path: string, who: number, count: number): unknown {
  if (path === "name") return `${who}/${count}`;
  if (path === "offers/tea") return { name: `Tea ${who}/${count}`, rank: count };
  if (path.includes("overrides")) return count % 4 === 0 ? null : { ...SAID, units: who * 1000 + count };
  if (path.includes("locations")) return count % 3 === 0 ? null : count % 2 === 0;
  return who * 1000 + count;
}

type Act = { who: number; act: "edit" | "undo" | "redo" | "offline" | "online"; path: string };
const acts = (kinds: Act["act"][]) =>
  fc.array(fc.record({ who: fc.nat(2), act: fc.constantFrom(...kinds), path: fc.constantFrom(...PATHS) }), {
    minLength: 1,
    maxLength: 40,
  });

function perform(company: Company, { who, act, path }: Act, count: number): void {
  const link = company.links[who] as PlanLink;
  if (act === "edit") link.apply({ [path]: valueAt(path, who, count) });
  else if (act === "undo") link.undo();
  else if (act === "redo") link.redo();
  else company.setOnline(who, act === "online");
}

const stateOf = (link: PlanLink) => decisionsOf((path) => link.read(path));
const together = (): Company =>
  new Company(
    NAMES.map((name) => ({ username: name.toLowerCase(), name })),
    PLAN,
  );

/** Leaves of a state by path. */
function leaves(value: unknown, path = ""): [string, string][] {
  if (typeof value !== "object" || value === null || "units" in value) return [[path, JSON.stringify(value)]];
  return Object.entries(value).flatMap(([name, part]) => leaves(part, `${path}/${name}`));
}

let companies: Company[] = [];
const meet = (): Company => {
  const company = together();
  companies.push(company);
  return company;
};

beforeEach(() => vi.useFakeTimers());
afterEach(() => {
  for (const company of companies) company.destroy();
  companies = [];
  vi.useRealTimers();
});

describe("undo", () => {
  it("never touches what somebody else wrote last, whatever people do", () => {
    fc.assert(
      fc.property(acts(["edit", "edit", "undo", "redo"]), (steps) => {
        const company = together();
        const link = company.links[0] as PlanLink;
        const writers = new Map<string, number>();
        for (const [count, step] of steps.entries()) {
          const before = new Map(leaves(stateOf(link)));
          perform(company, step, count);
          const after = new Map(leaves(stateOf(link)));
          for (const path of new Set([...before.keys(), ...after.keys()])) {
            if (before.get(path) === after.get(path)) continue;
            // Who undoes the creation of a record marks it as deleted, whoever wrote to its fields since.
            const isOwnRecord = path === "/offers/tea/deleted";
            if (step.act !== "edit" && !isOwnRecord) expect([path, writers.get(path)]).toEqual([path, step.who]);
            writers.set(path, step.who);
          }
        }
        company.destroy();
      }),
      { numRuns: 30 },
    );
  });

  it("gives an assumption of nothing back, which is not the same as none", () => {
    const company = together();
    const link = company.links[0] as PlanLink;
    const changes = "scenarios/calm/changes";
    const nothing = { "campaigns/launch/demand_mean": null };
    link.apply({ "scenarios/calm": { name: "Calm", changes: nothing, rank: 9, deleted: false } });
    for (const value of [900, null]) {
      link.apply({ [`${changes}/campaigns~1launch~1demand_mean`]: value });
      link.undo();
      expect(link.read(changes)).toEqual(nothing);
    }
    link.redo();
    expect(link.read(changes)).toEqual({});
    company.destroy();
  });

  it("leads everybody to the same plan, also when people come and go", () => {
    fc.assert(
      fc.property(acts(["edit", "edit", "undo", "redo", "offline", "online"]), (steps) => {
        const company = together();
        for (const [count, step] of steps.entries()) perform(company, step, count);
        for (const place of NAMES.keys()) company.setOnline(place, true);
        for (const place of NAMES.keys()) company.setOnline(place, true);
        const [first, ...others] = company.links.map((link) => JSON.stringify(leaves(stateOf(link)).sort()));
        for (const other of others) expect(other).toBe(first);
        company.destroy();
      }),
      { numRuns: 30 },
    );
  });

  it("of everything, and redo of everything, are inverse where nobody else is there", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...PATHS), { minLength: 1, maxLength: 12 }), (paths) => {
        const company = together();
        const link = company.links[0] as PlanLink;
        const states = [JSON.stringify(leaves(stateOf(link)).sort())];
        for (const [count, path] of paths.entries()) {
          link.apply({ [path]: valueAt(path, 0, count + 1) });
          states.push(JSON.stringify(leaves(stateOf(link)).sort()));
        }
        while (link.canUndo) link.undo();
        const start = leaves(stateOf(link)).filter(([path]) => !path.startsWith("/offers/tea"));
        expect(JSON.stringify(start.sort())).toBe(states[0]);
        while (link.canRedo) link.redo();
        const end = leaves(stateOf(link)).filter(([path]) => path !== "/offers/tea/deleted");
        expect(JSON.stringify(end.sort())).toBe(states.at(-1));
        company.destroy();
      }),
      { numRuns: 30 },
    );
  });

  it("names what it leaves alone, and who changed it", () => {
    const [ada, ben] = meet().links as [PlanLink, PlanLink];
    ada.apply({ "offers/latte/price": 6, "offers/latte/unit_cost": 2 }, { reason: "New beans" });
    ben.apply({ "offers/latte/price": 7 });
    expect(ada.nextUndo?.reason).toBe("New beans");
    expect(ada.undo()).toEqual({
      changes: { "offers/latte/unit_cost": 1.2 },
      skipped: [{ path: "offers/latte/price", by: "Ben" }],
    });
    expect(ada.read("offers/latte")).toMatchObject({ price: 7, unit_cost: 1.2 });
    expect(ben.canUndo).toBe(true);
    expect(ada.undo()).toBeNull();
  });

  it("is an entry like any other", () => {
    const [ada] = meet().links as [PlanLink];
    ada.apply({ name: "Summer" });
    ada.undo();
    ada.redo();
    const entries = Object.entries(ada.read("history") as Record<string, HistoryEntry>).sort();
    expect(entries.map(([, { action, changes }]) => [action, changes.name?.new])).toEqual([
      ["edit", "Summer"],
      ["undo", "Spring"],
      ["redo", "Summer"],
    ]);
    expect(entries[1]?.[1].of).toBe(entries[0]?.[0]);
    expect(entries[2]?.[1].of).toBe(entries[1]?.[0]);
  });
});

it("taking back what was taken back changes nothing, where nothing else changed", () => {
  const path = fc.constantFrom(...PATHS.slice(0, 4));
  fc.assert(
    fc.property(fc.uniqueArray(path, { minLength: 1 }), fc.nat(50), (paths, count) => {
      const company = together();
      const link = company.links[0] as PlanLink;
      link.apply(Object.fromEntries(paths.map((one) => [one, valueAt(one, 1, count)])));
      const read = (one: string) => link.read(one);
      const before = JSON.stringify(leaves(stateOf(link)).sort());
      const newest = () =>
        Object.entries(read("history") as Record<string, HistoryEntry>)
          .sort()
          .at(-1);
      for (let times = 0; times < 2; times++) {
        const [id, entry] = newest() ?? [];
        if (id && entry) link.apply(reverted(id, entry, read).changes, { action: "take_back", of: id });
      }
      expect(JSON.stringify(leaves(stateOf(link)).sort())).toBe(before);
      company.destroy();
    }),
    { numRuns: 30 },
  );
});
