/** The saved visualizations of a plan: find, open, create, rename, recolour, duplicate and delete them. */
import { spaced } from "../base/label";
import { join } from "../base/path";
import type { PlanPort } from "../base/plan-port";
import { isColor } from "../base/theme";
import { ulid } from "../base/ulid";
import type { Campaign, Visualization } from "../generated/contract";
import { actions, button, choice, inPlace, labelled, textField } from "./parts/controls";
import { type Child, h } from "./parts/markup";
import { ago, moment } from "./parts/moment";
import { type Panel, type PanelOptions, Sheet } from "./parts/sheet";

export interface VisualizationOptions extends PanelOptions {
  /** Kinds that can be created: type to what people call it. */
  kinds?: Readonly<Record<string, string>>;
  /** Open one; without it names are no buttons. */
  onOpen?(id: string): void;
}

const KINDS = {
  forecast_chart: "Forecast",
  normal_distribution: "Campaign demand",
  order_chart: "Order",
  scenario_table: "Scenarios",
  change_history: "History",
  comments: "Comments",
  change_requests: "Change requests",
};

type Records = Readonly<Record<string, Visualization>>;

interface State {
  search: string;
  /** Id of the record whose name is being written, and the name so far. */
  renamed: string;
  name: string;
  /** What is being created; null while nothing is. */
  draft: { name: string; type: string; campaign: string } | null;
}

export function visualizationList(root: HTMLElement, port: PlanPort, options: VisualizationOptions = {}): Panel {
  const state: State = { search: "", renamed: "", name: "", draft: null };
  const sheet: Sheet = new Sheet(root, port, options, {
    kind: "visualization-list",
    title: "Charts",
    paths: ["visualizations", "campaigns"],
    note: () => String(alive(port).length || ""),
    tools: () =>
      !sheet.isReadOnly && button({ words: "New", label: "New chart", name: "new", press: () => list.begin() }),
    body: () => list.body(),
  });
  const list = new List(sheet, state, options);
  sheet.drawNow();
  return sheet;
}

function alive(port: PlanPort): [string, Visualization][] {
  const records = Object.entries((port.read("visualizations") as Records | undefined) ?? {});
  return records.filter(([, { deleted }]) => !deleted).sort(([, a], [, b]) => (a.rank ?? 0) - (b.rank ?? 0));
}

class List {
  readonly #sheet: Sheet;
  readonly #state: State;
  readonly #options: VisualizationOptions;
  readonly #kinds: Readonly<Record<string, string>>;

  constructor(sheet: Sheet, state: State, options: VisualizationOptions) {
    this.#sheet = sheet;
    this.#state = state;
    this.#options = options;
    this.#kinds = options.kinds ?? KINDS;
  }

