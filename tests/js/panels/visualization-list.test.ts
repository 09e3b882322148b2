import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { Visualization } from "../../../js/src/generated/contract";
import { visualizationList } from "../../../js/src/panels/visualization-list";
import { find, frame, key, press, type Shown, show, submit, type, words } from "./page";

beforeEach(() => {
  vi.useFakeTimers();
  document.body.replaceChildren();
});
afterEach(() => vi.useRealTimers());

const names = (root: HTMLElement) => [...root.querySelectorAll(".ltoplan-row-name")].map((one) => one.textContent);
const newest = (port: Shown["port"]) =>
  Object.values(port.read("visualizations") as Record<string, Visualization>).at(-1);

it("lists them in order with kind, campaign, and who changed them last", () => {
  const { root } = show(visualizationList);
  expect(names(root)).toEqual(["Forecast by week", "Launch demand", "Order", "Cold or mild?"]);
  expect(words(find(root, "[data-id=order]"))).toContain("Order · Maple-oat latte · Suri Unger, 2 h");
});

it("finds by name and by kind", () => {
  const { root } = show(visualizationList);
  type(root, "[type=search]", "DEMAND");
  expect(names(root)).toEqual(["Launch demand"]);
  type(root, "[type=search]", "xyz");
  expect(words(root)).toContain("No chart is called “xyz”.");
});

it("creates, signed", () => {
  const { root, port } = show(visualizationList);
  press(root, "New chart");
  type(root, "[name=new-name]", "Fan");
  submit(root);
  expect(newest(port)).toMatchObject({
    name: "Fan",
    type: "forecast_chart",
    campaign: "launch",
    created_by: "Pia Lund",
    created_at: "2026-12-01T10:30:00.000Z",
    rank: 5,
  });
});

it("renames, recolours, duplicates, and deletes with a way back", () => {
  const { root, port } = show(visualizationList);
  press(root, "Rename Order");
  key(type(root, "[name=rename]", "How much"), "Enter");
  expect(port.read("visualizations/order")).toMatchObject({
    name: "How much",
    updated_by: "Pia Lund",
    updated_at: "2026-12-01T10:30:00.000Z",
  });
  const colour = find<HTMLInputElement>(root, "[data-id=order] [type=color]");
  colour.value = "#112233";
  colour.dispatchEvent(new Event("change", { bubbles: true }));
  frame();
  expect(port.read("visualizations/order/color")).toBe("#112233");
  press(root, "Duplicate How much");
  expect(names(root)).toEqual(["Forecast by week", "Launch demand", "How much", "How much copy", "Cold or mild?"]);
  press(root, "Delete How much");
  expect(names(root)).not.toContain("How much");
  press(root, "Undo");
  expect(names(root)).toContain("How much");
});

it("opens one where there is a place for it", () => {
  const onOpen = vi.fn();
  const options = { onOpen };
  const { root } = show(visualizationList, options);
  press(root, "Order");
  expect(onOpen).toHaveBeenCalledWith("order");
});
