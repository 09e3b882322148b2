/** Every chart in a plain page, without a kernel. `?theme=dark`, `?locale=de`, `?people`, `?readonly` in the address. */
import type { Chart, ChartOptions, Peer } from "../src/charts/chart";
import { forecastChart } from "../src/charts/forecast-chart";
import { normalDistribution } from "../src/charts/normal-distribution";
import { overlay as withDemand } from "../src/charts/normal-distribution-overlay";
import { orderChart } from "../src/charts/order-chart";
import { overlay as withOrder } from "../src/charts/order-chart-overlay";
import { parameterSlider } from "../src/charts/parameter-slider";
import { dailyView, demandView, forecastView, orderView, runningView, sliders } from "./fixtures/maple-oat-latte";

const asked = new URLSearchParams(location.search);
const theme = (["dark", "auto"] as const).find((one) => one === asked.get("theme")) ?? "light";
const options: ChartOptions = { theme, locale: asked.get("locale") ?? "en-GB", readOnly: asked.has("readonly") };
document.body.classList.toggle("dark", theme === "dark");

const page = document.querySelector("#demo") as HTMLElement;
page.className = "page";

function place(): HTMLElement {
  const slot = document.createElement("div");
  page.append(slot);
  return slot;
}

const people: Peer[] = [
  { id: "su", name: "Supply", color: "#1a8f6b", cursor: { x: Date.UTC(2027, 0, 31), y: 76_000 } },
  {
    id: "mk",
    name: "Marketing",
    color: "#b0559e",
    preview: { field: "overrides/2027-01-28", value: { units: 60_000 } },
  },
];

const forecast = forecastChart(place(), options);
forecast.update(forecastView);
let demand = demandView;
let order = orderView;
const changed = (changes: Record<string, unknown>) => {
  demand = withDemand(demand, changes);
  order = withOrder(order, changes);
  charts.demand.update(demand);
  charts.order.update(order);
};
const charts = {
  demand: normalDistribution(place(), {
    ...options,
    onCommit: changed,
    onPreview: (changes) => charts.order.update(withOrder(order, changes)),
  }),
  order: orderChart(place(), { ...options, onCommit: changed }),
};
charts.demand.update(demand);
charts.order.update(order);

const settings = place();
settings.className = "settings";
for (const view of sliders) {
  const fields = view.label === "Price" ? { onPreview: changed, onCommit: changed } : {};
  const named = (changes: Record<string, unknown>) => ("value" in changes ? { price: changes.value } : {});
  const tell = Object.fromEntries(
    Object.entries(fields).map(([name, call]) => [name, (c: Record<string, unknown>) => call(named(c))]),
  );
  parameterSlider(settings, { ...options, ...tell }).update(view);
}

forecastChart(place(), options).update(runningView);
forecastChart(place(), options).update(dailyView);
stated(forecastChart(place(), options), (chart) =>
  chart.update({ ...forecastView, starts: [], mean: [], actuals: [], promotions: [] }),
);
stated(normalDistribution(place(), options), (chart) =>
  chart.setState({
    kind: "error",
    message: "The sales of cup-maple are missing for week 3. Add the rows, or close the stores.",
  }),
);
stated(orderChart(place(), options), () => undefined);
stated(normalDistribution(place(), options), (chart) => {
  chart.update({ ...demandView, title: "Without costs", terms: { ...demandView.terms, price: 0 }, sample: [] });
  chart.setState({ kind: "stale" });
});

if (asked.has("people")) {
  forecast.setPeers(people);
  charts.demand.setPeers([
    {
      id: "su",
      name: "Supply",
      color: "#1a8f6b",
      preview: { field: "mean", value: 400_000 },
      cursor: { x: 300_000, y: 0.4 },
    },
  ]);
}

function stated<View>(chart: Chart<View>, act: (chart: Chart<View>) => void): void {
  act(chart);
}
