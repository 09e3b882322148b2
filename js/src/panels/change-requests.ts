/** Proposals: what would change field by field, what that leads to, accept or reject, talk about it, withdraw. */
import { join } from "../base/path";
import type { Changes, PlanPort } from "../base/plan-port";
import type { ChangeRequest } from "../generated/contract";
import { deciding, fieldsOf, type ProposedField, statusOf, undeciding, valuesAt } from "../together/change-request";
import { type Thread, threadsOf } from "../together/threads";
import { effectLine } from "./change-request-effect";
import { proposedField } from "./change-request-field";
import { ProposalForm } from "./change-request-form";
import { actions, button, textField } from "./parts/controls";
import { type Child, h } from "./parts/markup";
import { ago, moment } from "./parts/moment";
import { avatar, isOwn, personOf } from "./parts/person";
import { type Panel, type PanelOptions, Sheet } from "./parts/sheet";
import { Talk } from "./parts/talk";
import { fieldWords } from "./parts/words";

const STATUS: Readonly<Record<ChangeRequest["status"], readonly [words: string, tone: string]>> = {
  open: ["open", "demand"],
  accepted: ["accepted", "good"],
  partly_accepted: ["partly accepted", "good"],
  rejected: ["rejected", "risk"],
  withdrawn: ["withdrawn", ""],
};

interface State {
  isAll: boolean;
  /** Requests whose talk is open. */
  talks: Set<string>;
  /** Why somebody decides as they do, by request. */
  reasons: Map<string, string>;
}

export function changeRequests(root: HTMLElement, port: PlanPort, options: PanelOptions = {}): Panel {
  const state: State = { isAll: false, talks: new Set(), reasons: new Map() };
  const sheet: Sheet = new Sheet(root, port, options, {
    kind: "change-requests",
    title: "Change requests",
    paths: [
      "change_requests",
      "comments",
      "outlooks",
      "offers",
      "campaigns",
      "scenarios",
      "current_scenario",
      "currency",
    ],
    note: () => panel.note(),
    tools: () => panel.tools(),
    body: () => panel.body(),
  });
  const panel = new Requests(sheet, state);
  sheet.drawNow();
  return sheet;
}

class Requests {
  readonly #sheet: Sheet;
  readonly #state: State;
  readonly #talk: Talk;
  readonly #form: ProposalForm;

  constructor(sheet: Sheet, state: State) {
    this.#sheet = sheet;
    this.#state = state;
    this.#talk = new Talk(sheet);
    this.#form = new ProposalForm(sheet);
  }

  get #all(): [string, ChangeRequest][] {
    const records = Object.entries(
      (this.#sheet.read("change_requests") as Record<string, ChangeRequest> | undefined) ?? {},
    );
    return records.filter(([, { deleted }]) => !deleted).sort(([, a], [, b]) => (a.at < b.at ? 1 : -1));
  }

  note(): string {
    const open = this.#all.filter(([, request]) => statusOf(request) === "open").length;
    return open > 0 ? `${open} open` : "";
  }

  tools(): Child {
    const { isAll } = this.#state;
    const toggle = () => {
      this.#state.isAll = !isAll;
      this.#sheet.redraw();
    };
    const hasDecided = this.#all.some(([, request]) => statusOf(request) !== "open");
    return [
      hasDecided &&
        button({
          words: "Decided",
          label: "Show decided and withdrawn ones",
          name: "all",
          press: toggle,
          isPressed: isAll,
        }),
      !this.#sheet.isReadOnly && button({ words: "Propose change", name: "new", press: () => this.#form.begin() }),
    ];
  }

