import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { together } from "../../../js/demo/fixtures/together";
import type { Scenario } from "../../../js/src/generated/contract";
import { quoted } from "../../../js/src/panels/parts/controls";
import { scenarioTable } from "../../../js/src/panels/scenario-table";
import { choose, find, frame, key, press, show, submit, type, words } from "./page";

beforeEach(() => {
  vi.useFakeTimers();
  document.body.replaceChildren();
});
afterEach(() => vi.useRealTimers());

const PRICE = "scenarios/cold-snap/changes/offers~1latte~1price";
const cell = (root: HTMLElement, path: string) => find<HTMLButtonElement>(root, `[data-cell=${quoted(path)}]`);
const row = (root: HTMLElement, name: string) => find(root, `[data-figure="${name}"]`);
const open = (root: HTMLElement, path: string) => {
  cell(root, path).click();
  frame();
};
const names = (root: HTMLElement) => [...root.querySelectorAll(".ltoplan-column-name")].map((one) => one.textContent);

describe("what scenarios lead to", () => {
  it("stands side by side with units, the best value marked", () => {
    const { root } = show(scenarioTable);
    expect(names(root)).toEqual(["Plan as it stands", "Cold snap", "No TV"]);
    expect(words(row(root, "order_quantity"))).toBe("Order now374,400 cups412,800 cups331,200 cups");
    expect(words(find(row(root, "profit"), "[data-best]"))).toBe("$ 684kbest");
    expect(row(root, "mean").querySelector("[data-best]")).toBeNull();
    expect(words(root)).toContain("Computed just now.");
  });

  it("marks nothing as better that reads the same", () => {
    const outlooks = Object.entries(together.outlooks as Record<string, { figures: object }>).map(
      ([key, one], place) => [key, { ...one, figures: { ...one.figures, stock_out_risk: 0.22 + place / 10_000 } }],
    );
    const { root } = show(scenarioTable, {}, { ...together, outlooks: Object.fromEntries(outlooks) });
    expect(row(root, "stock_out_risk").querySelector("[data-best]")).toBeNull();
  });

  it("says where figures are missing", () => {
    const { "launch|scenario|no-tv": _gone, ...outlooks } = together.outlooks as Record<string, unknown>;
    const { root } = show(scenarioTable, {}, { ...together, outlooks });
    expect(words(row(root, "profit"))).toBe("Expected profit$ 631k$ 684kbest–");
    expect(words(root)).toContain("“–” is not computed yet");
  });
});

describe("scenarios", () => {
  it("are created behind the others, under a name that none of them has", () => {
    const { root, port } = show(scenarioTable);
    press(root, "New scenario");
    expect(document.activeElement).toBe(find(root, "[name=new-name]"));
    type(root, "[name=new-name]", "No TV");
    submit(root);
    expect(names(root)).toEqual(["Plan as it stands", "Cold snap", "No TV", "No TV 2"]);
    const made = Object.values(port.read("scenarios") as Record<string, Scenario>).at(-1);
    expect(made).toEqual({ name: "No TV 2", changes: {}, rank: 3, deleted: false });
  });

  it("are renamed in place: Enter keeps, Escape does not", () => {
    const { root, port } = show(scenarioTable);
    press(root, "Rename No TV");
    key(type(root, "[name=rename]", "Radio only"), "Escape");
    expect(port.read("scenarios/no-tv/name")).toBe("No TV");
    press(root, "Rename No TV");
    key(type(root, "[name=rename]", "Radio only"), "Enter");
    expect(port.read("scenarios/no-tv/name")).toBe("Radio only");
    expect(document.activeElement?.textContent).toBe("Rename");
  });

  it("are duplicated with what they change", () => {
    const { root, port } = show(scenarioTable);
    press(root, "Copy No TV");
    const copy = Object.values(port.read("scenarios") as Record<string, Scenario>).at(-1);
    expect(copy).toMatchObject({
      name: "No TV 2",
      changes: { "campaigns/launch/covariates/tv": 0, "offers/latte/price": 5.25 },
    });
  });

  it("are deleted with a way back, also the one in which people work", () => {
    const { root, port } = show(scenarioTable);
    press(root, "Delete Cold snap");
    expect(names(root)).toEqual(["Plan as it stands", "No TV"]);
    expect(port.read("current_scenario")).toBe("");
    press(root, "Undo");
    expect(names(root)).toEqual(["Plan as it stands", "Cold snap", "No TV"]);
    expect(port.read("current_scenario")).toBe("cold-snap");
  });

  it("become current by choosing", () => {
    const { root, port } = show(scenarioTable);
    find(root, "[aria-label='Work in No TV']").click();
    frame();
    expect(port.read("current_scenario")).toBe("no-tv");
    expect(find<HTMLInputElement>(root, "[aria-label='Work in No TV']").checked).toBe(true);
    expect(find<HTMLInputElement>(root, "[aria-label='Work in Cold snap']").checked).toBe(false);
  });
});

