import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { PlanDocument } from "../../../js/src/document/plan-document";
import type { HistoryEntry } from "../../../js/src/generated/contract";
import {
  decisionsIn,
  decisionsOf,
  differences,
  leadingTo,
  stateAfter,
  versionText,
} from "../../../js/src/together/versions";
import histories from "../../fixtures/history.json";
import cases from "../../fixtures/versions.json";
import { planned, SAID } from "../document/plan";
import { entry } from "./plan";

const read = (document: PlanDocument) => (path: string) => document.read(path);
const state = (document: PlanDocument) => decisionsOf(read(document));
const entries = (document: PlanDocument) => document.read("history") as Record<string, HistoryEntry>;

describe("a version", () => {
  it("is the plan's file without the conversation, and reads back", () => {
    const document = planned();
    document.apply({ "comments/01": { text: "Hello" } });
    const text = versionText(state(document));
    expect(text).toMatch(
      /^\{\n"campaigns": \{\n"launch": \{"analogues": \{\}, "covariates": \{\}, .*\n"format": "ltoplan\/1",\n/s,
    );
    expect(text).not.toContain("Hello");
    expect(decisionsIn(text)).toEqual(state(document));
    expect(() => decisionsIn(text.slice(1))).toThrow("damaged");
    expect(() => decisionsIn("[]")).toThrow("no plan");
  });

  it("differs field by field; what is left out is its default", () => {
    const before = { name: "a", offers: { latte: { name: "Latte", price: 5 } } };
    const after = {
      name: "b",
      offers: { latte: { name: "Latte", price: 5, unit_cost: 0, goodwill: 1 }, tea: { name: "Tea" } },
    };
    expect(differences(before, after)).toEqual({
      name: { old: "a", new: "b" },
      "offers/latte/goodwill": { old: 0, new: 1 },
      "offers/tea": { old: null, new: { name: "Tea" } },
    });
  });

  it("comes back as one edit; what came since is marked as deleted", () => {
    const document = planned();
    const then = state(document);
    document.apply({
      "offers/tea": { name: "Tea" },
      "offers/latte/price": 6,
      "campaigns/launch/overrides/2027-01-07": SAID,
    });
    const back = leadingTo(then, state(document));
    expect(back).toEqual({
      "offers/tea/deleted": true,
      "offers/latte/price": 5.45,
      "campaigns/launch/overrides/2027-01-07": null,
    });
    document.apply(back);
    expect(leadingTo(then, state(document))).toEqual({});
  });
});

describe("stateAfter", () => {
  it("gives every state that ever was, whatever was edited", () => {
    const edit = fc.oneof(
      fc.record({ "offers/latte/price": fc.integer({ min: 0, max: 3 }) }),
      fc.record({ "campaigns/launch/overrides/2027-01-07": fc.constantFrom(null, SAID, { ...SAID, units: 1 }) }),
      fc.record({ "campaigns/launch/locations": fc.dictionary(fc.constantFrom("n", "e/w"), fc.boolean()) }),
      fc.record({ "offers/tea": fc.constantFrom(null, { name: "Tea", unit: "pots" }, { name: "Green tea" }) }),
      fc.record({ name: fc.constantFrom("a", "b") }),
    );
    fc.assert(
      fc.property(fc.array(edit, { maxLength: 12 }), (edits) => {
        const document = planned();
        const states = new Map<string, unknown>();
        for (const changes of edits) {
          document.apply(changes);
          states.set(Object.keys(entries(document)).sort().at(-1) ?? "", state(document));
        }
        for (const [id, then] of states) {
          expect(differences(stateAfter(id, state(document), entries(document)), then as never)).toEqual({});
        }
      }),
      { numRuns: 25 },
    );
  });

  it("says where what was before is not known", () => {
    const history = { "02": entry({}, { omitted: 2 }) };
    expect(() => stateAfter("01", {}, history)).toThrow("2 changes of 2026-11-22T10:00:00.000Z were too large");
    expect(stateAfter("02", { name: "a" }, history)).toEqual({ name: "a" });
  });
});

describe("cases that Python is held to as well", () => {
  it.each(cases.differences)("$name", ({ before, after, changes }) => {
    expect(differences(before, after)).toEqual(changes);
  });

  it.each(cases.leading)("$name", ({ present, target, edit }) => {
    expect(leadingTo(target, present)).toEqual(edit);
  });

  it.each(histories.states)("$name", ({ tree, history, entry: id, state: then }) => {
    const said = Object.entries(history).map(([at, changes]) => [at, entry(changes as never)]);
    expect(stateAfter(id, tree, Object.fromEntries(said))).toEqual(then);
  });
});