  body(): Child {
    const all = this.#all;
    const shown = all.filter(([, request]) => this.#state.isAll || statusOf(request) === "open");
    const nothing = all.length
      ? "No change request is open."
      : "Nobody proposes anything. A change request asks the others before a number changes.";
    const threads = threadsOf(this.#sheet.read, this.#sheet.port.user.username);
    return [
      this.#form.body(),
      shown.length === 0 && h("p", { class: "ltoplan-nothing", key: "nothing" }, nothing),
      h(
        "div",
        { class: "ltoplan-topics", key: "requests" },
        shown.map(([id, request]) => this.#request(id, request, threads)),
      ),
    ];
  }

  #request(id: string, request: ChangeRequest, threads: readonly Thread[]): Child {
    const status = statusOf(request);
    const fields = fieldsOf(request, this.#sheet.read);
    const isOpen = status === "open" && !this.#sheet.isReadOnly;
    return h(
      "article",
      {
        class: "ltoplan-topic ltoplan-request",
        key: id,
        "data-request": id,
        "data-status": status,
        "aria-label": request.title,
      },
      this.#heading(request),
      request.reason && h("p", { class: "ltoplan-quote" }, `“${request.reason}”`),
      this.#fields(id, request, fields, isOpen),
      effectLine(this.#sheet, id),
      isOpen && this.#decide(id, request, fields),
      this.#conversation(id, request, threads),
    );
  }

  #heading(request: ChangeRequest): Child {
    const { port, now, options } = this.#sheet;
    const [words, tone] = STATUS[statusOf(request)];
    return h(
      "div",
      { class: "ltoplan-comment", key: "heading" },
      avatar(personOf(port, request)),
      h(
        "div",
        { class: "ltoplan-entry-words" },
        h(
          "div",
          { class: "ltoplan-entry-head" },
          h("h3", { class: "ltoplan-person-name" }, request.title),
          h("span", { class: "ltoplan-mark", "data-tone": tone }, words),
          moment(request.at, ago(request.at, now, options.locale), options.locale),
        ),
        h("p", { class: "ltoplan-faint" }, `proposed by ${request.author || "somebody"}`),
      ),
    );
  }

  #fields(id: string, request: ChangeRequest, fields: readonly ProposedField[], isOpen: boolean): Child {
    return h(
      "ul",
      { class: "ltoplan-proposed", key: "fields" },
      fields.map((field) => {
        const words = fieldWords(this.#sheet.port, field.path);
        const tools = isOpen && !field.decision && this.#fieldTools(id, request, field.path, words);
        return proposedField(this.#sheet, field, tools);
      }),
    );
  }

  #fieldTools(id: string, request: ChangeRequest, path: string, words: string): Child {
    const tool = (verb: "Accept" | "Reject") =>
      button({
        words: verb,
        label: `${verb} ${words}`,
        name: verb.toLowerCase(),
        press: () => this.#settle(id, request, verb, [path]),
      });
    return h("div", { class: "ltoplan-actions" }, tool("Accept"), tool("Reject"));
  }

  #decide(id: string, request: ChangeRequest, fields: readonly ProposedField[]): Child {
    const open = fields.filter(({ decision }) => !decision).map(({ path }) => path);
    const type = (text: string) => {
      this.#state.reasons.set(id, text);
      this.#sheet.redraw();
    };
    const own = isOwn(this.#sheet.port, request);
    const all = open.length > 1 ? " all" : "";
    return actions(
      button({
        words: `Accept${all}`,
        look: "primary",
        name: "accept-all",
        press: () => this.#settle(id, request, "Accept", open),
      }),
      button({ words: `Reject${all}`, name: "reject-all", press: () => this.#settle(id, request, "Reject", open) }),
      own && button({ words: "Withdraw", name: "withdraw", press: () => this.#withdraw(id) }),
      textField({
        name: `reason ${id}`,
        label: "Why",
        placeholder: "Why? (optional)",
        longest: 4000,
        value: this.#state.reasons.get(id) ?? "",
        type,
      }),
    );
  }

  #settle(id: string, request: ChangeRequest, verb: "Accept" | "Reject", paths: readonly string[]): void {
    const { port, now } = this.#sheet;
    const sides = verb === "Accept" ? { accepted: paths } : { rejected: paths };
    const reason = this.#state.reasons.get(id)?.trim() ?? "";
    const before = valuesAt(paths, this.#sheet.read);
    const { changes, options } = deciding(id, request, {
      ...sides,
      user: port.user,
      at: new Date(now).toISOString(),
      reason,
    });
    if (!this.#sheet.attempt(() => port.apply(changes, options))) return;
    this.#state.reasons.delete(id);
    const what = paths.length === 1 ? fieldWords(port, paths[0] ?? "") : `${paths.length} changes`;
    this.#sheet.offer(`${verb}ed ${what} of “${request.title}”.`, "Undo", () => this.#unsettle(id, before));
  }

  /** The decision is taken back with what it changed, as far as nobody has changed that since. */
  #unsettle(id: string, before: Changes): void {
    const { port, read } = this.#sheet;
    const request = read(join("change_requests", id)) as ChangeRequest | undefined;
    if (!request) return;
    const { changes, options, skipped } = undeciding(id, request, { before, read });
    port.apply(changes, options);
    const fields = skipped.map((path) => fieldWords(port, path)).join(" and ");
    const verb = skipped.length === 1 ? "stays, somebody has changed it" : "stay, somebody has changed them";
    const stays = fields && ` ${fields} ${verb} since.`;
    this.#sheet.offer(`“${request.title}” is open again.${stays}`);
  }

  #withdraw(id: string): void {
    const { port } = this.#sheet;
    const set = (status: ChangeRequest["status"]) => port.apply({ [join("change_requests", id, "status")]: status });
    if (this.#sheet.attempt(() => set("withdrawn")))
      this.#sheet.offer("Withdrew the change request.", "Undo", () => set("open"));
  }

  /** Everything said about the request reads as one thread. */
  #conversation(id: string, request: ChangeRequest, threads: readonly Thread[]): Child {
    const path = join("change_requests", id);
    const about = threads.filter(({ first }) => first.anchor.path === path).sort((a, b) => (a.id < b.id ? -1 : 1));
    const count = about.reduce((sum, { replies }) => sum + replies.length + 1, 0);
    const isOpen = this.#state.talks.has(id);
    const toggle = () => {
      if (isOpen) this.#state.talks.delete(id);
      else this.#state.talks.add(id);
      for (const thread of isOpen ? [] : about) this.#talk.read(thread);
      this.#sheet.redraw();
    };
    const words = count === 0 ? "Comment" : `${count} ${count === 1 ? "comment" : "comments"}`;
    return h(
      "div",
      { class: "ltoplan-request-talk", key: "talk" },
      h(
        "button",
        {
          type: "button",
          class: "ltoplan-link",
          "data-tool": "talk",
          "aria-expanded": String(isOpen),
          onclick: toggle,
        },
        isOpen ? "Close comments" : words,
      ),
      isOpen && about.map((thread) => this.#talk.draw(thread, true)),
      isOpen && !this.#sheet.isReadOnly && this.#answer(id, request, about),
    );
  }

  #answer(id: string, request: ChangeRequest, about: readonly Thread[]): Child {
    const [first] = about;
    if (first) return this.#talk.answer(first);
    const anchor = {
      path: join("change_requests", id),
      visualization: "",
      chart: "",
      x: null,
      y: null,
      label: request.title,
    };
    const send = (text: string) => this.#talk.say(text, { anchor });
    return this.#talk.composer.draw({ name: `about ${id}`, label: "Comment", verb: "Comment", send });
  }
}