  body(): Child {
    const records = alive(this.#sheet.port);
    const wanted = this.#state.search.trim().toLocaleLowerCase();
    const found = records.filter(([, { name, type }]) =>
      `${name} ${this.#kindOf(type)}`.toLocaleLowerCase().includes(wanted),
    );
    const nothing = records.length
      ? `No chart is called “${this.#state.search.trim()}”.`
      : "The plan holds no chart yet. A new one shows the same to everybody who has the plan open.";
    return [
      this.#form(),
      records.length > 0 && this.#search(),
      found.length === 0 && h("p", { class: "ltoplan-nothing", key: "nothing" }, nothing),
      h(
        "ul",
        { class: "ltoplan-rows", key: "rows" },
        found.map(([id, record]) => this.#row(id, record)),
      ),
    ];
  }

  begin(): void {
    const [campaign = ""] = Object.keys(this.#campaigns());
    this.#state.draft = { name: "", type: Object.keys(this.#kinds)[0] ?? "", campaign };
    this.#sheet.focusOn("[name=new-name]");
  }

  #campaigns(): Record<string, Campaign> {
    const records = (this.#sheet.port.read("campaigns") as Record<string, Campaign> | undefined) ?? {};
    return Object.fromEntries(Object.entries(records).filter(([, { deleted }]) => !deleted));
  }

  #kindOf(type: string): string {
    return this.#kinds[type] ?? (type === "parameter_slider" ? "assumption" : spaced(type));
  }

  #search(): Child {
    const type = (event: Event) => {
      this.#state.search = (event.target as HTMLInputElement).value;
      this.#sheet.redraw();
    };
    const attributes = {
      type: "search",
      class: "ltoplan-input",
      placeholder: "Search",
      "aria-label": "Search charts",
    };
    return h("input", { ...attributes, key: "search", value: this.#state.search, oninput: type });
  }

  #form(): Child {
    const { draft } = this.#state;
    if (!draft) return null;
    const set = (change: Partial<typeof draft>) => {
      this.#state.draft = { ...draft, ...change };
      this.#sheet.redraw();
    };
    const create = (event: Event) => {
      event.preventDefault();
      this.#create();
    };
    const cancel = () => {
      this.#state.draft = null;
      this.#sheet.focusOn("[data-tool=new]");
    };
    return h(
      "form",
      { class: "ltoplan-form", key: "form", onsubmit: create },
      labelled("Name", textField({ name: "new-name", value: draft.name, type: (name) => set({ name }) })),
      labelled(
        "Shows",
        choice("Kind", Object.entries(this.#kinds), draft.type, (type) => set({ type })),
      ),
      labelled(
        "Campaign",
        choice("Campaign", this.#campaignNames(), draft.campaign, (campaign) => set({ campaign })),
      ),
      actions(
        h(
          "button",
          { type: "submit", class: "ltoplan-button ltoplan-primary", disabled: !draft.name.trim() },
          "Create",
        ),
        button({ words: "Cancel", press: cancel }),
      ),
    );
  }

  #campaignNames(): [string, string][] {
    const named = Object.entries(this.#campaigns()).map(
      ([id, { name, item }]) => [id, name || item] as [string, string],
    );
    return [["", "The plan’s only one"], ...named];
  }

  #create(): void {
    const { draft } = this.#state;
    if (!draft?.name.trim()) return;
    const rank = Math.max(0, ...alive(this.#sheet.port).map(([, record]) => record.rank ?? 0)) + 1;
    const id = ulid();
    const record = { ...draft, name: draft.name.trim(), field: "", parameters: {}, color: "", rank, deleted: false };
    if (
      !this.#sheet.attempt(() =>
        this.#sheet.port.apply({
          [join("visualizations", id)]: { ...record, ...this.#signs("created"), ...this.#signs("updated") },
        }),
      )
    )
      return;
    this.#state.draft = null;
    this.#sheet.focusOn(`[data-id="${id}"] button`);
  }

  #signs(kind: "created" | "updated"): Record<string, string> {
    return { [`${kind}_by`]: this.#sheet.port.user.name, [`${kind}_at`]: new Date(this.#sheet.now).toISOString() };
  }

  #edit(id: string, changes: Record<string, unknown>): boolean {
    const signed = Object.entries({ ...changes, ...this.#signs("updated") });
    const paths = Object.fromEntries(signed.map(([field, value]) => [join("visualizations", id, field), value]));
    return this.#sheet.attempt(() => this.#sheet.port.apply(paths));
  }

  #row(id: string, record: Visualization): Child {
    const campaign = this.#campaigns()[record.campaign];
    const what = [this.#kindOf(record.type), campaign?.name].filter(Boolean).join(" · ");
    return h(
      "li",
      { class: "ltoplan-row", key: id, "data-id": id },
      this.#colour(id, record),
      h(
        "div",
        { class: "ltoplan-row-words" },
        this.#name(id, record),
        h("span", { class: "ltoplan-faint" }, what, this.#when(record)),
      ),
      !this.#sheet.isReadOnly && this.#tools(id, record),
    );
  }

  #when({ updated_at: at, updated_by: by, created_at, created_by }: Visualization): Child {
    const last = at || created_at;
    const { locale } = this.#sheet.options;
    const words = ago(last, this.#sheet.now, locale);
    return words ? [` · ${by || created_by || "somebody"}, `, moment(last, words, locale)] : null;
  }

  #name(id: string, record: Visualization): Child {
    if (this.#state.renamed === id) return this.#renaming(id);
    const { onOpen } = this.#options;
    if (!onOpen) return h("span", { class: "ltoplan-row-name" }, record.name);
    return h(
      "button",
      { type: "button", class: "ltoplan-link ltoplan-row-name", onclick: () => onOpen(id) },
      record.name,
    );
  }

  #renaming(id: string): Child {
    const done = (isKept: boolean) => {
      if (this.#state.renamed !== id) return;
      const name = this.#state.name.trim();
      this.#state.renamed = "";
      if (isKept && name) this.#edit(id, { name });
      this.#sheet.focusOn(`[data-id="${id}"] [data-tool=rename]`);
    };
    const type = (name: string) => {
      this.#state.name = name;
    };
    return inPlace({ name: "rename", label: "Name", value: this.#state.name, type }, done);
  }

  #colour(id: string, { name, color }: Visualization): Child {
    const shown = isColor(color) ? color : "#2b6cd4";
    const pick = (event: Event) => this.#edit(id, { color: (event.target as HTMLInputElement).value });
    return h("input", {
      type: "color",
      class: "ltoplan-swatch-input",
      value: shown,
      onchange: pick,
      disabled: this.#sheet.isReadOnly,
      "aria-label": `Colour of ${name}`,
      title: "Colour",
    });
  }

  #tools(id: string, record: Visualization): Child {
    const tool = (name: string, words: string, press: () => void) =>
      button({ words, label: `${words} ${record.name}`, look: "link", name, press });
    return h(
      "div",
      { class: "ltoplan-row-tools" },
      tool("rename", "Rename", () => this.#rename(id, record)),
      tool("duplicate", "Duplicate", () => this.#duplicate(record)),
      tool("delete", "Delete", () => this.#delete(id, record)),
    );
  }

  #rename(id: string, { name }: Visualization): void {
    this.#state.renamed = id;
    this.#state.name = name;
    this.#sheet.focusOn("[name=rename]");
  }

  #duplicate(record: Visualization): void {
    const id = ulid();
    const copy = {
      ...record,
      name: `${record.name} copy`,
      rank: (record.rank ?? 0) + 0.5,
      ...this.#signs("created"),
      ...this.#signs("updated"),
    };
    if (this.#sheet.attempt(() => this.#sheet.port.apply({ [join("visualizations", id)]: copy })))
      this.#sheet.focusOn(`[data-id="${id}"] button`);
  }

  #delete(id: string, { name }: Visualization): void {
    if (this.#edit(id, { deleted: true }))
      this.#sheet.offer(`Deleted ${name}.`, "Undo", () => this.#edit(id, { deleted: false }));
  }
}
