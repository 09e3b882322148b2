/** The list of plans and their charts in the sidebar: search, open, create, rename, duplicate, delete, copy a link. */
import { Disposer } from "../src/base/disposer";
import { spaced } from "../src/base/label";
import { setTheme } from "../src/base/theme";
import { inPlace } from "../src/panels/parts/controls";
import { type Child, h, patch } from "../src/panels/parts/markup";
import type { PlanChart, PlanEntry, Shelf } from "./plan-shelf";
import { KINDS } from "./view/chart-spec";

export interface PlansListOptions {
  refresh(): void;
  createPlan(): void;
  openPlan(path: string, chart?: string): void;
  renamePlan(path: string, name: string): void;
  duplicatePlan(path: string): void;
  deletePlan(path: string): void;
  share(path: string, chart?: string): void;
  createChart(path: string, kind: string): void;
  renameChart(path: string, chart: PlanChart, name: string): void;
  duplicateChart(path: string, chart: PlanChart): void;
  deleteChart(path: string, chart: PlanChart): void;
}

type Tool = readonly [words: string, press: () => void];

export class PlansList {
  readonly #root: HTMLElement;
  readonly #options: PlansListOptions;
  readonly #disposer = new Disposer();
  #shelf: Shelf = { plans: [], looked: 0, waiting: 1, isCut: false };
  #search = "";
  /** Key of what is being renamed, and the name so far. */
  #renamed = "";
  #name = "";
  /** Key of the row whose tools are open. */
  #opened = "";

