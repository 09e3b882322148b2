import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Disposer } from "../../../../js/src/base/disposer";
import { Cursors } from "../../../../js/src/charts/parts/cursors";
import { host } from "../gestures";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const somebody = { id: "1", name: "Supply", color: "#1a8f6b" };

it("glides, fades at rest, wakes when it moves, and goes", () => {
  const body = host();
  const cursors = new Cursors(body, new Disposer());
  cursors.set([{ ...somebody, cursor: { x: 1, y: 2 } }], ({ x, y }) => [x * 10, y * 10]);
  const node = body.querySelector(".ltoplan-cursor") as HTMLElement;
  expect(node.style.transform).toBe("translate(10px, 20px)");
  vi.advanceTimersByTime(10_000);
  cursors.set([{ ...somebody, cursor: { x: 1, y: 2 } }], () => [30, 30]);
  expect(node.classList).toContain("ltoplan-resting");
  cursors.set([{ ...somebody, cursor: { x: 2, y: 2 } }], () => [30, 30]);
  expect(node.classList).not.toContain("ltoplan-resting");
  cursors.set([somebody], () => [0, 0]);
  expect(body.querySelector(".ltoplan-cursor")).toBeNull();
  expect(vi.getTimerCount()).toBe(0);
});

it("takes no colour that is more than a colour", () => {
  const body = host();
  new Cursors(body, new Disposer()).set([{ ...somebody, color: "red;top:0", cursor: { x: 1, y: 2 } }], () => [0, 0]);
  expect(body.querySelector<HTMLElement>(".ltoplan-cursor")?.style.getPropertyValue("--ltoplan-person")).toBe("");
});

it("leaves the place to the ghost of whoever drags", () => {
  const body = host();
  const cursors = new Cursors(body, new Disposer());
  const pointing = { ...somebody, cursor: { x: 1, y: 2 } };
  cursors.set([{ ...pointing, preview: { field: "mean", value: 1 } }], () => [0, 0]);
  expect(body.querySelector(".ltoplan-cursor")).toBeNull();
  cursors.set([pointing], () => [0, 0]);
  expect(body.querySelector(".ltoplan-cursor")).not.toBeNull();
});
