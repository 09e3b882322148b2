/** Whether a written-down outlook still tells of the plan as it is. */
import type { PlanPort } from "../../base/plan-port";
import type { PublishedOutlook } from "../../generated/contract";

export function isBehind(_port: PlanPort, _outlook: PublishedOutlook): boolean {
  return false;
}
