/** Threads about a data point, a period, a field or the plan: answer, mention, resolve; what is unread is marked. */
import type { ConversationFocus, PlanPort } from "../base/plan-port";
import type { Anchor } from "../generated/contract";
import { type Thread, threadsOf } from "../together/threads";
import { button, choice, quoted } from "./parts/controls";
import { type Child, h } from "./parts/markup";
import { type Panel, type PanelOptions, Sheet } from "./parts/sheet";
import { Talk } from "./parts/talk";
import { fieldWords } from "./parts/words";
import { candidates } from "./scenario-assumptions";

interface State {
  isAll: boolean;
  /** The thread that is open; its new comments count as read. */
  open: string;
  /** What a new comment is about; null while none is written. */
  anchor: Anchor | null;
}

const WHOLE_PLAN: Anchor = { path: "", visualization: "", chart: "", x: null, y: null, label: "" };

export function comments(root: HTMLElement, port: PlanPort, options: PanelOptions = {}): Panel {
  const state: State = { isAll: false, open: "", anchor: null };
  const sheet: Sheet = new Sheet(root, port, options, {
    kind: "comments",
    title: "Comments",
    paths: ["comments", "offers", "campaigns", "change_requests"],
    note: () => panel.note(),
    tools: () => panel.tools(),
    body: () => panel.body(),
  });
  const panel = new Comments(sheet, state);
  sheet.disposer.add(port.observeFocus(() => panel.follow(port.focus)));
  sheet.disposer.add(port.observe(() => panel.readOpen(), ["comments"]));
  if (port.focus) panel.follow(port.focus);
  sheet.drawNow();
  return sheet;
}

class Comments {
  readonly #sheet: Sheet;
  readonly #state: State;
  readonly #talk: Talk;

  constructor(sheet: Sheet, state: State) {
    this.#sheet = sheet;
    this.#state = state;
    this.#talk = new Talk(sheet);
  }

  get #threads(): Thread[] {
    return threadsOf(this.#sheet.read, this.#sheet.port.user.username);
  }

  note(): string {
    const open = this.#threads.filter(({ isResolved }) => !isResolved);
    const unread = open.reduce((sum, thread) => sum + thread.unread, 0);
    return [open.length > 0 && `${open.length} open`, unread > 0 && `${unread} new`].filter(Boolean).join(" · ");
  }

  tools(): Child {
    const { isAll } = this.#state;
    const toggle = () => {
      this.#state.isAll = !isAll;
      this.#sheet.redraw();
    };
    const unread = this.#threads.filter(({ unread: count }) => count > 0);
    return [
      unread.length > 1 &&
        button({
          words: "Mark all read",
          name: "read",
          press: () => {
            for (const thread of unread) this.#talk.read(thread);
          },
        }),
      this.#threads.some(({ isResolved }) => isResolved) &&
        button({ words: "Resolved", label: "Show resolved threads", name: "all", press: toggle, isPressed: isAll }),
      !this.#sheet.isReadOnly &&
        button({ words: "Comment", label: "Write a comment", name: "new", press: () => this.#begin(WHOLE_PLAN) }),
    ];
  }

  body(): Child {
    const shown = this.#threads.filter(
      ({ id, isResolved }) => this.#state.isAll || !isResolved || id === this.#state.open,
    );
    const nothing = this.#threads.length
      ? "Every thread is resolved."
      : "Nobody has said anything yet. Comment on a point of a chart, on a field, or on the plan.";
    return [
      this.#state.anchor && !this.#sheet.isReadOnly && this.#beginning(this.#state.anchor),
      shown.length === 0 && h("p", { class: "ltoplan-nothing", key: "nothing" }, nothing),
      h(
        "div",
        { class: "ltoplan-topics", key: "threads" },
        shown.map((thread) => this.#thread(thread)),
      ),
    ];
  }

  /** What the page's conversation is at: a thread to open, or a place for a new one. */
  follow(focus: ConversationFocus | null): void {
    if (focus?.thread) this.#open(focus.thread);
    else if (focus) this.#begin(focus.anchor);
    else this.#sheet.redraw();
  }

  /** What arrives in the thread in front of somebody is read. */
  readOpen(): void {
    const open = this.#threads.find(({ id }) => id === this.#state.open);
    if (open && open.unread > 0 && this.#sheet.root.ownerDocument.visibilityState !== "hidden")
      queueMicrotask(() => this.#talk.read(open));
  }

  #open(id: string): void {
    this.#state.open = id;
    this.#state.anchor = null;
    this.#sheet.drawNow();
    const thread = this.#sheet.root.querySelector<HTMLElement>(`[data-thread=${quoted(id)}]`);
    thread?.scrollIntoView({ block: "nearest" });
    this.readOpen();
  }

  #begin(anchor: Anchor): void {
    this.#state.anchor = anchor;
    this.#talk.composer.begin("new comment");
  }

  #beginning(anchor: Anchor): Child {
    const { port } = this.#sheet;
    const close = () => {
      this.#state.anchor = null;
      if (port.focus?.thread === "") port.focusOn(null);
      this.#sheet.focusOn("[data-tool=new]");
    };
    const send = (text: string) => {
      const isSaid = this.#talk.say(text, { anchor });
      if (isSaid) close();
      return isSaid;
    };
    const about =
      anchor.label && anchor.chart
        ? h("p", {}, "About ", h("span", { class: "ltoplan-anchor" }, anchor.label))
        : this.#about(anchor);
    return h(
      "div",
      { class: "ltoplan-pane", key: "new" },
      about,
      this.#talk.composer.draw({ name: "new comment", label: "Comment", verb: "Comment", send, cancel: close }),
    );
  }

  #about(anchor: Anchor): Child {
    const { port } = this.#sheet;
    const fields = candidates(port).map((path) => [path, fieldWords(port, path)] as const);
    const choose = (path: string) => {
      this.#state.anchor = { ...WHOLE_PLAN, path, label: path && fieldWords(port, path) };
      this.#sheet.redraw();
    };
    return h(
      "div",
      { class: "ltoplan-filters" },
      choice("About", [["", "The plan as a whole"], ...fields], anchor.path, choose),
    );
  }

