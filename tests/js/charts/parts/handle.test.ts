import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Handle, type HandleSpec } from "../../../../js/src/charts/parts/handle";
import { snapped } from "../../../../js/src/charts/parts/snap";
import { host, key, letGo, listenersLeftBy, pointer } from "../gestures";

let target: HTMLElement;
let value: number;
let preview: ReturnType<typeof vi.fn<(value: number | null) => void>>;
let commit: ReturnType<typeof vi.fn<(value: number, by: "pointer" | "key") => void>>;

function spec(more: Partial<HandleSpec> = {}): HandleSpec {
  return {
    orientation: "horizontal",
    label: () => "Price",
    value: () => value,
    range: () => [0, 100],
    stepped: (present, steps) => present + steps * 5,
    at: (clientX) => clientX,
    snap: (wanted, isFree) => snapped(wanted, isFree ? 1 : 5),
    describe: (one) => `${one} cups`,
    preview,
    commit,
    ...more,
  };
}

beforeEach(() => {
  target = host();
  value = 50;
  preview = vi.fn();
  commit = vi.fn();
});

describe("by pointer", () => {
  it("previews each step on the grid and commits once", () => {
    const handle = new Handle(target, spec());
    pointer(target, "pointerdown", [52, 0]);
    for (const x of [54, 58, 63]) pointer(window, "pointermove", [x, 0]);
    expect(handle.isHeld).toBe(true);
    letGo();
    expect(preview.mock.calls).toEqual([[55], [60]]);
    expect(commit.mock.calls).toEqual([[60, "pointer"]]);
  });

  it("keeps the distance to where it was taken", () => {
    new Handle(target, spec());
    pointer(target, "pointerdown", [58, 0]);
    pointer(window, "pointermove", [68, 0]);
    expect(preview).toHaveBeenLastCalledWith(60);
  });

  it("leaves the grid with Alt and stays in range", () => {
    new Handle(target, spec());
    pointer(target, "pointerdown", [50, 0]);
    pointer(window, "pointermove", [53.4, 0], { altKey: true });
    expect(preview).toHaveBeenLastCalledWith(53);
    pointer(window, "pointermove", [900, 0]);
    expect(preview).toHaveBeenLastCalledWith(100);
  });

  it.each([
    ["Escape", () => key(document.body, "Escape")],
    ["a lost pointer", () => pointer(window, "pointercancel", [0, 0])],
  ])("%s takes the gesture back", (_, stop) => {
    new Handle(target, spec());
    pointer(target, "pointerdown", [50, 0]);
    pointer(window, "pointermove", [70, 0]);
    stop();
    expect(preview).toHaveBeenLastCalledWith(null);
    pointer(window, "pointermove", [80, 0]);
    letGo();
    expect(preview).toHaveBeenLastCalledWith(null);
    expect(commit).not.toHaveBeenCalled();
  });

  it("a click, another button or another finger changes nothing", () => {
    new Handle(target, spec());
    pointer(target, "pointerdown", [50, 0]);
    letGo();
    pointer(target, "pointerdown", [50, 0], { button: 2 });
    pointer(window, "pointermove", [80, 0]);
    pointer(target, "pointerdown", [50, 0]);
    pointer(window, "pointermove", [80, 0], { pointerId: 9 });
    letGo();
    expect(preview).not.toHaveBeenCalled();
    expect(commit).not.toHaveBeenCalled();
  });

  it("takes two taps of a finger for a double click", () => {
    const remove = vi.fn();
    new Handle(target, spec({ remove }));
    for (let tap = 0; tap < 2; tap++) {
      pointer(target, "pointerdown", [50, 0], { pointerType: "touch" });
      pointer(window, "pointerup", [50, 0], { pointerType: "touch" });
    }
    expect(remove).toHaveBeenCalledTimes(1);
    expect(commit).not.toHaveBeenCalled();
  });

  it("jumps to the pointer where it does not take hold", () => {
    new Handle(target, spec({ isOn: () => false }));
    pointer(target, "pointerdown", [81, 0]);
    letGo();
    expect(commit.mock.calls).toEqual([[80, "pointer"]]);
  });
});

