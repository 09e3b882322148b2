// @ts-expect-error - d3-interpolate comes without types
import * as d3 from "d3-interpolate";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as own from "../../../../js/src/charts/parts/number-interpolation";

const number = fc.double({ min: -1e12, max: 1e12, noNaN: true });
const share = fc.double({ min: 0, max: 1, noNaN: true });

describe("what stands in for d3-interpolate", () => {
  it("gives d3's numbers", () => {
    fc.assert(
      fc.property(number, number, share, (first, last, t) => {
        expect(own.interpolate(first, last)(t)).toBe(d3.interpolate(first, last)(t));
        expect(own.interpolateNumber(first, last)(t)).toBe(d3.interpolateNumber(first, last)(t));
        expect(own.interpolateRound(first, last)(t)).toBe(d3.interpolateRound(first, last)(t));
      }),
    );
  });

  it("goes through several values as d3 does", () => {
    fc.assert(
      fc.property(fc.array(number, { minLength: 2, maxLength: 6 }), share, (values, t) => {
        expect(own.piecewise(own.interpolateNumber, values)(t)).toBe(d3.piecewise(d3.interpolateNumber, values)(t));
      }),
    );
  });
});
