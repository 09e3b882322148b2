import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { FINANCE, MARKETING, SUPPLY } from "../../../js/demo/fixtures/together";
import { noticeStack } from "../../../js/src/panels/notice-stack";
import { find, frame, press, show, words } from "./page";

beforeEach(() => {
  vi.useFakeTimers();
  document.body.replaceChildren();
});
afterEach(() => vi.useRealTimers());

const PRICE = "offers/latte/price";
const notices = (root: HTMLElement) => [...root.querySelectorAll<HTMLElement>(".ltoplan-notice")];

it("says who changed what from what to what, politely, and goes by itself", () => {
  const { root, port } = show(noticeStack);
  expect(find(root, "[aria-live=polite]").getAttribute("role")).toBe("log");
  port.applyAs(MARKETING, { [PRICE]: 5.25 });
  frame();
  expect(words(root)).toContain("Mika Kato changed price from $ 5.45 to $ 5.25");
  expect(root.querySelector("[aria-label^='Take back']")).toBeNull();
  vi.advanceTimersByTime(13_000);
  expect(notices(root)).toHaveLength(0);
});

it("takes an overwritten value back with one click, and waits for it", () => {
  const { root, port } = show(noticeStack);
  port.apply({ [PRICE]: 6 });
  port.applyAs(MARKETING, { [PRICE]: 5.25 });
  vi.advanceTimersByTime(60_000);
  press(root, "Take back: price returns to $\u202f6.00");
  expect(port.read(PRICE)).toBe(6);
  expect(notices(root)).toHaveLength(0);
});

it("gathers what one person does, and shows at most three people", () => {
  const { root, port } = show(noticeStack);
  for (const price of [5.3, 5.2, 5.1]) port.applyAs(MARKETING, { [PRICE]: price });
  frame();
  expect(notices(root)).toHaveLength(1);
  expect(words(root)).toContain("from $ 5.45 to $ 5.10");
  for (const [place, person] of [SUPPLY, FINANCE, { ...FINANCE, name: "Bo" }].entries())
    port.applyAs(person, { "offers/latte/lead_days": place });
  frame();
  expect(notices(root).map((one) => one.querySelector("b")?.textContent)).toEqual(["Suri Unger", "Finn Iversen", "Bo"]);
});

it("folds more than three lines of one person", () => {
  const { root, port } = show(noticeStack);
  port.applyAs(MARKETING, {
    [PRICE]: 5,
    "offers/latte/goodwill": 1,
    "offers/latte/salvage": 1,
    "offers/latte/disposal": 1,
    "offers/latte/lead_days": 1,
  });
  frame();
  expect(notices(root)).toHaveLength(1);
  expect(words(root)).toContain("and 2 more");
});

it("stays while somebody points at it", () => {
  const { root, port } = show(noticeStack);
  port.applyAs(MARKETING, { [PRICE]: 5.25 });
  frame();
  const stack = find(root, ".ltoplan-notices");
  stack.dispatchEvent(new Event("pointerenter"));
  vi.advanceTimersByTime(60_000);
  expect(notices(root)).toHaveLength(1);
  stack.dispatchEvent(new Event("pointerleave"));
  vi.advanceTimersByTime(13_000);
  expect(notices(root)).toHaveLength(0);
});

it("shows the entry in the history where there is one, and says nothing of one's own edits", () => {
  const onShow = vi.fn();
  const options = { onShow, canShow: () => true };
  const { root, port } = show(noticeStack, options);
  port.apply({ [PRICE]: 6 });
  frame();
  expect(notices(root)).toHaveLength(0);
  port.applyAs(MARKETING, { [PRICE]: 5.25 });
  frame();
  press(root, "Show in history");
  expect(onShow).toHaveBeenCalledWith(expect.stringMatching(/^2026-12-01/));
});

it("says what the plan refuses instead of losing it", () => {
  const { root, port } = show(noticeStack);
  port.apply({ [PRICE]: 6 });
  port.applyAs(MARKETING, { [PRICE]: 5.25 });
  frame();
  port.apply = () => {
    throw new Error("The plan is read-only.");
  };
  press(root, "Take back: price returns to $\u202f6.00");
  expect(words(find(root, "[role=alert]"))).toBe("The plan is read-only.");
});

it("leaves nothing behind", () => {
  const { root, port, panel } = show(noticeStack);
  port.applyAs(MARKETING, { [PRICE]: 5.25 });
  panel.destroy();
  expect([root.childElementCount, port.listeners, vi.getTimerCount()]).toEqual([0, 0, 0]);
});

it("goes where somebody returns to what was before", () => {
  const { root, port } = show(noticeStack);
  port.applyAs(MARKETING, { [PRICE]: 5.25 });
  port.applyAs(MARKETING, { [PRICE]: 5.45 });
  frame();
  expect(notices(root)).toHaveLength(0);
});
