import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Awareness } from "y-protocols/awareness";
import * as Y from "yjs";
import { awarenessFrame } from "../../../js/src/document/frame";
import { sharedWidget } from "../../../js/src/widgets/shared-host";
import { definition, FakeChart, VIEW } from "./fake-chart";
import { FakeModel } from "./fake-model";
import { boundTo, WidgetKernel } from "./widget-kernel";

const FRAME = 17;
const BINDING = boundTo("fan", { mean: "campaigns/launch/demand_mean", overrides: "campaigns/launch/overrides" });
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);
const widget = sharedWidget(definition);
const cleanups: (() => void)[] = [];
let kernel: WidgetKernel;

/** A widget whose kernel answers its messages. */
function show(traits: Record<string, unknown> = {}) {
  const model = new FakeModel({ view: VIEW, binding: BINDING, ...traits });
  kernel.attend(model);
  const el = document.createElement("div");
  const leave = widget.initialize?.({ model });
  const cleanup = widget.render({ model, el });
  cleanups.push(cleanup, () => leave?.());
  return { model, el, cleanup, leave, chart: FakeChart.last };
}

/** Somebody else's edit, told by the kernel. */
function edit(model: FakeModel, path: [string, string, string], value: unknown): void {
  kernel.change(model, (doc) => (doc.getMap(path[0]).get(path[1]) as Y.Map<unknown>).set(path[2], value));
}

const launch = () => (kernel.doc.getMap("campaigns").get("launch") as Y.Map<unknown>).toJSON();
const pill = (el: HTMLElement) => el.querySelector(".ltoplan-pill");

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("fetch", vi.fn().mockRejectedValue(new TypeError("no network")));
  document.head.innerHTML = "";
  FakeChart.made = [];
  kernel = new WidgetKernel();
});

