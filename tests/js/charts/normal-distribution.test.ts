import { beforeEach, describe, expect, it, vi } from "vitest";
import type { Changes } from "../../../js/src/charts/chart";
import { normalDistribution } from "../../../js/src/charts/normal-distribution";
import { drag, hold, host, key, letGo, nextFrame, placeOf, slider } from "./gestures";
import { demand, HOSTILE, terms } from "./views";

let root: HTMLElement;
const preview = vi.fn<(changes: Changes) => void>();
const commit = vi.fn<(changes: Changes) => void>();

beforeEach(() => {
  root = host();
  preview.mockClear();
  commit.mockClear();
});

function drawn(view = demand, options = {}) {
  const chart = normalDistribution(root, { locale: "en-GB", onPreview: preview, onCommit: commit, ...options });
  chart.update(view);
  return chart;
}

const told = () => commit.mock.calls.at(-1)?.[0] ?? {};
const path = (kind: string) => root.querySelector(`.ltoplan-${kind}`)?.getAttribute("d") ?? "";
const words = (tone: string) => root.querySelector(`.ltoplan-label.ltoplan-${tone}`)?.textContent ?? "";

describe("at rest", () => {
  it("draws the curve, the order and what follows from it", () => {
    drawn();
    expect(path("bell").split("L").length).toBe(201);
    expect(root.textContent).toContain("mean 1,200");
    expect(root.textContent).toContain("order 1,260");
    expect(root.textContent?.replace(/\u202f/g, " ")).toContain("covers 60 %");
    expect(root.textContent).toContain("63 cases of 20 · critical ratio 0.60");
  });

  it("follows a quantity that somebody decided on", () => {
    drawn({ ...demand, order_quantity: 1000 });
    expect(words("order")).toContain("order 1,000");
    expect(root.textContent).toContain("Order, as decided");
  });

  it("draws no order where the terms say nothing of money", () => {
    drawn({ ...demand, terms: { ...terms, price: 0 } });
    expect(path("order-line")).toBe("");
    expect(root.textContent).toContain("Demand, 80\u00a0% range");
  });

  it("draws bars of a sample", () => {
    const sample = Array.from({ length: 100 }, (_, i) => 700 + i * 10);
    drawn({ ...demand, sample });
    expect(path("covered .ltoplan-bars").split("Z").length - 1).toBe(12);
  });
});

describe("dragging the mean", () => {
  it("moves curve, order and cost in the same frame, beside a ghost of what was", async () => {
    drawn();
    const [bell, order] = [path("bell"), path("order-line")];
    hold(slider(root, "Mean"), { by: [60, 0] });
    await nextFrame();
    expect(path("bell")).not.toBe(bell);
    expect(path("order-line")).not.toBe(order);
    expect(path("ghost-line")).toBe(bell);
    expect(words("demand")).toBeDefined();
    expect(root.textContent).toContain("was 1,200");
    expect(preview).toHaveBeenCalledTimes(1);
    letGo();
  });

  it("commits once, a value on the grid, and the ghost goes", async () => {
    drawn();
    drag(slider(root, "Mean"), { by: [60, 0] });
    await nextFrame();
    expect(commit).toHaveBeenCalledTimes(1);
    const { mean } = told() as { mean: number };
    expect(mean).toBeGreaterThan(1200);
    expect(mean % 10).toBe(0);
    expect(path("ghost-line")).toBe("");
    expect(slider(root, "Mean").getAttribute("aria-valuenow")).toBe(String(mean));
  });

  it("is taken back by Escape", async () => {
    drawn();
    const bell = path("bell");
    hold(slider(root, "Mean"), { by: [60, 0] });
    await nextFrame();
    key(document.body, "Escape");
    await nextFrame();
    expect(path("bell")).toBe(bell);
    expect(preview).toHaveBeenLastCalledWith({});
    expect(commit).not.toHaveBeenCalled();
  });

  it("takes a sample along, stretched by nothing", async () => {
    drawn({ ...demand, sample: [1000, 1200, 1400] });
    const before = path("covered .ltoplan-bars");
    drag(slider(root, "Mean"), { by: [40, 0] });
    await nextFrame();
    const firstX = (bars: string) => Number(/M(-?[\d.]+)/.exec(bars)?.[1]);
    expect(firstX(path("covered .ltoplan-bars")) - firstX(before)).toBeCloseTo(40, -1);
  });

  it("keeps the ghost of the start when its holder gives the preview back as a view", async () => {
    const chart = drawn();
    const bell = path("bell");
    hold(slider(root, "Mean"), { by: [60, 0] });
    await nextFrame();
    chart.update({ ...demand, ...preview.mock.calls[0]?.[0] });
    await nextFrame();
    expect(path("ghost-line")).toBe(bell);
    expect(root.textContent).toContain("was 1,200");
    key(document.body, "Escape");
    await nextFrame();
    expect(path("bell")).toBe(bell);
  });

  it("goes on over a view that comes meanwhile", async () => {
    const chart = drawn();
    hold(slider(root, "Mean"), { by: [60, 0] });
    await nextFrame();
    const held = placeOf(slider(root, "Mean"))[0];
    chart.update({ ...demand, std_dev: 250 });
    await nextFrame();
    expect(placeOf(slider(root, "Mean"))[0]).toBe(held);
    letGo();
    expect(commit).toHaveBeenCalledTimes(1);
  });
});

