/**
 * The window over the x axis: wheel and pinch zoom at the pointer, drag pans, double click resets.
 * Pointer events throughout, so that mouse, pen and touch take one way and nothing outlives the chart.
 */
import type { Disposer } from "../../base/disposer";
import type { Viewport } from "../chart";
import { clamped } from "./snap";

/** Most that can be zoomed in. */
const CLOSEST = 64;
/** A pointer that moved less has clicked. */
const SLACK = 3;
/** A wheel gesture that began on the page goes on scrolling it for so long when the chart slides under the pointer. */
const SCROLL_MS = 300;
/** Zoom of one wheel unit: pixels, lines, pages. */
const WHEEL = [0.002, 0.05, 1] as const;

interface Surface {
  svg: SVGSVGElement;
  /** Left edge and width of the plot, in pixels of the svg. */
  plot(): readonly [number, number];
  /** All that there is, in data units. */
  full(): Viewport;
  changed(viewport: Viewport | null): void;
}

export class Zoom {
  /** Pointers that are down on the plot, and where they are. */
  private readonly pointers = new Map<number, number>();
  private isPanning = false;
  private lastScroll = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly surface: Surface,
    disposer: Disposer,
    public viewport: Viewport | null,
  ) {
    const { svg } = surface;
    disposer.listen<WheelEvent>(svg, "wheel", (event) => this.wheel(event), { passive: false });
    disposer.listen<PointerEvent>(svg, "pointerdown", (event) => this.down(event));
    disposer.listen<PointerEvent>(svg, "pointermove", (event) => this.drag(event));
    for (const end of ["pointerup", "pointercancel", "lostpointercapture"]) {
      disposer.listen<PointerEvent>(svg, end, (event) => this.up(event));
    }
    disposer.listen<MouseEvent>(svg, "dblclick", () => this.reset());
    const noteScroll = (event: WheelEvent) => this.noteScroll(event);
    disposer.listen<WheelEvent>(svg.ownerDocument, "wheel", noteScroll, { capture: true, passive: true });
  }

  /** First and last x in sight. */
  get inSight(): Viewport {
    return this.viewport ?? this.surface.full();
  }

  get isBusy(): boolean {
    return this.isPanning;
  }

  /** Zooms around the middle. */
  by(factor: number): void {
    const [low, high] = this.inSight;
    this.around((low + high) / 2, factor);
  }

  reset(): void {
    this.move(null);
  }

  private around(value: number, factor: number): void {
    const [low, high] = this.inSight;
    this.move(this.within([value - (value - low) / factor, value + (high - value) / factor]));
  }

  private move(viewport: Viewport | null): void {
    const [low, high] = this.inSight;
    this.viewport = viewport;
    const [first, last] = this.inSight;
    if (first !== low || last !== high) this.surface.changed(viewport);
  }

  /** Moved and cut to what there is; `null` where that is all of it. */
  private within([low, high]: Viewport): Viewport | null {
    const [first, last] = this.surface.full();
    const span = clamped(high - low, [(last - first) / CLOSEST, last - first]);
    const begin = clamped((low + high - span) / 2, [first, last - span]);
    return span > (last - first) * 0.9999 ? null : [begin, begin + span];
  }

  private wheel(event: WheelEvent): void {
    if (event.timeStamp - this.lastScroll < SCROLL_MS && !event.ctrlKey) return;
    const factor = 2 ** (-event.deltaY * (WHEEL[event.deltaMode] ?? 1) * (event.ctrlKey ? 10 : 1));
    // At full width there is nothing to zoom out to: the page scrolls on.
    if (this.viewport === null && factor <= 1) return;
    event.preventDefault();
    this.around(this.valueAt(event.clientX), factor);
  }

  private noteScroll(event: WheelEvent): void {
    const isInside = event.target instanceof Node && this.surface.svg.contains(event.target);
    const goesOn = event.timeStamp - this.lastScroll < SCROLL_MS;
    if (!isInside || goesOn) this.lastScroll = event.timeStamp;
  }

  private down(event: PointerEvent): void {
    const isHandle = event.target instanceof Element && event.target.closest('[role="slider"]') !== null;
    if (event.button !== 0 || event.ctrlKey || isHandle) return;
    this.pointers.set(event.pointerId, event.clientX);
  }

  private drag(event: PointerEvent): void {
    const before = this.pointers.get(event.pointerId);
    if (before === undefined) return;
    if (!this.isPanning && this.pointers.size === 1 && Math.abs(event.clientX - before) < SLACK) return;
    if (!this.isPanning) this.begin(event.pointerId);
    const values = [...this.pointers].map(([id, x]) => [id, this.valueAt(x)] as const);
    this.pointers.set(event.pointerId, event.clientX);
    this.fit(values);
  }

  private begin(pointer: number): void {
    this.isPanning = true;
    this.surface.svg.classList.add("ltoplan-panning");
    try {
      this.surface.svg.setPointerCapture?.(pointer);
    } catch {
      return; // The pointer is gone already; its events still arrive while it is over the plot.
    }
  }

  /** Keeps each value under its pointer. */
  private fit([one, other]: readonly (readonly [number, number])[]): void {
    if (one === undefined) return;
    const [low, high] = this.inSight;
    const [left, width] = this.surface.plot();
    const x = this.inPlot(this.pointers.get(one[0]) ?? 0) - left;
    const x2 = other === undefined ? x : this.inPlot(this.pointers.get(other[0]) ?? 0) - left;
    const isPinch = other !== undefined && Math.abs(x2 - x) > SLACK;
    const perPixel = isPinch ? (other[1] - one[1]) / (x2 - x) : (high - low) / width;
    if (perPixel > 0) this.move(this.within([one[1] - x * perPixel, one[1] + (width - x) * perPixel]));
  }

  private up(event: PointerEvent): void {
    this.pointers.delete(event.pointerId);
    if (this.pointers.size > 0) return;
    this.isPanning = false;
    this.surface.svg.classList.remove("ltoplan-panning");
  }

  private valueAt(clientX: number): number {
    const [low, high] = this.inSight;
    const [left, width] = this.surface.plot();
    return low + ((this.inPlot(clientX) - left) / width) * (high - low);
  }

  private inPlot(clientX: number): number {
    return clientX - this.surface.svg.getBoundingClientRect().left;
  }
}
