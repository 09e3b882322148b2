import type { Disposer } from "./disposer";

/** Width where there has been no layout yet: a detached node, or a page without one. */
export const FALLBACK_WIDTH = 640;

/** Width of an element; while it has none, because its page is hidden or it is detached, the one that it had. */
export function widthOf(element: HTMLElement, before = 0): number {
  return element.clientWidth || before || FALLBACK_WIDTH;
}

/** Calls back whenever the element has a width that differs from the drawn one; an element out of sight has none. */
export function onWidthChange(
  element: HTMLElement,
  { drawn, redraw }: { drawn: () => number; redraw: () => void },
  disposer: Disposer,
): void {
  if (typeof ResizeObserver === "undefined") return;
  const observer = new ResizeObserver(() => {
    if (widthOf(element, drawn()) !== drawn()) redraw();
  });
  observer.observe(element);
  disposer.add(() => observer.disconnect());
}
