import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Disposer } from "../../../js/src/base/disposer";
import { FALLBACK_WIDTH, onWidthChange, widthOf } from "../../../js/src/base/resize";

let tell: () => void = () => undefined;
let width = 0;
let element: HTMLElement;

class FakeObserver {
  constructor(callback: () => void) {
    tell = callback;
  }
  observe(): void {}
  disconnect(): void {
    tell = () => undefined;
  }
}

beforeEach(() => {
  vi.stubGlobal("ResizeObserver", FakeObserver);
  element = document.createElement("div");
  Object.defineProperty(element, "clientWidth", { get: () => width });
});
afterEach(() => vi.unstubAllGlobals());

it("keeps the width that an element had while it has none", () => {
  width = 0;
  expect(widthOf(element)).toBe(FALLBACK_WIDTH);
  expect(widthOf(element, 1034)).toBe(1034);
  width = 320;
  expect(widthOf(element, 1034)).toBe(320);
});

it("redraws whenever the drawn width is not the present one, however it came about", () => {
  let drawn = FALLBACK_WIDTH;
  const redraw = vi.fn(() => {
    drawn = widthOf(element, drawn);
  });
  const disposer = new Disposer();
  width = 0;
  onWidthChange(element, { drawn: () => drawn, redraw }, disposer);
  tell();
  expect(redraw).not.toHaveBeenCalled();
  width = 1034;
  tell();
  expect(drawn).toBe(1034);
  drawn = 640; // drawn anew while it was detached
  tell();
  expect(drawn).toBe(1034);
  disposer.dispose();
  drawn = 640;
  tell();
  expect(redraw).toHaveBeenCalledTimes(2);
});
