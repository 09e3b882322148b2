/** What a chart draws where no kernel computes for it: what the last one wrote into the plan. */
import { join } from "../base/path";
import type { PlanPort } from "../base/plan-port";
import type { Campaign } from "../generated/contract";
import { isBehind, outlookOf } from "../together/outlooks";
import type { PublishedView } from "./mount";
import type { ChartPlace } from "./plan-fields";

/** The view of a chart's kind and campaign; null where nobody wrote one. */
export function publishedView<View>(port: Pick<PlanPort, "read">, { chart }: ChartPlace): PublishedView<View> | null {
  const read = (path: string) => port.read(path);
  const [kind, campaign] = subjectOf(chart, read);
  const outlook = campaign ? outlookOf(campaign, read) : null;
  const views = (outlook?.views ?? {}) as Record<string, unknown>;
  const view = Object.hasOwn(views, kind) ? views[kind] : null;
  if (!outlook || !view) return null;
  const by = outlook.author ? ` by ${outlook.author}'s kernel` : "";
  return { view: view as View, note: `${isBehind(outlook, read) ? "Before the latest edits" : "As computed"}${by}` };
}

/** Kind and campaign of a chart: of a saved one in its record, of another in its key. */
function subjectOf(chart: string, read: (path: string) => unknown): [kind: string, campaign: string] {
  const type = read(join("visualizations", chart, "type"));
  if (typeof type !== "string") {
    const [kind = "", ...rest] = chart.split(":");
    return [kind, rest.join(":")];
  }
  const campaign = read(join("visualizations", chart, "campaign"));
  return [type, typeof campaign === "string" && campaign ? campaign : onlyCampaign(read)];
}

function onlyCampaign(read: (path: string) => unknown): string {
  const campaigns = Object.entries((read("campaigns") ?? {}) as Record<string, Campaign>);
  const live = campaigns.filter(([, { deleted }]) => !deleted);
  return live.length === 1 ? (live[0]?.[0] ?? "") : "";
}