afterEach(async () => {
  await pass(5000);
  for (const cleanup of cleanups.splice(0)) cleanup();
  kernel.destroy();
  expect(vi.getTimerCount()).toBe(0);
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

describe("a widget on a plan", () => {
  it("lays the document's values over the kernel's view", async () => {
    const { model, chart } = show();
    expect(chart.shown.mean).toBe(1100);
    edit(model, ["campaigns", "launch", "demand_mean"], 900);
    await pass(FRAME);
    expect(chart.shown.mean).toBe(900);
    edit(model, ["campaigns", "launch", "demand_mean"], null);
    await pass(FRAME);
    expect(chart.shown.mean).toBe(1100);
  });

  it("says what somebody wrote that the plan cannot hold, and draws the last good value", async () => {
    const { model, chart } = show();
    edit(model, ["campaigns", "launch", "demand_mean"], 900);
    await pass(FRAME);
    edit(model, ["campaigns", "launch", "demand_mean"], "many");
    await pass(FRAME);
    expect(chart.shown.mean).toBe(900);
    const message = expect.stringMatching(
      /^campaigns\/launch\/demand_mean: many is not allowed.*last good value is shown/,
    );
    expect(chart.states.at(-1)).toEqual({ kind: "ready", message });
    edit(model, ["campaigns", "launch", "demand_mean"], 950);
    await pass(FRAME);
    expect(chart.states.at(-1)).toEqual({ kind: "ready" });
    edit(model, ["offers", "latte", "price"], "cheap");
    await pass(FRAME);
    expect(chart.states.at(-1)).toEqual({ kind: "ready" });
  });

  it("says why the kernel's outlook is not of the plan as it is", async () => {
    const { model, chart } = show();
    model.receive("binding", { ...BINDING, complaint: "There is no outlook." });
    await pass(FRAME);
    expect(chart.states.at(-1)).toEqual({ kind: "ready", message: "There is no outlook." });
  });

  it("makes one edit of a gesture and sets no trait", async () => {
    const { model, chart } = show();
    chart.options.onPreview?.({ mean: 1250 });
    expect(launch()).toMatchObject({ demand_mean: null });
    chart.options.onCommit?.({ mean: 1300 });
    await pass(100);
    expect(launch()).toMatchObject({ demand_mean: 1300 });
    expect(chart.shown.mean).toBe(1300);
    expect(model.saved).toEqual([]);
  });

  it("shows what others decided during a gesture that was taken back", async () => {
    const { model, chart } = show();
    chart.options.onPreview?.({ mean: 1250 });
    edit(model, ["campaigns", "launch", "demand_mean"], 900);
    await pass(FRAME);
    chart.update({ ...VIEW, mean: 1100 });
    chart.options.onPreview?.({});
    await pass(FRAME);
    expect(chart.shown.mean).toBe(900);
  });

  it("signs an override and takes it back", async () => {
    const { chart } = show();
    chart.options.onCommit?.({ "overrides/2027-01-07": { units: 5, reason: "TV", author: "", at: "" } });
    await pass(100);
    expect(launch().overrides).toMatchObject({ "2027-01-07": { units: 5, reason: "TV", author: "Anonymous" } });
    expect(launch().overrides["2027-01-07"].at).toMatch(/^\d{4}-\d{2}-\d{2}T/);
    chart.options.onCommit?.({ "overrides/2027-01-07": null });
    await pass(100);
    expect(launch().overrides).toEqual({});
  });

  it("shows previews and cursors of one's own to others, in terms of the plan", async () => {
    const { chart } = show();
    await pass(100);
    chart.options.onPreview?.({ "overrides/2027-01-07": { units: 5 } });
    chart.options.onCursor?.({ x: 3, y: 4 });
    await pass(200);
    const [mine] = [...kernel.people.getStates()]
      .filter(([id]) => id !== kernel.people.clientID)
      .map(([, state]) => state);
    expect(mine).toMatchObject({
      preview: { field: "campaigns/launch/overrides/2027-01-07", value: { units: 5 } },
      cursor: { chart: "fan", x: 3, y: 4 },
    });
    chart.options.onPreview?.({});
    chart.options.onCursor?.(null);
    await pass(200);
    expect(kernel.people.getStates().get([...kernel.people.getStates().keys()].at(-1) ?? 0)).toMatchObject({
      preview: null,
      cursor: null,
    });
  });

  it("shows others' cursors only at the same chart, their previews wherever the field is shown", async () => {
    const { model, chart } = show();
    const tell = (fields: object) => {
      kernel.people.setLocalState({ ...kernel.people.getLocalState(), ...fields });
      kernel.say(model, awarenessFrame(kernel.people, [kernel.people.clientID]));
    };
    tell({ cursor: { chart: "fan", x: 1, y: 2 }, preview: { field: "campaigns/launch/demand_mean", value: 950 } });
    expect(chart.peers).toEqual([
      {
        id: String(kernel.people.clientID),
        name: "Ben",
        color: "#123456",
        cursor: { x: 1, y: 2 },
        preview: { field: "mean", value: 950 },
        selection: null,
      },
    ]);
    tell({
      cursor: { chart: "order", x: 1, y: 2 },
      preview: { field: "campaigns/launch/overrides/2027-01-07", value: null },
    });
    expect(chart.peers[0]).toMatchObject({ cursor: null, preview: { field: "overrides/2027-01-07", value: null } });
    tell({ preview: { field: "offers/latte/price", value: 5 } });
    expect(chart.peers[0]?.preview).toBeNull();
  });

  it("says how the connection is, also after the chart was made anew", async () => {
    const { model, el } = show();
    expect(pill(el)?.textContent).toBe("Live");
    expect(pill(el)?.nextElementSibling?.className).toBe("ltoplan-toolbar");
    model.send = () => undefined;
    FakeChart.last.options.onCommit?.({ mean: 1 });
    FakeChart.last.options.onCommit?.({ mean: 2 });
    await pass(10_000);
    expect(pill(el)?.textContent).toBe("Offline · 2 unsent");
    model.receive("theme", "dark");
    expect(pill(el)?.textContent).toBe("Offline · 2 unsent");
    expect(el.querySelectorAll(".ltoplan-pill")).toHaveLength(1);
    kernel.attend(model);
    await pass(40_000);
    expect(pill(el)?.textContent).toBe("Live");
  });

  it("says why an edit is not allowed instead of losing it silently", () => {
    const { chart, model } = show();
    model.receive("binding", { ...BINDING, fields: { mean: "campaigns/gone/demand_mean" } });
    chart.options.onCommit?.({ mean: 5 });
    expect(chart.states.at(-1)).toEqual({ kind: "stale", message: expect.stringContaining("holds no campaigns/gone") });
    model.receive("binding", BINDING);
    chart.options.onCommit?.({ mean: -5 });
    expect(chart.states.at(-1)).toMatchObject({
      message: expect.stringContaining("-5 is not allowed. Allowed: a number"),
    });
    expect(chart.shown.mean).toBe(1100);
  });

  it("lets nobody edit a plan that this release cannot read, and says why", async () => {
    const { model, el } = show();
    kernel.change(model, (doc) => {
      doc.getMap("state").set("unreadable", "{}");
      doc.getMap("state").set("complaint", "format: 'ltoplan/9' is newer. Mend: upgrade ltoplan_widgets.");
    });
    await pass(FRAME);
    expect(FakeChart.last.options.readOnly).toBe(true);
    expect(pill(el)?.textContent).toContain("Read-only: format: 'ltoplan/9' is newer");
    kernel.change(model, (doc) => {
      doc.getMap("state").delete("unreadable");
    });
    expect(FakeChart.last.options.readOnly).toBe(false);
  });

  it("says that nothing is recomputed once the kernel is gone, and still follows the plan", async () => {
    const { chart, model } = show();
    model.tell("comm_live_update");
    edit(model, ["campaigns", "launch", "demand_mean"], 900);
    await pass(FRAME);
    expect(chart.states.at(-1)).toEqual({ kind: "stale", message: "No kernel · run the cell again" });
    expect(chart.shown.mean).toBe(900);
  });

  it("hears of the kernel's farewell, and of its return, while a silent one may be busy", async () => {
    const there = new Awareness(Object.assign(new Y.Doc(), { clientID: 4711 }));
    const { chart, model } = show();
    const speak = (state: object | null) => {
      there.setLocalState(state as Record<string, unknown> | null);
      kernel.say(model, awarenessFrame(there, [4711]));
    };
    speak({ user: { name: "Kernel" } });
    await pass(40_000);
    expect(chart.states.at(-1)).toEqual({ kind: "ready" });
    speak({ user: { name: "Kernel" } });
    speak(null);
    await pass(FRAME);
    expect(chart.states.at(-1)).toEqual({ kind: "stale", message: "No kernel · run the cell again" });
    speak({ user: { name: "Kernel" } });
    await pass(FRAME);
    expect(chart.states.at(-1)).toEqual({ kind: "ready" });
    there.destroy();
  });

  it("draws what another kernel wrote down once its own is gone, under the live fields", async () => {
    const { chart, model } = show({ binding: { ...BINDING, chart: "forecast_chart:launch" } });
    const moment = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString();
    const views = { forecast_chart: { ...VIEW, title: "Written down", forecast_mean: 1111 } };
    const outlook = { campaign: "launch", scenario: "", at: moment(1), author: "Ben", views };
    kernel.change(model, (doc) => {
      doc.getMap("outlooks").set("launch", outlook);
    });
    await pass(FRAME);
    expect(chart.shown.title).toBe("Launch");
    model.tell("comm_live_update");
    edit(model, ["campaigns", "launch", "demand_mean"], 900);
    await pass(FRAME);
    expect(chart.shown).toMatchObject({ title: "Written down", mean: 900 });
    expect(chart.states.at(-1)).toEqual({ kind: "stale", message: "As computed by Ben's kernel · no kernel here" });
    const said = { at: moment(2), changes: { "campaigns/launch/item": { old: "tea", new: "latte" } } };
    kernel.change(model, (doc) => {
      doc.getMap("history").set("01", said);
    });
    await pass(FRAME);
    expect(chart.states.at(-1)).toMatchObject({ message: expect.stringContaining("Before the latest edits by Ben") });
  });

  it("notices at the next edit that the kernel was shut down", async () => {
    const [{ chart, model }, other] = [show(), show()];
    model.send = () => {
      throw new Error("Kernel is dead");
    };
    other.chart.options.onCommit?.({ mean: 1300 });
    await pass(FRAME);
    expect(chart.states.at(-1)).toMatchObject({ kind: "stale" });
    expect(chart.shown.mean).toBe(1300);
    expect(other.chart.states.at(-1)).toEqual({ kind: "ready" });
  });

  it("uses new paths as soon as the kernel says so", async () => {
    const { chart, model } = show();
    edit(model, ["campaigns", "launch", "demand_std_dev"], 77);
    model.receive("binding", { ...BINDING, fields: { mean: "campaigns/launch/demand_std_dev" } });
    await pass(FRAME);
    expect(chart.shown.mean).toBe(77);
  });

  it("shares one document among the widgets of a page", async () => {
    const [one, other] = [show(), show()];
    one.chart.options.onCommit?.({ mean: 640 });
    await pass(FRAME);
    expect(other.chart.shown.mean).toBe(640);
  });

  it("leaves nothing behind, whatever goes first: the model or its view", async () => {
    const first = show();
    first.cleanup();
    first.leave?.();
    const second = show();
    second.leave?.();
    second.cleanup();
    for (const { model, el } of [first, second]) {
      expect(model.listenerCount).toBe(0);
      expect(el.childElementCount).toBe(0);
    }
    expect(vi.getTimerCount()).toBe(1);
    kernel.destroy();
    expect(vi.getTimerCount()).toBe(0);
  });

  it("stands alone where the kernel bound it to nothing", () => {
    const { model, chart, el } = show({ binding: null, mean: 5, overrides: {} });
    chart.options.onCommit?.({ mean: 6 });
    expect(model.get("mean")).toBe(6);
    expect(pill(el)).toBeNull();
  });
});
