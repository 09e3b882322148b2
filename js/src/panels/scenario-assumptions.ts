/** What each scenario assumes, field by field, written in place; others are seen at the cell that they are in. */
import { checked, schemaOf } from "../base/field";
import { same } from "../base/json";
import { join } from "../base/path";
import type { PeerRecord, PlanPort } from "../base/plan-port";
import type { Campaign, Offer } from "../generated/contract";
import { pathUnder, valueUnder } from "../together/scenarios";
import { button, choice, quoted } from "./parts/controls";
import { campaignsOf } from "./parts/figures";
import { type Child, h } from "./parts/markup";
import { inColor } from "./parts/person";
import type { Sheet } from "./parts/sheet";
import { fieldWords, typedValue, valueText, valueWords } from "./parts/words";
import type { Column, ScenarioState } from "./scenario-table";

const OFFER_FIELDS = [
  "price",
  "unit_cost",
  "goodwill",
  "salvage",
  "disposal",
  "case_pack",
  "minimum_order",
  "capacity",
  "lead_days",
  "shelf_life_days",
];
/** So many fields are offered to choose from. */
const MOST_CANDIDATES = 200;
const CAMPAIGN_FIELDS = ["start", "end", "demand_mean", "demand_std_dev", "order_quantity"];

/** Rows of the fields that some scenario changes, and of those that somebody has added. */
export function assumptionRows(sheet: Sheet, state: ScenarioState, shown: readonly Column[]): Child {
  const fields = variedFields(shown, state);
  if (fields.length === 0) return null;
  const rows = fields.map((path) =>
    h(
      "tr",
      { key: path, "data-field": path },
      h("th", { scope: "row" }, fieldWords(sheet.port, path)),
      shown.map((column) => new Cell(sheet, state, column, path).draw()),
    ),
  );
  const title = h(
    "tr",
    { class: "ltoplan-group" },
    h("th", { scope: "rowgroup", colspan: shown.length + 1 }, "Assumptions"),
  );
  return h("tbody", { key: "assumptions" }, title, rows);
}

function variedFields(shown: readonly Column[], { added }: ScenarioState): string[] {
  const varied = shown.flatMap(({ scenario }) => Object.keys(scenario?.changes ?? {}));
  return [...new Set([...varied.sort(), ...added])];
}

/** Choose a further field to vary. */
export function newField(sheet: Sheet, state: ScenarioState, shown: readonly Column[]): Child {
  const present = new Set(variedFields(shown, state));
  const free = candidates(sheet.port).filter((path) => !present.has(path));
  const options = free.map((path) => [path, fieldWords(sheet.port, path)] as const);
  const choose = (path: string) => {
    if (!path) return;
    state.added.push(path);
    sheet.focusOn(`[data-field=${quoted(path)}] td:nth-of-type(2) button`);
  };
  return h(
    "div",
    { class: "ltoplan-actions", key: "new-field" },
    choice("Vary another field", [["", "Vary another field …"], ...options], "", choose),
  );
}

/** Fields that a scenario can sensibly change, those of what campaigns sell first; a list that nobody can read is cut. */
export function candidates(port: PlanPort): string[] {
  const campaigns = campaignsOf(port).slice(0, MOST_CANDIDATES);
  const sold = new Set(campaigns.map(([, { offer }]) => offer));
  const offers = Object.entries((port.read("offers") as Record<string, Offer> | undefined) ?? {}).filter(
    ([, { deleted }]) => !deleted,
  );
  const [first, rest] = [offers.filter(([id]) => sold.has(id)), offers.filter(([id]) => !sold.has(id))];
  const shown = [...first, ...rest].slice(0, MOST_CANDIDATES);
  const ofOffers = shown.flatMap(([id]) => OFFER_FIELDS.map((field) => join("offers", id, field)));
  const ofCampaigns = campaigns.flatMap(([id, campaign]) => [
    ...levers(id, campaign),
    ...CAMPAIGN_FIELDS.map((field) => join("campaigns", id, field)),
  ]);
  return [...ofCampaigns, ...ofOffers].slice(0, MOST_CANDIDATES);
}

function levers(id: string, { covariates }: Campaign): string[] {
  return Object.keys(covariates ?? {}).map((name) => join("campaigns", id, "covariates", name));
}

class Cell {
  readonly #sheet: Sheet;
  readonly #state: ScenarioState;
  readonly #column: Column;
  readonly #path: string;

  constructor(sheet: Sheet, state: ScenarioState, column: Column, path: string) {
    this.#sheet = sheet;
    this.#state = state;
    this.#column = column;
    this.#path = path;
  }

  /** Where the value is written: in the plan itself, or in the scenario. */
  get #home(): string {
    return pathUnder(this.#column.id, this.#path);
  }

  get #isOwn(): boolean {
    const changes = this.#column.scenario?.changes;
    return changes ? Object.hasOwn(changes, this.#path) : true;
  }

  get #value(): unknown {
    return valueUnder(this.#column.id, this.#path, this.#sheet.read);
  }

