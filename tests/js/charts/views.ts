/** Small views with round numbers. */
import type {
  ForecastChartView,
  NormalDistributionView,
  OrderTerms,
  ParameterSliderView,
} from "../../../js/src/generated/contract";

export const HOSTILE = '<img src=x onerror="globalThis.hacked = true">';

export const terms: OrderTerms = {
  price: 5,
  unit_cost: 2,
  goodwill: 0,
  salvage: 0,
  disposal: 0,
  case_pack: 20,
  minimum_order: 0,
  capacity: null,
};

export const demand: NormalDistributionView = {
  title: "",
  unit: "cups",
  currency: "USD",
  mean: 1200,
  std_dev: 240,
  forecast_mean: 1100,
  forecast_std_dev: 200,
  sample: [],
  terms,
  order_quantity: null,
  color: "",
};

export const forecast: ForecastChartView = {
  title: "",
  unit: "cups",
  period: "week",
  starts: ["2027-01-07", "2027-01-14", "2027-01-21"],
  ends: ["2027-01-13", "2027-01-20", "2027-01-27"],
  mean: [600, 400, 200],
  forecast: [600, 400, 200],
  baseline: [100, 100, 100],
  quantiles: {
    "0.025": [300, 200, 100],
    "0.1": [450, 300, 150],
    "0.9": [750, 500, 250],
    "0.975": [900, 600, 300],
  },
  actuals: [{ start: "2026-12-31", units: 110 }],
  analogues: [{ name: "Pumpkin 2025", units: [500, 420, 190], weight: 1 }],
  promotions: [{ start: "2027-01-07", end: "2027-01-13", label: "TV" }],
  overrides: {},
  today: "2027-01-07",
  color: "",
};

export const slider: ParameterSliderView = {
  label: "Price",
  value: 5,
  minimum: 4,
  maximum: 6,
  step: 0.05,
  unit: "",
  currency: "USD",
  color: "",
};
