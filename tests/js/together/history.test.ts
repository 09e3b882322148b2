import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { entryOf, MOST_BYTES, MOST_ENTRIES, newestFirst, overdue, reverted } from "../../../js/src/together/history";
import cases from "../../fixtures/history.json";
import { entry, reader, SEASON } from "./plan";

const SIGNATURE = { author: "Ada", username: "ada", client: "7" };
const HELD = { old: null, new: null };
const AT = "2026-11-22T10:00:00.000Z";

describe("an entry", () => {
  it("says who, when, why and what", () => {
    const changes = { name: { old: "a", new: "b" } };
    const made = entryOf(changes, SIGNATURE, { at: AT, reason: "TV", action: "restore", of: "x" });
    expect(made).toEqual({ at: AT, ...SIGNATURE, action: "restore", reason: "TV", of: "x", changes, omitted: 0 });
  });

  it("counts what is too large, and keeps what fits beside it", () => {
    const large = { old: "", new: "x".repeat(MOST_BYTES) };
    const made = entryOf({ notes: large, name: { old: "a", new: "b" } }, SIGNATURE, { at: AT });
    expect(made.changes).toEqual({ name: { old: "a", new: "b" } });
    expect(made.omitted).toBe(1);
  });

  it("never holds more than its bytes, whatever is written", () => {
    const change = fc.record({ old: fc.string({ maxLength: 4000, unit: "grapheme" }), new: fc.jsonValue() });
    fc.assert(
      fc.property(fc.dictionary(fc.string({ minLength: 1, maxLength: 300 }), change, { maxKeys: 12 }), (changes) => {
        const made = entryOf(changes, SIGNATURE, { at: AT });
        const kept = Object.entries(made.changes);
        const size = kept.reduce((sum, one) => sum + new TextEncoder().encode(JSON.stringify(one)).length, 0);
        expect(size).toBeLessThanOrEqual(MOST_BYTES);
        expect(kept.length + made.omitted).toBe(Object.keys(changes).length);
      }),
      { numRuns: 50 },
    );
  });

  it("makes room for itself among the newest", () => {
    const ids = Array.from({ length: MOST_ENTRIES + 2 }, (_, place) => `01${String(place).padStart(4, "0")}`);
    expect(overdue(ids.reverse())).toEqual(["010000", "010001", "010002"]);
    expect(overdue(ids.slice(5))).toEqual([]);
  });

  it("comes before older ones in lists", () => {
    expect(newestFirst({ a: entry({}), c: entry({}), b: entry({}) }).map(([id]) => id)).toEqual(["c", "b", "a"]);
  });
});

describe("reverted", () => {
  const back = (changes: Parameters<typeof entry>[0], tree = SEASON) => reverted("01", entry(changes), reader(tree));

  it("puts back what still holds what was written", () => {
    expect(back({ name: { old: "Winter", new: "Spring" } })).toEqual({ changes: { name: "Winter" }, skipped: [] });
  });

  it("leaves alone what somebody else has changed since, and says who", () => {
    const history = { "02": entry({ name: { old: "Fall", new: "Spring" } }, { author: "Ben" }) };
    const found = back({ name: { old: "Winter", new: "Fall" } }, { ...SEASON, history });
    expect(found).toEqual({ changes: {}, skipped: [{ path: "name", by: "Ben" }] });
  });

  it("does nothing where the old value stands already", () => {
    expect(back({ name: { old: "Spring", new: "Fall" } })).toEqual({ changes: {}, skipped: [] });
  });

  it("marks a record that came as deleted, whatever was written to it since", () => {
    const changes = { "offers/latte": { old: null, new: { name: "Other" } } };
    expect(back(changes).changes).toEqual({ "offers/latte/deleted": true });
    expect(back({ "offers/gone": { old: null, new: {} } })).toEqual({ changes: {}, skipped: [] });
  });

  it("lays a record in again that was taken out", () => {
    expect(back({ "offers/tea": { old: { name: "Tea" }, new: null } }).changes).toEqual({
      "offers/tea": { name: "Tea" },
    });
  });

  it("takes an entry of a mapping out that came, and gives a field its default where it was left out", () => {
    const override = { units: 1450, reason: "TV", author: "Ada", at: "2026-11-22T10:00:00Z" };
    const came = { "campaigns/launch/overrides/2027-01-14": { old: null, new: override } };
    expect(back(came).changes).toEqual({ "campaigns/launch/overrides/2027-01-14": null });
    expect(back({ "offers/latte/price": { old: null, new: 5.45 } }).changes).toEqual({ "offers/latte/price": 0 });
  });

  it("skips fields of records that are gone and names that no plan has", () => {
    const found = back({ "offers/tea/price": { old: 1, new: 2 }, "offers/__proto__/price": { old: 1, new: 2 } });
    expect(found.changes).toEqual({});
    expect(found.skipped).toHaveLength(2);
  });
});

describe("cases that Python is held to as well", () => {
  it.each(cases.kept)("$name", ({ lengths, kept, omitted }) => {
    const changes = Object.entries(lengths).map(([path, length]) => [
      path,
      { old: null, new: "x".repeat(length ?? 0) },
    ]);
    const made = entryOf(Object.fromEntries(changes), SIGNATURE, { at: AT });
    expect([Object.keys(made.changes), made.omitted]).toEqual([kept, omitted]);
  });

  it.each(cases.reverted)("$name", ({ tree, changes, back, skipped }) => {
    const found = reverted("01", entry(changes as never), reader(tree));
    expect([found.changes, found.skipped.map(({ path }) => path)]).toEqual([back, skipped]);
  });

  it.each(cases.changed_by)("$name", ({ path, entry: id, authors, by }) => {
    const said = Object.entries(authors).map(([at, [author = "", one = ""]]) => [
      at,
      entry({ [one]: HELD }, { author }),
    ]);
    const read = reader({ history: Object.fromEntries(said) });
    const { skipped } = reverted(id, entry({ [path]: { old: 1, new: 2 } }), (at) =>
      at === path ? 3 : (read(at) ?? {}),
    );
    expect(skipped).toEqual([{ path, by }]);
  });
});
