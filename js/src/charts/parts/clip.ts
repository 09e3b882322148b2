/** The part of a plot in which marks are seen. */
import type { Tag } from "./tag";

export class Clip {
  /** What marks name as their clip path. */
  readonly url: string;
  readonly #rect: SVGRectElement;

  constructor(svg: SVGSVGElement, make: Tag) {
    const id = `${svg.getAttribute("aria-describedby")}-clip`;
    const clip = make.svg("clipPath", "clip", { id });
    this.#rect = make.svg("rect", "clip-rect");
    clip.append(this.#rect);
    svg.append(clip);
    this.url = `url(#${id})`;
  }

  /** From edge to edge in pixels, with the line that a plot stands on. */
  fit({ left, right, bottom }: { left: number; right: number; bottom: number }): void {
    const box = { x: left, y: 0, width: Math.max(0, right - left), height: bottom + 1 };
    for (const [name, value] of Object.entries(box)) this.#rect.setAttribute(name, String(value));
  }
}
