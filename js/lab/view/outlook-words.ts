/** How old what a kernel wrote down is, and what to do where none has. */
import type { PlanPort } from "../../src/base/plan-port";
import { ago } from "../../src/panels/parts/moment";
import { isBehind } from "../../src/panels/parts/outlook-age";
import { publishedOutlook } from "./chart-spec";

/** How a plan that nobody has computed yet gets its forecast. */
export function waitingWords(): string {
  return "No forecast yet. Open the plan in a notebook with ltoplan_widgets.open_plan(…): its kernel writes the forecast into the plan, for everybody.";
}

/** Said where the plan has changed since the figures were computed; empty while they tell of the plan as it is. */
export function behindWords(port: PlanPort, campaign: string, now: number, locale?: string): string {
  const outlook = publishedOutlook(port, campaign);
  if (!outlook || !isBehind(port, outlook)) return "";
  const when = ago(outlook.at, now, locale);
  return `As of ${when === "now" || !when ? "a moment ago" : `${when} ago`}, behind the plan`;
}
