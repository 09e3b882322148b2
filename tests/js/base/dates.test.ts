import * as fc from "fast-check";
import { expect, it } from "vitest";
import { DAY, dayTicks, epoch, isoDay } from "../../../js/src/base/dates";

it("reads ISO days as midnight UTC and nothing else", () => {
  expect(epoch("2027-01-07")).toBe(Date.UTC(2027, 0, 7));
  expect(epoch("2027-01-07T23:00:00-08:00")).toBe(Date.UTC(2027, 0, 7));
  expect(epoch("")).toBeNaN();
  expect(epoch("7 Jan")).toBeNaN();
});

it("writes what it reads", () => {
  fc.assert(fc.property(fc.integer({ min: -30_000, max: 60_000 }), (day) => epoch(isoDay(day * DAY)) === day * DAY));
});

it("labels weeks by their first day and the month where it changes", () => {
  const first = epoch("2027-01-07");
  const ticks = dayTicks([first - 3.5 * DAY, first + 52 * DAY], 12, { anchor: first, least: 7 });
  expect(ticks.map(({ time }) => isoDay(time))).toEqual([
    "2027-01-07",
    "2027-01-14",
    "2027-01-21",
    "2027-01-28",
    "2027-02-04",
    "2027-02-11",
    "2027-02-18",
    "2027-02-25",
  ]);
  expect(ticks.filter(({ kind }) => kind === "day").map(({ time }) => isoDay(time))).toEqual([
    "2027-01-07",
    "2027-02-04",
  ]);
});

it("labels months over long spans", () => {
  const ticks = dayTicks([epoch("2023-03-10"), epoch("2027-03-10")], 8, { anchor: 0, least: 1 });
  expect(ticks.every(({ kind, time }) => kind === "month" && isoDay(time).endsWith("-01"))).toBe(true);
});

it("never gives more labels than there is room for", () => {
  const day = fc.integer({ min: 0, max: 20_000 });
  fc.assert(
    fc.property(day, fc.integer({ min: 1, max: 5_000 }), fc.integer({ min: 2, max: 20 }), (from, span, count) => {
      const ticks = dayTicks([from * DAY, (from + span) * DAY], count, { anchor: from * DAY, least: 1 });
      expect(ticks.length).toBeLessThanOrEqual(count + 1);
      for (const { time } of ticks) expect(time >= from * DAY && time <= (from + span) * DAY).toBe(true);
    }),
  );
});