describe("by keyboard", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it.each([
    ["ArrowRight", 55],
    ["ArrowUp", 55],
    ["ArrowLeft", 45],
    ["ArrowDown", 45],
    ["PageUp", 100],
    ["PageDown", 0],
    ["Home", 0],
    ["End", 100],
  ])("%s shows %d at once and commits it after a pause", (name, result) => {
    new Handle(target, spec());
    key(target, name);
    expect(preview.mock.calls).toEqual([[result]]);
    expect(commit).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1000);
    expect(commit.mock.calls).toEqual([[result, "key"]]);
  });

  it("takes keys that follow each other for one gesture, pressed again or held down", () => {
    const handle = new Handle(target, spec());
    for (const repeat of [false, false, true, true]) {
      key(target, "ArrowRight", { repeat });
      vi.advanceTimersByTime(900);
    }
    expect(handle.isHeld).toBe(true);
    expect(preview.mock.calls).toEqual([[55], [60], [65], [70]]);
    expect(commit).not.toHaveBeenCalled();
    vi.advanceTimersByTime(100);
    expect(commit.mock.calls).toEqual([[70, "key"]]);
  });

  it.each([
    ["Enter", () => key(target, "Enter")],
    ["the focus going elsewhere", () => target.dispatchEvent(new FocusEvent("blur"))],
    ["Control, before a shortcut", () => key(target, "Control", { ctrlKey: true })],
    ["leaving the page", () => window.dispatchEvent(new Event("pagehide"))],
    ["taking hold by pointer", () => pointer(target, "pointerdown", [55, 0])],
  ])("%s commits at once, and once", (_, act) => {
    new Handle(target, spec());
    key(target, "ArrowRight");
    act();
    expect(commit.mock.calls).toEqual([[55, "key"]]);
    vi.advanceTimersByTime(2000);
    expect(commit).toHaveBeenCalledTimes(1);
  });

  it("keeps what was decided when the chart is drawn anew meanwhile", () => {
    const handle = new Handle(target, spec());
    key(target, "ArrowRight");
    handle.destroy();
    expect(commit.mock.calls).toEqual([[55, "key"]]);
  });

  it.each([
    ["Escape", () => key(target, "Escape")],
    ["the way back", () => key(target, "ArrowLeft")],
  ])("%s leaves nothing to commit", (_, act) => {
    new Handle(target, spec());
    key(target, "ArrowRight");
    act();
    vi.advanceTimersByTime(2000);
    expect(preview).toHaveBeenLastCalledWith(null);
    expect(commit).not.toHaveBeenCalled();
  });

  it("does not commit a value that is then taken back", () => {
    const remove = vi.fn();
    new Handle(target, spec({ remove }));
    key(target, "ArrowRight");
    key(target, "Delete");
    vi.advanceTimersByTime(2000);
    expect(commit).not.toHaveBeenCalled();
    expect(remove).toHaveBeenCalledTimes(1);
  });

  it("removes and opens where that means something", () => {
    const remove = vi.fn();
    const open = vi.fn();
    new Handle(target, spec({ remove, open }));
    key(target, "Delete");
    key(target, "Enter");
    target.dispatchEvent(new MouseEvent("dblclick"));
    expect(remove).toHaveBeenCalledTimes(2);
    expect(open).toHaveBeenCalledTimes(1);
  });

  it("leaves other keys to the page", () => {
    new Handle(target, spec());
    const event = new KeyboardEvent("keydown", { key: "s", ctrlKey: true, cancelable: true });
    target.dispatchEvent(event);
    expect(event.defaultPrevented).toBe(false);
  });
});

it("is an ARIA slider", () => {
  const handle = new Handle(target, spec());
  handle.refresh();
  const told = ["role", "tabindex", "aria-label", "aria-valuemin", "aria-valuemax", "aria-valuenow", "aria-valuetext"];
  expect(told.map((name) => target.getAttribute(name))).toEqual(["slider", "0", "Price", "0", "100", "50", "50 cups"]);
});

it("leaves no listener, also when it is destroyed in the middle of a gesture", () => {
  const left = listenersLeftBy(() => {
    const handle = new Handle(target, spec());
    pointer(target, "pointerdown", [50, 0]);
    pointer(window, "pointermove", [70, 0]);
    handle.destroy();
    const pressed = new Handle(target, spec());
    key(target, "ArrowRight");
    pressed.destroy();
  });
  expect(left).toBe(0);
});
