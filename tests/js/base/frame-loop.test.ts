import { expect, it, vi } from "vitest";
import { Disposer } from "../../../js/src/base/disposer";
import { frameLoop } from "../../../js/src/base/frame-loop";

const nextFrame = () => new Promise((resolve) => requestAnimationFrame(resolve));

it("works once a frame however often it is asked", async () => {
  const work = vi.fn();
  const loop = frameLoop(window, work, new Disposer());
  for (let i = 0; i < 5; i++) loop.schedule();
  expect(work).not.toHaveBeenCalled();
  await nextFrame();
  expect(work).toHaveBeenCalledTimes(1);
});

it("flushes what is due and only that", () => {
  const work = vi.fn();
  const loop = frameLoop(window, work, new Disposer());
  loop.flush();
  loop.schedule();
  loop.flush();
  loop.flush();
  expect(work).toHaveBeenCalledTimes(1);
});

it("does nothing after the end", async () => {
  const work = vi.fn();
  const disposer = new Disposer();
  const loop = frameLoop(window, work, disposer);
  loop.schedule();
  disposer.dispose();
  loop.schedule();
  await nextFrame();
  expect(work).not.toHaveBeenCalled();
});
