import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { MARKETING, SUPPLY } from "../../../js/demo/fixtures/together";
import type { HistoryEntry } from "../../../js/src/generated/contract";
import { changeHistory } from "../../../js/src/panels/change-history";
import { historyCsv } from "../../../js/src/panels/change-history-export";
import { callFor, hasHistory } from "../../../js/src/panels/parts/entry-call";
import { csv } from "../../../js/src/panels/parts/file";
import { choose, find, frame, key, press, show, submit, type, words } from "./page";

beforeEach(() => {
  vi.useFakeTimers();
  document.body.replaceChildren();
});
afterEach(() => vi.useRealTimers());

const rows = (root: HTMLElement) => [...root.querySelectorAll<HTMLElement>("[data-entry]")];
const entry = (root: HTMLElement, letter: string) => find(root, `[data-entry="01HISTORY0000000000000000${letter}"]`);

describe("the list", () => {
  it("says who changed what from what to what, the newest first, day by day", () => {
    const { root } = show(changeHistory);
    expect(rows(root)).toHaveLength(7);
    expect(words(rows(root)[0] as HTMLElement)).toMatch(
      /^MKMika Katorestore to here1 minchanged week 1 from 80,000 cups to 86,800 cups/,
    );
    expect([...root.querySelectorAll("h3")].map((day) => day.textContent)).toEqual([
      "Today",
      "Yesterday",
      "Sunday, 29 November 2026",
    ]);
  });

  it("marks what came from the file and what was undone since", () => {
    const { root, port } = show(changeHistory);
    expect(words(entry(root, "C"))).toContain("file on disk");
    port.apply({ "offers/latte/price": 6 });
    port.undo();
    frame();
    const [undo, edit] = rows(root).map(words);
    expect(undo).toContain("undo");
    expect(edit).toContain("undone since");
  });

  it("can be narrowed to a person and to a field", () => {
    const { root } = show(changeHistory);
    choose(root, "Person", "Pia Lund");
    expect(rows(root)).toHaveLength(2);
    choose(root, "Field", "offers/latte/price");
    expect(rows(root)).toHaveLength(1);
    choose(root, "Person", "Mika Kato");
    expect(words(root)).toContain("No change fits these filters.");
  });

  it("takes one more change in while somebody has chosen a filter, and keeps the focus", () => {
    const { root, port } = show(changeHistory);
    choose(root, "Person", "Mika Kato");
    const select = find(root, "select");
    select.focus();
    port.applyAs(MARKETING, { "offers/latte/goodwill": 0.4 });
    frame();
    expect(rows(root)).toHaveLength(3);
    expect(document.activeElement).toBe(select);
  });

  it("shows an entry that a notice calls for, whatever the filters hide", () => {
    const { root, port, panel } = show(changeHistory);
    choose(root, "Person", "Pia Lund");
    Element.prototype.scrollIntoView = vi.fn();
    expect(hasHistory(port)).toBe(true);
    callFor(port, "01HISTORY0000000000000000G");
    expect(document.activeElement).toBe(entry(root, "G"));
    panel.destroy();
    expect(hasHistory(port)).toBe(false);
  });
});

describe("the way back", () => {
  it("takes back one change that is in force, as an edit of its own", () => {
    const { root, port } = show(changeHistory);
    find(entry(root, "B"), "[data-tool=restore-one]").click();
    frame();
    expect(port.read("offers/latte/price")).toBe(5.25);
    const [newest] = Object.values(port.read("history") as Record<string, HistoryEntry>).slice(-1);
    expect(newest).toMatchObject({ action: "restore", of: "01HISTORY0000000000000000B", author: "Pia Lund" });
    expect(words(find(entry(root, "B"), "[data-tool=restore-one]"))).toBe("bring back");
  });

  it("takes a created record out by its mark of deletion", () => {
    const { root, port } = show(changeHistory);
    find(entry(root, "E"), "[data-tool=restore-one]").click();
    expect(port.read("scenarios/no-tv/deleted")).toBe(true);
    expect(port.read("scenarios/no-tv/changes")).toEqual({
      "campaigns/launch/covariates/tv": 0,
      "offers/latte/price": 5.25,
    });
  });

  it("restores everything as of an entry once the differences were shown", () => {
    const { root, port } = show(changeHistory);
    press(entry(root, "A"), "Restore to here: the plan as of this change");
    const question = find(root, ".ltoplan-question");
    expect(words(question)).toContain("price$ 5.45$ 5.25");
    expect(port.read("offers/latte/price")).toBe(5.45);
    press(question, "Restore");
    expect(port.read("offers/latte/price")).toBe(5.25);
    expect(port.read("campaigns/launch/overrides/2027-01-07")).toBeUndefined();
    expect(port.read("current_scenario")).toBe("");
    expect(root.querySelector(".ltoplan-question")).toBeNull();
    expect(words(find(root, "[role=status]"))).toContain("Restored the plan after Finn Iversen’s change");
  });

  it("undoes by button and by keyboard, and names what somebody else has changed since", () => {
    const { root, port } = show(changeHistory);
    port.apply({ "offers/latte/price": 6 });
    frame();
    press(root, "Undo my last edit");
    expect(port.read("offers/latte/price")).toBe(5.45);
    key(find(root, "[tabindex]"), "Z", { ctrlKey: true, shiftKey: true });
    expect(port.read("offers/latte/price")).toBe(6);
    port.applyAs(SUPPLY, { "offers/latte/price": 7 });
    key(find(root, "[tabindex]"), "z", { ctrlKey: true });
    expect(port.read("offers/latte/price")).toBe(7);
    expect(words(find(root, "[role=status]"))).toContain("price stays, Suri Unger has changed it since");
  });
});

