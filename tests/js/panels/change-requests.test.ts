import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { SUPPLY } from "../../../js/demo/fixtures/together";
import type { ChangeRequest, Comment, HistoryEntry } from "../../../js/src/generated/contract";
import { changeRequests } from "../../../js/src/panels/change-requests";
import { choose, find, frame, press, type Shown, show, submit, type, words } from "./page";

beforeEach(() => {
  vi.useFakeTimers();
  document.body.replaceChildren();
});
afterEach(() => vi.useRealTimers());

const CHEAPER = "change_requests/cheaper";
const request = (root: HTMLElement, id: string) => find(root, `[data-request="${id}"]`);
const field = (root: HTMLElement, path: string) => find(request(root, "cheaper"), `[data-path="${path}"]`);
const record = (port: Shown["port"], id = "cheaper") => port.read(`change_requests/${id}`) as ChangeRequest;

describe("a change request", () => {
  it("shows the difference field by field, what has moved on, and what it leads to", () => {
    const { root } = show(changeRequests);
    expect(words(field(root, "offers/latte/price"))).toContain("price $ 5.45 → $ 5.25");
    expect(words(field(root, "offers/latte/case_pack"))).toContain(
      "moved on: was 12 cups when this was proposed, is 24 cups now",
    );
    expect(words(request(root, "cheaper"))).toContain(
      "order +12k cups · demand +11.7k cups · profit −$ 9,110 · leftover +1,200 cups",
    );
  });

  it("says where its effect is not computed", () => {
    const { root, port } = show(changeRequests);
    port.apply({ "outlooks/launch|change_request|cheaper": null });
    frame();
    expect(words(request(root, "cheaper"))).toContain("Effect not computed yet");
  });

  it("is accepted field by field, as one edit with its entry", () => {
    const { root, port } = show(changeRequests);
    type(root, '[name="reason cheaper"]', "Fits the side");
    press(root, "Accept price");
    expect(port.read("offers/latte/price")).toBe(5.25);
    expect(record(port)).toMatchObject({
      status: "open",
      decisions: { "offers/latte/price": { accepted: true, author: "Pia Lund", reason: "Fits the side" } },
    });
    const [latest] = Object.values(port.read("history") as Record<string, HistoryEntry>).slice(-1);
    expect(latest).toMatchObject({ action: "accept", of: "cheaper", reason: "Fits the side" });
    expect(words(field(root, "offers/latte/price"))).toContain("✓ accepted by Pia Lund: “Fits the side”");
    press(root, "Reject case pack");
    expect(record(port).status).toBe("partly_accepted");
    expect(port.read("offers/latte/case_pack")).toBe(24);
    expect(root.querySelector("[data-request]")).toBeNull();
  });

  it("is open again, with the values before, once its acceptance is undone in place", () => {
    const { root, port } = show(changeRequests);
    press(root, "Accept all");
    port.apply({ "offers/latte/case_pack": 36 });
    press(root, "Undo");
    expect(record(port)).toMatchObject({ status: "open", decisions: {} });
    expect(port.read("offers/latte/price")).toBe(5.45);
    expect(port.read("offers/latte/case_pack")).toBe(36);
    expect(words(find(root, ".ltoplan-strip"))).toContain(
      "open again. case pack stays, somebody has changed it since.",
    );
    expect(request(root, "cheaper").dataset.status).toBe("open");
    press(root, "Accept price");
    expect(port.read("offers/latte/price")).toBe(5.25);
  });

  it("is open again once its rejection is undone in place", () => {
    const { root, port } = show(changeRequests);
    press(root, "Reject price");
    press(root, "Reject case pack");
    press(root, "Undo");
    expect(record(port)).toMatchObject({ status: "open" });
    expect(Object.keys(record(port).decisions)).toEqual(["offers/latte/price"]);
    expect(port.read("offers/latte/case_pack")).toBe(24);
  });

  it("is accepted or rejected as a whole", () => {
    const first = show(changeRequests);
    press(first.root, "Accept all");
    expect(record(first.port).status).toBe("accepted");
    expect([first.port.read("offers/latte/price"), first.port.read("offers/latte/case_pack")]).toEqual([5.25, 48]);
    const second = show(changeRequests);
    press(second.root, "Reject all");
    expect(record(second.port).status).toBe("rejected");
    expect(second.port.read("offers/latte/price")).toBe(5.45);
  });

  it("is withdrawn only by who proposed it, with a way back", () => {
    const { root, port } = show(changeRequests);
    expect(root.querySelector("[data-tool=withdraw]")).toBeNull();
    port.apply({ [`${CHEAPER}/author`]: "Pia Lund", [`${CHEAPER}/username`]: "pia" });
    frame();
    press(root, "Withdraw");
    expect(record(port).status).toBe("withdrawn");
    press(root, "Undo");
    expect(record(port).status).toBe("open");
  });

  it("keeps what was decided in sight for who asks", () => {
    const { root } = show(changeRequests);
    press(root, "Show decided and withdrawn ones");
    expect(words(request(root, "later"))).toContain("✕ rejected by Pia Lund: “TV is booked”");
  });

  it("is talked about in one thread", () => {
    const { root, port } = show(changeRequests);
    press(root, "1 comment");
    expect(words(request(root, "cheaper"))).toContain("The supplier can do 430,000.");
    type(root, "textarea", "Good.");
    submit(request(root, "cheaper"), ".ltoplan-composer");
    const said = Object.values(port.read("comments") as Record<string, Comment>).at(-1);
    expect(said).toMatchObject({ text: "Good.", thread: "01COMMENT0000000000000000E" });
  });

  it("begins its thread with the first comment", () => {
    const { root, port } = show(changeRequests);
    press(root, "Show decided and withdrawn ones");
    press(request(root, "later"), "Comment");
    type(root, "textarea", "Shame.");
    submit(request(root, "later"), ".ltoplan-composer");
    const said = Object.values(port.read("comments") as Record<string, Comment>).at(-1);
    expect(said).toMatchObject({ thread: "", anchor: { path: "change_requests/later", label: "Start a week later" } });
  });
});

