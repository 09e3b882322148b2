/** What bundles have in the place of d3-interpolate gives what d3's own gives, for numbers. */
import { scaleLinear } from "d3-scale";
import fc from "fast-check";
import { expect, it } from "vitest";
import * as lean from "../../../js/lean/d3-interpolate";

const number = fc.double({ noNaN: true, min: -1e12, max: 1e12 });
const range = fc.tuple(number, number).filter(([low, high]) => Math.abs(high - low) > 1e-6);

it("maps as d3's scales do", () => {
  fc.assert(
    fc.property(range, range, number, (domain, pixels, value) => {
      const whole = scaleLinear(domain, pixels);
      const small = scaleLinear(domain, pixels).interpolate(lean.interpolate as never);
      const share = (value - domain[0]) / (domain[1] - domain[0]);
      fc.pre(Math.abs(share) < 1e6);
      expect(small(value)).toBe(whole(value));
      const rounded = scaleLinear(domain, pixels).interpolate(lean.interpolateRound as never);
      expect(rounded(value)).toBe(scaleLinear(domain, pixels).rangeRound(pixels)(value));
    }),
  );
});

it("says what it leaves out", () => {
  expect(() => lean.piecewise()).toThrow("colour scales");
});