describe("versions", () => {
  it("names the plan as it is, with a note", () => {
    const { root, port } = show(changeHistory);
    press(root, "Name version of the plan as it is now");
    type(root, "[name=version-name]", "With TV");
    type(root, "[name=version-note]", "for the board");
    submit(root);
    const versions = Object.values(port.read("versions") as Record<string, { name: string; text: string }>);
    const made = versions.find(({ name }) => name === "With TV");
    expect(made).toMatchObject({ note: "for the board", author: "Pia Lund", at: "2026-12-01T10:30:00.000Z" });
    expect(JSON.parse(made?.text ?? "")).toMatchObject({ format: "ltoplan/1", offers: { latte: { price: 5.45 } } });
    expect(words(root)).toContain("Version “With TV”");
  });

  it("says why no further version fits", () => {
    const { root, port } = show(changeHistory);
    const many = Array.from({ length: 49 }, (_, place) => [
      `versions/v${place}`,
      { name: `v${place}`, at: "", deleted: false },
    ]);
    port.apply(Object.fromEntries(many));
    press(root, "Name version of the plan as it is now");
    type(root, "[name=version-name]", "One more");
    submit(root);
    expect(words(find(root, "[role=alert]"))).toContain(
      "The plan holds 50 versions, which is the most. Delete one that nobody needs.",
    );
  });

  it("compares two moments field by field", () => {
    const { root } = show(changeHistory);
    press(root, "Compare two versions");
    const pane = find(root, ".ltoplan-compare");
    expect(words(pane)).toContain("price$ 5.25$ 5.45");
    choose(root, "To", "version before-tv");
    expect(words(pane)).toContain("Nothing differs.");
    press(pane, "Close");
    expect(root.querySelector(".ltoplan-compare")).toBeNull();
  });

  it("restores, and deletes with a way back", () => {
    const { root, port } = show(changeHistory);
    press(root, "Restore version Before TV");
    press(find(root, ".ltoplan-question"), "Restore");
    expect(port.read("offers/latte/price")).toBe(5.25);
    press(root, "Delete version Before TV");
    expect(port.read("versions/before-tv/deleted")).toBe(true);
    press(root, "Undo");
    expect(port.read("versions/before-tv/deleted")).toBe(false);
  });

  it("says what it does not know", () => {
    const { root, port } = show(changeHistory);
    port.apply({ "versions/before-tv/text": "{" });
    press(root, "Restore version Before TV");
    expect(words(find(root, "[role=alert]"))).toBe("The text of this version is damaged. Choose another one.");
    expect([...root.querySelectorAll(".ltoplan-question button")].map((one) => one.textContent)).toEqual(["Cancel"]);
  });
});

describe("the file", () => {
  it("has a line a change", () => {
    const { port } = show(changeHistory);
    const all = Object.entries(port.read("history") as Record<string, HistoryEntry>);
    const lines = historyCsv({ port }, all).trimEnd().split("\r\n");
    expect(lines).toHaveLength(1 + 8);
    expect(lines[1]).toBe(
      "01HISTORY0000000000000000A,2026-11-29T10:10:00.000Z,Finn Iversen,edit,unit cost,offers/latte/unit_cost,1.35,1.15,New contract for oat base",
    );
  });

  it("gives a spreadsheet no formula to run", () => {
    const table = csv([["=1+1", "+1", "-1", "@x", "\tx", "\rx", 'say "no"', "a,b", -5, "plain"]]);
    expect(table).toBe(`"'=1+1","'+1","'-1","'@x","'\tx","'\rx","say ""no""","a,b",-5,plain\r\n`);
  });

  it("is handed out as CSV and JSON of what is shown", async () => {
    const { root } = show(changeHistory);
    const files: Blob[] = [];
    URL.createObjectURL = (blob: Blob) => `blob:${files.push(blob)}`;
    URL.revokeObjectURL = () => undefined;
    const names: string[] = [];
    vi.spyOn(HTMLAnchorElement.prototype, "click").mockImplementation(function (this: HTMLAnchorElement) {
      names.push(this.download);
    });
    choose(root, "Person", "Pia Lund");
    press(root, "Export the changes shown as CSV");
    press(root, "Export the changes shown as JSON");
    expect(names).toEqual(["maple-oat-latte-history.csv", "maple-oat-latte-history.json"]);
    expect(JSON.parse(await (files[1] as Blob).text())).toHaveLength(2);
  });
});
