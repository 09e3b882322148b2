import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatFor } from "../../../js/src/base/format";

const english = formatFor("en-GB");
const german = formatFor("de-DE");
/** Thin spaces as plain ones, to be readable here. */
const plain = (text: string) => text.replace(/[\u202f\u00a0]/g, " ");

describe("numbers", () => {
  it.each([
    [376_000, "376k"],
    [86_800, "86.8k"],
    [62_000, "62k"],
    [1_250, "1,250"],
    [0, "0"],
    [-0, "0"],
    [1_240_000, "1.24M"],
    [999_700, "1M"],
    [2_500_000_000, "2.5bn"],
    [-48_000, "-48k"],
    [0.45, "0.45"],
  ])("short %d is %s", (value, text) => expect(english.short(value)).toBe(text));

  it("share the suffix of an axis", () => {
    expect([0, 2500, 5000, 10_000].map((value) => english.short(value, 10_000))).toEqual(["0", "2.5k", "5k", "10k"]);
  });

  it("stay as wide while they are dragged", () => {
    expect([62_000, 62_100, 99_900].map(english.steady)).toEqual(["62.0k", "62.1k", "99.9k"]);
    expect(english.steady(376_400)).toBe("376k");
  });

  it("are full on hover, by locale", () => {
    expect(english.units(412_800, "cups")).toBe("412,800\u00a0cups");
    expect(german.full(412_800)).toBe("412.800");
    expect(german.short(86_800)).toBe("86,8k");
  });
});

describe("money and shares", () => {
  it("has air between sign and number", () => {
    expect(plain(english.moneyShort(684_000, "USD"))).toBe("$ 684k");
    expect(plain(english.money(684_210, "USD"))).toBe("$ 684,210");
    expect(plain(english.moneyShort(1_500_000, "USD"))).toBe("$ 1.50M");
    expect(plain(english.moneyShort(2_000_000, "USD", 2_000_000))).toBe("$ 2M");
    expect(plain(english.moneyShort(-9_000, "USD"))).toBe("-$ 9,000");
    expect(plain(german.moneyShort(684_000, "EUR"))).toBe("684k €");
    expect(plain(english.percent(0.79))).toBe("79 %");
  });

  it("does not fail over a currency that nobody knows", () => {
    expect(plain(english.moneyShort(5, "<b>"))).toContain("5");
  });
});

describe("exact values and what people type", () => {
  it("tells unit, currency and decimals", () => {
    expect(plain(english.exact(5.45, { decimals: 2, currency: "USD", unit: "" }))).toBe("$ 5.45");
    expect(plain(english.exact(3, { decimals: 0, currency: "", unit: "weeks" }))).toBe("3 weeks");
    expect(plain(english.exact(12, { decimals: 0, currency: "", unit: "%" }))).toBe("12 %");
  });

  it.each([
    ["5.45", 5.45],
    ["$ 1,250.50", 1250.5],
    ["  3 weeks", 3],
    ["-0.5", -0.5],
    [".5", 0.5],
    ["", Number.NaN],
    ["none", Number.NaN],
    ["1.2.3", Number.NaN],
    ["1e6", 1_000_000],
    ["250k", 250_000],
    ["1.2 M cups", 1_200_000],
    ["3 m", 3],
    ["-$ 5", -5],
    ["1,00,000", 100_000],
    ["6,25", 6.25],
    ["12,5,3", Number.NaN],
    ["12 5", Number.NaN],
    ["5 to 7", Number.NaN],
    ["", Number.NaN],
  ])("reads %s", (text, value) => expect(english.parse(text)).toBe(value));

  it("reads the locale's marks", () => {
    expect(german.parse("1.250,5")).toBe(1250.5);
    expect(german.parse("5,45")).toBe(5.45);
    expect(german.parse("5.45")).toBe(5.45);
    expect(german.parse("1.250.000")).toBe(1_250_000);
    expect(german.parse("1.25.0")).toBeNaN();
  });

  it("reads back what it wrote", () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e9, max: 1e9 }), fc.constantFrom("en-GB", "de-DE", "en-US"), (cents, locale) => {
        const format = formatFor(locale);
        const sign = { decimals: 2, currency: "", unit: "cups" };
        expect(format.parse(format.exact(cents / 100, sign))).toBe(cents / 100 === 0 ? 0 : cents / 100);
      }),
    );
  });
});

it("names days in UTC", () => {
  const time = Date.UTC(2027, 0, 7);
  expect(english.day(time)).toBe("7 Jan");
  expect(english.dayOfMonth(time)).toBe("7");
  expect(english.fullDay(time)).toContain("2027");
});