describe("proposing", () => {
  const propose = (title: string): Shown => {
    const shown = show(changeRequests);
    press(shown.root, "Propose change");
    type(shown.root, "[name=title]", title);
    return shown;
  };
  const newest = (port: Shown["port"]) =>
    Object.values(port.read("change_requests") as Record<string, ChangeRequest>).at(-1);

  it("takes fields with their present values and leaves the plan as it is", () => {
    const { root, port } = propose("Cheaper milk");
    type(root, "[name=reason]", "New contract");
    choose(root, "Add a field", "offers/latte/unit_cost");
    expect(words(find(root, ".ltoplan-draft-field"))).toContain("unit cost now $ 1.15");
    type(root, '[name="field offers/latte/unit_cost"]', "1.05");
    submit(root);
    expect(newest(port)).toMatchObject({
      title: "Cheaper milk",
      reason: "New contract",
      author: "Pia Lund",
      status: "open",
      changes: { "offers/latte/unit_cost": { base: 1.15, value: 1.05 } },
    });
    expect(port.read("offers/latte/unit_cost")).toBe(1.15);
    expect(root.querySelector(".ltoplan-form")).toBeNull();
  });

  it("takes what a scenario changes", () => {
    const { root, port } = show(changeRequests);
    press(root, "Propose change");
    choose(root, "Take from a scenario", "no-tv");
    expect(find<HTMLInputElement>(root, "[name=title]").value).toBe("No TV");
    submit(root);
    expect(Object.keys(newest(port)?.changes ?? {})).toEqual(["campaigns/launch/covariates/tv", "offers/latte/price"]);
  });

  it.each([
    ["dear", "unit cost: “dear” is not understood"],
    ["-1", "offers/latte/unit_cost: -1 is not allowed"],
    ["1.15", "Nothing would change"],
  ])("refuses %s and keeps what was written", (typed, why) => {
    const { root, port } = propose("Milk");
    choose(root, "Add a field", "offers/latte/unit_cost");
    type(root, '[name="field offers/latte/unit_cost"]', typed);
    submit(root);
    expect(words(find(root, "[role=alert]"))).toContain(why);
    expect(Object.keys(port.read("change_requests") as object)).toHaveLength(2);
    expect(find<HTMLInputElement>(root, "[name=title]").value).toBe("Milk");
  });

  it("keeps what is half written while others decide", () => {
    const { root, port } = propose("Half a tit");
    port.applyAs(SUPPLY, { [`${CHEAPER}/status`]: "withdrawn" });
    frame();
    expect(document.activeElement).toBe(find(root, "[name=title]"));
    expect(find<HTMLInputElement>(root, "[name=title]").value).toBe("Half a tit");
    expect(root.querySelector("[data-request]")).toBeNull();
  });
});
