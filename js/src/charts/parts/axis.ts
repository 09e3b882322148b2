/** Labels and hairlines of an axis; no boxes, no ticks. */
import { type Attributes, joined } from "./join";
import { setWords } from "./tag";

export interface AxisTick {
  value: number;
  text: string;
  /** On hover, where the text is short for it. */
  full?: string;
}

interface Placement {
  at(value: number): number;
  /** From where to where a grid line runs across; `null` draws none. */
  grid: readonly [number, number] | null;
  /** Place of the labels across the axis. */
  label: number;
}

export function xAxis(layer: SVGGElement, ticks: readonly AxisTick[], { at, grid, label }: Placement): void {
  const [from, to] = grid ?? [0, 0];
  const place = ({ value }: AxisTick) => `translate(${round(at(value))},0)`;
  drawTicks(layer, ticks, place, { y1: from, y2: to }, { y: label, "text-anchor": "middle" });
}

export function yAxis(layer: SVGGElement, ticks: readonly AxisTick[], { at, grid, label }: Placement): void {
  const [from, to] = grid ?? [0, 0];
  const place = ({ value }: AxisTick) => `translate(0,${round(at(value))})`;
  drawTicks(layer, ticks, place, { x1: from, x2: to }, { x: label, dy: "0.32em", "text-anchor": "end" });
}

function drawTicks(
  layer: SVGGElement,
  ticks: readonly AxisTick[],
  place: (tick: AxisTick) => string,
  line: Attributes,
  words: Attributes,
): void {
  const groups = joined(layer, ["g", "tick"], ticks, (tick) => ({ transform: place(tick) }));
  groups.forEach((group, index) => {
    joined(group, ["line", "grid"], [line], (attributes) => attributes);
    for (const text of joined(group, ["text", "tick-text"], [words], (attributes) => attributes)) {
      setWords(text, ticks[index]?.text ?? "");
    }
  });
}

/** Half pixels keep hairlines sharp and paths short. */
export function round(pixel: number): number {
  return Math.round(pixel * 2) / 2;
}
