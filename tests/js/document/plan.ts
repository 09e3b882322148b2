/** A small plan as changes, and as the document that everybody starts from. */
import { PlanDocument } from "../../../js/src/document/plan-document";

const OFFER = {
  name: "Maple-oat latte",
  unit: "cups",
  price: 5.45,
  unit_cost: 1.2,
  goodwill: 0,
  salvage: 0,
  disposal: 0,
  case_pack: 24,
  minimum_order: 0,
  capacity: null,
  lead_days: 21,
  shelf_life_days: null,
  rank: 0,
  deleted: false,
};

const CAMPAIGN = {
  item: "latte",
  start: "2027-01-07",
  end: "2027-03-03",
  name: "Launch",
  offer: "latte",
  event: "",
  locations: {},
  covariates: {},
  analogues: {},
  pinned: {},
  demand_mean: null,
  demand_std_dev: null,
  order_quantity: null,
  overrides: {},
  rank: 0,
  deleted: false,
};

export const PLAN = { name: "Spring", "offers/latte": OFFER, "campaigns/launch": CAMPAIGN };

export const SAID = { units: 86_800, reason: "TV", author: "Ada", at: "2026-12-01T09:00:00Z" };

/** A document that holds the plan. */
export function planned(): PlanDocument {
  const document = new PlanDocument();
  document.apply(PLAN);
  return document;
}
