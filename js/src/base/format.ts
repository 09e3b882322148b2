/** Numbers, money and days as a planner reads them, by locale. */

/** Stands between a number and its sign; never breaks a line. */
const THIN = "\u202f";

export interface Format {
  /** `376k` in a chart, `1,250` below ten thousand. `scale` sets the suffix, so that the labels of one axis share it. */
  short(value: number, scale?: number): string;
  /** `62.0k`: as many decimals whatever the value, so that a label does not jump while it is dragged. */
  steady(value: number): string;
  /** `412,800` */
  full(value: number): string;
  /** `412,800 cups` */
  units(value: number, unit: string): string;
  /** `$ 684k`, `$ 1.50M`; with a scale as the labels of one axis share it. */
  moneyShort(value: number, currency: string, scale?: number): string;
  /** `$ 684,210` */
  money(value: number, currency: string): string;
  /** `0.45`, `$ 5.45`, `3 weeks`, `12 %` with so many decimals. */
  exact(value: number, sign: Sign): string;
  /** What a person typed, in the locale's way or plainly; NaN where it is no number. */
  parse(text: string): number;
  /** `79 %` of a share from 0 to 1. */
  percent(share: number): string;
  /** `7 Jan` */
  day(time: number): string;
  /** `14` within a month that is named already. */
  dayOfMonth(time: number): string;
  /** `Jan 2027` */
  month(time: number): string;
  /** `Thu 7 Jan 2027` */
  fullDay(time: number): string;
}

export interface Sign {
  decimals: number;
  /** ISO 4217; "" where it is no money. */
  currency: string;
  unit: string;
}

export function formatFor(locale?: string): Format {
  const number = cached((digits: string) => new Intl.NumberFormat(locale, digitOptions(digits)));
  const cash = cached((key: string) => new Intl.NumberFormat(locale, cashOptions(key)));
  const dates = cached((key: string) => new Intl.DateTimeFormat(locale, { ...DATES[key], timeZone: "UTC" }));
  const plain = (value: number, least: number, most: number) => number(`${least} ${most}`).format(unsigned(value));
  const money = (value: number, currency: string, most: number, suffix: string, least = 0) =>
    spaced(cash(`${currency} ${most} ${least}`), unsigned(value), suffix);
  const cents = (value: number) => (Math.abs(value) < 100 ? 2 : 0);
  return {
    short(value, scale = value) {
      if (value === 0) return plain(0, 0, 0);
      const [size, suffix] = magnitude(scale);
      return plain(value / size, 0, decimals(value / size, scale === value ? 3 : 4)) + suffix;
    },
    steady(value) {
      const [size, suffix] = magnitude(value);
      const digits = suffix === "" ? 0 : Math.abs(value / size) < 100 ? 1 : 0;
      return plain(value / size, digits, digits || decimals(value / size, 3)) + suffix;
    },
    full: (value) => plain(value, 0, decimals(value, 3)),
    units: (value, unit) => `${plain(value, 0, decimals(value, 3))}\u00a0${unit}`,
    moneyShort(value, currency, scale) {
      if (value === 0) return money(0, currency, 0, "");
      const [size, suffix] = magnitude(scale ?? value);
      const digits = decimals(value / size, scale === undefined ? 3 : 4);
      return money(value / size, currency, digits, suffix, scale === undefined && suffix ? digits : 0);
    },
    money: (value, currency) => spaced(cash(`${currency} ${cents(value)} ${cents(value)}`), unsigned(value), ""),
    exact(value, { decimals: digits, currency, unit }) {
      if (currency !== "") return spaced(cash(`${currency} ${digits} ${digits}`), unsigned(value), "");
      const text = plain(value, digits, digits);
      return unit === "" ? text : `${text}${unit === "%" ? THIN : "\u00a0"}${unit}`;
    },
    parse: (text) => parsed(text, decimalMark(number("0 2"))),
    percent: (share) => spaced(number("percent"), share, ""),
    day: (time) => dates("day").format(time),
    dayOfMonth: (time) => dates("dayOfMonth").format(time),
    month: (time) => dates("month").format(time),
    fullDay: (time) => dates("fullDay").format(time),
  };
}

const DATES: Record<string, Intl.DateTimeFormatOptions> = {
  day: { day: "numeric", month: "short" },
  dayOfMonth: { day: "numeric" },
  month: { month: "short", year: "numeric" },
  fullDay: { weekday: "short", day: "numeric", month: "short", year: "numeric" },
};

