import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { ulid } from "../../../js/src/base/ulid";
import { type DocumentChange, PlanDocument } from "../../../js/src/document/plan-document";
import { PlanSource } from "../../../js/src/document/plan-source";
import type { HistoryEntry } from "../../../js/src/generated/contract";
import cases from "../../fixtures/history.json";
import { PLAN, planned, SAID } from "./plan";

const OVERRIDE = "campaigns/launch/overrides/2027-01-07";

function content(document: PlanDocument): unknown {
  return ["offers", "campaigns", "scenarios", "visualizations", "history"].map((name) =>
    document.doc.getMap(name).toJSON(),
  );
}

describe("PlanDocument", () => {
  it("reads scalars, fields, entries and whole records", () => {
    const document = planned();
    expect(document.read("name")).toBe("Spring");
    expect(document.read("offers/latte/price")).toBe(5.45);
    expect(document.read("campaigns/launch")).toEqual(PLAN["campaigns/launch"]);
    document.apply({ [OVERRIDE]: SAID });
    expect(document.read(OVERRIDE)).toEqual(SAID);
    expect(document.read(`${OVERRIDE}/units`)).toBe(86_800);
    expect(document.read("offers/tea/price")).toBeUndefined();
    expect(document.read("name/first")).toBeUndefined();
  });

  it("makes the mappings of a record together with it", () => {
    const record = planned().doc.getMap("campaigns").get("launch") as Y.Map<unknown>;
    for (const field of ["locations", "covariates", "overrides"]) expect(record.get(field)).toBeInstanceOf(Y.Map);
  });

  it("holds an override as one plain value", () => {
    const document = planned();
    document.apply({ [OVERRIDE]: SAID });
    const overrides = (document.doc.getMap("campaigns").get("launch") as Y.Map<unknown>).get(
      "overrides",
    ) as Y.Map<unknown>;
    expect(overrides.get("2027-01-07")).toEqual(SAID);
    expect(() => document.apply({ [`${OVERRIDE}/units`]: 5 })).toThrow("not the address");
  });

  it("takes an entry out with null, but keeps null in a field", () => {
    const document = planned();
    document.apply({ [OVERRIDE]: SAID, "campaigns/launch/demand_mean": 900 });
    document.apply({ [OVERRIDE]: null, "campaigns/launch/demand_mean": null });
    expect(document.read("campaigns/launch/overrides")).toEqual({});
    expect(document.read("campaigns/launch/demand_mean")).toBeNull();
    document.apply({ "offers/latte": null });
    expect(document.read("offers/latte")).toBeUndefined();
  });

  it("replaces a whole mapping entry by entry", () => {
    const document = planned();
    document.apply({ "campaigns/launch/locations": { north: true, east: true } });
    const mapping = (document.doc.getMap("campaigns").get("launch") as Y.Map<unknown>).get("locations");
    document.apply({ "campaigns/launch/locations": { north: true, west: true } });
    expect(document.read("campaigns/launch/locations")).toEqual({ north: true, west: true });
    expect((document.doc.getMap("campaigns").get("launch") as Y.Map<unknown>).get("locations")).toBe(mapping);
  });

  it("escapes what a key may hold", () => {
    const document = planned();
    document.apply({ "campaigns/launch/locations/N~11": true, "campaigns/launch/locations/a~0b": true });
    expect(document.read("campaigns/launch/locations")).toEqual({ "N/1": true, "a~b": true });
  });

  it.each([
    ["offers/latte/prise", 5, "there is no prise. There are: name"],
    ["offers/tea/price", 5, "the plan holds no offers/tea"],
    ["colour", "red", "there is no colour"],
    ["constructor", "red", "there is no constructor"],
    ["offers/__proto__", { name: "x" }, "not allowed as a key"],
    ["offers/latte/price", -1, "Allowed: a number from 0 to 1,000,000,000,000"],
    ["offers/latte/price", "free", "free is not allowed"],
    ["campaigns/launch/overrides/soon", SAID, "soon is not allowed as a key"],
    [OVERRIDE, { units: -1 }, "-1 at units is not allowed"],
    [OVERRIDE, { reason: "TV" }, "an object with units"],
    ["campaigns/launch", { ...PLAN["campaigns/launch"], colour: "red" }, "colour is not allowed"],
    ["period", "month", 'Allowed: "day", "week"'],
    ["offers", {}, "not the address"],
    ["offers/latte/price/cents", 5, "inside a single value"],
    ["offers/latte/price", Number.NaN, "not a value that a plan can hold"],
    ["offers/latte/price", Number.POSITIVE_INFINITY, "not a value"],
    ["offers/latte/price", undefined, "not a value"],
  ])("refuses %s = %s and writes nothing", (path, value, message) => {
    const document = planned();
    const before = content(document);
    expect(() => document.apply({ "offers/latte/unit_cost": 2, [path]: value })).toThrow(message);
    expect(content(document)).toEqual(before);
  });

  it("tells once a transaction, with paths and whose it was", () => {
    const document = planned();
    const seen: DocumentChange[] = [];
    const stop = document.observe((change) => seen.push(change));
    document.apply({ "offers/latte/price": 5, [OVERRIDE]: SAID, name: "Summer" });
    document.doc.getMap("plan").set("name", "Autumn");
    expect(seen.map(({ isOwn }) => isOwn)).toEqual([true, false]);
    const decided = seen[0]?.paths.filter((path) => !path.startsWith("history/")).sort();
    expect(decided).toEqual([OVERRIDE, "name", "offers/latte/price"]);
    stop();
    document.apply({ name: "Winter" });
    expect(seen).toHaveLength(2);
  });

  it("writes nothing where nothing changes", () => {
    const document = planned();
    const seen: DocumentChange[] = [];
    document.observe((change) => seen.push(change));
    document.apply({ ...PLAN, "campaigns/launch/overrides/2027-01-14": null });
    expect(seen).toEqual([]);
  });

  it("keeps both of two people's edits to different fields of a record", () => {
    const [ada, ben] = [planned(), new PlanDocument()];
    Y.applyUpdate(ben.doc, Y.encodeStateAsUpdate(ada.doc));
    ada.apply({ "offers/latte/price": 5 });
    ben.apply({ "offers/latte/unit_cost": 1.5 });
    Y.applyUpdate(ben.doc, Y.encodeStateAsUpdate(ada.doc));
    Y.applyUpdate(ada.doc, Y.encodeStateAsUpdate(ben.doc));
    expect(content(ada)).toEqual(content(ben));
    expect(ada.read("offers/latte")).toMatchObject({ price: 5, unit_cost: 1.5 });
  });

  it("ends alike whatever is edited and however updates arrive: late, twice, in any order", () => {
    const path = fc.constantFrom(
      "offers/latte/price",
      "campaigns/launch/demand_mean",
      OVERRIDE,
      "campaigns/launch/overrides/2027-01-14",
    );
    const value = (at: string) =>
      at.includes("overrides/")
        ? fc.constantFrom(SAID, { ...SAID, units: 1 }, null)
        : fc.double({ noNaN: true, min: 0, max: 1e12 });
    const edit = path.chain((at) => fc.tuple(fc.nat(2), fc.constant(at), value(at)));
    fc.assert(
      fc.property(
        fc.array(edit, { maxLength: 30 }),
        fc.array(fc.nat(1000), { minLength: 90, maxLength: 90 }),
        (edits, order) => {
          const people = [planned(), new PlanDocument(), new PlanDocument()];
          const sent: Uint8Array[] = [Y.encodeStateAsUpdate((people[0] as PlanDocument).doc)];
          for (const person of people.slice(1)) Y.applyUpdate(person.doc, sent[0] as Uint8Array);
          for (const person of people)
            person.doc.on("update", (update: Uint8Array, origin: unknown) => origin === person && sent.push(update));
          for (const [who, at, set] of edits) people[who]?.apply({ [at]: set });
          for (const person of people) {
            const twice = [...sent, ...sent].map((update, place) => ({ update, at: order[place % order.length] ?? 0 }));
            for (const { update } of twice.sort((a, b) => a.at - b.at)) Y.applyUpdate(person.doc, update, "wire");
          }
          expect(content(people[1] as PlanDocument)).toEqual(content(people[0] as PlanDocument));
          expect(content(people[2] as PlanDocument)).toEqual(content(people[0] as PlanDocument));
        },
      ),
      { numRuns: 25 },
    );
  });
});

