/** Whether a written-down outlook still tells of the plan as it is. */
import type { PlanPort } from "../../base/plan-port";
import type { PublishedOutlook } from "../../generated/contract";
import { isBehind as isBehindPlan } from "../../together/outlooks";

export function isBehind(port: PlanPort, outlook: PublishedOutlook): boolean {
  return isBehindPlan(outlook, (path) => port.read(path));
}
