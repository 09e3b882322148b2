import { scaleLinear } from "d3-scale";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { barsOf, bellPath, heightAt, settledDomain } from "../../../js/src/charts/bell";

const moments = { mean: 1200, std_dev: 240 };

it("is highest at the mean and falls alike on both sides", () => {
  expect(heightAt(moments, 1200)).toBe(1);
  expect(heightAt(moments, 960)).toBeCloseTo(Math.exp(-0.5), 12);
  expect(heightAt(moments, 960)).toBeCloseTo(heightAt(moments, 1440), 12);
});

it("spans the plot", () => {
  const path = bellPath(moments, scaleLinear([0, 2400], [10, 410]), scaleLinear([0, 1], [200, 0]));
  expect(path.startsWith("M10.0,200.0L")).toBe(true);
  expect(path).toContain("L210.0,0.0");
  expect(path.endsWith("L410.0,200.0")).toBe(true);
});

describe("bars", () => {
  it("hold as much as the curve would: heights times width add up to the sample", () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 5000, noNaN: true }), { minLength: 2, maxLength: 400 }),
        (values) => {
          const bars = barsOf(
            values.sort((a, b) => a - b),
            moments,
          );
          const sum = (bars?.heights ?? []).reduce((total, height) => total + height * (bars?.width ?? 0), 0);
          if (bars !== null) expect(sum).toBeCloseTo(Math.sqrt(2 * Math.PI), 6);
        },
      ),
    );
  });

  it("need two different outcomes", () => {
    expect(barsOf([], moments)).toBeNull();
    expect(barsOf([5, 5], moments)).toBeNull();
    expect(barsOf([0, 5e-324], moments)).toBeNull();
  });
});

describe("the domain", () => {
  it("stays while it shows what matters", () => {
    const first = settledDomain(null, moments, null, 3.4);
    expect(settledDomain(first, { ...moments, mean: 1220 }, null, 3.4)).toBe(first);
    expect(settledDomain(first, { ...moments, mean: 2000 }, null, 3.4)).not.toBe(first);
    expect(settledDomain(first, { mean: 1200, std_dev: 60 }, null, 3.4)).not.toBe(first);
  });

  it("takes the order in, and no demand below zero", () => {
    const [low, high] = settledDomain(null, { mean: 300, std_dev: 240 }, 2500, 3.4);
    expect(low).toBe(0);
    expect(high).toBeGreaterThan(2500);
  });
});