describe("other handles", () => {
  it("spread widens away from the mean", () => {
    drawn();
    drag(slider(root, "Standard deviation"), { by: [-40, 0] });
    const { std_dev } = told() as { std_dev: number };
    expect(std_dev).toBeGreaterThan(240);
  });

  it("the order snaps to whole cases and goes back to the recommendation", async () => {
    drawn();
    drag(slider(root, "Order"), { by: [33, 0] });
    const { order_quantity } = told() as { order_quantity: number };
    expect(order_quantity % 20).toBe(0);
    await nextFrame();
    key(slider(root, "Order"), "Delete");
    expect(commit).toHaveBeenLastCalledWith({ order_quantity: null });
  });

  it("keys move by a step and by a case", () => {
    drawn();
    key(slider(root, "Mean"), "ArrowRight");
    key(slider(root, "Mean"), "Enter");
    expect(commit).toHaveBeenLastCalledWith({ mean: 1210 });
    key(slider(root, "Order"), "ArrowUp");
    key(slider(root, "Order"), "Enter");
    expect(commit).toHaveBeenLastCalledWith({ order_quantity: 1300 });
  });

  it("a judged mean goes back to the forecast by double click, an unjudged one stays", async () => {
    const chart = drawn();
    slider(root, "Mean").dispatchEvent(new MouseEvent("dblclick", { bubbles: true }));
    expect(commit.mock.calls).toEqual([[{ mean: null }]]);
    await nextFrame();
    expect(slider(root, "Mean").getAttribute("aria-valuenow")).toBe("1100");
    chart.update({ ...demand, mean: 1100 });
    await nextFrame();
    key(slider(root, "Mean"), "Delete");
    expect(commit).toHaveBeenCalledTimes(1);
  });

  it("the snap button frees the grid", async () => {
    drawn();
    const button = [...root.querySelectorAll("button")].find((one) => one.textContent?.startsWith("Snap"));
    expect(button?.getAttribute("aria-pressed")).toBe("true");
    button?.click();
    expect(button?.getAttribute("aria-pressed")).toBe("false");
  });

  it("nobody moves anything in a chart to read", () => {
    drawn(demand, { readOnly: true });
    expect(root.querySelectorAll('[role="slider"]')).toHaveLength(0);
  });
});

it.each([
  [{ mean: Number.NaN }, "No demand to show yet."],
  [{ std_dev: 0 }, "Nothing to spread"],
])("says why there is nothing to draw: %o", (fields, text) => {
  drawn({ ...demand, ...fields });
  expect(root.querySelector<HTMLElement>(".ltoplan-chart")?.dataset.state).toBe("empty");
  expect(root.querySelector(".ltoplan-message")?.textContent).toContain(text);
});

it("tells the chart in words", () => {
  drawn();
  const id = root.querySelector("svg")?.getAttribute("aria-describedby") ?? "";
  expect(document.getElementById(id)?.textContent).toContain("Demand is 1,200\u00a0cups on average");
});

it("draws what others drag, in their colour", async () => {
  const chart = drawn();
  chart.setPeers([{ id: "1", name: HOSTILE, color: "#1a8f6b", preview: { field: "mean", value: 1300 } }]);
  await nextFrame();
  const ghost = root.querySelector<SVGElement>(".ltoplan-peer-ghost");
  expect(ghost?.style.getPropertyValue("--ltoplan-person")).toBe("#1a8f6b");
  expect(ghost?.textContent).toContain(HOSTILE.slice(0, 19));
  chart.setPeers([]);
  await nextFrame();
  expect(root.querySelector(".ltoplan-peer-ghost")).toBeNull();
});

it("sets people's text as text", () => {
  drawn({ ...demand, title: HOSTILE, unit: HOSTILE });
  expect(root.querySelector("img")).toBeNull();
  expect(root.textContent).toContain(HOSTILE);
});
