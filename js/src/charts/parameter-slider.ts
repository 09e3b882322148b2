import type { ParameterSliderView } from "../generated/contract";
import type { Chart, ChartOptions } from "./chart";

export function parameterSlider(root: HTMLElement, options: ChartOptions = {}): Chart<ParameterSliderView> {
  const card = root.ownerDocument.createElement("div");
  card.className = "ltoplan-chart";
  card.dataset.theme = options.theme ?? "auto";
  root.append(card);
  return {
    update: () => undefined,
    setPeers: () => undefined,
    setViewport: () => undefined,
    setState: () => undefined,
    destroy: () => card.remove(),
  };
}
