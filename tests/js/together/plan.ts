/** A plan in memory, read by path. */
import { isRecord } from "../../../js/src/base/json";
import { split } from "../../../js/src/base/path";
import type { HistoryEntry } from "../../../js/src/generated/contract";
import type { Read } from "../../../js/src/together/history";

export type Tree = Record<string, unknown>;

export function reader(tree: Tree): Read {
  return (path) =>
    split(path).reduce<unknown>(
      (value, segment) => (isRecord(value) && Object.hasOwn(value, segment) ? value[segment] : undefined),
      tree,
    );
}

export function entry(changes: HistoryEntry["changes"], more: Partial<HistoryEntry> = {}): HistoryEntry {
  const blank = { at: "2026-11-22T10:00:00.000Z", author: "Ada", username: "ada", client: "1", reason: "", of: "" };
  return { ...blank, action: "edit", omitted: 0, changes, ...more };
}

export const SEASON: Tree = {
  name: "Spring",
  currency: "USD",
  period: "week",
  current_scenario: "",
  offers: { latte: { name: "Maple-oat latte", unit: "cups", price: 5.45, capacity: null, deleted: false } },
  campaigns: {
    launch: {
      name: "Launch",
      item: "latte",
      offer: "latte",
      start: "2027-01-07",
      end: "2027-03-03",
      demand_mean: null,
      order_quantity: null,
      locations: { north: true },
      overrides: { "2027-01-14": { units: 1450, reason: "TV", author: "Ada", at: "2026-11-22T10:00:00Z" } },
    },
  },
  scenarios: { warm: { name: "Warm", changes: { "offers/latte/price": 5.25 }, rank: 1, deleted: false } },
};
