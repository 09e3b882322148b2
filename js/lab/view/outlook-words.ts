/** How old what a kernel wrote down is, and what to do where none has. */
import { join } from "../../src/base/path";
import type { PlanPort } from "../../src/base/plan-port";
import { type Child, h } from "../../src/panels/parts/markup";
import { ago } from "../../src/panels/parts/moment";
import { type Entries, newestFirst } from "../../src/together/history";
import { currentScenario, isBehind } from "../../src/together/outlooks";
import { drawnOutlook } from "./chart-spec";

/** So long after an edit a kernel that is here is waited for; one that takes longer cannot compute it. */
const PATIENCE_MS = 60_000;
export const WAITING = "Being computed anew …";

/** In one line, where there is no room for more. */
export const NO_FORECAST = "No forecast yet: open the plan in a notebook, whose kernel computes it for everybody.";

/** How a plan that nobody has computed yet gets its forecast. */
export function forecastHint(file: string): Child {
  const code = `import ltoplan_widgets as lto\nlto.open_plan(${JSON.stringify(file)}).outlook`;
  return h(
    "section",
    { class: "ltoplan-hint", key: "hint" },
    h("h2", {}, "No forecast yet"),
    h(
      "p",
      {},
      "Run this once in a notebook beside the plan. The forecast is written into the plan, for everybody, and follows its edits while the kernel runs.",
    ),
    h("pre", { tabindex: "0", "aria-label": "Code for a notebook" }, code),
    h(
      "p",
      {},
      "It needs the sales history that the plan names under ",
      h("code", {}, "sales"),
      ", or one given as ",
      h("code", {}, "history=…"),
      ".",
    ),
  );
}

/** Said of charts that the page cannot follow by itself; empty while they tell of the plan as it is. */
export function behindWords(port: PlanPort, campaign: string, now: number, locale?: string): string {
  const outlook = drawnOutlook(port, campaign);
  if (!outlook) return "";
  const read = (path: string) => port.read(path);
  const current = currentScenario(read);
  if (outlook.scenario !== current) {
    const name = current && String(port.read(join("scenarios", current, "name")) ?? "");
    return name ? `Without ${name}: nobody has computed that yet` : "";
  }
  if (!isBehind(outlook, read)) return "";
  if (isAwaited(port, now)) return WAITING;
  const when = ago(outlook.at, now, locale);
  const words = `As of ${when === "now" || !when ? "a moment ago" : `${when} ago`}, behind the plan`;
  return hasKernel(port) ? words : `${words} · no kernel computes`;
}

/** Whether a kernel that is here will soon have answered the latest edit. */
function isAwaited(port: PlanPort, now: number): boolean {
  const [, latest] = newestFirst((port.read("history") ?? {}) as Entries)[0] ?? [];
  return hasKernel(port) && latest !== undefined && now - Date.parse(latest.at) < PATIENCE_MS;
}

function hasKernel(port: PlanPort): boolean {
  return port.peers().some(({ computes }) => computes);
}
