import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Company } from "../../../js/demo/company";
import { Disposer } from "../../../js/src/base/disposer";
import type { PlanLink } from "../../../js/src/document/plan-link";
import { UndoTools } from "../../../js/src/widgets/undo-tools";
import { PLAN } from "../document/plan";

let company: Company;
let ada: PlanLink;
let ben: PlanLink;
let disposer: Disposer;
const [undo, redo] = [0, 1].map((place) => () => card().querySelectorAll("button")[place] as HTMLButtonElement);
const card = () => document.getElementById("card") as HTMLElement;
const words = () => card().querySelector("[role=status]")?.textContent;

beforeEach(() => {
  vi.useFakeTimers();
  document.body.innerHTML = '<div id="card" tabindex="0"><div class="ltoplan-toolbar"></div></div>';
  company = new Company([{ name: "Ada" }, { name: "Ben" }], PLAN);
  [ada, ben] = company.links as [PlanLink, PlanLink];
  disposer = new Disposer();
  new UndoTools(card(), ada, disposer);
});

afterEach(() => {
  disposer.dispose();
  company.destroy();
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

it("say what they would do, and do it", () => {
  expect([undo?.().disabled, redo?.().title]).toEqual([true, "Nothing to redo"]);
  expect(undo?.().title).toBe("Nothing that you changed on this page is left to undo; the history takes back all else");
  ada.apply({ "offers/latte/price": 6 });
  expect(undo?.().title).toBe("Undo: price");
  undo?.().click();
  expect(ada.read("offers/latte/price")).toBe(5.45);
  expect([undo?.().disabled, redo?.().title]).toEqual([true, "Redo: price"]);
  card().dispatchEvent(new KeyboardEvent("keydown", { key: "z", ctrlKey: true, shiftKey: true, bubbles: true }));
  expect(ada.read("offers/latte/price")).toBe(6);
});

it("leave alone what somebody else changed since, say so, and fall silent", () => {
  ada.apply({ "offers/latte/price": 6 });
  ben.apply({ "offers/latte/price": 7 });
  undo?.().click();
  expect(ada.read("offers/latte/price")).toBe(7);
  expect(words()).toBe("price stays: Ben changed it since");
  vi.advanceTimersByTime(7000);
  expect(words()).toBe("");
});

it("do not undo what others did", () => {
  ben.apply({ "offers/latte/price": 7 });
  expect(undo?.().disabled).toBe(true);
});
