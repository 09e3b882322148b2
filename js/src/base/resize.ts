import type { Disposer } from "./disposer";

/** Width where there is no layout: a detached node, or a page without one. */
export const FALLBACK_WIDTH = 640;

export function widthOf(element: HTMLElement): number {
  return element.clientWidth || FALLBACK_WIDTH;
}

/** Calls back with the new width whenever it changes, not with the first. */
export function onWidthChange(element: HTMLElement, callback: (width: number) => void, disposer: Disposer): void {
  if (typeof ResizeObserver === "undefined") return;
  let width = widthOf(element);
  const observer = new ResizeObserver(() => {
    const present = widthOf(element);
    if (present === width) return;
    width = present;
    callback(width);
  });
  observer.observe(element);
  disposer.add(() => observer.disconnect());
}