  #thread(thread: Thread): Child {
    const isOpen = this.#state.open === thread.id;
    const count = thread.replies.length;
    const words = count === 0 ? "Reply" : `${count} ${count === 1 ? "reply" : "replies"}`;
    const toggle = () => this.#toggle(thread, isOpen);
    const { isReadOnly } = this.#sheet;
    return h(
      "article",
      {
        class: "ltoplan-topic",
        key: thread.id,
        "data-thread": thread.id,
        "data-open": isOpen ? "yes" : null,
        "data-resolved": thread.isResolved ? "yes" : null,
        "aria-label": `Thread of ${thread.first.author || "somebody"}`,
      },
      this.#anchorLine(thread),
      this.#talk.draw(thread, isOpen),
      isOpen && !isReadOnly && this.#talk.answer(thread),
      h(
        "div",
        { class: "ltoplan-row-tools ltoplan-topic-tools" },
        h(
          "button",
          {
            type: "button",
            class: "ltoplan-link",
            "data-tool": "open",
            "aria-expanded": String(isOpen),
            onclick: toggle,
          },
          isOpen ? "Close" : words,
        ),
        thread.unread > 0 && h("span", { class: "ltoplan-mark", "data-tone": "demand" }, `${thread.unread} new`),
        !isReadOnly &&
          button({
            words: thread.isResolved ? "Reopen" : "Resolve",
            look: "link",
            name: "resolve",
            press: () => this.#talk.resolve(thread, !thread.isResolved),
          }),
        thread.isResolved && h("span", { class: "ltoplan-faint" }, `resolved by ${thread.first.resolved_by}`),
      ),
    );
  }

  #toggle(thread: Thread, isOpen: boolean): void {
    const { port } = this.#sheet;
    this.#state.open = isOpen ? "" : thread.id;
    if (isOpen && port.focus?.thread === thread.id) port.focusOn(null);
    if (!isOpen) {
      this.#talk.read(thread);
      this.#talk.composer.begin(`answer ${thread.id}`);
    }
    this.#sheet.redraw();
  }

  /** What the thread is about; pressed, charts show the place. */
  #anchorLine({ id, first: { anchor } }: Thread): Child {
    const { port } = this.#sheet;
    const label = anchor.label || (anchor.path && fieldWords(port, anchor.path));
    if (!label) return null;
    const isShown = port.focus?.thread === id;
    const press = () => port.focusOn(isShown ? null : { thread: id, anchor });
    const attributes = {
      type: "button",
      class: "ltoplan-anchor",
      onclick: press,
      "aria-pressed": String(isShown),
      title: "Show it in the chart",
    };
    return h("button", { ...attributes, key: "anchor", "data-tool": "anchor" }, label);
  }
}