describe("the history", () => {
  const entriesOf = (document: PlanDocument) => Object.values(document.read("history") as Record<string, HistoryEntry>);

  it.each(cases.entries)("holds before and after: $name", ({ tree, edit, changes }) => {
    const document = new PlanDocument();
    new PlanSource(document.doc).take(JSON.stringify(tree));
    document.apply(edit);
    expect(entriesOf(document).map((entry) => entry.changes)).toEqual(Object.keys(changes).length ? [changes] : []);
  });

  it("says who did it, on which page, why and when, in the transaction of the edit", () => {
    const document = planned();
    document.doc.getMap("history").clear();
    document.signature = () => ({ author: "Ada L.", username: "ada" });
    let transactions = 0;
    document.doc.on("afterTransaction", () => {
      transactions += 1;
    });
    document.apply({ name: "Summer" }, { reason: "It is warm", action: "take_back", of: "01" });
    expect(transactions).toBe(1);
    expect(entriesOf(document)).toEqual([
      {
        at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
        author: "Ada L.",
        username: "ada",
        client: String(document.doc.clientID),
        action: "take_back",
        reason: "It is warm",
        of: "01",
        changes: { name: { old: "Spring", new: "Summer" } },
        omitted: 0,
      },
    ]);
  });

  it("keeps the newest 500 entries, in order whatever the clocks say", () => {
    const document = planned();
    const later = `${ulid().slice(0, 8)}ZZ${"0".repeat(16)}`;
    document.doc.getMap("history").set(later, entriesOf(document)[0]);
    for (let count = 0; count < 505; count++) document.apply({ name: String(count) });
    const ids = [...document.doc.getMap("history").keys()].sort();
    expect(ids).toHaveLength(500);
    const names = ids.map((id) => (document.read(`history/${id}`) as HistoryEntry).changes.name?.new);
    expect(names.slice(-3)).toEqual(["502", "503", "504"]);
    expect(names).not.toContain("4");
  });
});
