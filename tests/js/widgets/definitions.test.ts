import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { WidgetModel } from "../../../js/src/widgets/afm";
import type { Definition } from "../../../js/src/widgets/definition";
import { definition as forecastChart } from "../../../js/src/widgets/forecast-chart";
import { plainWidget } from "../../../js/src/widgets/host";
import { definition as normalDistribution } from "../../../js/src/widgets/normal-distribution";
import { definition as orderChart } from "../../../js/src/widgets/order-chart";
import { definition as parameterSlider } from "../../../js/src/widgets/parameter-slider";
import { FakeModel } from "./fake-model";

const SCHEMA = JSON.parse(readFileSync("js/src/generated/contract.schema.json", "utf8")).$defs;
const TERMS = {
  price: 5.45,
  unit_cost: 1.2,
  goodwill: 0,
  salvage: 0,
  disposal: 0,
  case_pack: 24,
  minimum_order: 0,
  capacity: null,
};
const DEMAND = {
  unit: "cups",
  currency: "USD",
  mean: 1200,
  std_dev: 240,
  sample: [],
  terms: TERMS,
  order_quantity: null,
  color: "",
};
const CASES: [string, Definition<never>, object][] = [
  [
    "NormalDistribution",
    normalDistribution as Definition<never>,
    { title: "", ...DEMAND, forecast_mean: 1200, forecast_std_dev: 240 },
  ],
  ["OrderChart", orderChart as Definition<never>, { title: "", ...DEMAND }],
  [
    "ForecastChart",
    forecastChart as Definition<never>,
    {
      title: "",
      unit: "cups",
      period: "week",
      starts: ["2027-01-07", "2027-01-14"],
      ends: ["2027-01-13", "2027-01-20"],
      mean: [900, 700],
      forecast: [900, 700],
      baseline: [],
      quantiles: { "0.1": [600, 500], "0.9": [1200, 900] },
      actuals: [],
      analogues: [],
      promotions: [],
      overrides: {},
      today: "",
      color: "",
    },
  ],
  [
    "ParameterSlider",
    parameterSlider as Definition<never>,
    { label: "Price", value: 5, minimum: 3, maximum: 8, step: 0.05, unit: "", currency: "USD", color: "" },
  ],
];

describe.each(CASES)("%s", (name, definition, view) => {
  it("is given views that fit the contract", () => {
    expect(Object.keys(view).sort()).toEqual([...SCHEMA[`${name}View`].required].sort());
  });

  it("keeps its fields in traits that Python has", () => {
    const traits = SCHEMA[`${name}Traits`].properties;
    for (const trait of Object.values(definition.traits)) expect(Object.keys(traits)).toContain(trait);
  });

  it("draws the real chart under the title that was asked for, and takes it away again", () => {
    const values = Object.fromEntries(
      Object.entries(definition.traits).map(([field, trait]) => [trait, (view as Record<string, unknown>)[field]]),
    );
    const model = new FakeModel({ view, ...values, title: "Asked for" });
    const el = document.createElement("div");
    document.body.append(el);
    const cleanup = plainWidget(definition).render({ model: model as WidgetModel, el });
    expect(el.textContent).toContain("Asked for");
    cleanup();
    expect(el.childElementCount).toBe(0);
    expect(model.listenerCount).toBe(0);
    el.remove();
  });
});
