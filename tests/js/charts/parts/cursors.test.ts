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

it("goes most of its way within a tenth of a second, in data units, and arrives", async () => {
  const body = host();
  const cursors = new Cursors(body, new Disposer());
  const places: number[] = [];
  const scale = { by: 100 };
  const show = (x: number) => cursors.set([{ ...somebody, cursor: { x, y: 0 } }], (at) => [at.x * scale.by, 0]);
  const node = () => body.querySelector(".ltoplan-cursor") as HTMLElement;
  const place = () => Number(/\((.*?)px/.exec(node().style.transform)?.[1]);
  show(1);
  show(2);
  expect(place()).toBe(100);
  for (let frame = 0; frame < 6; frame++) {
    await vi.advanceTimersByTimeAsync(17);
    places.push(place());
  }
  expect(places).toEqual([...places].sort((a, b) => a - b));
  expect(places.at(-1)).toBeGreaterThan(185);
  scale.by = 10;
  await vi.advanceTimersByTimeAsync(1000);
  expect(place()).toBe(20);
  cursors.set([], () => null);
  expect(vi.getTimerCount()).toBe(0);
});

it("jumps where people want no motion", async () => {
  const body = host();
  vi.stubGlobal("matchMedia", () => ({ matches: true }));
  const cursors = new Cursors(body, new Disposer());
  for (const x of [1, 2]) cursors.set([{ ...somebody, cursor: { x, y: 0 } }], (at) => [at.x * 100, 0]);
  expect(body.querySelector<HTMLElement>(".ltoplan-cursor")?.style.transform).toBe("translate(200px, 0px)");
  vi.unstubAllGlobals();
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
