/** Every panel in a plain page, on a plan in memory. `?theme=dark`, `?readonly`, `?alone`, `?empty` in the address. */
import { changeHistory } from "../src/panels/change-history";
import { changeRequests } from "../src/panels/change-requests";
import { comments } from "../src/panels/comments";
import { noticeStack } from "../src/panels/notice-stack";
import type { PanelOptions } from "../src/panels/parts/sheet";
import { scenarioTable } from "../src/panels/scenario-table";
import { userPresence } from "../src/panels/user-presence";
import { visualizationList } from "../src/panels/visualization-list";
import { MARKETING, NOW, PEERS, PLANNER, together } from "./fixtures/together";
import { MemoryPort } from "./memory-port";

const asked = new URLSearchParams(location.search);
const theme = (["dark", "auto"] as const).find((one) => one === asked.get("theme")) ?? "light";
const options: PanelOptions = { theme, locale: "en-GB", readOnly: asked.has("readonly"), now: () => NOW };
document.body.classList.toggle("dark", theme === "dark");

const port = new MemoryPort(asked.has("empty") ? { name: "Empty", currency: "USD" } : together, PLANNER);
port.now = () => NOW;
if (!asked.has("alone") && !asked.has("empty")) port.setPeers(PEERS);

const page = document.querySelector("#demo") as HTMLElement;
page.className = "page";
for (const panel of [scenarioTable, changeHistory, changeRequests, comments, userPresence, visualizationList]) {
  const place = document.createElement("div");
  page.append(place);
  panel(place, port, options);
}
noticeStack(document.body, port, { ...options, onShow: () => undefined });

if (asked.has("notice")) {
  port.apply({ "offers/latte/price": 5.55 });
  port.applyAs(MARKETING, { "offers/latte/price": 5.35, "offers/latte/lead_days": 14 });
}
Object.assign(window, { port });
