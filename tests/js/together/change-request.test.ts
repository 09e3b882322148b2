import { describe, expect, it } from "vitest";
import type { ChangeRequest } from "../../../js/src/generated/contract";
import { deciding, fieldsOf, proposing, statusOf } from "../../../js/src/together/change-request";
import cases from "../../fixtures/change_requests.json";
import { reader, SEASON } from "./plan";

const ADA = { username: "ada", name: "Ada", initials: "A", color: "#123456", avatarUrl: "" };
const AT = "2026-11-22T10:00:00.000Z";
const read = reader(SEASON);
const made = proposing(
  "01",
  { "offers/latte/price": 5.25, "offers/latte/unit_cost": 1.1, name: "Spring" },
  { title: "Cheaper", user: ADA, at: AT, read },
);
const request = made["change_requests/01"] as ChangeRequest;

describe("a change request", () => {
  it("keeps what would change with the value that it was when it was proposed", () => {
    expect(request.changes).toEqual({
      "offers/latte/price": { base: 5.45, value: 5.25 },
      "offers/latte/unit_cost": { base: 0, value: 1.1 },
    });
    expect(() => proposing("01", { name: "Spring" }, { title: "", user: ADA, at: AT, read })).toThrow("Nothing would");
  });

  it("says which fields have moved on since", () => {
    const moved = reader({ ...SEASON, offers: { latte: { price: 5, unit_cost: 1.1 } } });
    const fields = fieldsOf(request, moved);
    expect(fields.map(({ path, isMovedOn, present }) => [path, isMovedOn, present])).toEqual([
      ["offers/latte/price", true, 5],
      ["offers/latte/unit_cost", false, 1.1],
    ]);
  });

  it("sets what is accepted, and what was decided, in one edit", () => {
    const { changes, options } = deciding("01", request, { accepted: ["offers/latte/price"], user: ADA, at: AT });
    expect(changes).toEqual({
      "offers/latte/price": 5.25,
      "change_requests/01/decisions/offers~1latte~1price": { accepted: true, author: "Ada", at: AT, reason: "" },
      "change_requests/01/status": "open",
    });
    expect(options).toEqual({ action: "accept", of: "01", reason: "Cheaper" });
  });

  it.each([
    [[true, true], "accepted"],
    [[true, false], "partly_accepted"],
    [[false, false], "rejected"],
    [[true], "open"],
  ] as const)("decided as %s is %s", (verdicts, status) => {
    const paths = Object.keys(request.changes);
    const decision = (accepted: boolean) => ({ accepted, author: "", at: "", reason: "" });
    const decisions = Object.fromEntries(verdicts.map((accepted, place) => [paths[place] ?? "", decision(accepted)]));
    expect(statusOf({ ...request, decisions })).toBe(status);
    expect(statusOf({ ...request, decisions, status: "withdrawn" })).toBe("withdrawn");
  });
});

describe("cases that Python is held to as well", () => {
  it.each(cases.statuses)("$name", ({ status, proposed, accepted, becomes }) => {
    const decisions = Object.entries(accepted).map(([path, isAccepted]) => [path, { accepted: isAccepted }]);
    const changes = Object.fromEntries(proposed.map((path) => [path, { base: null, value: null }]));
    const of = { status, changes, decisions: Object.fromEntries(decisions) } as unknown as ChangeRequest;
    expect(statusOf(of)).toBe(becomes);
  });

  it.each(cases.fields)("$name", ({ tree, path, base, value, present, is_moved_on }) => {
    const [field] = fieldsOf({ ...request, changes: { [path]: { base, value } } }, reader(tree));
    expect([field?.present, field?.isMovedOn]).toEqual([present, is_moved_on]);
  });
});
