import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Company } from "../../../js/demo/company";
import type { PlanLink } from "../../../js/src/document/plan-link";
import type { Comment } from "../../../js/src/generated/contract";
import { ChartComments } from "../../../js/src/widgets/chart-comments";
import type { ChartPlace } from "../../../js/src/widgets/plan-fields";
import { PLAN } from "../document/plan";

const ADA = { username: "ada", name: "Ada", display_name: "Ada" };
const BEN = { username: "ben", name: "Ben", display_name: "Ben" };
const PLACE: ChartPlace = {
  chart: "forecast_chart:launch",
  fields: { overrides: "campaigns/launch/overrides", price: "scenarios/warm/changes/offers~1latte~1price" },
};
const SPOT = { x: Date.UTC(2027, 0, 14), y: 7, field: "overrides/2027-01-14", label: "Week 2: 1,450 cups" };
let company: Company;
let ada: PlanLink;
let ben: PlanLink;
let card: HTMLElement;

const commentsOf = (link: PlanLink, place = PLACE) =>
  new ChartComments(
    link,
    () => place,
    () => card,
  );
const box = () => card.querySelector(".ltoplan-remark");
const said = (link: PlanLink) => Object.values(link.read("comments") as Record<string, Comment>);

function write(text: string): void {
  const input = card.querySelector("textarea") as HTMLTextAreaElement;
  input.value = text;
  input.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", ctrlKey: true, bubbles: true }));
}

function press(name: string): void {
  [...card.querySelectorAll("button")].find(({ textContent }) => textContent === name)?.click();
}

beforeEach(() => {
  vi.useFakeTimers({ now: new Date("2026-11-22T10:00:00Z") });
  document.body.innerHTML = '<div id="card"><section></section></div>';
  card = document.getElementById("card") as HTMLElement;
  company = new Company([ADA, BEN], PLAN);
  [ada, ben] = company.links as [PlanLink, PlanLink];
});

afterEach(() => {
  company.destroy();
  vi.advanceTimersByTime(1); // jsdom tells of a selection a moment later
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

describe("comments on a chart", () => {
  it("start at a place, are seen by the others there as unread, answered and resolved", () => {
    const mine = commentsOf(ada);
    mine.commentAt(SPOT);
    expect(box()?.textContent).toContain("Week 2: 1,450 cups");
    expect(mine.markers()).toEqual([{ id: "", x: SPOT.x, y: 7, label: SPOT.label, isUnread: true }]);
    write("Too high, @ben?");
    const path = "campaigns/launch/overrides/2027-01-14";
    expect(said(ada)).toMatchObject([
      {
        text: "Too high, @ben?",
        author: "Ada",
        mentions: { ben: "Ben" },
        anchor: { path, chart: "forecast_chart", x: SPOT.x },
      },
    ]);
    expect(mine.markers()).toMatchObject([{ label: "Ada: Too high, @ben?", isUnread: false }]);
    mine.close();

    const theirs = commentsOf(ben);
    const [marker] = theirs.markers();
    expect(marker).toMatchObject({ x: SPOT.x, y: 7, isUnread: true });
    theirs.open(marker?.id ?? "");
    expect(theirs.markers()[0]?.isUnread).toBe(false);
    write("TV starts.");
    expect(said(ada)).toHaveLength(2);
    expect(mine.markers()).toMatchObject([{ label: "Ada: Too high, @ben? (1 reply)", isUnread: true }]);
    press("Resolve");
    expect(box()).toBeNull();
    expect(mine.markers()).toEqual([]);
  });

  it("write no entry into the history", () => {
    commentsOf(ada).commentAt(SPOT);
    write("Hello");
    expect(ada.read("history")).toEqual({});
    expect(ada.canUndo).toBe(false);
  });

  it("are refused without words, and the box stays", () => {
    commentsOf(ada).commentAt(SPOT);
    write("  ");
    expect(box()?.querySelector("[role=alert]")?.textContent).toContain("needs words");
    write("Now");
    expect(box()?.querySelector("[role=alert]")?.textContent).toBe("");
  });

  it("go to the part of the page that shows comments, where there is one", () => {
    const stop = ada.observeFocus(() => undefined);
    const mine = commentsOf(ada);
    mine.commentAt(SPOT);
    expect(box()).toBeNull();
    expect(ada.focus).toMatchObject({ thread: "", anchor: { x: SPOT.x, label: SPOT.label } });
    expect(mine.markers()).toHaveLength(1);
    ada.focusOn(null);
    expect(mine.markers()).toEqual([]);
    stop();
  });

  it("belong to the field under any scenario, and to no other chart", () => {
    const mine = commentsOf(ada);
    mine.commentAt({ ...SPOT, field: "price" });
    write("Cheap");
    expect(said(ada)[0]?.anchor.path).toBe("offers/latte/price");
    const plain = { chart: "forecast_chart:x", fields: { price: "offers/latte/price" } };
    expect(commentsOf(ben, plain).markers()).toHaveLength(1);
    expect(commentsOf(ben, { ...plain, chart: "order_chart:x" }).markers()).toEqual([]);
    expect(commentsOf(ben, { ...plain, fields: { price: "offers/tea/price" } }).markers()).toEqual([]);
  });

  it("stay with a saved chart", () => {
    ada.apply({ "visualizations/fan": { name: "Fan", type: "forecast_chart" } });
    commentsOf(ada, { chart: "fan", fields: {} }).commentAt({ ...SPOT, field: null });
    write("Nice");
    expect(said(ada)[0]?.anchor).toMatchObject({ visualization: "fan", chart: "forecast_chart", path: "" });
    expect(commentsOf(ben, { chart: "fan", fields: {} }).markers()).toHaveLength(1);
    expect(commentsOf(ben).markers()).toEqual([]);
  });

  it("close when the thread is deleted, and on Escape", () => {
    const mine = commentsOf(ada);
    mine.commentAt(SPOT);
    write("Hello");
    const [id = ""] = Object.keys(ada.read("comments") as object);
    ben.apply({ [`comments/${id}/deleted`]: true });
    expect(box()).toBeNull();
    mine.commentAt(SPOT);
    card.querySelector("textarea")?.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true }));
    expect(box()).toBeNull();
    expect(mine.markers()).toEqual([]);
  });
});
