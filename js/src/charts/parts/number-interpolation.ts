/**
 * Between two numbers: what d3-scale asks of d3-interpolate where a chart has scales of numbers only.
 *
 * The build puts it in d3-interpolate's place, whose colours, dates and objects are 16 kB that no chart needs.
 */

type Between = (share: number) => number;

export function interpolateNumber(first: number, last: number): Between {
  return (share) => first * (1 - share) + last * share;
}

export { interpolateNumber as interpolate };

export function interpolateRound(first: number, last: number): Between {
  return (share) => Math.round(first * (1 - share) + last * share);
}

/** Through several values, equally far apart. */
export function piecewise(between: (first: number, last: number) => Between, values: readonly number[]): Between {
  const steps = values.slice(1).map((value, place) => between(values[place] ?? value, value));
  return (share) => {
    const place = Math.max(0, Math.min(steps.length - 1, Math.floor(share * steps.length)));
    return steps[place]?.(share * steps.length - place) ?? Number.NaN;
  };
}
