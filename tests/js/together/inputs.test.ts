import { describe, expect, it } from "vitest";
import { inputsOf, inputsText } from "../../../js/src/together/inputs";
import cases from "../../fixtures/inputs.json";
import { reader } from "./plan";

describe("the digest of what an outlook depends on", () => {
  it.each(cases.digests)("is Python's: $name", ({ tree, campaign, text, inputs }) => {
    expect(inputsText(campaign, reader(tree))).toBe(text);
    expect(inputsOf(campaign, reader(tree))).toBe(inputs);
  });

  it.each(cases.assumed)("is Python's under a scenario: $name", ({ tree, campaign, changes, text, inputs }) => {
    expect(inputsText(campaign, reader(tree), changes)).toBe(text);
    expect(inputsOf(campaign, reader(tree), changes)).toBe(inputs);
  });

  it("tells nothing of a campaign that is not there", () => {
    expect(inputsOf("gone", reader({}))).toBeNull();
    expect(inputsOf("gone", reader({}), { "campaigns/gone/name": "x" })).toBeNull();
  });
});
