import { beforeEach, describe, expect, it, vi } from "vitest";
import type { Changes } from "../../../js/src/charts/chart";
import { forecastChart } from "../../../js/src/charts/forecast-chart";
import type { Override } from "../../../js/src/generated/contract";
import { drag, hold, host, key, letGo, nextFrame, placeOf, pointer, slider } from "./gestures";
import { forecast, HOSTILE } from "./views";

let root: HTMLElement;
const preview = vi.fn<(changes: Changes) => void>();
const commit = vi.fn<(changes: Changes) => void>();
const FIRST = "7 Jan";
const PATH = "overrides/2027-01-07";

beforeEach(() => {
  root = host();
  preview.mockClear();
  commit.mockClear();
});

function drawn(view = forecast, options = {}) {
  const chart = forecastChart(root, { locale: "en-GB", onPreview: preview, onCommit: commit, ...options });
  chart.update(view);
  return chart;
}

const path = (kind: string) => root.querySelector(`.ltoplan-${kind}`)?.getAttribute("d") ?? "";
const committed = () => commit.mock.calls.at(-1)?.[0][PATH] as Override | null;
const overridden = {
  ...forecast,
  mean: [900, 400, 200],
  overrides: { "2027-01-07": { units: 900, reason: HOSTILE, author: "Marketing", at: "2026-12-01T09:00:00Z" } },
};

describe("at rest", () => {
  it("draws fan, mean, baseline, what was sold and past offers", () => {
    drawn();
    for (const kind of ["fan-wide", "fan-narrow", "mean", "baseline-units", "actuals", "analogue"])
      expect(path(kind)).toMatch(/^M/);
    expect(root.querySelectorAll(".ltoplan-handle")).toHaveLength(3);
    expect(root.querySelector(".ltoplan-band-names")?.textContent).toBe("TV");
    expect(path("today")).not.toBe("");
  });

  it("labels the weeks", () => {
    drawn();
    const texts = [...root.querySelectorAll(".ltoplan-x .ltoplan-tick-text")].map((tick) => tick.textContent);
    expect(texts).toEqual(["31 Dec", "7 Jan", "14", "21"]);
  });

  it("hides and shows a series", async () => {
    drawn();
    const entry = root.querySelector<HTMLButtonElement>('[data-series="analogues"]');
    entry?.click();
    await nextFrame();
    expect(root.querySelector(".ltoplan-analogue")).toBeNull();
    expect(entry?.getAttribute("aria-pressed")).toBe("false");
    entry?.click();
    await nextFrame();
    expect(root.querySelector(".ltoplan-analogue")).not.toBeNull();
  });

  it("keeps handles and focus when a view comes", async () => {
    const chart = drawn();
    const handle = slider(root, FIRST);
    handle.focus();
    chart.update({ ...forecast, mean: [610, 400, 200] });
    await nextFrame();
    expect(document.activeElement).toBe(handle);
  });
});

describe("dragging a period", () => {
  it("moves its fan and leaves a ghost and a word of what was", async () => {
    drawn();
    const fan = path("fan-wide");
    hold(slider(root, FIRST), { by: [0, -50] });
    await nextFrame();
    expect(path("fan-wide")).not.toBe(fan);
    expect(path("forecast-ghost")).not.toBe("");
    expect(root.querySelector(".ltoplan-label.ltoplan-override")?.textContent).toContain("was 600");
    expect(preview.mock.calls[0]?.[0]).toHaveProperty([PATH, "units"]);
    letGo();
  });

  it("commits the override once", () => {
    drawn();
    drag(slider(root, FIRST), { by: [0, -50] });
    expect(commit).toHaveBeenCalledTimes(1);
    expect(Object.keys(commit.mock.calls[0]?.[0] ?? {})).toEqual([PATH]);
    expect(committed()).toMatchObject({ reason: "", author: "" });
    expect(committed()?.units).toBeGreaterThan(600);
    expect((committed()?.units ?? 0) % 10).toBe(0);
    expect(Date.parse(committed()?.at ?? "")).not.toBeNaN();
  });

  it("cancels with Escape", async () => {
    drawn();
    const mean = path("mean");
    hold(slider(root, FIRST), { by: [0, -50] });
    await nextFrame();
    key(document.body, "Escape");
    await nextFrame();
    expect(path("mean")).toBe(mean);
    expect(commit).not.toHaveBeenCalled();
  });

  it("moves by keys, and back by Delete or double click", async () => {
    drawn();
    key(slider(root, FIRST), "ArrowUp");
    key(slider(root, FIRST), "Control", { ctrlKey: true });
    expect(committed()?.units).toBe(610);
    await nextFrame();
    key(slider(root, FIRST), "Delete");
    expect(commit).toHaveBeenLastCalledWith({ [PATH]: null });
    await nextFrame();
    expect(slider(root, FIRST).getAttribute("aria-valuenow")).toBe("600");
    slider(root, FIRST).dispatchEvent(new MouseEvent("dblclick", { bubbles: true }));
    expect(commit).toHaveBeenCalledTimes(2);
  });
});

describe("the reason", () => {
  const form = () => root.querySelector<HTMLFormElement>(".ltoplan-reason");

  it("is asked for after a drag and told with the number", () => {
    drawn();
    drag(slider(root, FIRST), { by: [0, -50] });
    const units = committed()?.units;
    expect(form()?.hidden).toBe(false);
    const input = form()?.querySelector("input") as HTMLInputElement;
    input.value = "TV starts with launch";
    form()?.requestSubmit();
    expect(committed()).toMatchObject({ units, reason: "TV starts with launch" });
    expect(form()?.hidden).toBe(true);
  });

  it("is open to the keyboard, and Escape leaves it", () => {
    drawn(overridden);
    key(slider(root, FIRST), "Enter");
    const input = form()?.querySelector("input") as HTMLInputElement;
    expect(document.activeElement).toBe(input);
    expect(input.value).toBe(HOSTILE);
    key(input, "Escape");
    expect(form()?.hidden).toBe(true);
    expect(commit).not.toHaveBeenCalled();
  });
});

