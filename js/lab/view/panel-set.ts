/** Which panels stand where in a plan view. */
import type { PlanPort } from "../../src/base/plan-port";
import { noticeStack } from "../../src/panels/notice-stack";
import type { Panel, PanelOptions } from "../../src/panels/parts/sheet";
import { scenarioTable } from "../../src/panels/scenario-table";
import { userPresence } from "../../src/panels/user-presence";
import { visualizationList } from "../../src/panels/visualization-list";
import type { Tab } from "./side-column";

export const PEOPLE_TAB = "people";
export const REQUESTS_TAB = "requests";

/** Tabs of the side column, the first one in front. */
export function sideTabs(_port: PlanPort): Tab[] {
  return [
    { id: PEOPLE_TAB, words: "People", draw: userPresence },
    { id: "charts", words: "Charts", draw: visualizationList },
  ];
}

/** Panels below the charts, and notices over the page. */
export function lowerPanels(lower: HTMLElement, root: HTMLElement, port: PlanPort, options: PanelOptions): Panel[] {
  return [scenarioTable(lower, port, options), noticeStack(root, port, options)];
}
