/** Two moments of a plan, field by field; and the question before one of them comes back. */
import { join } from "../base/path";
import type { Changes } from "../base/plan-port";
import { type Entries, newestFirst } from "../together/history";
import { decisionsIn, decisionsOf, differences, leadingTo, stateAfter, type Tree } from "../together/versions";
import { actions, button, choice } from "./parts/controls";
import { differenceTable } from "./parts/difference-table";
import { type Child, h } from "./parts/markup";
import { clock, fullMoment } from "./parts/moment";
import type { Sheet } from "./parts/sheet";
import { liveVersions } from "./version-list";

/** A moment of the plan: now, a version by id, or right after an entry. */
type Moment = "now" | `version ${string}` | `entry ${string}`;

export interface CompareState {
  compared: { from: Moment; to: Moment } | null;
  /** The moment that somebody is about to bring back. */
  question: Moment | null;
}

/** So many of the latest entries can be chosen; older ones are compared from their own row. */
const MOST_CHOICES = 40;

export class ComparePane {
  readonly #sheet: Sheet;
  readonly #state: CompareState;

  constructor(sheet: Sheet, state: CompareState) {
    this.#sheet = sheet;
    this.#state = state;
  }

  begin(from?: Moment): void {
    const [version] = liveVersions(this.#sheet.port);
    const oldest = newestFirst(this.#sheet.port.read("history") as Entries).at(-1);
    const other: Moment = version ? `version ${version[0]}` : oldest ? `entry ${oldest[0]}` : "now";
    this.#state.question = null;
    this.#state.compared = { from: from ?? other, to: "now" };
    this.#sheet.focusOn(".ltoplan-compare select");
  }

  ask(moment: Moment): void {
    this.#state.compared = null;
    this.#state.question = moment;
    this.#sheet.focusOn(".ltoplan-question .ltoplan-primary, .ltoplan-question button");
  }

  body(): Child {
    if (this.#state.question) return this.#question(this.#state.question);
    return this.#state.compared && this.#comparison(this.#state.compared);
  }

  #comparison({ from, to }: NonNullable<CompareState["compared"]>): Child {
    const options = this.#choices([from, to]);
    const set = (change: Partial<NonNullable<CompareState["compared"]>>) => {
      this.#state.compared = { from, to, ...change };
      this.#sheet.redraw();
    };
    return h(
      "section",
      { class: "ltoplan-pane ltoplan-compare", key: "compare", "aria-label": "Compare two versions" },
      h(
        "div",
        { class: "ltoplan-filters" },
        choice("From", options, from, (value) => set({ from: value as Moment })),
        choice("To", options, to, (value) => set({ to: value as Moment })),
      ),
      this.#differences(from, to),
      actions(
        to === "now" &&
          from !== "now" &&
          !this.#sheet.isReadOnly &&
          button({ words: "Restore …", press: () => this.ask(from) }),
        button({ words: "Close", press: () => this.#close() }),
      ),
    );
  }

  /** What comes back, field by field, before it does. */
  #question(moment: Moment): Child {
    const { port } = this.#sheet;
    const changes = this.#leadingTo(moment);
    const count = Object.keys(changes).length;
    const name = this.#nameOf(moment);
    const restore = () => {
      const of = moment.split(" ")[1] ?? "";
      const isDone = this.#sheet.attempt(() => port.apply(changes, { action: "restore", of }));
      if (!isDone) return;
      this.#close();
      this.#sheet.offer(`Restored the plan ${name}.`, "Undo", () => port.undo());
    };
    return h(
      "section",
      { class: "ltoplan-pane ltoplan-question", key: "question", "aria-label": "Restore the plan?" },
      h(
        "p",
        {},
        h("b", {}, `Restore the plan ${name}?`),
        count === 0 ? "" : ` ${count === 1 ? "One field changes" : `${count} fields change`} for everybody.`,
      ),
      this.#differences("now", moment),
      actions(
        count > 0 && button({ words: "Restore", look: "primary", press: restore }),
        button({ words: "Cancel", press: () => this.#close() }),
      ),
    );
  }

  /** The edit that brings a moment back; nothing where nobody knows what was then, which the differences say. */
  #leadingTo(moment: Moment): Changes {
    try {
      return leadingTo(this.#at(moment), this.#at("now"));
    } catch {
      return {};
    }
  }

  #differences(from: Moment, to: Moment): Child {
    const heads = [this.#short(from), this.#short(to)] as const;
    try {
      const found = Object.entries(differences(this.#at(from), this.#at(to)));
      return differenceTable(
        this.#sheet,
        found.map(([path, { old, new: now }]) => ({ path, old, new: now })),
        heads,
      );
    } catch (error) {
      return h(
        "p",
        { class: "ltoplan-risk-words", role: "alert" },
        error instanceof Error ? error.message : String(error),
      );
    }
  }

  #close(): void {
    this.#state.compared = null;
    this.#state.question = null;
    this.#sheet.focusOn("[data-tool=compare]");
  }

  /** The plan at a moment; throws where nobody knows any more. */
  #at(moment: Moment): Tree {
    const { read } = this.#sheet;
    const [kind, id = ""] = moment.split(" ");
    if (kind === "version") return decisionsIn(String(read(join("versions", id, "text")) ?? ""));
    return kind === "entry" ? stateAfter(id, decisionsOf(read), read("history") as Entries) : decisionsOf(read);
  }

  #choices(chosen: readonly Moment[]): [string, string][] {
    const { port } = this.#sheet;
    const versions = liveVersions(port).map(([id]) => `version ${id}` as Moment);
    const entries = newestFirst(port.read("history") as Entries)
      .slice(0, MOST_CHOICES)
      .map(([id]) => `entry ${id}` as Moment);
    const all = new Set<Moment>(["now", ...versions, ...entries, ...chosen]);
    return [...all].map((moment) => [moment, this.#label(moment)]);
  }

  #label(moment: Moment): string {
    const name = this.#nameOf(moment);
    return name.charAt(0).toLocaleUpperCase() + name.slice(1);
  }

  #nameOf(moment: Moment): string {
    const { port, options } = this.#sheet;
    const [kind, id = ""] = moment.split(" ");
    if (kind === "now") return "now";
    if (kind === "version") return `as in “${String(port.read(join("versions", id, "name")) ?? "")}”`;
    const entry = (port.read("history") as Entries)[id];
    return entry ? `after ${entry.author || "somebody"}’s change of ${fullMoment(entry.at, options.locale)}` : "then";
  }

  #short(moment: Moment): string {
    const { port, options } = this.#sheet;
    const [kind, id = ""] = moment.split(" ");
    if (kind === "now") return "Now";
    if (kind === "version") return String(port.read(join("versions", id, "name")) ?? "");
    return clock((port.read("history") as Entries)[id]?.at ?? "", options.locale) || "Then";
  }
}
