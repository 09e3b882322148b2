import type { OrderChartView } from "../generated/contract";
import { mappedSample, type TermFields, withTerms } from "./order-fields";

/** Values of the live document over a view; `undefined` leaves a value, a `null` quantity follows the recommendation. */
export interface OrderChartFields extends TermFields {
  mean?: number | null;
  std_dev?: number | null;
  order_quantity?: number | null;
}

/** The view as it is with `fields` in force. */
export function overlay(view: OrderChartView, fields: OrderChartFields): OrderChartView {
  const mean = fields.mean ?? view.mean;
  const std_dev = fields.std_dev ?? view.std_dev;
  const order_quantity = fields.order_quantity === undefined ? view.order_quantity : fields.order_quantity;
  const sample = mappedSample(view, { mean, std_dev });
  return { ...view, mean, std_dev, sample, order_quantity, terms: withTerms(view.terms, fields) };
}
