/** Gestures on charts in jsdom, where every box begins at 0 and a chart is 640 pixels wide. */

export const nextFrame = () => new Promise((resolve) => requestAnimationFrame(resolve));

type Place = readonly [x: number, y: number];

export function pointer(
  target: EventTarget,
  type: string,
  [clientX, clientY]: Place,
  more: PointerEventInit = {},
): void {
  const init = { bubbles: true, cancelable: true, pointerId: 7, button: 0, clientX, clientY, ...more };
  target.dispatchEvent(new PointerEvent(type, init));
}

/** Middle of a handle that is moved by its `transform`. */
export function placeOf(handle: Element): Place {
  const [x, y] = (handle.getAttribute("transform") ?? "").match(/-?[\d.]+/g) ?? [];
  return [Number(x ?? 0), Number(y ?? 0)];
}

export interface Drag {
  by: Place;
  more?: PointerEventInit;
}

/** Takes hold of a handle and moves it; the pointer stays down. */
export function hold(handle: Element, { by, more = {} }: Drag): void {
  const [x, y] = placeOf(handle);
  pointer(handle, "pointerdown", [x, y], more);
  pointer(window, "pointermove", [x + by[0] / 2, y + by[1] / 2], more);
  pointer(window, "pointermove", [x + by[0], y + by[1]], more);
}

export function letGo(): void {
  pointer(window, "pointerup", [0, 0]);
}

export function drag(handle: Element, gesture: Drag): void {
  hold(handle, gesture);
  letGo();
}

export function key(target: EventTarget, name: string, more: KeyboardEventInit = {}): void {
  target.dispatchEvent(new KeyboardEvent("keydown", { key: name, bubbles: true, cancelable: true, ...more }));
}

export function slider(root: Element, label: string): HTMLElement & SVGElement {
  const found = [...root.querySelectorAll('[role="slider"]')].find((one) =>
    one.getAttribute("aria-label")?.includes(label),
  );
  if (found === undefined) throw new Error(`no slider is called ${label}`);
  return found as HTMLElement & SVGElement;
}

export function host(): HTMLElement {
  document.body.replaceChildren();
  const root = document.createElement("div");
  document.body.append(root);
  return root;
}

/** Counts listeners that were added and not removed while `act` runs. */
export function listenersLeftBy(act: () => void): number {
  const { addEventListener, removeEventListener } = EventTarget.prototype;
  const open = new Map<EventTarget, Set<string>>();
  const keys = new WeakMap<object, number>();
  let count = 0;
  const nameOf = (type: string, handler: object | null, options: unknown) => {
    if (handler !== null && !keys.has(handler)) keys.set(handler, count++);
    const capture =
      typeof options === "boolean" ? options : Boolean((options as { capture?: boolean } | undefined)?.capture);
    return `${type} ${handler === null ? "" : keys.get(handler)} ${capture}`;
  };
  EventTarget.prototype.addEventListener = function add(type, handler, options) {
    open.set(this, (open.get(this) ?? new Set()).add(nameOf(type, handler, options)));
    addEventListener.call(this, type, handler, options);
  };
  EventTarget.prototype.removeEventListener = function remove(type, handler, options) {
    open.get(this)?.delete(nameOf(type, handler, options));
    removeEventListener.call(this, type, handler, options);
  };
  try {
    act();
  } finally {
    Object.assign(EventTarget.prototype, { addEventListener, removeEventListener });
  }
  return [...open.values()].reduce((sum, names) => sum + names.size, 0);
}
