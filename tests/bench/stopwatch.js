// The page's stopwatch: from an event to the paint of the output that follows from it.
//
// A repaint is noticed where it is drawn (a changed path, a call of a canvas, a picture that is loaded). It is painted
// once the frame that holds it has run its callbacks, style, layout and paint: the first task after that frame.
(() => {
  const LIMIT_MS = 15_000;
  const QUIET_MS = 60;
  const FRAME_MS = 1000 / 60;
  const CANVAS_CALLS = ["stroke", "fill", "drawImage", "putImageData"];
  const watches = new Set();

  const outputs = () => window.jupyterapp.shell.currentWidget.content.widgets.map(({ node }) => node);

  const isInside = (node, root) => {
    for (let at = node; at; at = at.parentNode ?? at.host) if (at === root) return true;
    return false;
  };

  // A widget may draw in shadow roots, which neither queries nor observers enter by themselves.
  const rootsIn = (root) => [root, ...[...root.querySelectorAll("*")].flatMap(({ shadowRoot }) => (shadowRoot ? rootsIn(shadowRoot) : []))];
  const find = (root, selector) => rootsIn(root).map((each) => each.querySelector(selector)).find(Boolean) ?? null;

  for (const name of CANVAS_CALLS) {
    const original = CanvasRenderingContext2D.prototype[name];
    CanvasRenderingContext2D.prototype[name] = function (...received) {
      for (const watch of watches) if (watch.marks === "canvas" && isInside(this.canvas, watch.root)) watch.notice();
      return original.apply(this, received);
    };
  }

  // Notices every repaint of one output.
  class Watch {
    constructor(root, { marks, selector }) {
      Object.assign(this, { root, marks, selector, isDue: false, last: 0 });
      this.observer = new MutationObserver((records) => records.some((record) => this.concerns(record)) && this.notice());
      if (marks === "svg") {
        this.observer.observe(root, { subtree: true, childList: true, attributes: true, attributeFilter: ["d", "points"] });
      }
      if (marks === "image") root.addEventListener("load", this.notice, true);
      watches.add(this);
    }

    notice = () => {
      this.isDue = true;
      this.last = performance.now();
    };

    concerns({ target, addedNodes }) {
      const isMark = (node) => node.nodeType === Node.ELEMENT_NODE && (node.matches(this.selector) || node.querySelector(this.selector));
      return target.matches(this.selector) || [...addedNodes].some(isMark);
    }

    stop() {
      this.observer.disconnect();
      this.root.removeEventListener("load", this.notice, true);
      watches.delete(this);
    }
  }

  // Calls back in the task after each frame's paint, until it returns true.
  function afterFrames(isDone) {
    const { port1, port2 } = new MessageChannel();
    let isOver = false;
    port1.onmessage = () => {
      isOver = isOver || isDone();
    };
    const tick = () => {
      if (isOver) return;
      port2.postMessage(null);
      requestAnimationFrame(tick);
    };
    requestAnimationFrame(tick);
  }

  // Resolves with the time at which the condition was first seen to hold after a paint.
  function painted(condition, what) {
    const began = performance.now();
    return new Promise((resolve, reject) => {
      afterFrames(() => {
        const now = performance.now();
        if (condition()) resolve(now);
        else if (now - began > LIMIT_MS) reject(new Error(`${what}: no repaint within ${LIMIT_MS} ms`));
        else return false;
        return true;
      });
    });
  }

  const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

  // Steps of the golden ratio fall evenly into every part of a frame, however few they are.
  let phase = 0;
  const nextPhase = () => {
    phase = (phase + 0.618_034) % 1;
    return phase;
  };

  // Waits until nothing is repainted any more, then for a part of a frame, so that events fall anywhere in it.
  async function settled(watch, what) {
    const since = performance.now();
    await painted(() => performance.now() - Math.max(watch.last, since) > QUIET_MS, what);
    await pause(nextPhase() * FRAME_MS);
  }

  function watched(cell, { marks, selector }) {
    const root = outputs()[cell];
    root.scrollIntoView({ block: "center" });
    return new Watch(root, { marks, selector });
  }

  async function timed(watch, event, what) {
    await settled(watch, what);
    watch.isDue = false;
    const from = event();
    return (await painted(() => watch.isDue, what)) - from;
  }

  async function series(cell, contestant, events) {
    const watch = watched(cell, contestant);
    const times = [];
    try {
      for (const event of events(watch.root)) times.push(await timed(watch, event, contestant.name));
    } finally {
      watch.stop();
    }
    return times;
  }

  // Moves a range input and takes the time of each repaint.
  const drive = ({ cell, contestant, values }) =>
    series(cell, contestant, (root) => {
      const input = find(root, ".bench-source");
      return values.map((value) => () => {
        input.value = value;
        const from = performance.now();
        input.dispatchEvent(new Event("input", { bubbles: true }));
        return from;
      });
    });

  function pointer(target, type, [clientX, clientY]) {
    const shared = { bubbles: true, cancelable: true, composed: true, pointerId: 1, isPrimary: true, pointerType: "mouse" };
    const pressed = { button: type === "pointermove" ? -1 : 0, buttons: type === "pointerup" ? 0 : 1 };
    target.dispatchEvent(new PointerEvent(type, { ...shared, ...pressed, clientX, clientY }));
  }

  function middle(target) {
    const { x, y, width, height } = target.getBoundingClientRect();
    return [x + width / 2, y + height / 2];
  }

  // Drags a handle with events made in the page and takes the time of each repaint.
  async function drag({ cell, contestant, offsets }) {
    const root = outputs()[cell];
    root.scrollIntoView({ block: "center" });
    const handle = find(root, contestant.handle);
    const [x, y] = middle(handle);
    pointer(handle, "pointerdown", [x, y]);
    const move = (offset) => () => {
      const from = performance.now();
      pointer(handle, "pointermove", [x + offset, y]);
      return from;
    };
    const times = await series(cell, contestant, () => offsets.map(move));
    pointer(handle, "pointerup", [x + (offsets.at(-1) ?? 0), y]);
    return times;
  }

  // Follows a real pointer: `next` resolves with the time from the pointer's own stamp to the repaint.
  let followed = null;
  async function follow({ cell, contestant }) {
    const watch = watched(cell, contestant);
    const moved = (event) => {
      followed.from ??= event.timeStamp;
    };
    window.addEventListener("pointermove", moved, true);
    followed = { watch, moved, name: contestant.name, from: null, at: null };
    const handle = find(watch.root, contestant.handle);
    await settled(watch, contestant.name);
    return middle(handle);
  }

  // The clock is armed before the pointer moves, so that asking for the time adds no frame.
  async function ready() {
    await settled(followed.watch, followed.name);
    followed.watch.isDue = false;
    followed.from = null;
    followed.at = painted(() => followed.from !== null && followed.watch.isDue, followed.name);
  }

  const next = async () => (await followed.at) - followed.from;

  const rest = () => settled(followed.watch, followed.name);

  function unfollow() {
    window.removeEventListener("pointermove", followed.moved, true);
    followed.watch.stop();
    followed = null;
  }

  const DRAWN = {
    svg: (watch) => (find(watch.root, watch.selector)?.getAttribute("d") ?? "").length > 100,
    canvas: (watch) => watch.isDue,
    image: (watch) => (find(watch.root, watch.selector)?.naturalWidth ?? 0) > 0,
  };

  // Runs a cell; the time until its output is painted.
  async function firstPaint({ cell, contestant }) {
    const watch = watched(cell, contestant);
    const { content } = window.jupyterapp.shell.currentWidget;
    content.activeCellIndex = cell;
    content.deselectAll();
    await settled(watch, contestant.name);
    const from = performance.now();
    const isRun = window.jupyterapp.commands.execute("notebook:run-cell");
    const at = await painted(() => DRAWN[contestant.marks](watch), contestant.name);
    await isRun;
    watch.stop();
    return at - from;
  }

  // Runs a cell; the time until the kernel has answered.
  async function run({ cell }) {
    const { content } = window.jupyterapp.shell.currentWidget;
    content.activeCellIndex = cell;
    content.deselectAll();
    const from = performance.now();
    await window.jupyterapp.commands.execute("notebook:run-cell");
    return performance.now() - from;
  }

  // Waits until an output is drawn.
  async function drawn({ cell, contestant }) {
    const watch = watched(cell, contestant);
    watch.isDue = contestant.marks === "canvas" && find(watch.root, contestant.selector) !== null;
    await painted(() => DRAWN[contestant.marks](watch), contestant.name);
    await settled(watch, contestant.name);
    watch.stop();
  }

  window.stopwatch = { drive, drag, follow, ready, next, rest, unfollow, firstPaint, run, drawn, find, outputs, pointer, middle, painted };
})();
