/** Labels on the marks themselves: where they go, so that none covers another. */

/** Width of a text at 11 px in a wide font, close enough to place it; measuring would force a layout in every frame of a drag. */
export function textWidth(text: string): number {
  return text.length * 6.9;
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

/** The first text that fits on the wanted side, or else the last one where it fits best. */
export function fitting(
  x: number,
  texts: readonly [string, ...string[]],
  wanted: Side,
  bounds: readonly [number, number],
): { text: string; side: Side } {
  const fits = texts.find((text) => {
    const room = textWidth(text) + 10;
    return wanted === "start" ? x + room <= bounds[1] : x - room >= bounds[0];
  });
  const text = fits ?? texts.at(-1) ?? texts[0];
  return { text, side: fits === undefined ? sideFor(x, text, wanted, bounds) : wanted };
}

/** Box of a one-line label beside a point. */
export function labelBox(x: number, y: number, text: string, side: Side): Box {
  const width = textWidth(text);
  const left = side === "start" ? x : x - width;
  return { left, top: y - 11, right: left + width, bottom: y + 4 };
}
