import { normalDistribution } from "../charts/normal-distribution";
import { overlay } from "../charts/normal-distribution-overlay";
import type { NormalDistributionView } from "../generated/contract";
import type { Definition } from "./definition";

export const definition: Definition<NormalDistributionView> = {
  draw: normalDistribution,
  overlay,
  titled: (view, title) => ({ ...view, title }),
  traits: { mean: "mean", std_dev: "std_dev", order_quantity: "decided_quantity" },
};
