import { parameterSlider } from "../charts/parameter-slider";
import { overlay } from "../charts/parameter-slider-overlay";
import type { ParameterSliderView } from "../generated/contract";
import type { Definition } from "./definition";

export const definition: Definition<ParameterSliderView> = {
  draw: parameterSlider,
  overlay,
  titled: (view, label) => ({ ...view, label }),
  traits: { value: "value" },
};
