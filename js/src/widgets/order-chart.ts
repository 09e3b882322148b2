import { orderChart } from "../charts/order-chart";
import { overlay } from "../charts/order-chart-overlay";
import type { OrderChartView } from "../generated/contract";
import type { Definition } from "./definition";

export const definition: Definition<OrderChartView> = {
  draw: orderChart,
  overlay,
  titled: (view, title) => ({ ...view, title }),
  traits: { mean: "mean", std_dev: "std_dev", order_quantity: "decided_quantity" },
};
