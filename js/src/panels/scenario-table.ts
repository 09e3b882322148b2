/** Scenarios side by side: what each assumes and what it leads to; create, rename, duplicate, delete, edit, make current. */
import { join } from "../base/path";
import type { PlanPort } from "../base/plan-port";
import { ulid } from "../base/ulid";
import type { Scenario } from "../generated/contract";
import { adding, deleting, scenariosOf } from "../together/scenarios";
import { actions, button, inPlace, labelled, textField } from "./parts/controls";
import { type Child, h } from "./parts/markup";
import { type Panel, type PanelOptions, Sheet } from "./parts/sheet";
import { assumptionRows, newField } from "./scenario-assumptions";
import { figureRows, outlookNote } from "./scenario-figures";

/** A column of the table; the plan as it stands has no id. */
export interface Column {
  id: string;
  name: string;
  scenario: Scenario | null;
}

export interface ScenarioState {
  /** Name of the scenario that is being created; null while none is. */
  draft: string | null;
  renamed: string;
  name: string;
  /** Fields that somebody wants to vary but no scenario changes yet. */
  added: string[];
  /** The cell that is being written in, what it held at first and what it holds so far. */
  cell: { id: string; path: string; begun: string; text: string } | null;
}

export function scenarioTable(root: HTMLElement, port: PlanPort, options: PanelOptions = {}): Panel {
  const state: ScenarioState = { draft: null, renamed: "", name: "", added: [], cell: null };
  const sheet: Sheet = new Sheet(root, port, options, {
    kind: "scenario-table",
    title: "Scenarios",
    paths: ["scenarios", "current_scenario", "offers", "campaigns", "outlooks", "currency", "period"],
    note: () => (columns(port).length > 1 ? "side by side" : ""),
    tools: () => !sheet.isReadOnly && button({ words: "New scenario", name: "new", press: () => table.begin() }),
    body: () => table.body(),
  });
  const table = new Table(sheet, state);
  sheet.disposer.add(() => state.cell && port.setPreview(null));
  sheet.drawNow();
  return sheet;
}

/** The plan as it stands, then the scenarios in the order of lists. */
export function columns(port: PlanPort): Column[] {
  const named = scenariosOf((path) => port.read(path)).map(({ id, scenario }) => ({
    id,
    name: scenario.name || "Unnamed",
    scenario,
  }));
  return [{ id: "", name: "Plan as it stands", scenario: null }, ...named];
}

class Table {
  readonly #sheet: Sheet;
  readonly #state: ScenarioState;

  constructor(sheet: Sheet, state: ScenarioState) {
    this.#sheet = sheet;
    this.#state = state;
  }

