import { forecastChart } from "../charts/forecast-chart";
import { overlay } from "../charts/forecast-chart-overlay";
import type { ForecastChartView } from "../generated/contract";
import type { Definition } from "./definition";

export const definition: Definition<ForecastChartView> = {
  draw: forecastChart,
  overlay,
  titled: (view, title) => ({ ...view, title }),
  traits: { overrides: "overrides" },
};
