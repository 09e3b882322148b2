/** Labels on the marks themselves: where they go, so that none covers another. */

/** Width of a text at 11 px, close enough to place it; measuring would force a layout in every frame of a drag. */
export function textWidth(text: string): number {
  return text.length * 6.4;
}

export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

export function overlaps(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

export type Side = "start" | "end";

/** The side of `x` that a label fits on, the wanted one first. */
export function sideFor(x: number, text: string, wanted: Side, [left, right]: readonly [number, number]): Side {
  const room = textWidth(text) + 10;
  if (wanted === "start") return x + room <= right || x - room < left ? "start" : "end";
  return x - room >= left || x + room > right ? "end" : "start";
}

/** Box of a one-line label beside a point. */
export function labelBox(x: number, y: number, text: string, side: Side): Box {
  const width = textWidth(text);
  const left = side === "start" ? x : x - width;
  return { left, top: y - 11, right: left + width, bottom: y + 4 };
}
