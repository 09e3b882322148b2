import { expect, it } from "vitest";
import { overlay } from "../../../js/src/charts/parameter-slider-overlay";
import { slider } from "./views";

it("lays the value over a view", () => {
  expect(overlay(slider, { value: 5.5 }).value).toBe(5.5);
  expect(overlay(slider, { value: null })).toEqual(slider);
  expect(overlay(slider, {})).toEqual(slider);
});