  get #port(): PlanPort {
    return this.#sheet.port;
  }

  begin(): void {
    this.#state.draft = "";
    this.#sheet.focusOn("[name=new-name]");
  }

  body(): Child {
    const shown = columns(this.#port);
    return [
      this.#form(),
      h(
        "div",
        { class: "ltoplan-scroll", key: "table", tabindex: 0, role: "region", "aria-label": "Scenarios side by side" },
        h(
          "table",
          { class: "ltoplan-table" },
          h(
            "thead",
            {},
            h(
              "tr",
              {},
              h("td", {}),
              shown.map((column) => this.#heading(column)),
            ),
          ),
          h("tbody", { key: "current" }, this.#currentRow(shown)),
          figureRows(this.#sheet, shown),
          assumptionRows(this.#sheet, this.#state, shown),
        ),
      ),
      shown.length === 1 &&
        h(
          "p",
          { class: "ltoplan-nothing", key: "nothing" },
          "No scenario yet. A scenario is a named set of changes over the plan, such as “No TV”.",
        ),
      outlookNote(this.#sheet, shown),
      !this.#sheet.isReadOnly && shown.length > 1 && newField(this.#sheet, this.#state, shown),
    ];
  }

  #form(): Child {
    const { draft } = this.#state;
    if (draft === null) return null;
    const create = (event: Event) => {
      event.preventDefault();
      this.#create(draft.trim());
    };
    const type = (text: string) => {
      this.#state.draft = text;
      this.#sheet.redraw();
    };
    const field = textField({ name: "new-name", value: draft, placeholder: "e.g. No TV", type });
    const submit = h(
      "button",
      { type: "submit", class: "ltoplan-button ltoplan-primary", disabled: !draft.trim() },
      "Create",
    );
    const cancel = button({ words: "Cancel", press: () => this.#closeForm() });
    return h(
      "form",
      { class: "ltoplan-form", key: "form", onsubmit: create },
      labelled("Name", field),
      actions(submit, cancel),
    );
  }

  #closeForm(): void {
    this.#state.draft = null;
    this.#sheet.focusOn("[data-tool=new]");
  }

  #create(name: string): void {
    if (name && this.#add(name)) this.#closeForm();
  }

  #add(name: string, changes?: Scenario["changes"]): boolean {
    return this.#sheet.attempt(() => this.#port.apply(adding(ulid(), name, this.#sheet.read, changes)));
  }

  #heading({ id, name, scenario }: Column): Child {
    const isCurrent = (this.#port.read("current_scenario") ?? "") === id;
    const attributes = {
      scope: "col",
      key: id || "plan",
      "data-column": id || "plan",
      "data-current": isCurrent ? "yes" : null,
    };
    if (!scenario) return h("th", attributes, h("span", { class: "ltoplan-column-name" }, name));
    if (this.#state.renamed === id) return h("th", attributes, this.#renaming(id));
    return h(
      "th",
      attributes,
      h("span", { class: "ltoplan-column-name" }, name),
      !this.#sheet.isReadOnly &&
        h(
          "span",
          { class: "ltoplan-column-tools" },
          button({
            words: "Rename",
            label: `Rename ${name}`,
            look: "link",
            name: "rename",
            press: () => this.#rename(id, name),
          }),
          button({
            words: "Copy",
            label: `Copy ${name}`,
            look: "link",
            name: "duplicate",
            press: () => this.#duplicate(scenario),
          }),
          button({
            words: "Delete",
            label: `Delete ${name}`,
            look: "link",
            name: "delete",
            press: () => this.#delete(id, name),
          }),
        ),
    );
  }

  #rename(id: string, name: string): void {
    Object.assign(this.#state, { renamed: id, name });
    this.#sheet.focusOn("[name=rename]");
  }

  #renaming(id: string): Child {
    const type = (text: string) => {
      this.#state.name = text;
    };
    const done = (isKept: boolean) => {
      const name = this.#state.name.trim();
      this.#state.renamed = "";
      if (isKept && name) this.#sheet.attempt(() => this.#port.apply({ [join("scenarios", id, "name")]: name }));
      this.#sheet.focusOn(`[data-column="${id}"] [data-tool=rename]`);
    };
    return inPlace({ name: "rename", label: "Name of the scenario", value: this.#state.name, type }, done);
  }

  #duplicate(scenario: Scenario): void {
    this.#add(scenario.name, scenario.changes);
  }

  /** The plan goes back to what it is without the scenario where that was in force. */
  #delete(id: string, name: string): void {
    const isCurrent = this.#port.read("current_scenario") === id;
    const path = join("scenarios", id, "deleted");
    const back = { [path]: false, ...(isCurrent && { current_scenario: id }) };
    const isDone = this.#sheet.attempt(() => this.#port.apply(deleting(id, this.#sheet.read)));
    if (isDone) this.#sheet.offer(`Deleted ${name}.`, "Undo", () => this.#port.apply(back));
  }

  #currentRow(shown: readonly Column[]): Child {
    const current = this.#port.read("current_scenario") ?? "";
    const choose = (id: string) => this.#sheet.attempt(() => this.#port.apply({ current_scenario: id }));
    const cell = ({ id, name }: Column) =>
      h(
        "td",
        { key: id || "plan", "data-current": id === current ? "yes" : null },
        h(
          "label",
          { class: "ltoplan-current" },
          h("input", {
            type: "radio",
            name: `${this.#sheet.id}-current`,
            checked: id === current,
            disabled: this.#sheet.isReadOnly,
            onchange: () => choose(id),
            "aria-label": `Work in ${name}`,
          }),
          id === current ? "current" : "",
        ),
      );
    return h("tr", { key: "current" }, h("th", { scope: "row" }, "We work in"), shown.map(cell));
  }
}
