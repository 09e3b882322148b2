import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { plainWidget } from "../../../js/src/widgets/host";
import { definition, FakeChart, VIEW } from "./fake-chart";
import { FakeModel } from "./fake-model";

const FRAME = 17;
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);
const widget = plainWidget(definition);

function show(traits: Record<string, unknown> = {}) {
  const model = new FakeModel({ view: VIEW, mean: 1200, overrides: {}, ...traits });
  const controller = new AbortController();
  const el = document.createElement("div");
  const cleanup = widget.render({ model, el, signal: controller.signal });
  return { model, el, cleanup, controller, chart: FakeChart.last };
}

beforeEach(() => {
  vi.useFakeTimers();
  FakeChart.made = [];
});

afterEach(() => {
  vi.useRealTimers();
});

describe("a widget that stands alone", () => {
  it("draws its view with the traits laid over it", () => {
    const { chart } = show({ mean: 1300, title: "Spring" });
    expect(chart.shown).toEqual({ ...VIEW, mean: 1300, title: "Spring" });
  });

  it("hands options on, leaves out what is not given, and makes the chart anew when one changes", () => {
    const { model, chart, el } = show({ snap: 50, theme: "dark" });
    expect(chart.options).toMatchObject({ snap: 50, theme: "dark", readOnly: false });
    expect("height" in chart.options).toBe(false);
    model.receive("read_only", true);
    expect(chart.isDestroyed).toBe(true);
    expect(FakeChart.last.options.readOnly).toBe(true);
    expect(FakeChart.last.shown.mean).toBe(1200);
    expect(el.querySelectorAll("section")).toHaveLength(1);
  });

  it("waits for a view", async () => {
    const { model, chart } = show({ view: null });
    expect(chart.states.at(-1)).toEqual({ kind: "loading" });
    model.receive("view", VIEW);
    await pass(FRAME);
    expect(chart.states.at(-1)).toEqual({ kind: "ready" });
    expect(chart.shown.mean).toBe(1200);
  });

  it("sends at most one message a frame while somebody drags, and the last value on release", async () => {
    const { model, chart } = show();
    for (let step = 0; step < 60; step++) {
      chart.options.onPreview?.({ mean: 1200 + step });
      if (step % 3 === 2) await pass(FRAME);
    }
    expect(model.saved.length).toBeLessThanOrEqual(21);
    expect(model.saved.length).toBeGreaterThanOrEqual(15);
    chart.options.onPreview?.({ mean: 1299 });
    chart.options.onCommit?.({ mean: 1300 });
    expect(model.saved.at(-1)).toEqual({ mean: 1300 });
    const count = model.saved.length;
    await pass(FRAME * 3);
    expect(model.saved).toHaveLength(count);
  });

  it("restores what was there before a drag that is cancelled", async () => {
    const { model, chart } = show();
    chart.options.onPreview?.({ mean: 1500 });
    await pass(FRAME);
    chart.options.onPreview?.({});
    await pass(FRAME);
    expect(model.get("mean")).toBe(1200);
    expect(model.saved.at(-1)).toEqual({ mean: 1200 });
  });

  it("leaves what Python set during a drag that is cancelled", async () => {
    const { model, chart } = show();
    chart.options.onPreview?.({ mean: 1500 });
    await pass(FRAME);
    model.receive("mean", 1111);
    chart.options.onPreview?.({});
    await pass(FRAME);
    expect(model.get("mean")).toBe(1111);
    expect(chart.shown.mean).toBe(1111);
  });

  it("sets and takes back entries of a mapping as new objects", () => {
    const before = { "2027-01-14": { units: 1 } };
    const { model, chart } = show({ overrides: before });
    chart.options.onCommit?.({ "overrides/2027-01-07": { units: 5 } });
    expect(model.get("overrides")).toEqual({ "2027-01-07": { units: 5 }, "2027-01-14": { units: 1 } });
    chart.options.onCommit?.({ "overrides/2027-01-14": null });
    expect(model.get("overrides")).toEqual({ "2027-01-07": { units: 5 } });
    expect(before).toEqual({ "2027-01-14": { units: 1 } });
  });

  it("returns to the forecast where a judgement is taken back", () => {
    const { model, chart } = show();
    chart.options.onCommit?.({ mean: null });
    expect(model.get("mean")).toBe(1100);
  });

  it("follows Python, at most once a frame", async () => {
    const { model, chart } = show();
    const drawn = chart.views.length;
    model.receive("mean", 1400);
    model.receive("title", "Python's");
    await pass(FRAME);
    expect(chart.views.length).toBe(drawn + 1);
    expect(chart.shown).toMatchObject({ mean: 1400, title: "Python's" });
  });

  it("shares its window unless told not to", async () => {
    const { model, chart } = show();
    chart.options.onViewport?.([1, 2]);
    await pass(FRAME);
    expect(model.saved.at(-1)).toEqual({ viewport: [1, 2] });
    model.receive("viewport", [3, 4]);
    expect(chart.viewport).toEqual([3, 4]);
    model.receive("shared_view", false);
    chart.options.onViewport?.([5, 6]);
    await pass(FRAME);
    expect(model.get("viewport")).toEqual([3, 4]);
  });

  it.each(["cleanup", "signal", "both"])("leaves nothing behind after %s", async (way) => {
    const { model, el, cleanup, controller, chart } = show();
    chart.options.onPreview?.({ mean: 1 });
    if (way !== "signal") cleanup();
    if (way !== "cleanup") controller.abort();
    expect(chart.isDestroyed).toBe(true);
    expect(el.childElementCount).toBe(0);
    expect(model.listenerCount).toBe(0);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("lets several views of one model follow each other", async () => {
    const { model, chart } = show();
    widget.render({ model, el: document.createElement("div") });
    chart.options.onCommit?.({ mean: 900 });
    await pass(FRAME);
    expect(FakeChart.last).not.toBe(chart);
    expect(FakeChart.last.shown.mean).toBe(900);
  });
});
