/** The grid that a dragged value falls on. */

/** The multiple of `step` nearest to a value, counted from `origin`; 0 or less leaves the value. */
export function snapped(value: number, step: number, origin = 0): number {
  if (!(step > 0)) return value;
  const multiple = origin + Math.round((value - origin) / step) * step;
  return Number(multiple.toPrecision(14));
}

/** A round step of about the given size: the power of ten at or below it. */
export function roundStep(size: number): number {
  return size > 0 && Number.isFinite(size) ? Number(`1e${Math.floor(Math.log10(size))}`) : 0;
}

export function clamped(value: number, [low, high]: readonly [number, number]): number {
  return Math.min(high, Math.max(low, value));
}
