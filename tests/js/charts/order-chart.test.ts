import { beforeEach, describe, expect, it, vi } from "vitest";
import type { Changes } from "../../../js/src/charts/chart";
import { orderChart } from "../../../js/src/charts/order-chart";
import { drag, hold, host, key, letGo, nextFrame, pointer, slider } from "./gestures";
import { demand, terms } from "./views";

let root: HTMLElement;
const preview = vi.fn<(changes: Changes) => void>();
const commit = vi.fn<(changes: Changes) => void>();

beforeEach(() => {
  root = host();
  preview.mockClear();
  commit.mockClear();
});

function drawn(view = demand, options = {}) {
  const chart = orderChart(root, { locale: "en-GB", onPreview: preview, onCommit: commit, ...options });
  chart.update(view);
  return chart;
}

const path = (kind: string) => root.querySelector(`.ltoplan-${kind}`)?.getAttribute("d") ?? "";
const order = () => slider(root, "Order quantity");
const ordered = () => commit.mock.calls.at(-1)?.[0].order_quantity as number;

it("draws profit, mean demand, the order and which side costs more", () => {
  drawn();
  for (const kind of ["profit", "mean-line", "order-line"]) expect(path(kind)).toMatch(/^M/);
  for (const words of ["mean demand", "order 1,260", "lost sales cost more", "leftover costs more"]) {
    expect(root.textContent).toContain(words);
  }
});

describe("dragging the quantity", () => {
  it("moves the order and leaves the curve", async () => {
    drawn();
    const [curve, line] = [path("profit"), path("order-line")];
    hold(order(), { by: [-80, 0] });
    await nextFrame();
    expect(path("profit")).toBe(curve);
    expect(path("order-line")).not.toBe(line);
    expect(path("ghost-line")).not.toBe("");
    expect(root.textContent).toContain("was 1,260");
    letGo();
  });

  it("snaps to whole cases", () => {
    drawn();
    drag(order(), { by: [-83, 0] });
    expect(commit).toHaveBeenCalledTimes(1);
    expect(ordered() % 20).toBe(0);
  });

  it("jumps over what is below the minimum order, and stops at the capacity", () => {
    drawn({ ...demand, terms: { ...terms, minimum_order: 1150, capacity: 1300 } });
    drag(order(), { by: [-60, 0] });
    expect(ordered()).toBe(1160);
    key(order(), "ArrowDown");
    key(order(), "Enter");
    expect(ordered()).toBe(0);
    key(order(), "ArrowUp");
    key(order(), "Enter");
    expect(ordered()).toBe(1160);
    key(order(), "End");
    key(order(), "Enter");
    expect(ordered()).toBe(1300);
  });

  it("takes single units with Alt", () => {
    drawn();
    drag(order(), { by: [-83, 0], more: { altKey: true } });
    expect(Number.isInteger(ordered())).toBe(true);
    expect(ordered() % 20).not.toBe(0);
  });

  it("shows the best beside what was decided, and goes back to it", async () => {
    drawn({ ...demand, order_quantity: 1000 });
    expect(root.textContent).toContain("best 1,260");
    key(order(), "Backspace");
    expect(commit).toHaveBeenLastCalledWith({ order_quantity: null });
    await nextFrame();
    expect(order().getAttribute("aria-valuenow")).toBe("1260");
  });
});

it("tells quantity, profit, lost sales and leftover under the pointer", () => {
  drawn();
  pointer(root.querySelector("svg") as SVGElement, "pointermove", [300, 100]);
  const tip = root.querySelector(".ltoplan-tooltip")?.textContent;
  for (const words of ["Order ", "Expected profit", "Lost sales", "Leftover"]) expect(tip).toContain(words);
});

it("asks for costs where there are none", () => {
  drawn({ ...demand, terms: { ...terms, price: 0 } });
  expect(root.querySelector(".ltoplan-message")?.textContent).toContain("price and a unit cost");
});

it("draws known demand and a sample", async () => {
  const chart = drawn({ ...demand, std_dev: 0 });
  expect(order().getAttribute("aria-valuenow")).toBe("1200");
  chart.update({ ...demand, sample: [900, 1000, 1100, 1500] });
  await nextFrame();
  expect(order().getAttribute("aria-valuenow")).toBe("1100");
  expect(root.innerHTML).not.toContain("NaN");
});

it("draws what others drag", async () => {
  const chart = drawn();
  chart.setPeers([{ id: "1", name: "Supply", color: "#1a8f6b", preview: { field: "order_quantity", value: 1400 } }]);
  await nextFrame();
  expect(root.querySelector(".ltoplan-peer-words")?.textContent).toBe("Supply: order 1,400");
});