/** Size of the unit that a number is told in, and its suffix. */
function magnitude(value: number): [number, string] {
  const size = Math.abs(value);
  if (size >= 999_500_000) return [1e9, "bn"];
  if (size >= 999_500) return [1e6, "M"];
  return size >= 10_000 ? [1e3, "k"] : [1, ""];
}

/** Decimals that leave about `significant` digits, at most two. */
function decimals(value: number, significant: number): number {
  const whole = Math.max(1, Math.floor(Math.log10(Math.abs(value) || 1)) + 1);
  return Math.min(2, Math.max(0, significant - whole));
}

/** No "-0". */
function unsigned(value: number): number {
  return value === 0 ? 0 : value;
}

function digitOptions(digits: string): Intl.NumberFormatOptions {
  if (digits === "percent") return { style: "percent", maximumFractionDigits: 0 };
  const [least, most] = digits.split(" ").map(Number);
  return { minimumFractionDigits: least ?? 0, maximumFractionDigits: most ?? 0 };
}

/** An unknown currency is told as its code rather than refused: a chart never fails over a label. */
function cashOptions(key: string): Intl.NumberFormatOptions {
  const [currency = "", most, least] = key.split(" ");
  const maximumFractionDigits = Number(most);
  const minimumFractionDigits = least === undefined ? 0 : Number(least);
  const known = /^[A-Z]{3}$/.test(currency) ? currency : "XXX";
  return {
    style: "currency",
    currency: known,
    currencyDisplay: "narrowSymbol",
    minimumFractionDigits,
    maximumFractionDigits,
  };
}

/** The number with its suffix behind the last digit, and air between it and its sign. */
function spaced(format: Intl.NumberFormat, value: number, suffix: string): string {
  const parts = format.formatToParts(value);
  const last = parts.map(({ type }) => isDigits(type)).lastIndexOf(true);
  return parts
    .map((part, index) => aired(part, parts[index + 1]) + (index === last ? suffix : "") + airBefore(parts, index))
    .join("");
}

function aired(part: Intl.NumberFormatPart, next: Intl.NumberFormatPart | undefined): string {
  const touches = part.type === "currency" && next?.type === "integer";
  return touches ? part.value + THIN : part.value;
}

function airBefore(parts: readonly Intl.NumberFormatPart[], index: number): string {
  const next = parts[index + 1]?.type;
  return isDigits(parts[index]?.type) && (next === "percentSign" || next === "currency") ? THIN : "";
}

function isDigits(type: string | undefined): boolean {
  return type === "integer" || type === "fraction";
}

function decimalMark(format: Intl.NumberFormat): string {
  return format.formatToParts(1.5).find(({ type }) => type === "decimal")?.value ?? ".";
}

/** The last mark that may stand before decimals does; all others group digits. */
function parsed(text: string, mark: string): number {
  const [, before = "", digits = "", power = "0", after = ""] = TYPED.exec(text.trim()) ?? [];
  const size = SIZES.find(([suffix]) => suffix.test(after))?.[1] ?? 1;
  const value = Number(`${plainDigits(digits.trim(), mark)}e${power}`) * size;
  return /[-−]/.test(before) ? -value : value;
}

/** What a person types: words and sign, digits, power of ten, words. */
const TYPED = /^(\D*?)((?:\d|[.,]\d)[\d.,\s'’]*)(?:e([+-]?\d{1,2}))?(\D*)$/i;
/** As numbers are told in short: a unit `m` is no million. */
const SIZES = [
  [/^k\b/i, 1e3],
  [/^M\b/, 1e6],
  [/^bn\b/i, 1e9],
] as const;

/** Without the marks of groups, which count only where groups are; a mark elsewhere is the decimal one of another locale. */
function plainDigits(digits: string, mark: string): string {
  const groupMark = mark === "," ? "." : ",";
  const [whole = "", ...rest] = digits.split(mark);
  const groups = new RegExp(`^\\d{1,3}([${groupMark}\\s'’]\\d{2,3})*[${groupMark}\\s'’]\\d{3}$`);
  const isGrouped = groups.test(whole);
  const plain = isGrouped ? whole.replace(/\D/g, "") : rest.length ? whole : whole.replace(groupMark, ".");
  const told = [plain, ...rest].join(".");
  return /^(\d+\.?\d*|\.\d+)$/.test(told) ? told : "?";
}

function cached<Value>(make: (key: string) => Value): (key: string) => Value {
  const made = new Map<string, Value>();
  return (key) => {
    const present = made.get(key);
    if (present !== undefined) return present;
    const value = make(key);
    made.set(key, value);
    return value;
  };
}
