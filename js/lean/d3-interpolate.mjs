// What d3-scale needs of d3-interpolate where a scale maps numbers to numbers; the whole of it brings colours, dates and
// transforms along, 5 kB of every bundle that no chart here uses.
export function interpolateNumber(a, b) {
  return (t) => a * (1 - t) + b * t;
}

export function interpolateRound(a, b) {
  return (t) => Math.round(a * (1 - t) + b * t);
}

export const interpolate = interpolateNumber;

export function piecewise() {
  throw new Error("Scales here map numbers to numbers; only colour scales go piece by piece.");
}
