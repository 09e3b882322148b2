/** Who changed what, when, from what to what; the way back for one change and for everything; named versions. */
import type { PlanPort, UndoResult } from "../base/plan-port";
import { type Entries, newestFirst, overlaps } from "../together/history";
import { ComparePane, type CompareState } from "./change-history-compare";
import { type EntryRows, entryRow, versionRow } from "./change-history-entry";
import { exportMenu } from "./change-history-export";
import { NamingPane, type NamingState } from "./change-history-naming";
import { button, choice, quoted } from "./parts/controls";
import { answerCalls } from "./parts/entry-call";
import { type Child, h } from "./parts/markup";
import { dayWords, localDay } from "./parts/moment";
import { type Panel, type PanelOptions, Sheet } from "./parts/sheet";
import { fieldWords } from "./parts/words";
import { outcome, undoActs, undoTools } from "./undo-buttons";
import { liveVersions } from "./version-list";

interface State extends CompareState, NamingState {
  person: string;
  field: string;
  /** So many entries are shown. */
  most: number;
  /** The entry that somebody asked for. */
  called: string;
}

const PAGE = 50;

export function changeHistory(root: HTMLElement, port: PlanPort, options: PanelOptions = {}): Panel {
  const state: State = { person: "", field: "", most: PAGE, called: "", naming: null, compared: null, question: null };
  const sheet: Sheet = new Sheet(root, port, options, {
    kind: "change-history",
    title: "History",
    paths: ["history", "versions", "offers", "campaigns", "scenarios", "visualizations"],
    note: () => history.note(),
    tools: () => history.tools(),
    body: () => history.body(),
    undo: undoActs(port, (act, done) => history.step(act, done)),
  });
  const history = new History(sheet, state);
  sheet.disposer.add(answerCalls(port, (entry) => history.show(entry)));
  sheet.drawNow();
  return sheet;
}

class History {
  readonly #sheet: Sheet;
  readonly #state: State;
  readonly #compare: ComparePane;
  readonly #naming: NamingPane;

  constructor(sheet: Sheet, state: State) {
    this.#sheet = sheet;
    this.#state = state;
    this.#compare = new ComparePane(sheet, state);
    this.#naming = new NamingPane(sheet, state);
  }

  get #entries(): EntryRows {
    return newestFirst(this.#sheet.port.read("history") as Entries | undefined);
  }

  note(): string {
    const count = this.#entries.length;
    return count === 0 ? "" : `${count} ${count === 1 ? "change" : "changes"}`;
  }

  tools(): Child {
    const { isReadOnly, port } = this.#sheet;
    return [
      !isReadOnly && undoTools(port, this.step),
      !isReadOnly &&
        button({
          words: "Name version",
          label: "Name version of the plan as it is now",
          name: "name",
          press: () => this.#naming.begin(),
        }),
      button({ words: "Compare", label: "Compare two versions", name: "compare", press: () => this.#compare.begin() }),
      exportMenu(this.#sheet, () => this.#found),
    ];
  }

  step = (act: () => UndoResult | null, done: string): void => {
    this.#sheet.attempt(() => {
      const result = act();
      if (result) this.#sheet.offer(`${outcome(this.#sheet.port, result, done)}.`);
    });
  };

  body(): Child {
    const all = this.#entries;
    const found = this.#found;
    const words = all.length
      ? "No change fits these filters."
      : "Nothing has been changed yet. Every edit by anybody shows up here.";
    return [
      this.#naming.body(),
      this.#compare.body(),
      all.length > 0 && this.#filters(all),
      found.length === 0 && h("p", { class: "ltoplan-nothing", key: "nothing" }, words),
      h(
        "div",
        {
          class: "ltoplan-history",
          key: "days",
          tabindex: 0,
          role: "region",
          "aria-label": "Changes, the newest first",
        },
        this.#days(found),
      ),
      found.length > this.#state.most &&
        h(
          "div",
          { class: "ltoplan-actions", key: "more" },
          button({ words: "Show older changes", press: () => this.#showMore() }),
        ),
    ];
  }

  /** Somebody asks for an entry: filters that hide it go. */
  show(entry: string): void {
    const place = this.#entries.findIndex(([id]) => id === entry);
    if (place < 0) return;
    Object.assign(this.#state, { person: "", field: "", called: entry, most: Math.max(this.#state.most, place + 1) });
    this.#sheet.drawNow();
    const row = this.#sheet.root.querySelector<HTMLElement>(`[data-entry=${quoted(entry)}]`);
    row?.scrollIntoView({ block: "nearest" });
    row?.focus({ preventScroll: true });
  }

  #showMore(): void {
    this.#state.most += PAGE;
    this.#sheet.redraw();
  }

  get #found(): EntryRows {
    const { person, field } = this.#state;
    return this.#entries.filter(
      ([, entry]) =>
        (!person || entry.author === person) &&
        (!field || Object.keys(entry.changes).some((path) => overlaps(path, field))),
    );
  }

  #filters(all: EntryRows): Child {
    const { port } = this.#sheet;
    const people = [...new Set(all.map(([, { author }]) => author))].filter(Boolean).sort();
    const paths = [...new Set(all.flatMap(([, { changes }]) => Object.keys(changes)))];
    const fields = paths
      .map((path) => [path, fieldWords(port, path)] as const)
      .sort(([, a], [, b]) => a.localeCompare(b));
    const set = (change: Partial<State>) => {
      Object.assign(this.#state, change, { most: PAGE });
      this.#sheet.redraw();
    };
    return h(
      "div",
      { class: "ltoplan-filters", key: "filters", role: "group", "aria-label": "Filter" },
      choice(
        "Person",
        [["", "Everybody"], ...people.map((name) => [name, name] as const)],
        this.#state.person,
        (person) => set({ person }),
      ),
      choice("Field", [["", "All fields"], ...fields], this.#state.field, (field) => set({ field })),
    );
  }

  /** Entries and the versions named among them, day by day. */
  #days(found: EntryRows): Child {
    const isFiltered = Boolean(this.#state.person || this.#state.field);
    const shown = found.slice(0, this.#state.most);
    const oldest = found.length > shown.length ? (shown.at(-1)?.[1].at ?? "") : "";
    const versions = isFiltered ? [] : liveVersions(this.#sheet.port).filter(([, { at }]) => at >= oldest);
    const rows = [
      ...shown.map(([id, entry]) => ({ at: entry.at, row: () => entryRow(this.#sheet, id, entry, this.#rowState) })),
      ...versions.map(([id, version]) => ({
        at: version.at,
        row: () => versionRow(this.#sheet, id, version, this.#compare),
      })),
    ].sort((a, b) => (a.at === b.at ? 0 : a.at < b.at ? 1 : -1));
    const days = new Map<string, Child[]>();
    for (const { at, row } of rows) days.set(localDay(at), [...(days.get(localDay(at)) ?? []), row()]);
    return [...days].map(([day, list]) => this.#day(day, list));
  }

  get #rowState() {
    return { called: this.#state.called, all: this.#entries, compare: this.#compare };
  }

  #day(day: string, rows: readonly Child[]): Child {
    const { now, options } = this.#sheet;
    return h(
      "section",
      { key: day || "never", class: "ltoplan-day" },
      h("h3", { class: "ltoplan-day-name" }, dayWords(day, now, options.locale)),
      h("ol", {}, rows),
    );
  }
}
