import { expect, it } from "vitest";
import { PLANNER, together } from "../../../../js/demo/fixtures/together";
import { MemoryPort } from "../../../../js/demo/memory-port";
import { usualChart } from "../../../../js/lab/view/chart-spec";
import { roundUp, sliderView } from "../../../../js/lab/view/slider-view";

const at = (field: string, tree = together) =>
  sliderView(new MemoryPort(tree, PLANNER), { ...usualChart("parameter_slider", "launch", ""), field });

it("has a range, step and unit that suit the field", () => {
  expect(at("offers/latte/price")).toMatchObject({
    label: "Price",
    value: 5.45,
    minimum: 0,
    maximum: 20,
    step: 0.01,
    currency: "USD",
    unit: "",
  });
  expect(at("offers/latte/lead_days")).toMatchObject({
    label: "Lead days",
    unit: "days",
    minimum: 0,
    step: 1,
    currency: "",
  });
  expect(at("campaigns/launch/order_quantity")).toMatchObject({ unit: "cups", step: 1 });
});

it("shows nothing for what is no number of the plan", () => {
  for (const field of ["", "offers/latte/name", "offers/latte/nothing", "nowhere/x/y"]) expect(at(field)).toBeNull();
});

it.each([
  [0.3, 0.5],
  [9.8, 10],
  [1200, 2000],
  [28, 50],
  [-1, 0],
])("rounds %d up to %d", (value, up) => {
  expect(roundUp(value)).toBeCloseTo(up);
});
