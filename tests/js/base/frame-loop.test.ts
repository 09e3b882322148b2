import { expect, it, vi } from "vitest";
import { Disposer } from "../../../js/src/base/disposer";
import { frameLoop, promptLoop } from "../../../js/src/base/frame-loop";

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

it("works at once, then at most once a frame while it is asked", async () => {
  const work = vi.fn();
  const loop = promptLoop(window, work, new Disposer());
  loop.schedule();
  expect(work).toHaveBeenCalledTimes(1);
  for (let i = 0; i < 5; i++) loop.schedule();
  expect(work).toHaveBeenCalledTimes(1);
  await nextFrame();
  expect(work).toHaveBeenCalledTimes(2);
  await nextFrame();
  await nextFrame();
  expect(work).toHaveBeenCalledTimes(2);
});

it("forgets what was asked for when cancelled, and answers the next call at once", async () => {
  const work = vi.fn();
  const loop = promptLoop(window, work, new Disposer());
  loop.schedule();
  loop.schedule();
  loop.cancel();
  await nextFrame();
  expect(work).toHaveBeenCalledTimes(1);
  loop.schedule();
  expect(work).toHaveBeenCalledTimes(2);
});

it("works no more after the end, neither at once nor later", async () => {
  const work = vi.fn();
  const disposer = new Disposer();
  const loop = promptLoop(window, work, disposer);
  loop.schedule();
  loop.schedule();
  disposer.dispose();
  loop.schedule();
  await nextFrame();
  expect(work).toHaveBeenCalledTimes(1);
});
