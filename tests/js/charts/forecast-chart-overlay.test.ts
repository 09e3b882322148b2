import { describe, expect, it } from "vitest";
import { overlay, withOverride } from "../../../js/src/charts/forecast-chart-overlay";
import { forecast } from "./views";

const said = { units: 900, reason: "TV", author: "Marketing", at: "2026-12-01T09:00:00Z" };
const [first] = forecast.starts as [string];

describe("overrides over a view", () => {
  it("leave it where they are not given", () => {
    expect(overlay(forecast, {})).toBe(forecast);
    expect(overlay(forecast, { overrides: undefined })).toBe(forecast);
  });

  it("set the mean and scale the fan of their period only", () => {
    const { mean, quantiles, overrides } = overlay(forecast, { overrides: { [first]: said } });
    expect(mean).toEqual([900, 400, 200]);
    expect(quantiles["0.9"]).toEqual([1125, 500, 250]);
    expect(quantiles["0.025"]).toEqual([450, 200, 100]);
    expect(overrides[first]).toBe(said);
  });

  it("return to the forecast when they are taken back", () => {
    const set = withOverride(forecast, first, said);
    const back = withOverride(set, first, null);
    expect(back).toEqual(forecast);
  });

  it("leave a mean that holds more than the override, such as a judged total", () => {
    const judged = { ...forecast, mean: [1000, 440, 220], overrides: { [first]: said } };
    expect(overlay(judged, { overrides: { [first]: { ...said, reason: "radio" } } }).mean).toEqual([1000, 440, 220]);
  });

  it("take a period that nobody expected anything in", () => {
    const empty = { ...forecast, mean: [0, 400, 200], forecast: [0, 400, 200], quantiles: { "0.9": [0, 500, 250] } };
    expect(withOverride(empty, first, said).quantiles["0.9"]).toEqual([0, 500, 250]);
  });
});
