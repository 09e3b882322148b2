/** Days as epoch milliseconds at midnight UTC; ISO dates in and out. */

export const DAY = 86_400_000;

/** NaN for what is not an ISO date. */
export function epoch(day: string): number {
  return /^\d{4}-\d{2}-\d{2}/.test(day) ? Date.parse(`${day.slice(0, 10)}T00:00:00Z`) : Number.NaN;
}

export function isoDay(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}

export interface DayTick {
  time: number;
  /** A day that is first of the axis or of its month is told with the month, the others without. */
  kind: "day" | "day of month" | "month";
}

const STEPS = [1, 2, 7, 14, 28, 56];

/** Days to label on an axis, at most `count`, at least `least` days apart and in step with `anchor`. */
export function dayTicks(
  [first, last]: readonly [number, number],
  count: number,
  { anchor, least }: { anchor: number; least: number },
): DayTick[] {
  const days = (last - first) / DAY;
  const step = STEPS.find((one) => one >= least && days / one <= count);
  return step === undefined ? monthTicks(first, last, count) : steppedTicks(first, last, step * DAY, anchor);
}

function steppedTicks(first: number, last: number, step: number, anchor: number): DayTick[] {
  const ticks: DayTick[] = [];
  const begin = anchor + Math.ceil((first - anchor) / step - 1e-9) * step;
  let month = -1;
  for (let time = begin; time <= last; time += step) {
    const present = new Date(time).getUTCMonth();
    ticks.push({ time, kind: present === month ? "day of month" : "day" });
    month = present;
  }
  return ticks;
}

function monthTicks(first: number, last: number, count: number): DayTick[] {
  const months = (last - first) / (30.44 * DAY);
  const every = [1, 2, 3, 6, 12].find((one) => months / one <= count) ?? 12 * Math.ceil(months / 12 / count);
  const start = new Date(first);
  const ticks: DayTick[] = [];
  for (let index = start.getUTCMonth(); ; index++) {
    const time = Date.UTC(start.getUTCFullYear(), index, 1);
    if (time > last) return ticks;
    const ordinal = start.getUTCFullYear() * 12 + index;
    if (time >= first && ordinal % every === 0) ticks.push({ time, kind: "month" });
  }
}
