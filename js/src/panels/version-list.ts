/** Named versions of a plan, as panels list them. */
import type { PlanPort } from "../base/plan-port";
import type { Version } from "../generated/contract";

/** Live versions, the newest first. */
export function liveVersions(port: PlanPort): [id: string, version: Version][] {
  const records = Object.entries((port.read("versions") as Record<string, Version> | undefined) ?? {});
  return records.filter(([, { deleted }]) => !deleted).sort(([, a], [, b]) => (a.at < b.at ? 1 : -1));
}
