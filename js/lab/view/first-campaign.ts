/** What an empty plan asks for: what is sold, when, and for how much; one form makes the first offer and its campaign. */
import type { Changes } from "../../src/base/plan-port";
import { ulid } from "../../src/base/ulid";
import { type Child, h } from "../../src/panels/parts/markup";
import { usualCharts } from "./chart-spec";

const DAY_MS = 86_400_000;
const LEAD_DAYS = 28;
const WINDOW_DAYS = 55;

export interface FirstCampaignParts {
  /** What has been written so far, by field; it outlives redraws. */
  draft: Record<string, string>;
  currency: string;
  isReadOnly: boolean;
  now: number;
  /** Display name of this page's user. */
  author: string;
  create(changes: Changes): void;
}

/** The form; it is drawn only while the plan holds no campaign. */
export function firstCampaign({ draft, currency, isReadOnly, now, author, create }: FirstCampaignParts): Child {
  if (isReadOnly) return h("p", { class: "ltoplan-waiting", key: "empty" }, "This plan holds no campaign yet.");
  const start = isoDay(now + LEAD_DAYS * DAY_MS);
  const end = isoDay(now + (LEAD_DAYS + WINDOW_DAYS) * DAY_MS);
  const field = (words: string, name: string, attributes: Attributes) => {
    const { value = "", ...rest } = attributes;
    const write = (event: Event) => {
      draft[name] = (event.target as HTMLInputElement).value;
    };
    const shown = draft[name] ?? String(value);
    const input = h("input", { type: "text", name, autocomplete: "off", ...rest, value: shown, oninput: write });
    return h("label", { key: name }, h("span", {}, words), input);
  };
  const submit = (event: Event) => {
    event.preventDefault();
    create(firstRecords(new FormData(event.target as HTMLFormElement), { now, author }));
  };
  return h(
    "form",
    { class: "ltoplan-first", key: "first", onsubmit: submit },
    h("h2", {}, "What do you want to plan?"),
    h(
      "p",
      {},
      "A campaign is one limited-time run of an offer. Everything can be changed later, by everybody in the plan.",
    ),
    h(
      "div",
      { class: "ltoplan-first-fields" },
      field("What is sold", "name", { required: true, placeholder: "Maple-oat latte", maxlength: 200 }),
      field("Item in the sales history", "item", { placeholder: "maple-oat-latte", maxlength: 200 }),
      field("First day of sale", "start", { type: "date", required: true, value: start }),
      field("Last day of sale", "end", { type: "date", required: true, min: draft.start ?? start, value: end }),
      field(`Price, ${currency} a unit`, "price", NUMBER),
      field(`Cost, ${currency} a unit`, "unit_cost", NUMBER),
      field("Counted in", "unit", { placeholder: "units", maxlength: 200 }),
      field("Units in a case", "case_pack", { ...NUMBER, min: "1", placeholder: "1" }),
      field("Days from order to delivery", "lead_days", { ...NUMBER, step: "1", max: "3650" }),
    ),
    h("button", { type: "submit", class: "ltoplan-tool ltoplan-primary" }, "Create the campaign"),
  );
}

type Attributes = Record<string, string | number | boolean>;

const NUMBER = { type: "number", min: "0", step: "any", inputmode: "decimal" };

/** The records that the form describes: an offer, its campaign, and the usual charts of it. */
export function firstRecords(form: FormData, { now, author }: { now: number; author: string }): Changes {
  const text = (name: string) => String(form.get(name) ?? "").trim();
  const number = (name: string, otherwise: number) => (text(name) === "" ? otherwise : Number(text(name)));
  const [offer, campaign] = [ulid(), ulid()];
  const name = text("name");
  const terms = {
    price: number("price", 0),
    unit_cost: number("unit_cost", 0),
    case_pack: number("case_pack", 1),
    lead_days: number("lead_days", 0),
  };
  const at = new Date(now).toISOString();
  const signed = { created_by: author, created_at: at, updated_by: author, updated_at: at };
  const charts = usualCharts(campaign).map(({ kind, name: title }, place) => [
    `visualizations/${ulid()}`,
    { name: title, type: kind, campaign, rank: place + 1, ...signed },
  ]);
  return {
    [`offers/${offer}`]: { name, unit: text("unit") || "units", ...terms },
    [`campaigns/${campaign}`]: {
      name,
      item: text("item") || slug(name),
      start: text("start"),
      end: text("end"),
      offer,
    },
    ...Object.fromEntries(charts),
  };
}

function slug(name: string): string {
  const words = name.toLocaleLowerCase("en").replace(/[^\p{L}\p{N}]+/gu, "-");
  return words.replace(/^-|-$/g, "") || "item";
}

function isoDay(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}
