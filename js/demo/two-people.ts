/** Two people on one plan in one page: what one does the other sees at once. `?theme=dark` in the address. */

import type { LinkRecord } from "../src/generated/contract";
import { changeHistory } from "../src/panels/change-history";
import { comments } from "../src/panels/comments";
import { userPresence } from "../src/panels/user-presence";
import type { WidgetModel, WidgetModule } from "../src/widgets/afm";
import { definition as forecastChart } from "../src/widgets/forecast-chart";
import { definition as normalDistribution } from "../src/widgets/normal-distribution";
import { definition as parameterSlider } from "../src/widgets/parameter-slider";
import { sharedWidget } from "../src/widgets/shared-host";
import { Company } from "./company";
import { demandView, forecastView, sliders } from "./fixtures/maple-oat-latte";
import { MARKETING, PLANNER, together } from "./fixtures/together";

const asked = new URLSearchParams(location.search);
const theme = (["dark", "auto"] as const).find((one) => one === asked.get("theme")) ?? "light";
document.body.classList.toggle("dark", theme === "dark");

/** Records by path, as an edit has them. */
function changesOf(tree: Record<string, unknown>): Record<string, unknown> {
  const isCollection = (value: unknown): value is object => typeof value === "object" && value !== null;
  return Object.fromEntries(
    Object.entries(tree).flatMap(([name, value]) =>
      isCollection(value)
        ? Object.entries(value).map(([id, record]) => [`${name}/${id}`, record] as const)
        : name === "format"
          ? []
          : [[name, value] as const],
    ),
  );
}

/** A widget's model without a kernel. */
class StubModel implements WidgetModel {
  readonly #traits: Record<string, unknown>;

  constructor(traits: Record<string, unknown>) {
    const base = { theme, height: null, snap: null, read_only: false, title: "", viewport: null, shared_view: false };
    this.#traits = { ...base, ...traits };
  }

  get(name: string): unknown {
    return this.#traits[name];
  }

  set(name: string, value: unknown): void {
    this.#traits[name] = value;
  }

  save_changes(): void {}
  on(): void {}
  off(): void {}
  send(): void {}
}

const LAUNCH = "campaigns/launch";
const CHARTS: { widget: WidgetModule; view: unknown; chart: string; fields: Record<string, string> }[] = [
  {
    widget: sharedWidget(forecastChart),
    view: forecastView,
    chart: "forecast_chart:launch",
    fields: { overrides: `${LAUNCH}/overrides` },
  },
  {
    widget: sharedWidget(normalDistribution),
    view: demandView,
    chart: "normal_distribution:launch",
    fields: {
      mean: `${LAUNCH}/demand_mean`,
      std_dev: `${LAUNCH}/demand_std_dev`,
      order_quantity: `${LAUNCH}/order_quantity`,
    },
  },
  { widget: sharedWidget(parameterSlider), view: sliders[0], chart: "price", fields: { value: "offers/latte/price" } },
];

const identity = ({ username, name, color }: typeof PLANNER) => ({ username, name, display_name: name, color });
const company = new Company([identity(PLANNER), identity(MARKETING)], changesOf(together));
const page = document.querySelector("#demo") as HTMLElement;
page.className = "page";

function slotIn(column: HTMLElement): HTMLElement {
  const slot = document.createElement("div");
  column.append(slot);
  return slot;
}

for (const [place, link] of company.links.entries()) {
  const column = slotIn(page);
  column.id = link.user.username;
  userPresence(slotIn(column), link, { theme });
  for (const { widget, view, chart, fields } of CHARTS) {
    const binding = { link: company.records[place] as LinkRecord, chart, fields };
    const model = new StubModel({ view, binding });
    widget.initialize?.({ model });
    widget.render({ model, el: slotIn(column) });
  }
  if (place === 0 || asked.has("panels")) comments(slotIn(column), link, { theme });
  if (asked.has("panels")) changeHistory(slotIn(column), link, { theme });
}
Object.assign(window, { company });
