/** Demand and terms of a campaign as a kernel wrote them down, with everybody's live edits in them. */
import type { PlanPort } from "../../src/base/plan-port";
import type { OrderView } from "../../src/charts/order-words";
import { PlanFields } from "../../src/widgets/plan-fields";
import { definitionOf, placeOf, publishedView, usualChart } from "./chart-spec";

/** What the order of a campaign follows from; null where nobody has computed it yet. */
export function orderViewOf(port: PlanPort, campaign: string): OrderView | null {
  for (const kind of ["order_chart", "normal_distribution"]) {
    const spec = usualChart(kind, campaign);
    const view = publishedView(port, spec);
    const fields = new PlanFields(port, () => placeOf(port, spec)).values();
    if (view) return definitionOf(kind).overlay(view, fields) as unknown as OrderView;
  }
  return null;
}
