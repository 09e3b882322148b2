import { expect, it } from "vitest";
import { label, spaced, unbroken } from "../../../js/src/base/label";
import cases from "../../fixtures/labels.json";

it.each(cases.labels)("tells the name $name in words", ({ name, words, label: alone }) => {
  expect(spaced(name)).toBe(words);
  expect(label(name)).toBe(alone);
});

it("keeps a number with its unit, its sign and its currency on one line", () => {
  expect(unbroken("80 % of 1,200 cups (USD 3,400) ± 5")).toBe("80\u00a0% of 1,200\u00a0cups (USD\u00a03,400) ±\u00a05");
  expect(unbroken("from 2026-01-05 to week 2")).toBe("from 2026-01-05\u00a0to week 2");
});
