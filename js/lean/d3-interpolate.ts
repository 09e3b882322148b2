// What d3-scale needs of d3-interpolate where a scale maps numbers to numbers; the whole of it brings colours, dates and
// transforms along, 5 kB of every bundle that no chart here uses.
type Between = (share: number) => number;

export function interpolateNumber(a: number, b: number): Between {
  return (t) => a * (1 - t) + b * t;
}

export function interpolateRound(a: number, b: number): Between {
  return (t) => Math.round(a * (1 - t) + b * t);
}

export const interpolate = interpolateNumber;

export function piecewise(): never {
  throw new Error("Scales here map numbers to numbers; only colour scales go piece by piece.");
}
