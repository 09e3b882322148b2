import type { Disposer } from "./disposer";

export interface FrameLoop {
  /** Asks for one run of the work in the next frame, however often it is called until then. */
  schedule(): void;
  /** Runs the work now if it is due. */
  flush(): void;
  cancel(): void;
}

/** Work coalesced to at most once a frame. */
export function frameLoop(view: Window, work: () => void, disposer: Disposer): FrameLoop {
  let frame: number | null = null;
  const run = () => {
    frame = null;
    work();
  };
  const cancel = () => {
    if (frame !== null) view.cancelAnimationFrame(frame);
    frame = null;
  };
  disposer.add(cancel);
  return {
    schedule() {
      if (frame === null && !disposer.isDisposed) frame = view.requestAnimationFrame(run);
    },
    flush() {
      if (frame === null) return;
      cancel();
      work();
    },
    cancel,
  };
}

/** Work done at once, then at most once a frame for as long as it is asked for. */
export function promptLoop(view: Window, work: () => void, disposer: Disposer): FrameLoop {
  let isDue = false;
  let isResting = false;
  const run = () => {
    [isDue, isResting] = [false, true];
    rest.schedule();
    work();
  };
  const rest = frameLoop(
    view,
    () => {
      isResting = false;
      if (isDue) run();
    },
    disposer,
  );
  return {
    schedule() {
      if (isResting) isDue = true;
      else if (!disposer.isDisposed) run();
    },
    flush() {
      if (isDue) run();
    },
    cancel() {
      isDue = false;
    },
  };
}