  constructor(host: HTMLElement, options: PlansListOptions) {
    this.#options = options;
    this.#root = host.ownerDocument.createElement("div");
    this.#root.className = "ltoplan-plans";
    setTheme(this.#root);
    host.append(this.#root);
    this.#disposer.add(() => this.#root.remove());
    this.#draw();
  }

  update(shelf: Shelf): void {
    this.#shelf = shelf;
    this.#draw();
  }

  destroy(): void {
    this.#disposer.dispose();
  }

  #draw(): void {
    patch(this.#root, [this.#header(), this.#searchField(), this.#progress(), this.#list()]);
  }

  #header(): Child {
    const tool = (words: string, label: string, press: () => void) =>
      h(
        "button",
        { type: "button", class: "ltoplan-button", key: words, "aria-label": label, title: label, onclick: press },
        words,
      );
    return h(
      "header",
      { class: "ltoplan-plans-header", key: "header" },
      h("h2", {}, "Plans"),
      tool("New plan", "New plan in the current folder", () => this.#options.createPlan()),
      tool("⟳", "Look for plans again", () => this.#options.refresh()),
    );
  }

  #searchField(): Child {
    const type = (event: Event) => {
      this.#search = (event.target as HTMLInputElement).value;
      this.#draw();
    };
    const attributes = {
      type: "search",
      class: "ltoplan-input",
      placeholder: "Search plans and charts",
      "aria-label": "Search plans and charts",
    };
    return h("input", { ...attributes, key: "search", value: this.#search, oninput: type });
  }

  #progress(): Child {
    const { looked, waiting, isCut } = this.#shelf;
    const words = isCut
      ? `Looked into the first ${looked} folders only.`
      : waiting
        ? `Looking … ${looked} of ${looked + waiting} folders`
        : "";
    return h("p", { class: "ltoplan-plans-progress", key: "progress", role: "status" }, words);
  }

  #list(): Child {
    const wanted = this.#search.trim().toLocaleLowerCase();
    const rows = this.#shelf.plans.map((plan) => this.#plan(plan, wanted)).filter(Boolean);
    if (rows.length === 0 && !this.#shelf.waiting) {
      const nothing = this.#shelf.plans.length
        ? `Nothing is called “${this.#search.trim()}”.`
        : "There is no plan below this folder yet. “New plan” makes one.";
      return h("p", { class: "ltoplan-nothing", key: "nothing" }, nothing);
    }
    return h("ul", { class: "ltoplan-plans-rows", key: "rows" }, rows);
  }

  /** A plan with those of its charts that are looked for; null where nothing of it is. */
  #plan(plan: PlanEntry, wanted: string): Child {
    const isNamed = `${plan.name} ${plan.path}`.toLocaleLowerCase().includes(wanted);
    const charts = isNamed ? plan.charts : plan.charts.filter(({ name }) => name.toLocaleLowerCase().includes(wanted));
    if (!isNamed && charts.length === 0) return null;
    const { path } = plan;
    const o = this.#options;
    const tools: Tool[] = [
      ["Rename", () => this.#rename(path, plan.name)],
      ["Duplicate", () => o.duplicatePlan(path)],
      ["Copy link", () => o.share(path)],
      ...Object.entries(KINDS).map(([kind, words]): Tool => [`Add chart: ${words}`, () => o.createChart(path, kind)]),
      ["Delete", () => o.deletePlan(path)],
    ];
    const line = this.#line({
      key: path,
      name: plan.name,
      note: plan.complaint || path,
      tools,
      open: () => o.openPlan(path),
      keep: (name) => o.renamePlan(path, name),
    });
    return h(
      "li",
      { key: path, "data-plan": path },
      line,
      charts.length > 0 &&
        h(
          "ul",
          {},
          charts.map((chart) => this.#chart(path, chart)),
        ),
    );
  }

  #chart(path: string, chart: PlanChart): Child {
    const o = this.#options;
    const key = `${path}#${chart.id}`;
    const tools: Tool[] = [
      ["Rename", () => this.#rename(key, chart.name)],
      ["Duplicate", () => o.duplicateChart(path, chart)],
      ["Copy link", () => o.share(path, chart.id)],
      ["Delete", () => o.deleteChart(path, chart)],
    ];
    const note = KINDS[chart.kind] ?? spaced(chart.kind);
    const line = this.#line({
      key,
      name: chart.name,
      note,
      tools,
      open: () => o.openPlan(path, chart.id),
      keep: (name) => o.renameChart(path, chart, name),
    });
    return h("li", { key, "data-chart": chart.id }, line);
  }

  #line(row: {
    key: string;
    name: string;
    note: string;
    tools: readonly Tool[];
    open(): void;
    keep(name: string): void;
  }): Child {
    const isOpen = this.#opened === row.key;
    const toggle = () => {
      this.#opened = isOpen ? "" : row.key;
      this.#draw();
    };
    const close = (event: KeyboardEvent) => event.key === "Escape" && isOpen && toggle();
    return h(
      "div",
      { class: "ltoplan-plans-line", onkeydown: close },
      this.#renamed === row.key
        ? this.#renaming(row.keep)
        : h(
            "button",
            { type: "button", class: "ltoplan-plans-open", title: row.note, onclick: row.open },
            h("span", {}, row.name),
            h("small", {}, row.note),
          ),
      h(
        "button",
        {
          type: "button",
          class: "ltoplan-quiet",
          key: "tools",
          "aria-label": `Actions for ${row.name}`,
          "aria-expanded": String(isOpen),
          onclick: toggle,
        },
        "⋯",
      ),
      isOpen &&
        h(
          "div",
          { class: "ltoplan-plans-tools", role: "group", "aria-label": `Actions for ${row.name}` },
          row.tools.map((tool) => this.#tool(tool)),
        ),
    );
  }

  #tool([words, press]: Tool): Child {
    const act = () => {
      this.#opened = "";
      press();
      this.#draw();
    };
    return h("button", { type: "button", class: "ltoplan-link", key: words, onclick: act }, words);
  }

  #rename(key: string, name: string): void {
    this.#renamed = key;
    this.#name = name;
    this.#draw();
    this.#root.querySelector<HTMLInputElement>("[name=rename]")?.select();
  }

  #renaming(keep: (name: string) => void): Child {
    const done = (isKept: boolean) => {
      const name = this.#name.trim();
      this.#renamed = "";
      if (isKept && name) keep(name);
      this.#draw();
    };
    const type = (text: string) => {
      this.#name = text;
    };
    return inPlace({ name: "rename", label: "New name", value: this.#name, type }, done);
  }
}
