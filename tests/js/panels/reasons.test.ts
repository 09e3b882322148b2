import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { together } from "../../../js/demo/fixtures/together";
import type { ReasonsView } from "../../../js/src/generated/contract";
import { reasons } from "../../../js/src/panels/reasons";
import { choose, find, frame, show, words } from "./page";

beforeEach(() => {
  vi.useFakeTimers();
  document.body.replaceChildren();
});
afterEach(() => vi.useRealTimers());

const VIEW: ReasonsView = {
  unit: "cups",
  expected: 1200,
  method: "new_item",
  why: "nothing is known to have sold of the item",
  parts: [
    { name: "base", units: 0, low: 0, high: 0, why: "the item is not sold otherwise" },
    { name: "event", units: 1300, low: 900, high: 1700, why: "what 5 past launches added" },
    { name: "price", units: -100, low: -150, high: -50, why: "dearer than usual" },
  ],
  parts_why: "The parts are those of the uplift model.",
  others: [],
  is_choosable: true,
  analogues: [
    { event: "honey-2026", weight: 0.46, units: 330_564, start: "2026-03-05", why: "74 % alike", is_everyday: false },
    { event: "N/1~x", weight: 0.2, units: 900, start: "2026-01-05", why: "58 % alike", is_everyday: false },
    { event: "everyday tea", weight: 0.1, units: 900, start: "2026-01-05", why: "0 % alike", is_everyday: true },
  ],
  early_read: "After 7 of 56 days 830 cups were sold where 550 were forecast.",
  findings: [
    {
      path: "offers/latte/shelf_life_days",
      value: "21.0",
      message: "units keep less long than 56 days",
      mend: "agree on several deliveries",
    },
  ],
  insights: [{ sentence: "Latte runs out with 40 % probability.", action: "Order 600 cups more.", money: 1234 }],
};

function told(view: unknown = VIEW, more: Record<string, unknown> = {}) {
  const { launch } = together.outlooks as Record<string, object>;
  const tree = { ...together, ...more, outlooks: { launch: { ...launch, views: { reasons: view } } } };
  const { root, port } = show(reasons, {}, tree as Record<string, unknown>);
  return { root, port };
}

const section = (root: HTMLElement, title: string) =>
  [...root.querySelectorAll("section > h3")].find((one) => one.textContent === title)?.parentElement as HTMLElement;

it("tells what deserves a look with money and what to do, and what the first sales say", () => {
  const { root } = told();
  expect(words(section(root, "What deserves a look"))).toContain("probability. Order 600 cups more. $ 1,234 at risk");
  expect(words(section(root, "What the first sales say"))).toContain("830 cups were sold");
});

it("lists the parts with signs and reasons, and what they add up to", () => {
  const { root } = told();
  const rows = [...root.querySelectorAll("tr")].map(words);
  expect(rows.slice(2, 4)).toEqual(["Event+1,300", "what 5 past launches added · 80 % range +900 to +1,700"]);
  expect(rows.slice(4, 6)).toEqual(["Price−100", "dearer than usual · 80 % range −150 to −50"]);
  expect(rows.at(-1)).toBe("Expected1,200 cups");
});

it("says what else is worth knowing, by the name of the field and with the unit of its value", () => {
  expect(words(section(told().root, "Worth knowing"))).toContain(
    "Shelf life 21 days: units keep less long than 56 days.Agree on several",
  );
});

it("keeps numbers and their units on one line", () => {
  expect(section(told().root, "What it is made of").textContent).toContain("80\u00a0% range");
  expect(section(told().root, "What the first sales say").textContent).toContain("830\u00a0cups");
});

it("lets people weigh a past launch, leave it out, and take that back", () => {
  const { root, port } = told();
  choose(root, "How much N/1~x counts", "0");
  frame();
  expect(port.read("campaigns/launch/analogues/N~11~0x")).toBe(0);
  choose(root, "How much N/1~x counts", "1");
  expect(port.read("campaigns/launch/analogues/N~11~0x")).toBeUndefined();
});

it("pins a launch, also one that does not count yet, and lets it go", () => {
  const { root, port } = told({ ...VIEW, others: ["rose-2025"] });
  const pinned = (event: string) => port.read(`campaigns/launch/pinned/${event}`);
  find(root, "[data-analogue=honey-2026] [data-tool=pin]").click();
  choose(root, "Pin another past launch", "rose-2025");
  frame();
  expect([pinned("honey-2026"), pinned("rose-2025")]).toEqual([true, true]);
  expect(words(section(root, "Past launches behind it"))).toContain("in place of the most alike");
  expect(words(find(root, "[data-analogue=rose-2025]"))).toContain("not in the forecast yet");
  find(root, "[data-analogue=honey-2026] [data-tool=pin]").click();
  expect(pinned("honey-2026")).toBeUndefined();
});

it("lets go of the pin of what is left out, and takes in again what is pinned", () => {
  const { root, port } = told();
  const press = () => find(root, "[data-analogue=honey-2026] [data-tool=pin]").click();
  press();
  frame();
  choose(root, "How much honey-2026 counts", "0");
  frame();
  expect(port.read("campaigns/launch/pinned/honey-2026")).toBeUndefined();
  press();
  expect(port.read("campaigns/launch/analogues/honey-2026")).toBeUndefined();
  expect(port.read("campaigns/launch/pinned/honey-2026")).toBe(true);
});

it("offers only what the forecast hears, and says so", () => {
  const { root } = told({ ...VIEW, is_choosable: false, others: ["rose-2025"] });
  const options = [...find(root, "[data-analogue=honey-2026] select").children].map(words);
  expect(options).toEqual(["left out", "as found"]);
  expect(root.querySelectorAll("[data-tool=pin], [aria-label^='Pin another']")).toHaveLength(0);
  expect(words(section(root, "Past launches behind it"))).toContain("to pin or weigh one would change nothing");
});

it("lets nobody choose everyday sales, which are in no library", () => {
  const row = find(told().root, "[data-analogue='everyday tea']");
  expect(row.querySelectorAll("button, select")).toHaveLength(0);
});

it("shows what was left out and does not count any more, so that it can come back", () => {
  const campaigns = {
    launch: {
      ...(together.campaigns as Record<string, object>).launch,
      analogues: { "rose-2025": 0, "honey-2026": 3 },
    },
  };
  const { root } = told(VIEW, { campaigns });
  const select = find<HTMLSelectElement>(root, "[data-analogue=rose-2025] select");
  expect(select.value).toBe("0");
  expect(find<HTMLSelectElement>(root, "[data-analogue=honey-2026] select").value).toBe("3");
});

it("weighs under the scenario in force where that says something of the launch", () => {
  const scenarios = {
    without: { name: "Without", changes: { "campaigns/launch/analogues/honey-2026": 0 }, rank: 1, deleted: false },
  };
  const { root, port } = told(VIEW, { scenarios, current_scenario: "without" });
  expect(find<HTMLSelectElement>(root, "[data-analogue=honey-2026] select").value).toBe("0");
  choose(root, "How much honey-2026 counts", "1");
  expect(port.read("scenarios/without/changes/campaigns~1launch~1analogues~1honey-2026")).toBe(1);
  expect(port.read("campaigns/launch/analogues/honey-2026")).toBeUndefined();
});

it("says what is missing where nobody has computed, or another program wrote something else", () => {
  expect(words(told({ parts: "x" }).root)).toContain("Nobody has computed why yet");
});
