import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { changeCursorSettings, cursorSettings } from "../../../js/src/base/cursor-settings";
import { cursorTracker } from "../../../js/src/panels/cursor-tracker";
import { find, frame, show, words } from "./page";

beforeEach(() => {
  vi.useFakeTimers();
  document.body.replaceChildren();
});

afterEach(() => {
  changeCursorSettings({ hasNames: true, fadeSeconds: 6, isOwnShown: true });
  vi.useRealTimers();
});

it("says who points where", () => {
  const { root, port } = show(cursorTracker);
  expect([...root.querySelectorAll("li")].map(words)).toEqual(["MKMika Kato points at Forecast by week"]);
  port.setPeers([]);
  frame();
  expect(words(root)).toContain("Nobody else points at a chart at the moment.");
});

it("sets how all cursors of the page look", () => {
  const { root } = show(cursorTracker);
  const [names, own] = root.querySelectorAll<HTMLInputElement>("[type=checkbox]");
  names?.click();
  expect(document.documentElement.classList).toContain("ltoplan-nameless-cursors");
  own?.click();
  const fade = find<HTMLInputElement>(root, "[type=number]");
  fade.value = "20";
  fade.dispatchEvent(new Event("change", { bubbles: true }));
  expect(cursorSettings()).toEqual({ hasNames: false, fadeSeconds: 20, isOwnShown: false });
});

it("shows what another tracker of the page has set, within its range", () => {
  const { root } = show(cursorTracker);
  changeCursorSettings({ fadeSeconds: 5000 });
  frame();
  expect(find<HTMLInputElement>(root, "[type=number]").value).toBe("600");
  changeCursorSettings({ fadeSeconds: Number.NaN });
  expect(cursorSettings().fadeSeconds).toBe(6);
});