describe("a cell", () => {
  it("takes what somebody types, as one edit", () => {
    const { root, port } = show(scenarioTable);
    open(root, PRICE);
    const field = type(root, "[name=cell]", "5.65");
    expect(port.shown.selection).toEqual({ chart: "scenario_table", field: PRICE });
    expect(port.shown.preview).toEqual({ field: PRICE, value: 5.65 });
    expect(port.read(PRICE)).toBeUndefined();
    key(field, "Enter");
    expect(port.read(PRICE)).toBe(5.65);
    expect(port.shown).toMatchObject({ selection: null, preview: null });
    expect(document.activeElement).toBe(cell(root, PRICE));
  });

  it("keeps nothing on Escape", () => {
    const { root, port } = show(scenarioTable);
    open(root, PRICE);
    key(type(root, "[name=cell]", "9"), "Escape");
    expect(port.read(PRICE)).toBeUndefined();
    expect(Object.keys(port.read("history") as object)).toHaveLength(7);
  });

  it("writes nothing where nothing changed, so that the plan's value goes on to count", () => {
    const { root, port } = show(scenarioTable);
    open(root, PRICE);
    key(find(root, "[name=cell]"), "Enter");
    expect(port.read(PRICE)).toBeUndefined();
  });

  it("returns to the plan's value when it is emptied", () => {
    const { root, port } = show(scenarioTable);
    const tv = "scenarios/no-tv/changes/campaigns~1launch~1covariates~1tv";
    open(root, tv);
    key(type(root, "[name=cell]", ""), "Enter");
    expect(port.read(tv)).toBeUndefined();
  });

  it.each([
    ["much", "“much” is not understood"],
    ["-3", "-3 is not allowed. Allowed: a number from 0"],
  ])("refuses %s and says why", (typed, why) => {
    const { root, port } = show(scenarioTable);
    open(root, "offers/latte/price");
    key(type(root, "[name=cell]", typed), "Enter");
    expect(words(find(root, "[role=alert]"))).toContain(why);
    expect(port.read("offers/latte/price")).toBe(5.45);
  });

  it("shows who else writes in it, and what", () => {
    const { root } = show(scenarioTable);
    expect(words(find(root, "[data-peer]"))).toBe("$ 5.25Suri Unger: $ 5.15");
  });

  it("keeps what is half written while others change the plan", () => {
    const { root, port } = show(scenarioTable);
    open(root, PRICE);
    const field = type(root, "[name=cell]", "5.6");
    port.applyAs(
      { ...port.user, name: "Bo", username: "bo" },
      { "offers/latte/price": 7, "scenarios/mild": { name: "Mild", changes: {}, rank: 0 } },
    );
    frame();
    expect(names(root)).toEqual(["Plan as it stands", "Mild", "Cold snap", "No TV"]);
    expect(document.activeElement).toBe(field);
    expect(field.value).toBe("5.6");
  });

  it("can be had for any further field", () => {
    const { root, port } = show(scenarioTable);
    choose(root, "Vary another field", "offers/latte/unit_cost");
    expect(words(find(root, '[data-field="offers/latte/unit_cost"] th'))).toBe("unit cost");
    open(root, "scenarios/no-tv/changes/offers~1latte~1unit_cost");
    key(type(root, "[name=cell]", "1,30"), "Enter");
    expect(port.read("scenarios/no-tv/changes/offers~1latte~1unit_cost")).toBe(1.3);
  });
});

it("says which figures the plan has left behind", () => {
  const { root, port } = show(scenarioTable);
  expect(root.querySelector("[data-behind]")).toBeNull();
  port.now = () => Date.parse("2026-12-01T10:31:00Z");
  port.apply({ "offers/latte/price": 6 });
  frame();
  expect(root.querySelectorAll("[data-figure=profit] [data-behind]").length).toBeGreaterThan(0);
  expect(words(root)).toContain("Grey figures are behind: the plan has changed since they were computed.");
});
