import type { ParameterSliderView } from "../generated/contract";

export interface ParameterSliderFields {
  value?: number | null;
}

/** The view as it is with `fields` in force. */
export function overlay(view: ParameterSliderView, fields: ParameterSliderFields): ParameterSliderView {
  return { ...view, value: fields.value ?? view.value };
}