  draw(): Child {
    const { port } = this.#sheet;
    const peer = port
      .peers()
      .find(({ selection, preview }) => selection?.field === this.#home || preview?.field === this.#home);
    const isCurrent = (port.read("current_scenario") ?? "") === this.#column.id;
    return h(
      "td",
      {
        key: this.#column.id || "plan",
        class: "ltoplan-cell",
        "data-own": this.#column.id && this.#isOwn ? "yes" : null,
        "data-current": isCurrent ? "yes" : null,
        "data-peer": peer ? peer.name : null,
        style: peer ? inColor(peer.color) : null,
      },
      this.#isOpen ? this.#input() : this.#button(),
      peer && this.#person(peer),
    );
  }

  get #isOpen(): boolean {
    const { cell } = this.#state;
    return cell?.id === this.#column.id && cell.path === this.#path;
  }

  #person({ name, preview }: PeerRecord): Child {
    const typed =
      preview?.field === this.#home ? valueWords(this.#sheet.port, this.#path, preview.value, this.#sheet.format) : "";
    return h("span", { class: "ltoplan-peer-tag" }, typed ? `${name}: ${typed}` : name);
  }

  #button(): Child {
    const { port } = this.#sheet;
    const words = valueWords(port, this.#path, this.#value, this.#sheet.format);
    if (this.#sheet.isReadOnly) return h("span", { class: "ltoplan-cell-words" }, words);
    const origin = this.#isOwn ? "" : ", as in the plan";
    const label = `${fieldWords(port, this.#path)} in ${this.#column.name}: ${words}${origin}. Change`;
    const attributes = { type: "button", class: "ltoplan-cell-words", "data-cell": this.#home, "aria-label": label };
    return h("button", { ...attributes, onclick: () => this.#open() }, words);
  }

  #open(): void {
    const text = valueText(this.#value, this.#sheet.format);
    this.#state.cell = { id: this.#column.id, path: this.#path, begun: text, text };
    this.#sheet.port.setSelection({ chart: "scenario_table", field: this.#home });
    this.#sheet.focusOn("[name=cell]");
  }

  #input(): Child {
    const { cell } = this.#state;
    const type = (event: Event) => {
      if (!cell) return;
      cell.text = (event.target as HTMLInputElement).value;
      const value = typedValue(this.#path, cell.text, this.#value, this.#sheet.format);
      this.#sheet.port.setPreview(value === undefined ? null : { field: this.#home, value });
    };
    const press = (event: KeyboardEvent) => {
      if (event.key !== "Enter" && event.key !== "Escape") return;
      event.preventDefault();
      event.stopPropagation();
      this.#close(event.key === "Enter");
      this.#sheet.focusOn(`[data-cell=${quoted(this.#home)}]`);
    };
    const isDay = schemaOf(this.#path)?.pattern?.includes("[0-9]{4}") ?? false;
    const select = (event: Event) => !isDay && (event.target as HTMLInputElement).select();
    const label = `${fieldWords(this.#sheet.port, this.#path)} in ${this.#column.name}`;
    const rest = { "aria-label": label, autocomplete: "off", placeholder: this.#column.id ? "as in the plan" : null };
    return [
      h("input", {
        ...rest,
        type: isDay ? "date" : "text",
        name: "cell",
        class: "ltoplan-input",
        value: cell?.text ?? "",
        oninput: type,
        onkeydown: press,
        onfocus: select,
        onblur: () => this.#close(true),
      }),
      this.#column.id && this.#isOwn && this.#reset(),
    ];
  }

  /** Pressed before the field loses the focus, which would keep what it holds. */
  #reset(): Child {
    const take = (event: Event) => {
      event.preventDefault();
      if (this.#state.cell) this.#state.cell.text = "";
      this.#close(true);
    };
    const link = button({
      words: "as in the plan",
      look: "link",
      press: () => undefined,
      label: "As in the plan: take its value",
    });
    return { ...link, attributes: { ...link.attributes, onpointerdown: take } };
  }

  #close(isKept: boolean): void {
    const { cell } = this.#state;
    if (!cell || !this.#isOpen) return;
    const { port } = this.#sheet;
    this.#state.cell = null;
    port.setSelection(null);
    port.setPreview(null);
    if (isKept && cell.text !== cell.begun) this.#sheet.attempt(() => this.#keep(cell.text));
    else this.#sheet.redraw();
  }

  /** An emptied cell of a scenario takes the plan's value again. */
  #keep(text: string): void {
    const { port } = this.#sheet;
    if (this.#column.id && text.trim() === "") {
      if (this.#isOwn) port.apply({ [this.#home]: null });
      return;
    }
    const value = typedValue(this.#path, text, this.#value, this.#sheet.format);
    if (value === undefined)
      throw new Error(`${fieldWords(port, this.#path)}: “${text}” is not understood. Give ${allowed(this.#path)}.`);
    checked(this.#path, value);
    if (!same(value, this.#value) || !this.#isOwn) port.apply({ [this.#home]: value });
  }
}

function allowed(path: string): string {
  const type = schemaOf(path)?.type;
  return type === "boolean" ? "yes or no" : "a number, such as 1,250 or 5.45";
}
