import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { MARKETING, SUPPLY } from "../../../js/demo/fixtures/together";
import type { Comment } from "../../../js/src/generated/contract";
import { comments } from "../../../js/src/panels/comments";
import { halfWritten, suggestions } from "../../../js/src/panels/parts/mention";
import { saying } from "../../../js/src/together/threads";
import { button, choose, find, frame, key, press, type Shown, show, submit, type, words } from "./page";

beforeEach(() => {
  vi.useFakeTimers();
  document.body.replaceChildren();
  Element.prototype.scrollIntoView = () => undefined;
});
afterEach(() => vi.useRealTimers());

const WEEK_1 = "01COMMENT0000000000000000A";
const PRICE = "01COMMENT0000000000000000C";
const thread = (root: HTMLElement, id: string) => find(root, `[data-thread="${id}"]`);
const openThread = (root: HTMLElement, id: string) => {
  find(thread(root, id), "[data-tool=open]").click();
  frame();
};
const all = (port: Shown["port"]) => Object.values(port.read("comments") as Record<string, Comment>);
const field = (root: HTMLElement, id: string) => find<HTMLTextAreaElement>(thread(root, id), "textarea");

describe("threads", () => {
  it("say what they are about, what is open and what is new", () => {
    const { root } = show(comments);
    expect(words(find(root, ".ltoplan-subtitle"))).toBe("3 open · 2 new");
    expect(words(thread(root, WEEK_1))).toContain("Week 1, 86,800 cups");
    expect(words(thread(root, WEEK_1))).toContain("1 reply1 new");
    expect(root.querySelector('[data-thread="01COMMENT0000000000000000D"]')).toBeNull();
    press(root, "Show resolved threads");
    expect(words(thread(root, "01COMMENT0000000000000000D"))).toContain("resolved by Suri Unger");
  });

  it("count as read once they are opened", () => {
    const { root, port } = show(comments);
    openThread(root, WEEK_1);
    expect(port.read(`comments/${WEEK_1}/read_by/pia`)).toBe("2026-12-01T10:10:00.000Z");
    expect(words(find(root, ".ltoplan-subtitle"))).toBe("3 open · 1 new");
    expect(document.activeElement).toBe(field(root, WEEK_1));
  });

  it("are read at once where the thread in front of somebody grows", async () => {
    const { root, port } = show(comments);
    openThread(root, WEEK_1);
    port.applyAs(
      SUPPLY,
      saying("01COMMENT0000000000000000Z", "Fine.", { user: SUPPLY, at: "2026-12-01T10:31:00.000Z", thread: WEEK_1 }),
    );
    await vi.advanceTimersByTimeAsync(20);
    expect(port.read(`comments/${WEEK_1}/read_by/pia`)).toBe("2026-12-01T10:31:00.000Z");
  });

  it("take answers, signed and timed", () => {
    const { root, port } = show(comments);
    openThread(root, WEEK_1);
    type(root, `[data-thread="${WEEK_1}"] textarea`, "Agreed, @mika");
    submit(thread(root, WEEK_1));
    expect(all(port).at(-1)).toMatchObject({
      text: "Agreed, @mika",
      author: "Pia Lund",
      username: "pia",
      thread: WEEK_1,
      mentions: { mika: "Mika Kato" },
    });
    expect(field(root, WEEK_1).value).toBe("");
  });

  it("are sent with Ctrl+Enter, and Enter alone begins a line", () => {
    const { root, port } = show(comments);
    openThread(root, PRICE);
    const area = type(root, `[data-thread="${PRICE}"] textarea`, "Yes.");
    key(area, "Enter");
    expect(all(port)).toHaveLength(5);
    key(area, "Enter", { ctrlKey: true });
    expect(all(port)).toHaveLength(6);
  });

  it("keep half-written answers and the focus while others speak", () => {
    const { root, port } = show(comments);
    openThread(root, PRICE);
    const area = type(root, `[data-thread="${PRICE}"] textarea`, "I think that");
    port.applyAs(
      SUPPLY,
      saying("01COMMENT0000000000000000Z", "News!", { user: SUPPLY, at: "2026-12-01T10:31:00.000Z" }),
    );
    frame();
    expect(words(root)).toContain("News!");
    expect(document.activeElement).toBe(area);
    expect(area.value).toBe("I think that");
  });

  it("are resolved and reopened, with the way back at hand", () => {
    const { root, port } = show(comments);
    press(thread(root, PRICE), "Resolve");
    expect(port.read(`comments/${PRICE}/resolved_by`)).toBe("Pia Lund");
    expect(root.querySelector(`[data-thread="${PRICE}"]`)).toBeNull();
    press(root, "Undo");
    expect(port.read(`comments/${PRICE}/resolved_by`)).toBe("");
  });

  it("show their place in the chart when it is pressed", () => {
    const { root, port } = show(comments);
    find(thread(root, WEEK_1), "[data-tool=anchor]").click();
    frame();
    expect(port.focus).toMatchObject({
      thread: WEEK_1,
      anchor: { chart: "forecast_chart", visualization: "forecast" },
    });
    expect(thread(root, WEEK_1).dataset.open).toBe("yes");
  });
});

