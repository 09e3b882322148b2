/** Why so much is expected: what deserves a look, the early read, the parts, and the past launches, which people weigh by hand. */
import type { Format } from "../base/format";
import { join } from "../base/path";
import type { PlanPort } from "../base/plan-port";
import type { AnalogueTold, PartTold, PublishedOutlook, ReasonsView } from "../generated/contract";
import { fieldWords } from "../together/field-words";
import { currentScenario, isBehind, outlookOf } from "../together/outlooks";
import { choice } from "./parts/controls";
import { campaignsOf, termsOf } from "./parts/figures";
import { type Child, h } from "./parts/markup";
import { type Panel, type PanelOptions, Sheet } from "./parts/sheet";

/** How often a past launch counts. */
const FACTORS = [
  ["0", "left out"],
  ["0.5", "half"],
  ["1", "as found"],
  ["2", "twice"],
  ["4", "four times"],
] as const;
const NOTHING =
  "Nobody has computed why yet. Open the plan in a notebook: its kernel tells what is expected, of which parts, and from which past launches.";

export function reasons(root: HTMLElement, port: PlanPort, options: PanelOptions = {}): Panel {
  const sheet = new Sheet(root, port, options, {
    kind: "reasons",
    title: "Why",
    paths: ["name", "currency", "current_scenario", "scenarios", "offers", "campaigns", "outlooks"],
    body: () => {
      const told = campaignsOf(port).map(([id]) => ofCampaign(sheet, id));
      return told.some(Boolean) ? told : h("p", { class: "ltoplan-nothing", key: "nothing" }, NOTHING);
    },
  });
  sheet.drawNow();
  return sheet;
}

function ofCampaign(sheet: Sheet, id: string): Child {
  const outlook = outlookOf(id, sheet.read);
  const view = viewOf(outlook);
  if (!outlook || !view) return null;
  const campaigns = campaignsOf(sheet.port);
  const [, campaign] = campaigns.find(([key]) => key === id) ?? [];
  return h(
    "div",
    { class: "ltoplan-reasons-of", key: id },
    campaigns.length > 1 && h("h3", { key: "name" }, campaign?.name || campaign?.item || id),
    isBehind(outlook, sheet.read) &&
      h("p", { class: "ltoplan-footnote", key: "behind", role: "note" }, "From before the latest changes of the plan."),
    insightList(sheet, id, view),
    view.early_read && section("early", "What the first sales say", h("p", {}, view.early_read)),
    partTable(sheet, view),
    analogueList(sheet, id, view),
    findingList(sheet, view),
  );
}

/** What a kernel wrote down; another program may have written something else there. */
function viewOf(outlook: PublishedOutlook | null): ReasonsView | null {
  const view = (outlook?.views as Record<string, unknown> | undefined)?.reasons as Partial<ReasonsView> | undefined;
  const isWhole = Array.isArray(view?.parts) && Array.isArray(view.analogues) && Array.isArray(view.insights);
  return isWhole ? (view as ReasonsView) : null;
}

function section(key: string, title: string, ...children: Child[]): Child {
  return h("section", { class: "ltoplan-reasons-part", key }, h("h3", {}, title), children);
}

function insightList(sheet: Sheet, id: string, { insights }: ReasonsView): Child {
  const [, campaign] = campaignsOf(sheet.port).find(([key]) => key === id) ?? [];
  const { currency } = termsOf(sheet.port, campaign);
  const rows = insights.map(({ sentence, action, money }, place) =>
    h(
      "li",
      { key: String(place) },
      h("span", {}, sentence),
      " ",
      h("strong", {}, action),
      money > 0 && h("span", { class: "ltoplan-footnote" }, ` ${sheet.format.moneyShort(money, currency)} at risk`),
    ),
  );
  const body = rows.length
    ? h("ul", {}, rows)
    : h("p", { class: "ltoplan-footnote" }, "Nothing deserves a second look.");
  return section("insights", "What deserves a look", body);
}

/** Of a field its name stands before the sentence; what is not of a plan's field is said as it is. */
function findingList({ read }: Sheet, { findings }: ReasonsView): Child {
  if (!findings?.length) return null;
  const rows = findings.map(({ path, message, mend }, place) =>
    h(
      "li",
      { key: String(place) },
      path.includes("/") && h("strong", {}, `${capital(fieldWords(path, read))} `),
      `${message}.`,
      h("span", { class: "ltoplan-reasons-why" }, `${capital(mend)}.`),
    ),
  );
  return section("findings", "Worth knowing", h("ul", {}, rows));
}

