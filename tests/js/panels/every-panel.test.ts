import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { MARKETING, together } from "../../../js/demo/fixtures/together";
import { changeHistory } from "../../../js/src/panels/change-history";
import { changeRequests } from "../../../js/src/panels/change-requests";
import { comments } from "../../../js/src/panels/comments";
import { cursorTracker } from "../../../js/src/panels/cursor-tracker";
import { reasons } from "../../../js/src/panels/reasons";
import { scenarioTable } from "../../../js/src/panels/scenario-table";
import { userPresence } from "../../../js/src/panels/user-presence";
import { visualizationList } from "../../../js/src/panels/visualization-list";
import { frame, HOSTILE, show, words } from "./page";

beforeEach(() => {
  vi.useFakeTimers();
  document.body.replaceChildren();
});

afterEach(() => vi.useRealTimers());

const PANELS = {
  changeHistory,
  changeRequests,
  comments,
  cursorTracker,
  reasons,
  scenarioTable,
  userPresence,
  visualizationList,
};

/** The fixture with hostile text wherever people write text. */
function hostile(value: unknown): unknown {
  const isText = (name: string) =>
    ["name", "text", "reason", "title", "note", "author", "label", "unit"].includes(name);
  if (Array.isArray(value)) return value.map(hostile);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([name, one]) => [
    name,
    isText(name) && typeof one === "string" ? HOSTILE : hostile(one),
  ]);
  return Object.fromEntries(entries);
}

describe.each(Object.entries(PANELS))("%s", (_name, draw) => {
  it("leaves neither listener, timer nor node behind", () => {
    const { root, port, panel } = show(draw);
    port.applyAs(MARKETING, { "offers/latte/price": 6 });
    panel.destroy();
    panel.destroy();
    expect(port.listeners).toBe(0);
    expect(vi.getTimerCount()).toBe(0);
    expect(root.childElementCount).toBe(0);
  });

  it("shows names and words as text", () => {
    const { root } = show(draw, {}, hostile(together) as Record<string, unknown>);
    expect(root.querySelector("img")).toBeNull();
  });

  it("says what is missing in an empty plan", () => {
    const { root } = show(draw, {}, { name: "Empty", currency: "USD" });
    expect(words(root).length).toBeGreaterThan(20);
    expect(root.querySelector("[role=alert]")).toBeNull();
  });

  it("waits for a plan that has not arrived yet", () => {
    const { root, port } = show(draw, {}, {});
    port.setState({ kind: "connecting" });
    frame();
    expect(root.querySelector("section")?.getAttribute("aria-busy")).toBe("true");
    expect(words(root)).toContain("Loading the plan");
    port.apply({ name: "Here" });
    port.setState({ kind: "live" });
    frame();
    expect(root.querySelector("section")?.getAttribute("aria-busy")).toBe("false");
  });

  it("draws once a frame, however much changes", () => {
    const { port } = show(draw);
    frame();
    const asked = vi.spyOn(port, "peers");
    const before = vi.getTimerCount();
    for (let price = 1; price <= 50; price++) port.applyAs(MARKETING, { "offers/latte/price": price });
    expect(asked).not.toHaveBeenCalled();
    expect(vi.getTimerCount() - before).toBeLessThanOrEqual(1);
  });

  it("says how the connection is where it is not live", () => {
    const { root, port } = show(draw);
    port.setState({ kind: "offline", unsent: 3 });
    frame();
    expect(words(root)).toContain("Offline · 3 edits unsent");
    port.setState({ kind: "refused", why: "You may not see this plan.", unsent: 0 });
    frame();
    expect(words(root)).toContain("Refused: You may not see this plan.");
  });

  it("offers no edit where the plan is read-only", () => {
    const { root } = show(draw, { readOnly: true });
    const edits = /^(new|delete|rename|restore|resolve|accept|propose|edit|undo|redo|copy|name version)\b/i;
    const offered = [...root.querySelectorAll("button")].filter(
      (one) => edits.test(one.textContent ?? "") && !one.disabled,
    );
    expect(offered.map((one) => one.textContent)).toEqual([]);
  });

  it("has a heading that names it, or the one that it is given", () => {
    const { root } = show(draw, { title: "Friday" });
    const section = root.querySelector("section");
    const heading = root.querySelector(`#${section?.getAttribute("aria-labelledby")}`);
    expect(heading?.textContent).toBe("Friday");
  });
});
