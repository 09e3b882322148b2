/** Lines and bands over periods. */

export type Spot = readonly [x: number, y: number];

export function linePath(spots: readonly Spot[]): string {
  return spots.map(([x, y], index) => `${index === 0 ? "M" : "L"}${x.toFixed(1)},${y.toFixed(1)}`).join("");
}

/** Half the width of a band that has a single period. */
const ALONE = 14;

/** The band between two lines over the same periods. */
export function bandPath(lower: readonly Spot[], upper: readonly Spot[]): string {
  if (lower.length === 0 || lower.length !== upper.length) return "";
  if (lower.length > 1) return `${linePath(upper)}${linePath([...lower].reverse()).replace("M", "L")}Z`;
  const widen = ([x, y]: Spot): Spot[] => [
    [x - ALONE, y],
    [x + ALONE, y],
  ];
  return bandPath(lower.flatMap(widen), upper.flatMap(widen));
}