describe("a new comment", () => {
  it("is about the plan or one of its fields", () => {
    const { root, port } = show(comments);
    press(root, "Write a comment");
    choose(root, "About", "offers/latte/lead_days");
    type(root, "textarea", "Is that still so?");
    submit(root);
    expect(all(port).at(-1)).toMatchObject({
      thread: "",
      anchor: { path: "offers/latte/lead_days", label: "lead time" },
    });
    expect(root.querySelector("[name='new comment']")).toBeNull();
  });

  it("begins where a chart says", () => {
    const { root, port } = show(comments);
    const anchor = {
      path: "",
      visualization: "forecast",
      chart: "forecast_chart",
      x: 3,
      y: 4,
      label: "Week 2: 61,500 cups",
    };
    port.focusOn({ thread: "", anchor });
    frame();
    expect(words(root)).toContain("About Week 2: 61,500 cups");
    expect(document.activeElement).toBe(find(root, "textarea"));
    type(root, "textarea", "Too high?");
    submit(root);
    expect(all(port).at(-1)).toMatchObject({ text: "Too high?", anchor });
    expect(port.focus).toBeNull();
  });

  it("opens the thread whose marker was pressed in a chart", () => {
    const { root, port } = show(comments);
    port.focusOn({ thread: WEEK_1, anchor: (port.read(`comments/${WEEK_1}`) as Comment).anchor });
    frame();
    expect(thread(root, WEEK_1).dataset.open).toBe("yes");
  });
});

describe("one's own comments", () => {
  it("can be edited and deleted; others' cannot", () => {
    const { root, port } = show(comments);
    openThread(root, WEEK_1);
    expect(thread(root, WEEK_1).querySelector("[data-tool=edit]")).toBeNull();
    type(root, `[data-thread="${WEEK_1}"] textarea`, "Agread");
    submit(thread(root, WEEK_1));
    press(thread(root, WEEK_1), "Edit my comment");
    type(root, `[data-thread="${WEEK_1}"] .ltoplan-talk textarea`, "Agreed");
    submit(thread(root, WEEK_1), ".ltoplan-talk form");
    expect(all(port).at(-1)).toMatchObject({ text: "Agreed", edited_at: "2026-12-01T10:30:00.000Z" });
    press(thread(root, WEEK_1), "Delete my comment");
    expect(all(port).at(-1)?.deleted).toBe(true);
    press(root, "Undo");
    expect(all(port).at(-1)?.deleted).toBe(false);
  });

  it("stay where somebody has answered them", () => {
    const { root } = show(
      comments,
      {},
      {
        name: "",
        comments: {
          a: {
            text: "Mine",
            author: "Pia Lund",
            username: "pia",
            at: "2026-11-01T10:00:00Z",
            thread: "",
            anchor: { path: "" },
            mentions: {},
            resolved_by: "",
            read_by: {},
          },
          b: {
            text: "Yes",
            author: MARKETING.name,
            username: "mika",
            at: "2026-11-01T11:00:00Z",
            thread: "a",
            anchor: { path: "" },
            mentions: {},
            resolved_by: "",
            read_by: {},
          },
        },
      },
    );
    openThread(root, "a");
    expect(button(thread(root, "a"), "Edit my comment")).toBeTruthy();
    expect(thread(root, "a").querySelector("[data-tool=delete]")).toBeNull();
  });
});

describe("mentions", () => {
  it("are suggested from the people of the plan and chosen by keyboard", () => {
    const { root } = show(comments);
    openThread(root, PRICE);
    const area = type(root, `[data-thread="${PRICE}"] textarea`, "What says @s");
    expect([...root.querySelectorAll("[role=option]")].map((one) => words(one))).toEqual(["SUSuri Unger"]);
    expect(area.getAttribute("aria-activedescendant")).toBe(find(root, "[role=option]").id);
    key(area, "Enter");
    expect(area.value).toBe("What says @Suri Unger ");
    expect(root.querySelector("[role=option]")).toBeNull();
  });

  it("can be refused, and walked through", () => {
    const { root } = show(comments);
    openThread(root, PRICE);
    const area = type(root, `[data-thread="${PRICE}"] textarea`, "@");
    expect(root.querySelectorAll("[role=option]").length).toBeGreaterThan(2);
    key(area, "ArrowDown");
    expect(find(root, "[aria-selected=true]")).toBe(root.querySelectorAll("[role=option]")[1]);
    key(area, "ArrowUp");
    key(area, "ArrowUp");
    expect(find(root, "[aria-selected=true]")).toBe([...root.querySelectorAll("[role=option]")].at(-1));
    key(area, "Escape");
    expect(root.querySelector("[role=option]")).toBeNull();
    expect(area.value).toBe("@");
  });

  it("begin with an @ of their own, not with that of an address", () => {
    expect(halfWritten("mail@so", 7)).toBeNull();
    expect(halfWritten("hi @so", 6)).toEqual({ start: 3, wanted: "so" });
    expect(halfWritten("hi @Suri U", 10)).toEqual({ start: 3, wanted: "Suri U" });
    expect(suggestions([{ name: "Suri Unger", username: "su" }], "ung")).toHaveLength(1);
    expect(suggestions([{ name: "Suri Unger", username: "su" }], "nge")).toHaveLength(0);
  });

  it("of the reader stand out", () => {
    const { root, port } = show(comments);
    port.applyAs(
      SUPPLY,
      saying("01COMMENT0000000000000000Z", "See @Pia Lund!", {
        user: SUPPLY,
        at: "2026-12-01T10:31:00.000Z",
        people: [port.user],
      }),
    );
    frame();
    expect(words(find(root, ".ltoplan-mention[data-own]"))).toBe("@Pia Lund");
  });
});
