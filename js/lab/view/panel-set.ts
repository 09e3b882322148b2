/** Which panels stand beside a plan. */
import type { PlanPort } from "../../src/base/plan-port";
import type { ChangeRequest } from "../../src/generated/contract";
import { changeHistory } from "../../src/panels/change-history";
import { changeRequests } from "../../src/panels/change-requests";
import { comments } from "../../src/panels/comments";
import { reasons } from "../../src/panels/reasons";
import { scenarioTable } from "../../src/panels/scenario-table";
import { userPresence } from "../../src/panels/user-presence";
import { visualizationList } from "../../src/panels/visualization-list";
import { threadsOf } from "../../src/together/threads";
import { KINDS } from "./chart-spec";
import type { Tab } from "./side-column";

export const PEOPLE_TAB = "people";
export const REQUESTS_TAB = "requests";
export const COMMENTS_TAB = "comments";

/** Panels by kind of widget, for pages that show one of them by itself. */
export const PANELS: Readonly<Record<string, Tab["draw"]>> = {
  user_presence: userPresence,
  change_history: changeHistory,
  scenario_table: scenarioTable,
  change_requests: changeRequests,
  comments,
};

/** Tabs of the side column, the first one in front. */
export function sideTabs(port: PlanPort, openChart: (id: string) => void): Tab[] {
  return [
    { id: "history", words: "History", draw: changeHistory },
    { id: "why", words: "Why", draw: reasons },
    { id: COMMENTS_TAB, words: "Comments", draw: comments, badge: () => counted(openThreads(port)) },
    { id: REQUESTS_TAB, words: "Requests", draw: changeRequests, badge: () => counted(openRequests(port)) },
    {
      id: "charts",
      words: "Charts",
      draw: (root, plan, options) => visualizationList(root, plan, { ...options, kinds: KINDS, onOpen: openChart }),
    },
    { id: PEOPLE_TAB, words: "People", draw: userPresence },
  ];
}

function openThreads(port: PlanPort): number {
  return threadsOf((path) => port.read(path), port.user.username).filter(({ isResolved }) => !isResolved).length;
}

function openRequests(port: PlanPort): number {
  const records = Object.values((port.read("change_requests") as Record<string, ChangeRequest> | undefined) ?? {});
  return records.filter(({ status, deleted }) => status === "open" && !deleted).length;
}

function counted(number: number): string {
  return number ? String(number) : "";
}
