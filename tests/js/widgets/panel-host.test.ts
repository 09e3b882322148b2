import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { changeCursorSettings, cursorSettings } from "../../../js/src/base/cursor-settings";
import { PlanDocument } from "../../../js/src/document/plan-document";
import { definition as history } from "../../../js/src/widgets/change-history";
import { definition as comments } from "../../../js/src/widgets/comments";
import { definition as cursors } from "../../../js/src/widgets/cursor-tracker";
import { type PanelDefinition, panelWidget } from "../../../js/src/widgets/panel-host";
import { FakeModel } from "./fake-model";
import { boundTo, WidgetKernel } from "./widget-kernel";

const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);
const cleanups: (() => void)[] = [];
let kernel: WidgetKernel;

function show(definition: PanelDefinition, traits: Record<string, unknown> = {}) {
  const model = new FakeModel({ view: { title: "" }, binding: boundTo("panel"), ...traits });
  kernel.attend(model);
  const el = document.createElement("div");
  document.body.append(el);
  const widget = panelWidget(definition);
  const leave = widget.initialize?.({ model });
  const cleanup = widget.render({ model, el });
  cleanups.push(cleanup, () => leave?.());
  return { model, el, cleanup, leave };
}

/** An edit by Ben with its entry, told by the kernel. */
function editByBen(model: FakeModel, price: number): void {
  kernel.change(model, (doc) => {
    const document = new PlanDocument(doc);
    document.signature = () => ({ author: "Ben", username: "ben" });
    document.apply({ "offers/latte/price": price });
  });
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("fetch", vi.fn().mockRejectedValue(new TypeError("no network")));
  document.body.replaceChildren();
  kernel = new WidgetKernel();
});

afterEach(async () => {
  await pass(5000);
  for (const cleanup of cleanups.splice(0)) cleanup();
  kernel.destroy();
  changeCursorSettings({ hasNames: true, fadeSeconds: 6, isOwnShown: true });
  expect(document.querySelector(".ltoplan-notices")).toBeNull();
  expect(vi.getTimerCount()).toBe(0);
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

it("edits the plan through the kernel", async () => {
  const { el } = show(comments);
  await pass(500);
  el.querySelector<HTMLButtonElement>("[data-tool=new]")?.click();
  await pass(20);
  const area = el.querySelector("textarea") as HTMLTextAreaElement;
  area.value = "Is that right?";
  area.dispatchEvent(new Event("input", { bubbles: true }));
  await pass(20);
  el.querySelector("form")?.dispatchEvent(new Event("submit", { bubbles: true, cancelable: true }));
  await pass(500);
  const said = Object.values(kernel.doc.getMap("comments").toJSON());
  expect(said).toMatchObject([{ text: "Is that right?", thread: "" }]);
});

it("is headed by its own title, the visualization's name, or its kind, and follows both", async () => {
  const { model, el } = show(comments);
  const title = () => el.querySelector("h2")?.textContent;
  expect(title()).toBe("Comments");
  model.receive("view", { title: "Friday's talk" });
  expect(title()).toBe("Friday's talk");
  model.receive("title", "Monday's talk");
  expect(title()).toBe("Monday's talk");
});

it("says others' changes once a page, however many panels are on it, and shows them in the history", async () => {
  const { model, el } = show(history);
  show(comments);
  await pass(500);
  expect(document.querySelectorAll(".ltoplan-notices")).toHaveLength(1);
  editByBen(model, 6.5);
  await pass(100);
  const notices = document.querySelectorAll<HTMLElement>(".ltoplan-notice");
  expect(notices).toHaveLength(1);
  expect(notices[0]?.textContent?.replace(/\s/g, " ")).toContain("Ben changed price");
  Element.prototype.scrollIntoView = () => undefined;
  notices[0]?.querySelector<HTMLButtonElement>(".ltoplan-link")?.click();
  expect((document.activeElement as HTMLElement).dataset.entry).toBe(
    el.querySelector<HTMLElement>("[data-entry]")?.dataset.entry,
  );
});

it("takes the settings of cursors from Python, and again when they change there", () => {
  const { model } = show(cursors, { show_names: false, fade_seconds: 20, own_cursor: true });
  expect(cursorSettings()).toEqual({ hasNames: false, fadeSeconds: 20, isOwnShown: true });
  model.receive("fade_seconds", 3);
  expect(cursorSettings().fadeSeconds).toBe(3);
});

it("leaves nothing of itself behind", async () => {
  const { el, cleanup, leave } = show(history);
  await pass(500);
  cleanup();
  leave?.();
  expect(el.childElementCount).toBe(0);
});
