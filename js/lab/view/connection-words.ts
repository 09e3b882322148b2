/** How the connection to a plan is, in words that say what happens to one's edits. */
import type { ConnectionState } from "../../src/base/plan-port";

export function connectionWords({ kind, unsent, why, isSaved }: ConnectionState): string {
  if (kind === "live") return isSaved ? "Live · saved" : `Live · not saved${why ? `: ${why}` : ""}`;
  if (kind === "local") return isSaved ? "Local · saved" : "Local · others’ changes are merged when you save";
  if (kind === "connecting") return "Connecting …";
  if (kind === "refused") return `Refused: ${why}`;
  if (kind === "read-only") return "Read only";
  return unsent > 0 ? `Offline · ${unsent} ${unsent === 1 ? "edit" : "edits"} unsent` : "Offline";
}
