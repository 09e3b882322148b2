/** Short notices of what others change: who, what, from what to what, and one click back where it was mine. */
import { Disposer } from "../base/disposer";
import { formatFor } from "../base/format";
import { frameLoop } from "../base/frame-loop";
import { same } from "../base/json";
import type { ChangeNotice, PlanPort } from "../base/plan-port";
import { setTheme } from "../base/theme";
import { type Child, h, patch } from "./parts/markup";
import { avatar, inColor, personOf } from "./parts/person";
import type { Panel, PanelOptions } from "./parts/sheet";
import { changeWords, fieldWords, valueWords } from "./parts/words";

export interface NoticeOptions extends PanelOptions {
  /** Show an entry in a history that is on the page; without it the button is left out. */
  onShow?(entry: string): void;
  /** Whether there is a history to show it in at the moment; always by default. */
  canShow?(): boolean;
}

interface Toast {
  id: string;
  author: string;
  notices: ChangeNotice[];
  trouble: string;
}

const MOST_TOASTS = 3;
const MOST_LINES = 3;
/** So long a notice stays that asks for nothing; one of an overwritten value waits for an answer. */
const STAY_MS = 12_000;

export function noticeStack(root: HTMLElement, port: PlanPort, options: NoticeOptions = {}): Panel {
  const disposer = new Disposer();
  const stack = root.ownerDocument.createElement("div");
  stack.className = "ltoplan-notices";
  setTheme(stack, options.theme);
  for (const [name, value] of Object.entries({
    role: "log",
    "aria-live": "polite",
    "aria-label": "Changes by others",
  })) {
    stack.setAttribute(name, value);
  }
  root.append(stack);
  disposer.add(() => stack.remove());
  const view = root.ownerDocument.defaultView ?? window;
  const toasts = new ToastRack(view, disposer, () => loop.schedule());
  const loop = frameLoop(
    view,
    () =>
      patch(
        stack,
        toasts.all.map((toast) => card(toast)),
      ),
    disposer,
  );
  disposer.listen(stack, "pointerenter", () => toasts.hold());
  disposer.listen(stack, "focusin", () => toasts.hold());
  disposer.listen(stack, "pointerleave", () => toasts.release());
  disposer.listen(stack, "focusout", () => toasts.release());
  disposer.add(port.observeNotices((notices) => toasts.take(notices)));
  const card = (toast: Toast) =>
    toastCard(toast, { port, options, close: () => toasts.close(toast), redraw: () => loop.schedule() });
  return { destroy: () => disposer.dispose() };
}

/** At most three notices, one a person; what somebody does next joins theirs. */
class ToastRack {
  all: Toast[] = [];
  readonly #view: Window;
  readonly #timers = new Map<Toast, number>();
  readonly #changed: () => void;
  #isHeld = false;
  #count = 0;

  constructor(view: Window, disposer: Disposer, changed: () => void) {
    this.#view = view;
    this.#changed = changed;
    disposer.add(() => this.#stopAll());
  }

  take(notices: readonly ChangeNotice[]): void {
    for (const notice of notices) this.#place(notice);
    for (const toast of this.all.slice(0, -MOST_TOASTS)) this.close(toast);
    this.#changed();
  }

  close(toast: Toast): void {
    this.all = this.all.filter((one) => one !== toast);
    this.#stop(toast);
    this.#changed();
  }

  /** While somebody reads or is about to click, nothing goes. */
  hold(): void {
    this.#isHeld = true;
    for (const toast of this.all) this.#stop(toast);
  }

  release(): void {
    this.#isHeld = false;
    for (const toast of this.all) this.#start(toast);
  }

  #place(notice: ChangeNotice): void {
    const toast = this.all.find(({ author }) => author === notice.author) ?? this.#add(notice.author);
    const before = toast.notices.find(({ path }) => path === notice.path);
    toast.notices = toast.notices.filter((one) => one !== before);
    const isOverwrite = notice.isOverwrite || Boolean(before?.isOverwrite);
    const joined = before ? { ...notice, old: before.old, isOverwrite } : notice;
    if (!same(joined.old, joined.new)) toast.notices.push(joined);
    if (toast.notices.length > 0) this.#start(toast);
    else this.close(toast);
  }

  #add(author: string): Toast {
    const toast = { id: String(++this.#count), author, notices: [], trouble: "" };
    this.all = [...this.all, toast];
    return toast;
  }

  #start(toast: Toast): void {
    this.#stop(toast);
    if (this.#isHeld || toast.notices.some(({ isOverwrite }) => isOverwrite)) return;
    this.#timers.set(
      toast,
      this.#view.setTimeout(() => this.close(toast), STAY_MS),
    );
  }

  #stop(toast: Toast): void {
    this.#view.clearTimeout(this.#timers.get(toast));
    this.#timers.delete(toast);
  }

  #stopAll(): void {
    for (const toast of [...this.#timers.keys()]) this.#stop(toast);
  }
}

interface Setting {
  port: PlanPort;
  options: NoticeOptions;
  close(): void;
  redraw(): void;
}

function toastCard(toast: Toast, setting: Setting): Child {
  const { port, options, close } = setting;
  const person = personOf(port, { author: toast.author, username: "" });
  const name = toast.author || "Somebody";
  const lines = toast.notices.slice(-MOST_LINES).map((notice) => noticeLine(toast, notice, setting));
  const hidden = toast.notices.length - lines.length;
  const last = toast.notices.at(-1);
  return h(
    "div",
    { class: "ltoplan-notice", key: toast.id, style: inColor(person.color) },
    avatar(person),
    h(
      "div",
      { class: "ltoplan-notice-words" },
      lines,
      hidden > 0 && h("p", { class: "ltoplan-faint" }, `and ${hidden} more`),
      toast.trouble && h("p", { class: "ltoplan-risk-words", role: "alert" }, toast.trouble),
      options.onShow &&
        last &&
        options.canShow?.() !== false &&
        h(
          "button",
          { type: "button", class: "ltoplan-link", onclick: () => options.onShow?.(last.entry) },
          "Show in history",
        ),
    ),
    h(
      "button",
      { type: "button", class: "ltoplan-quiet", onclick: close, "aria-label": `Close the notice of ${name}` },
      "×",
    ),
  );
}

function noticeLine(toast: Toast, notice: ChangeNotice, { port, options, close, redraw }: Setting): Child {
  const format = formatFor(options.locale);
  const name = toast.author || "Somebody";
  const takeBack = () => {
    try {
      port.apply({ [notice.path]: notice.old }, { action: "take_back", of: notice.entry });
      toast.notices = toast.notices.filter((one) => one !== notice);
      toast.trouble = "";
      if (toast.notices.length === 0) close();
    } catch (error) {
      toast.trouble = error instanceof Error ? error.message : String(error);
    }
    redraw();
  };
  const field = fieldWords(port, notice.path);
  const old = valueWords(port, notice.path, notice.old, format);
  return h(
    "p",
    { key: notice.path },
    h("b", {}, name),
    ` ${changeWords(port, notice, format)} `,
    notice.isOverwrite &&
      h(
        "button",
        {
          type: "button",
          class: "ltoplan-button",
          onclick: takeBack,
          "aria-label": `Take back: ${field} returns to ${old}`,
        },
        "Take back",
      ),
  );
}