function partTable(sheet: Sheet, view: ReasonsView): Child {
  if (view.parts.length === 0)
    return view.parts_why && section("parts", "What it is made of", h("p", {}, view.parts_why));
  return section(
    "parts",
    "What it is made of",
    h(
      "table",
      { class: "ltoplan-reasons-table" },
      h(
        "tbody",
        {},
        view.parts.map((part) => partRow(sheet, part)),
        totalRow(sheet, view),
      ),
    ),
    h("p", { class: "ltoplan-footnote", key: "whose" }, view.parts_why),
  );
}

function partRow({ format }: Sheet, { name, units, low, high, why }: PartTold): Child {
  const [from, to] = [Math.round(low), Math.round(high)];
  const range = from === to ? "" : ` · 80 % range ${signed(format, from)} to ${signed(format, to)}`;
  return h(
    "tr",
    { key: name },
    h(
      "th",
      { scope: "row", class: "ltoplan-reasons-named" },
      name,
      h("span", { class: "ltoplan-reasons-why" }, why, range),
    ),
    h("td", { class: "ltoplan-number ltoplan-reasons-units" }, signed(format, Math.round(units))),
  );
}

function totalRow({ format }: Sheet, { expected, unit }: ReasonsView): Child {
  return h(
    "tr",
    { key: "total", class: "ltoplan-reasons-total" },
    h("th", { scope: "row", class: "ltoplan-reasons-named" }, "expected"),
    h("td", { class: "ltoplan-number ltoplan-reasons-units" }, format.units(Math.round(expected), unit)),
  );
}

function signed(format: Format, units: number): string {
  const words = format.full(Math.abs(units));
  if (units === 0) return words;
  return units > 0 ? `+${words}` : `−${words}`;
}

function analogueList(sheet: Sheet, id: string, view: ReasonsView): Child {
  const told = view.analogues.map(({ event }) => event);
  const rest = Object.keys(factorsOf(sheet, id)).filter((event) => !told.includes(event));
  return section(
    "analogues",
    "Past launches behind it",
    view.why && h("p", { class: "ltoplan-footnote" }, sentence(view.why)),
    h(
      "ul",
      { class: "ltoplan-reasons-analogues" },
      view.analogues.map((one) => analogue(sheet, id, one.event, analogueWords(sheet, one, view.unit))),
      rest.map((event) => analogue(sheet, id, event, null)),
    ),
  );
}

function analogue(sheet: Sheet, id: string, event: string, words: Child): Child {
  const factor = factorsOf(sheet, id)[event] ?? 1;
  const known = FACTORS.some(([value]) => Number(value) === factor);
  const options = known ? FACTORS : [...FACTORS, [String(factor), `× ${factor}`] as const];
  const choose = (value: string) => weigh(sheet, id, event, Number(value));
  return h(
    "li",
    { key: event, "data-analogue": event },
    h("span", { class: "ltoplan-reasons-name" }, event),
    words,
    sheet.isReadOnly ? null : choice(`How much ${event} counts`, options, String(factor), choose),
  );
}

function analogueWords({ format }: Sheet, { weight, units, why }: AnalogueTold, unit: string): Child {
  return h(
    "span",
    { class: "ltoplan-reasons-why" },
    `${format.percent(weight)} · ${format.units(Math.round(units), unit)} · ${why}`,
  );
}

function pathOf({ read }: Sheet, id: string, event: string): string {
  const path = join("campaigns", id, "analogues", event);
  const current = currentScenario(read);
  const inside = join("scenarios", current, "changes", path);
  return current && read(inside) !== undefined ? inside : path;
}

/** Factors in force: the plan's, under those of the scenario that people work in. */
function factorsOf({ read }: Sheet, id: string): Record<string, number> {
  const own = (read(join("campaigns", id, "analogues")) ?? {}) as Record<string, number>;
  const current = currentScenario(read);
  const changes = (current && read(join("scenarios", current, "changes"))) || {};
  const prefix = `${join("campaigns", id, "analogues")}/`;
  const assumed = Object.entries(changes as Record<string, unknown>).filter(
    ([path, value]) => path.startsWith(prefix) && typeof value === "number",
  );
  const names = assumed.map(([path, value]) => [
    path.slice(prefix.length).replaceAll("~1", "/").replaceAll("~0", "~"),
    value,
  ]);
  return { ...own, ...Object.fromEntries(names) };
}

/** “As found” is no entry at all, so that nothing is left of a weight that was taken back. */
function weigh(sheet: Sheet, id: string, event: string, factor: number): void {
  const path = pathOf(sheet, id, event);
  const isOfPlan = path.startsWith("campaigns/");
  sheet.attempt(() => sheet.port.apply({ [path]: factor === 1 && isOfPlan ? null : factor }));
}

function sentence(words: string): string {
  return `${capital(words)}.`;
}

function capital(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}
