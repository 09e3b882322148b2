/** Moments as people say them: `now`, `4 min`, `3 h`, `21 Nov`; in the reader's own time zone. */
import { h, type Markup } from "./markup";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How long ago something happened; "" where nobody knows. */
export function ago(at: string, now: number, locale?: string): string {
  const time = Date.parse(at);
  if (Number.isNaN(time)) return "";
  const passed = now - time;
  if (passed < MINUTE) return "now";
  if (passed < HOUR) return `${Math.floor(passed / MINUTE)} min`;
  if (passed < DAY) return `${Math.floor(passed / HOUR)} h`;
  const isThisYear = new Date(time).getFullYear() === new Date(now).getFullYear();
  return said(time, { day: "numeric", month: "short", ...(!isThisYear && { year: "numeric" }) }, locale);
}

/** `14:05` */
export function clock(at: string, locale?: string): string {
  return said(Date.parse(at), { hour: "2-digit", minute: "2-digit" }, locale);
}

/** Day of the reader's calendar, `2026-11-21`, by which a list is grouped. */
export function localDay(at: string): string {
  const time = new Date(at);
  if (Number.isNaN(time.getTime())) return "";
  return [time.getFullYear(), time.getMonth() + 1, time.getDate()]
    .map((part) => String(part).padStart(2, "0"))
    .join("-");
}

/** `Today`, `Yesterday`, `Saturday 21 November 2026`. */
export function dayWords(day: string, now: number, locale?: string): string {
  if (day === "") return "Before anybody kept the time";
  if (day === localDay(new Date(now).toISOString())) return "Today";
  if (day === localDay(new Date(now - DAY).toISOString())) return "Yesterday";
  const noon = Date.parse(`${day}T12:00:00`);
  return said(noon, { weekday: "long", day: "numeric", month: "long", year: "numeric" }, locale);
}

/** The whole moment. */
export function fullMoment(at: string, locale?: string): string {
  return said(Date.parse(at), { dateStyle: "medium", timeStyle: "short" }, locale);
}

/** A moment with the whole of it on hover. */
export function moment(at: string, words: string, locale?: string): Markup | null {
  return words === ""
    ? null
    : h("time", { class: "ltoplan-moment", datetime: at, title: fullMoment(at, locale) }, words);
}

function said(time: number, options: Intl.DateTimeFormatOptions, locale?: string): string {
  return Number.isNaN(time) ? "" : new Intl.DateTimeFormat(locale, options).format(time);
}
