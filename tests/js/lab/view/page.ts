/** A plan view in a page without a server: what a test sees and presses. */
import { NOW, PEERS, PLANNER, together } from "../../../../js/demo/fixtures/together";
import { MemoryPort } from "../../../../js/demo/memory-port";
import { type PlanView, type PlanViewOptions, planView } from "../../../../js/lab/view/plan-view";
import { demand, forecast } from "../../charts/views";

type Tree = Record<string, unknown>;

const OUTLOOK = {
  scenario: "",
  change_request: "",
  inputs: "",
  author: "Kernel",
  figures: { order_quantity: 1300, mean: 1200 },
};

/** The views that a kernel writes down. */
export const VIEWS = { normal_distribution: demand, order_chart: demand, forecast_chart: forecast };

/** The fixture's plan with an outlook of so many minutes ago. */
export function computed(minutes = 0, more: Tree = {}): Tree {
  const at = new Date(NOW - minutes * 60_000).toISOString();
  const outlooks = { launch: { ...OUTLOOK, campaign: "launch", at, views: VIEWS } };
  return { ...together, current_scenario: "", history: {}, outlooks, ...more };
}

export interface Shown {
  root: HTMLElement;
  port: MemoryPort;
  view: PlanView;
}

export function showPlan(tree: Tree = computed(), options: Partial<PlanViewOptions> = {}): Shown {
  const root = document.createElement("div");
  document.body.append(root);
  const port = new MemoryPort(tree, PLANNER);
  port.now = () => NOW;
  port.setPeers(PEERS);
  const view = planView(root, port, {
    locale: "en-GB",
    now: () => NOW,
    share: () => undefined,
    file: "maple.ltoplan",
    ...options,
  });
  return { root, port, view };
}
