import { beforeEach, describe, expect, it, vi } from "vitest";
import type { Changes } from "../../../js/src/charts/chart";
import { parameterSlider } from "../../../js/src/charts/parameter-slider";
import { host, key, letGo, nextFrame, pointer, slider as sliderNamed } from "./gestures";
import { HOSTILE, slider } from "./views";

let root: HTMLElement;
const preview = vi.fn<(changes: Changes) => void>();
const commit = vi.fn<(changes: Changes) => void>();
const WIDTH = 200;

beforeEach(() => {
  root = host();
  preview.mockClear();
  commit.mockClear();
});

function drawn(view = slider, options = {}) {
  const chart = parameterSlider(root, { locale: "en-GB", onPreview: preview, onCommit: commit, ...options });
  chart.update(view);
  const track = root.querySelector<HTMLElement>(".ltoplan-slider-track");
  if (track) track.getBoundingClientRect = () => new DOMRect(0, 0, WIDTH, 28);
  return chart;
}

const track = () => sliderNamed(root, "Price") as HTMLElement;
const input = () => root.querySelector("input") as HTMLInputElement;
const shown = () => input().value.replace("\u202f", " ");

it("shows name, value and place", () => {
  drawn();
  expect(root.querySelector("label")?.textContent).toBe("Price");
  expect(shown()).toBe("$ 5.00");
  expect(root.querySelector<HTMLElement>(".ltoplan-slider")?.style.getPropertyValue("--ltoplan-share")).toBe("0.5");
  expect(track().getAttribute("aria-valuetext")?.replace("\u202f", " ")).toBe("$ 5.00");
});

describe("dragging", () => {
  it("previews on the grid beside a ghost and commits once", async () => {
    drawn();
    pointer(track(), "pointerdown", [100, 10]);
    pointer(window, "pointermove", [123, 10]);
    await nextFrame();
    expect(preview.mock.calls).toEqual([[{ value: 5.25 }]]);
    expect(root.querySelector<HTMLElement>(".ltoplan-slider-ghost")?.hidden).toBe(false);
    expect(root.textContent).toContain("was");
    letGo();
    await nextFrame();
    expect(commit.mock.calls).toEqual([[{ value: 5.25 }]]);
    expect(root.querySelector<HTMLElement>(".ltoplan-slider-ghost")?.hidden).toBe(true);
    expect(shown()).toBe("$ 5.25");
  });

  it("jumps to where the track is pressed", () => {
    drawn();
    pointer(track(), "pointerdown", [180, 10]);
    letGo();
    expect(commit.mock.calls).toEqual([[{ value: 5.8 }]]);
  });

  it("keeps the ghost of the start when its holder gives the preview back as a view", async () => {
    const chart = drawn();
    pointer(track(), "pointerdown", [100, 10]);
    pointer(window, "pointermove", [150, 10]);
    chart.update({ ...slider, value: 5.5 });
    await nextFrame();
    expect(root.querySelector(".ltoplan-slider-was")?.textContent?.replace("\u202f", " ")).toBe("was $ 5.00");
    letGo();
  });

  it("goes back with Escape", async () => {
    drawn();
    pointer(track(), "pointerdown", [100, 10]);
    pointer(window, "pointermove", [150, 10]);
    await nextFrame();
    key(document.body, "Escape");
    await nextFrame();
    expect(preview).toHaveBeenLastCalledWith({});
    expect(commit).not.toHaveBeenCalled();
    expect(shown()).toBe("$ 5.00");
  });
});

it.each([
  ["ArrowRight", 5.05],
  ["PageDown", 4.5],
  ["Home", 4],
  ["End", 6],
])("%s sets %d", async (name, value) => {
  drawn();
  key(track(), name);
  await nextFrame();
  expect(shown()).toBe(`$ ${value.toFixed(2)}`);
  key(track(), "Enter");
  expect(commit.mock.calls).toEqual([[{ value }]]);
});

describe("typing", () => {
  function type(text: string, end = "Enter") {
    input().focus();
    expect(input().value).toBe("5.00");
    input().value = text;
    key(input(), end);
  }

  it("commits a number", () => {
    drawn();
    type("5.30");
    expect(commit.mock.calls).toEqual([[{ value: 5.3 }]]);
  });

  it("refuses what is out of range and says the range", () => {
    drawn();
    type("9");
    expect(commit).not.toHaveBeenCalled();
    expect(root.querySelector(".ltoplan-slider-note")?.textContent?.replace(/\u202f/g, " ")).toBe("$ 4.00 to $ 6.00");
    expect(shown()).toBe("$ 5.00");
  });

  it("leaves the value with Escape, or when nothing was changed", () => {
    drawn();
    type("5.30", "Escape");
    input().focus();
    input().blur();
    expect(commit).not.toHaveBeenCalled();
    expect(shown()).toBe("$ 5.00");
  });

  it("is not disturbed by a view that comes meanwhile", async () => {
    const chart = drawn();
    input().focus();
    input().value = "5.4";
    chart.update({ ...slider, value: 4.5 });
    await nextFrame();
    expect(input().value).toBe("5.4");
  });
});

it("nobody moves a slider to read", () => {
  drawn(slider, { readOnly: true });
  expect(root.querySelector('[role="slider"]')).toBeNull();
  expect(input().readOnly).toBe(true);
});

it("shows what others drag, and text as text", async () => {
  const chart = drawn({ ...slider, label: HOSTILE, unit: HOSTILE, currency: "" });
  chart.setPeers([{ id: "1", name: HOSTILE, color: "#1a8f6b", preview: { field: "value", value: 5.5 } }]);
  await nextFrame();
  expect(root.querySelector(".ltoplan-slider-person")?.textContent).toBe(HOSTILE);
  expect(root.querySelector("img")).toBeNull();
});
