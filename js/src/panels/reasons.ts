/** Why so much is expected: what deserves a look, the early read, the parts, and the past launches, which people weigh by hand. */
import { schemaOf } from "../base/field";
import type { Format } from "../base/format";
import { capital, label, unbroken } from "../base/label";
import type { PlanPort } from "../base/plan-port";
import type { FindingTold, PartTold, PublishedOutlook, ReasonsView } from "../generated/contract";
import { fieldWords, valueWords } from "../together/field-words";
import { isBehind, outlookOf } from "../together/outlooks";
import { campaignsOf, termsOf } from "./parts/figures";
import { type Child, h } from "./parts/markup";
import { type Panel, type PanelOptions, Sheet } from "./parts/sheet";
import { analogueList } from "./reasons-analogues";

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
    view.early_read && section("early", "What the first sales say", h("p", {}, unbroken(view.early_read))),
    partTable(sheet, view),
    section("analogues", "Past launches behind it", analogueList(sheet, id, view)),
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
      h("span", {}, unbroken(sentence)),
      " ",
      h("strong", {}, unbroken(action)),
      money > 0 && h("span", { class: "ltoplan-footnote" }, ` ${sheet.format.moneyShort(money, currency)} at risk`),
    ),
  );
  const body = rows.length
    ? h("ul", {}, rows)
    : h("p", { class: "ltoplan-footnote" }, "Nothing deserves a second look.");
  return section("insights", "What deserves a look", body);
}

/** Of a field its name and value stand before the sentence; what is not of a plan's field is said as it is. */
function findingList(sheet: Sheet, { findings }: ReasonsView): Child {
  if (!findings?.length) return null;
  const rows = findings.map((finding, place) =>
    h(
      "li",
      { key: String(place) },
      finding.path.includes("/") && h("strong", {}, `${fieldAndValue(sheet, finding)} `),
      unbroken(`${finding.message}.`),
      h("span", { class: "ltoplan-reasons-why" }, unbroken(sentence(finding.mend))),
    ),
  );
  return section("findings", "Worth knowing", h("ul", {}, rows));
}

/** `Price $ 5.45:`, as far as a number stood there. */
function fieldAndValue({ read, format }: Sheet, { path, value }: FindingTold): string {
  const [words, number] = [capital(fieldWords(path, read)), Number(value)];
  if (!value) return words;
  const isNumber = Number.isFinite(number) && schemaOf(path) !== undefined;
  return `${words} ${isNumber ? valueWords(path, number, read, format) : value}:`;
}

function partTable(sheet: Sheet, view: ReasonsView): Child {
  if (view.parts.length === 0)
    return view.parts_why && section("parts", "What it is made of", h("p", {}, unbroken(view.parts_why)));
  return section(
    "parts",
    "What it is made of",
    h(
      "table",
      { class: "ltoplan-reasons-table" },
      view.parts.map((part) => partRows(sheet, part)),
      h("tbody", { key: "total" }, totalRow(sheet, view)),
    ),
    h("p", { class: "ltoplan-footnote", key: "whose" }, unbroken(view.parts_why)),
  );
}

/** Name and units, and under both what is behind them. */
function partRows({ format }: Sheet, { name, units, low, high, why }: PartTold): Child {
  const [from, to] = [Math.round(low), Math.round(high)];
  const range = from === to ? [] : [`80 % range ${signed(format, from)} to ${signed(format, to)}`];
  return h(
    "tbody",
    { key: name },
    h("tr", {}, partName(label(name)), numberCell(signed(format, Math.round(units)))),
    h("tr", {}, h("td", { colspan: 2, class: "ltoplan-reasons-part-why" }, unbroken([why, ...range].join(" · ")))),
  );
}

function totalRow({ format }: Sheet, { expected, unit }: ReasonsView): Child {
  const units = numberCell(format.units(Math.round(expected), unit));
  return h("tr", { class: "ltoplan-reasons-total" }, partName("Expected"), units);
}

function partName(words: string): Child {
  return h("th", { scope: "row", class: "ltoplan-reasons-part-name" }, words);
}

function numberCell(words: string): Child {
  return h("td", { class: "ltoplan-number ltoplan-reasons-units" }, words);
}

function signed(format: Format, units: number): string {
  const words = format.full(Math.abs(units));
  if (units === 0) return words;
  return units > 0 ? `+${words}` : `−${words}`;
}

function sentence(words: string): string {
  return `${capital(words)}.`;
}
