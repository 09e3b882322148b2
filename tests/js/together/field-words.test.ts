import { describe, expect, it } from "vitest";
import { formatFor } from "../../../js/src/base/format";
import { fieldWords, unitOf, valueWords } from "../../../js/src/together/field-words";
import { reader, SEASON } from "./plan";

const read = reader(SEASON);
const format = formatFor("en-US");
const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, " ");

describe("fieldWords", () => {
  it.each([
    ["name", "the plan's name"],
    ["past_campaigns", "file of past campaigns"],
    ["offers/latte/price", "price"],
    ["offers/latte/unit_cost", "unit cost"],
    ["offers/latte", "offer Maple-oat latte"],
    ["campaigns/launch/overrides/2027-01-07", "week 1"],
    ["campaigns/launch/overrides/2027-01-14", "week 2"],
    ["campaigns/launch/overrides/2026-12-31", "2026-12-31"],
    ["campaigns/launch/locations/north", "sale in north"],
    ["campaigns/launch/demand_mean", "expected demand"],
    ["scenarios/warm/changes/offers~1latte~1price", "price in Warm"],
    ["scenarios/gone", "scenario gone"],
  ])("calls %s %s", (path, words) => {
    expect(fieldWords(path, read)).toBe(words);
  });

  it("names the record where there are several, and counts days where people do", () => {
    const offers = { ...(SEASON.offers as object), tea: { name: "Tea" }, old: { name: "Old", deleted: true } };
    const two = reader({ ...SEASON, offers, period: "day" });
    expect(fieldWords("offers/latte/price", two)).toBe("price of Maple-oat latte");
    expect(fieldWords("campaigns/launch/overrides/2027-01-09", two)).toBe("day 3");
    const one = reader({ ...SEASON, offers: { latte: { name: "Latte" }, old: { name: "Old", deleted: true } } });
    expect(fieldWords("offers/latte/price", one)).toBe("price");
  });
});

describe("valueWords", () => {
  it.each([
    ["offers/latte/price", 5.45, "$ 5.45"],
    ["offers/latte/price", 4.85, "$ 4.85"],
    ["offers/latte/case_pack", 24, "24 cups"],
    ["offers/latte/lead_days", 1, "1 day"],
    ["offers/latte/lead_days", 21, "21 days"],
    ["offers/latte/capacity", null, "no limit"],
    ["offers/latte/deleted", true, "yes"],
    ["campaigns/launch/demand_mean", 412_800, "412,800 cups"],
    ["campaigns/launch/demand_mean", null, "the forecast"],
    ["campaigns/launch/overrides/2027-01-14", { units: 1450 }, "1,450 cups"],
    ["campaigns/launch/overrides/2027-01-14", null, "the forecast"],
    ["campaigns/launch/order_quantity", null, "the recommendation"],
    ["campaigns/launch/start", "2027-01-07", "Thu, Jan 7, 2027"],
    ["campaigns/launch/offer", "latte", "Maple-oat latte"],
    ["current_scenario", "", "the plan as it stands"],
    ["current_scenario", "warm", "Warm"],
    ["scenarios/warm/changes/offers~1latte~1price", 5.25, "$ 5.25"],
    ["notes", "Rain", "“Rain”"],
    ["notes", "", "nothing"],
    ["offers/latte", { name: "Latte" }, "Latte"],
  ])("says of %s = %s: %s", (path, value, words) => {
    expect(plain(valueWords(path, value, read, format))).toBe(words);
  });

  it("cuts long texts between characters", () => {
    const words = valueWords("notes", "🌦".repeat(500), read, format);
    expect([...words]).toHaveLength(62);
    expect(words.endsWith("🌦…”")).toBe(true);
  });

  it("counts in the unit of the offer, and in units where there is none", () => {
    expect(unitOf("campaigns", "launch", read)).toBe("cups");
    expect(unitOf("campaigns", "launch", reader({}))).toBe("units");
  });
});
