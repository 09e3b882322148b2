// Counts the comm messages that the page sends to the kernel, frame by frame, and stamps what they carry.
(() => {
  const sent = [];
  const answered = new Set();
  let lastEvent = 0;
  let isListening = false;

  // Segments of a message: count and offsets as 64-bit integers, then channel, header, parent, metadata, content.
  function opened(message) {
    const view = new DataView(message);
    const offset = (place) => Number(view.getBigUint64(8 * (1 + place), true));
    const text = (place) => new TextDecoder().decode(message.slice(offset(place), offset(place + 1)));
    return { header: JSON.parse(text(1)), content: JSON.parse(text(4)) };
  }

  const original = WebSocket.prototype.send;
  WebSocket.prototype.send = function (message) {
    if (isListening && this.protocol.startsWith("v1.kernel") && message instanceof ArrayBuffer) {
      const { header, content } = opened(message);
      // The timeline's time is one and the same for all that happens in a frame.
      const frame = document.timeline.currentTime;
      if (header.msg_type === "comm_msg") sent.push({ id: header.msg_id, frame, at: lastEvent, state: content.data.state ?? {} });
    }
    return original.call(this, message);
  };

  for (const type of ["pointermove", "input"]) {
    const stamp = () => {
      lastEvent = performance.now();
    };
    window.addEventListener(type, stamp, true);
  }

  // Milliseconds between the page's clock and the kernel's, read where the wall clock ticks.
  function wallOffset() {
    const before = Date.now();
    while (Date.now() === before);
    return Date.now() - performance.now();
  }

  // Opens messages from now on, and hears from the kernel which ones it is done with.
  function listen() {
    isListening = true;
    const { kernel } = window.jupyterapp.shell.currentWidget.sessionContext.session;
    kernel.iopubMessage.connect((_, { header, parent_header, content }) => {
      if (header.msg_type === "status" && content.execution_state === "idle") answered.add(parent_header.msg_id);
    });
  }

  const isQuiet = () => sent.every(({ id }) => answered.has(id));

  const nextFrame = () => new Promise((resolve) => requestAnimationFrame(resolve));

  const task = () =>
    new Promise((resolve) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = resolve;
      port2.postMessage(null);
    });

  // Events at several a frame, each a task of its own; the number of messages in every frame.
  async function flood(event, { frames, perFrame }) {
    sent.length = 0;
    const counts = new Map();
    for (let number = 0; number < frames * perFrame; number += 1) {
      if (number % perFrame === 0) {
        await nextFrame();
        counts.set(document.timeline.currentTime, 0);
      }
      event(number);
      await task();
    }
    await stopwatch.painted(isQuiet, "messages");
    for (const { frame } of sent) counts.set(frame, (counts.get(frame) ?? 0) + 1);
    sent.length = 0;
    return [...counts.values()];
  }

  const bends = (number) => 60 * Math.sin(number / 5);

  // A range input, moved by events made in the page.
  function floodInput({ cell, frames, perFrame }) {
    const input = stopwatch.find(stopwatch.outputs()[cell], ".bench-source");
    const event = (number) => {
      input.value = 1200 + 4 * bends(number);
      input.dispatchEvent(new Event("input", { bubbles: true }));
    };
    return flood(event, { frames, perFrame });
  }

  // A handle, moved by events made in the page: those of a real pointer are merged to one a frame by the browser itself.
  async function floodHandle({ cell, handle, frames, perFrame }) {
    const target = stopwatch.find(stopwatch.outputs()[cell], handle);
    const [x, y] = stopwatch.middle(target);
    stopwatch.pointer(target, "pointerdown", [x, y]);
    const counts = await flood((number) => stopwatch.pointer(target, "pointermove", [x + bends(number), y]), { frames, perFrame });
    stopwatch.pointer(target, "pointermove", [x, y]);
    stopwatch.pointer(target, "pointerup", [x, y]);
    return counts;
  }

  // Waits until the kernel is done with everything sent.
  const through = () => stopwatch.painted(isQuiet, "messages");

  // What was sent of one trait since the last call: value and millisecond of the wall clock of the event behind it.
  function taken(trait) {
    const offset = wallOffset();
    const found = sent.filter(({ state }) => trait in state).map(({ at, state }) => [state[trait], at + offset]);
    sent.length = 0;
    return found;
  }

  window.messages = { listen, through, floodInput, floodHandle, taken };
})();
