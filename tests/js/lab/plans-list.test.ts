import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { PlansList, type PlansListOptions } from "../../../js/lab/plans-list";
import { find, frame, HOSTILE, key, press, type, words } from "../panels/page";

const PLANS = [
  {
    path: "Läger/winter.ltoplan",
    name: "Winter",
    complaint: "",
    charts: [
      { id: "a", name: "Demand", kind: "normal_distribution" },
      { id: "b", name: "Order", kind: "order_chart" },
    ],
  },
  { path: "x.ltoplan", name: HOSTILE, complaint: "cannot be read", charts: [] },
];

beforeEach(() => {
  vi.useFakeTimers();
  document.body.replaceChildren();
});
afterEach(() => vi.useRealTimers());

function shown(plans = PLANS) {
  const asked: unknown[][] = [];
  const options = new Proxy({} as PlansListOptions, {
    get:
      (_, name) =>
      (...given: unknown[]) =>
        asked.push([name, ...given]),
  });
  const list = new PlansList(document.body, options);
  list.update({ plans, looked: 3, waiting: 0, isCut: false });
  return { list, asked, root: document.body };
}

const names = (root: HTMLElement) => [...root.querySelectorAll(".ltoplan-plans-open > span")].map(words);

describe("the list of plans", () => {
  it("shows plans with their charts, and names as they are", () => {
    const { root } = shown();
    expect(names(root)).toEqual(["Winter", "Demand", "Order", HOSTILE]);
    expect(root.querySelector("img")).toBeNull();
    expect(words(find(root, "[data-plan='x.ltoplan']"))).toContain("cannot be read");
  });

  it("finds charts and plans by name", () => {
    const { root } = shown();
    type(root, "[type=search]", "ord");
    expect(names(root)).toEqual(["Winter", "Order"]);
    type(root, "[type=search]", "winter");
    expect(names(root)).toEqual(["Winter", "Demand", "Order"]);
    type(root, "[type=search]", "nothing");
    expect(words(root)).toContain("Nothing is called “nothing”.");
  });

  it("opens a plan, or a plan at a chart", () => {
    const { root, asked } = shown();
    for (const place of [0, 1]) root.querySelectorAll<HTMLElement>(".ltoplan-plans-open")[place]?.click();
    expect(asked).toEqual([
      ["openPlan", "Läger/winter.ltoplan"],
      ["openPlan", "Läger/winter.ltoplan", "a"],
    ]);
  });

  it("offers what can be done with a plan and a chart", () => {
    const { root, asked } = shown();
    for (const action of ["Duplicate", "Copy link", "Add chart: Forecast", "Delete"]) {
      press(root, "Actions for Winter");
      press(root, action);
    }
    press(root, "Actions for Order");
    press(root, "Delete");
    const path = "Läger/winter.ltoplan";
    expect(asked).toEqual([
      ["duplicatePlan", path],
      ["share", path],
      ["createChart", path, "forecast_chart"],
      ["deletePlan", path],
      ["deleteChart", path, PLANS[0]?.charts[1]],
    ]);
  });

  it("renames in place: Enter keeps, Escape does not, an empty name is none", () => {
    const { root, asked } = shown();
    for (const [name, end] of [
      ["Autumn", "Escape"],
      ["  ", "Enter"],
      ["Spring", "Enter"],
    ] as const) {
      press(root, "Actions for Winter");
      press(root, "Rename");
      key(type(root, "[name=rename]", name), end);
    }
    expect(asked).toEqual([["renamePlan", "Läger/winter.ltoplan", "Spring"]]);
  });

  it("says how far the search is, and what to do where there is no plan", () => {
    const { root, list } = shown([]);
    expect(words(root)).toContain("There is no plan below this folder yet.");
    list.update({ plans: [], looked: 3, waiting: 2, isCut: false });
    expect(words(root)).toContain("Looking … 3 of 5 folders");
    list.update({ plans: [], looked: 500, waiting: 9, isCut: true });
    expect(words(root)).toContain("Looked into the first 500 folders only.");
    list.destroy();
    frame();
    expect(root.childNodes).toHaveLength(0);
  });
});
