import { describe, expect, it } from "vitest";
import type { PlanPort } from "../../../js/src/base/plan-port";
import { candidates } from "../../../js/src/panels/scenario-assumptions";
import { reader } from "../together/plan";

const portOf = (tree: Record<string, unknown>) => ({ read: reader(tree) }) as unknown as PlanPort;

describe("fields that a scenario may vary", () => {
  it("are a list that can be read, what is sold first, however much the plan holds", () => {
    const many = Array.from({ length: 10_000 }, (_, at) => [`o${at}`, { name: `Offer ${at}` }] as const);
    const offers = Object.fromEntries([...many, ["latte", { name: "Latte" }]]);
    const campaigns = { launch: { item: "latte", offer: "latte", covariates: { tv: 1 } } };
    const found = candidates(portOf({ offers, campaigns }));
    expect(found).toHaveLength(200);
    expect(found[0]).toBe("campaigns/launch/covariates/tv");
    expect(found).toContain("offers/latte/price");
  });
});
