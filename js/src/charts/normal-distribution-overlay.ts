import type { NormalDistributionView, OrderTerms } from "../generated/contract";
import { mappedSample, type TermFields, withTerms } from "./order-fields";

/** Values of the live document over a view; `undefined` leaves a value, `null` takes a judgement back. */
export interface NormalDistributionFields extends TermFields {
  mean?: number | null;
  std_dev?: number | null;
  order_quantity?: number | null;
}

/** The view as it is with `fields` in force; the sample moves with mean and standard deviation. */
export function overlay(view: NormalDistributionView, fields: NormalDistributionFields): NormalDistributionView {
  const mean = fields.mean === undefined ? view.mean : (fields.mean ?? view.forecast_mean);
  const std_dev = fields.std_dev === undefined ? view.std_dev : (fields.std_dev ?? view.forecast_std_dev);
  const terms: OrderTerms = withTerms(view.terms, fields);
  const order_quantity = fields.order_quantity === undefined ? view.order_quantity : fields.order_quantity;
  return { ...view, mean, std_dev, terms, order_quantity, sample: mappedSample(view, { mean, std_dev }) };
}
