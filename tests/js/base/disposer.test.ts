import { expect, it, vi } from "vitest";
import { Disposer } from "../../../js/src/base/disposer";

it("closes everything once, last opened first", () => {
  const closed: number[] = [];
  const disposer = new Disposer();
  for (const one of [1, 2, 3]) disposer.add(() => closed.push(one));
  disposer.dispose();
  disposer.dispose();
  expect(closed).toEqual([3, 2, 1]);
});

it("stops listening, also where it listened in the capture phase", () => {
  const disposer = new Disposer();
  const heard = vi.fn();
  const target = new EventTarget();
  disposer.listen(target, "ping", heard, { capture: true });
  target.dispatchEvent(new Event("ping"));
  disposer.dispose();
  target.dispatchEvent(new Event("ping"));
  expect(heard).toHaveBeenCalledTimes(1);
});

it("closes at once what comes too late", () => {
  const disposer = new Disposer();
  disposer.dispose();
  const close = vi.fn();
  disposer.add(close);
  expect(close).toHaveBeenCalledTimes(1);
});