describe("while the reason is asked for", () => {
  const form = () => root.querySelector<HTMLFormElement>(".ltoplan-reason") as HTMLFormElement;
  const input = () => form().querySelector("input") as HTMLInputElement;

  it("Escape on the handle closes the question", () => {
    drawn();
    drag(slider(root, FIRST), { by: [0, -50] });
    expect(document.activeElement).toBe(slider(root, FIRST));
    key(slider(root, FIRST), "Escape");
    expect(form().hidden).toBe(true);
    expect(commit).toHaveBeenCalledTimes(1);
  });

  it("gives the focus back to the handle", () => {
    drawn(overridden);
    slider(root, FIRST).focus();
    key(slider(root, FIRST), "Enter");
    form().requestSubmit();
    expect(document.activeElement).toBe(slider(root, FIRST));
  });

  it("stays beside the number when the axes change", async () => {
    const chart = drawn();
    drag(slider(root, FIRST), { by: [0, -50] });
    const before = form().style.transform;
    chart.update({ ...overridden, mean: [900, 4000, 200] });
    await nextFrame();
    const [x, y] = placeOf(slider(root, FIRST));
    expect(form().style.transform).not.toBe(before);
    const [left, top] = (form().style.transform.match(/-?[\d.]+/g) ?? []).map(Number);
    expect(left).toBeLessThanOrEqual(x);
    expect(Math.abs((top ?? 0) - y)).toBeLessThan(20);
  });

  it("explains the number that is there when it is answered, and none that is gone", async () => {
    const chart = drawn(overridden);
    key(slider(root, FIRST), "Enter");
    const said = { ...overridden.overrides["2027-01-07"], units: 700 };
    chart.update({ ...overridden, mean: [700, 400, 200], overrides: { "2027-01-07": said } });
    await nextFrame();
    input().value = "less TV";
    form().requestSubmit();
    expect(committed()).toMatchObject({ units: 700, reason: "less TV" });
    commit.mockClear();
    key(slider(root, FIRST), "Enter");
    chart.update(forecast);
    await nextFrame();
    expect(form().hidden).toBe(true);
    expect(commit).not.toHaveBeenCalled();
  });
});

describe("an override", () => {
  it("says who and why, as text", () => {
    drawn(overridden);
    const [x, y] = placeOf(slider(root, FIRST));
    pointer(root.querySelector("svg") as SVGElement, "pointermove", [x, y]);
    const tip = root.querySelector(".ltoplan-tooltip");
    expect(tip?.textContent).toContain("Marketing, 1 Dec");
    expect(tip?.textContent).toContain(HOSTILE);
    expect(tip?.textContent).toContain("900\u00a0cups");
    expect(root.querySelector("img")).toBeNull();
    expect(slider(root, FIRST).getAttribute("aria-valuetext")).toContain("set by Marketing, because: ");
  });

  it("shows the number and what was", () => {
    drawn(overridden);
    const label = root.querySelector(".ltoplan-label.ltoplan-override")?.textContent ?? "";
    expect(label).toContain("900");
    expect(label).toContain("was 600");
    expect(path("forecast-ghost")).not.toBe("");
  });
});

it("shows what others drag and where they point", async () => {
  const chart = drawn();
  const cursor = { x: Date.UTC(2027, 0, 14), y: 300 };
  chart.setPeers([
    { id: "1", name: "Supply", color: "#1a8f6b", cursor, preview: { field: PATH, value: { units: 700 } } },
  ]);
  await nextFrame();
  expect(root.querySelector(".ltoplan-peer-words")?.textContent).toBe("Supply: 700");
  chart.setPeers([{ id: "1", name: "Supply", color: "#1a8f6b", cursor }]);
  await nextFrame();
  expect(root.querySelector(".ltoplan-peer-words")).toBeNull();
  expect(root.querySelector(".ltoplan-cursor-name")?.textContent).toBe("Supply");
  chart.setPeers([{ id: "1", name: "Supply", color: "#1a8f6b", cursor: { x: 0, y: 0 } }]);
  await nextFrame();
  expect(root.querySelector<HTMLElement>(".ltoplan-cursor")?.hidden).toBe(true);
});

it("survives periods that come and go, a single one and none", async () => {
  const chart = drawn();
  const one = {
    ...forecast,
    starts: forecast.starts.slice(0, 1),
    mean: [600],
    forecast: [600],
    actuals: [],
    quantiles: { "0.1": [500], "0.9": [700] },
  };
  chart.update(one);
  await nextFrame();
  expect(root.querySelectorAll(".ltoplan-handle")).toHaveLength(1);
  expect(path("fan-narrow")).toMatch(/^M/);
  chart.update({ ...one, starts: [], mean: [] });
  await nextFrame();
  expect(root.querySelector<HTMLElement>(".ltoplan-chart")?.dataset.state).toBe("empty");
  expect(root.innerHTML).not.toContain("NaN");
});

it("tells the chart in words", () => {
  drawn();
  const id = root.querySelector("svg")?.getAttribute("aria-describedby") ?? "";
  expect(document.getElementById(id)?.textContent).toContain("1,200\u00a0cups expected in 3 weeks");
});
