import { expect, it } from "vitest";
import { overlay } from "../../../js/src/charts/order-chart-overlay";
import { demand, terms } from "./views";

it("lays quantity, terms and demand over a view", () => {
  const view = { ...demand, sample: [1000, 1400] };
  const changed = overlay(view, { order_quantity: 900, price: 6, mean: 1300 });
  expect(changed).toMatchObject({
    order_quantity: 900,
    terms: { ...terms, price: 6 },
    mean: 1300,
    sample: [1100, 1500],
  });
  expect(overlay(changed, { order_quantity: null }).order_quantity).toBeNull();
  expect(overlay(view, {})).toEqual(view);
});
