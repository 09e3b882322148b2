/** What every chart promises alike. */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Chart, ChartOptions, Viewport } from "../../../js/src/charts/chart";
import { forecastChart } from "../../../js/src/charts/forecast-chart";
import { normalDistribution } from "../../../js/src/charts/normal-distribution";
import { orderChart } from "../../../js/src/charts/order-chart";
import { parameterSlider } from "../../../js/src/charts/parameter-slider";
import { hold, host, listenersLeftBy, nextFrame, pointer } from "./gestures";
import { demand, forecast, slider } from "./views";

interface Kind {
  name: string;
  make(root: HTMLElement, options?: ChartOptions): Chart<never>;
  view: object;
}

const charts: Kind[] = [
  { name: "normal distribution", make: normalDistribution as Kind["make"], view: demand },
  { name: "forecast chart", make: forecastChart as Kind["make"], view: forecast },
  { name: "order chart", make: orderChart as Kind["make"], view: demand },
];
const all: Kind[] = [...charts, { name: "parameter slider", make: parameterSlider as Kind["make"], view: slider }];
const people = [{ id: "1", name: "Supply", color: "#1a8f6b", cursor: { x: 1200, y: 0.5 } }];

let root: HTMLElement;
const observers = { open: 0 };

beforeEach(() => {
  root = host();
  observers.open = 0;
  vi.stubGlobal(
    "ResizeObserver",
    class {
      observe() {
        observers.open++;
      }
      disconnect() {
        observers.open--;
      }
    },
  );
});

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

describe.each(all)("$name", ({ make, view }) => {
  it("leaves nothing behind, even in the middle of a drag", () => {
    vi.useFakeTimers();
    const left = listenersLeftBy(() => {
      const chart = make(root);
      chart.update(view as never);
      chart.setPeers(people);
      vi.advanceTimersByTime(20);
      hold(root.querySelector('[role="slider"]') as Element, { by: [30, -30] });
      chart.destroy();
      chart.destroy();
    });
    expect(left).toBe(0);
    // jsdom queues a task of its own for the focus.
    vi.advanceTimersByTime(0);
    expect(vi.getTimerCount()).toBe(0);
    expect(observers.open).toBe(0);
    expect(root.childElementCount).toBe(0);
  });

  it("is loading until the first view, and draws that at once", () => {
    const chart = make(root);
    const card = root.firstElementChild as HTMLElement;
    chart.update(view as never);
    expect(card.dataset.state).toBe("ready");
    expect(card.getAttribute("aria-busy")).toBe("false");
    expect(root.querySelector('[role="slider"]')?.getAttribute("aria-valuenow")).toMatch(/\d/);
  });

  it("takes its theme and name", () => {
    make(root, { theme: "dark", label: "Our chart" }).update(view as never);
    expect((root.firstElementChild as HTMLElement).dataset.theme).toBe("dark");
    expect(root.querySelector('[aria-label="Our chart"]')).not.toBeNull();
  });

  it("does not share ids with another of its kind", () => {
    make(root).update(view as never);
    make(root).update(view as never);
    const ids = [...root.querySelectorAll("[id]")].map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe.each(charts)("$name", ({ make, view }) => {
  const svg = () => root.querySelector("svg") as SVGSVGElement;
  const wheel = (deltaY: number, more: WheelEventInit = {}) =>
    svg().dispatchEvent(new WheelEvent("wheel", { deltaY, clientX: 300, cancelable: true, bubbles: true, ...more }));

  it("says what went wrong, and that it is not up to date", () => {
    const chart = make(root);
    chart.update(view as never);
    chart.setState({ kind: "error", message: "The kernel is gone." });
    expect(root.querySelector('[role="alert"]')?.textContent).toBe("The kernel is gone.");
    chart.setState({ kind: "stale" });
    expect(root.querySelector(".ltoplan-status")?.textContent).toBe("Not up to date");
    expect(root.querySelector('[role="alert"]')).toBeNull();
  });

  it("zooms at the pointer, pans, and shows everything again", async () => {
    const seen: (Viewport | null)[] = [];
    const chart = make(root, { onViewport: (viewport) => seen.push(viewport) });
    chart.update(view as never);
    wheel(-200);
    const [first] = seen as [Viewport];
    expect(first[1]).toBeGreaterThan(first[0]);
    pointer(svg(), "pointerdown", [300, 100]);
    pointer(svg(), "pointermove", [340, 100]);
    pointer(svg(), "pointerup", [340, 100]);
    const panned = seen.at(-1) as Viewport;
    expect(panned[0]).toBeLessThan(first[0]);
    expect(panned[1] - panned[0]).toBeCloseTo(first[1] - first[0], 3);
    svg().dispatchEvent(new MouseEvent("dblclick"));
    expect(seen.at(-1)).toBeNull();
    await nextFrame();
  });

  it("pinches with two fingers", () => {
    const seen: (Viewport | null)[] = [];
    make(root, { onViewport: (viewport) => seen.push(viewport) }).update(view as never);
    pointer(svg(), "pointerdown", [280, 100], { pointerId: 1 });
    pointer(svg(), "pointerdown", [320, 100], { pointerId: 2 });
    pointer(svg(), "pointermove", [400, 100], { pointerId: 2 });
    expect(seen).toHaveLength(1);
    expect(seen[0]).not.toBeNull();
  });

  it("leaves the wheel to the page where there is nothing to zoom out to, and while the page scrolls", () => {
    make(root).update(view as never);
    expect(wheel(200)).toBe(true);
    document.body.dispatchEvent(new WheelEvent("wheel", { deltaY: -200, bubbles: true }));
    expect(wheel(-200)).toBe(true);
  });

  it("zooms by its buttons and takes a shared window without telling it again", async () => {
    const onViewport = vi.fn<(viewport: Viewport | null) => void>();
    const chart = make(root, { onViewport });
    chart.update(view as never);
    root.querySelector<HTMLElement>('[title="Zoom in"]')?.click();
    const viewport = onViewport.mock.calls[0]?.[0] as Viewport;
    root.querySelector<HTMLElement>('[title="Reset the zoom"]')?.click();
    expect(onViewport).toHaveBeenCalledTimes(2);
    const before = svg().innerHTML;
    chart.setViewport(viewport);
    await nextFrame();
    expect(svg().innerHTML).not.toBe(before);
    expect(onViewport).toHaveBeenCalledTimes(2);
  });

  it("tells where the pointer is in data units, and that it left", () => {
    const onCursor = vi.fn();
    make(root, { onCursor }).update(view as never);
    pointer(svg(), "pointermove", [300, 100]);
    expect(onCursor).toHaveBeenLastCalledWith({ x: expect.any(Number), y: expect.any(Number) });
    expect(root.querySelector<HTMLElement>(".ltoplan-tooltip")?.hidden).toBe(false);
    svg().dispatchEvent(new PointerEvent("pointerleave"));
    expect(onCursor).toHaveBeenLastCalledWith(null);
    expect(root.querySelector<HTMLElement>(".ltoplan-tooltip")?.hidden).toBe(true);
  });

  it("writes no NaN", async () => {
    const chart = make(root);
    chart.update(view as never);
    wheel(-2000);
    await nextFrame();
    expect(root.innerHTML).not.toMatch(/NaN|undefined|Infinity/);
  });
});
