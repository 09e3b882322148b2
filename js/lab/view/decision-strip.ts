/** The decision first: how much to order now, in words, and beside it what it is worth and what it risks. */
import { levelOf } from "../../src/base/demand";
import { formatFor } from "../../src/base/format";
import { unbroken } from "../../src/base/label";
import { casesIn, criticalRatio } from "../../src/base/newsvendor";
import { join } from "../../src/base/path";
import type { PlanPort } from "../../src/base/plan-port";
import { type OrderOutlook, type OrderView, orderOutlook } from "../../src/charts/order-words";
import type { Campaign, Offer, PublishedOutlook } from "../../src/generated/contract";
import { type Child, h } from "../../src/panels/parts/markup";
import { outlookOf } from "../../src/together/outlooks";
import { drawnOutlook } from "./chart-spec";
import { orderViewOf } from "./order-view";

const DAY_MS = 86_400_000;

interface Figure {
  name: string;
  value: string;
  note: Child;
  tone?: "order" | "good" | "risk";
}

/** Figures of a campaign as its fields are now; what only a kernel can know is as it wrote it down. */
export function decisionStrip(port: PlanPort, campaign: string, locale?: string): Child {
  const figures = figuresOf(port, campaign, locale);
  if (figures.length === 0) return null;
  return h("dl", { class: "ltoplan-decision", key: "decision", "aria-label": "The decision" }, figures.map(cell));
}

function cell({ name, value, note, tone }: Figure): Child {
  return h(
    "div",
    { class: "ltoplan-decision-figure", key: name, "data-tone": tone },
    h("dt", {}, name),
    h("dd", { class: "ltoplan-decision-value" }, value),
    h("dd", { class: "ltoplan-decision-note" }, typeof note === "string" ? unbroken(note) : note),
  );
}

function figuresOf(port: PlanPort, campaign: string, locale?: string): Figure[] {
  const outlook = outlookOf(campaign, (path) => port.read(path));
  const isDrawn = outlook !== null && drawnOutlook(port, campaign)?.scenario === outlook.scenario;
  const view = isDrawn ? orderViewOf(port, campaign) : null;
  const order = view && orderOutlook(view);
  if (!view || !order) return outlook ? writtenFigures(port, campaign, outlook, locale) : [];
  return [
    orderNow(view, order, locale),
    ...(order.best === null ? [] : [profit(view, order, locale)]),
    demand(view, order, locale),
    risk(port, campaign, order, locale),
    leftover(view, order, locale),
    ...supplyDates(port, campaign, locale),
  ];
}

function orderNow(view: OrderView, { quantity, best }: OrderOutlook, locale?: string): Figure {
  const format = formatFor(locale);
  const { terms } = view;
  const cases = `${format.full(casesIn(terms, quantity))} cases of ${format.full(terms.case_pack)}`;
  const why = best === null ? "" : `critical ratio\u00a0${criticalRatio(terms).toFixed(2)}`;
  const advice = view.order_quantity === null || best === null ? why : `recommended ${format.full(best)}`;
  return {
    name: view.order_quantity === null ? "Order now" : "Order now, as decided",
    value: format.units(quantity, view.unit),
    note: [terms.case_pack > 1 ? cases : "", advice].filter(Boolean).join(" · "),
    tone: "order",
  };
}

function profit(view: OrderView, { expected }: OrderOutlook, locale?: string): Figure {
  const format = formatFor(locale);
  const cost = format.moneyShort(expected.cost, view.currency);
  return {
    name: "Expected profit",
    value: format.moneyShort(expected.profit, view.currency),
    note: `after ${cost} for lost sales and leftovers`,
  };
}

function demand(view: OrderView, order: OrderOutlook, locale?: string): Figure {
  const format = formatFor(locale);
  const [low, high] = [levelOf(view, 0.1), levelOf(view, 0.9)];
  return {
    name: "Demand, 80\u00a0% range",
    value: `${format.short(low)}–${format.short(high)}`,
    note: `mean ${format.short(order.demand.mean)} ${view.unit}`,
  };
}

function risk(port: PlanPort, campaign: string, { expected }: OrderOutlook, locale?: string): Figure {
  const format = formatFor(locale);
  const end = Date.parse(String(port.read(join("campaigns", campaign, "end")) ?? ""));
  return {
    name: "Risk of running out",
    value: format.percent(1 - expected.serviceLevel),
    note: Number.isNaN(end) ? "" : `before ${oneLine(format.day(end))}`,
  };
}

function leftover(view: OrderView, { expected }: OrderOutlook, locale?: string): Figure {
  const format = formatFor(locale);
  const loss = expected.leftover * (view.terms.unit_cost + view.terms.disposal - view.terms.salvage);
  const isMoney = loss > 0 && view.terms.price > 0;
  return {
    name: "Expected leftover",
    value: `${format.short(expected.leftover)}\u00a0${view.unit}`,
    note: isMoney ? [h("b", { class: "ltoplan-risk-words" }, format.moneyShort(loss, view.currency)), " of waste"] : "",
  };
}

/** By when to order and in how many deliveries, as far as lead time and shelf life say. */
function supplyDates(port: PlanPort, campaign: string, locale?: string): Figure[] {
  const record = port.read(join("campaigns", campaign)) as Campaign | undefined;
  const offer = record?.offer ? (port.read(join("offers", record.offer)) as Offer | undefined) : undefined;
  const [start, end] = [Date.parse(record?.start ?? ""), Date.parse(record?.end ?? "")];
  if (!offer || Number.isNaN(start) || Number.isNaN(end)) return [];
  return [...orderBy(offer, start, end, locale), ...deliveries(offer, start, end, locale)];
}

/** The first day of sale less the time from order to delivery, and the same before the last one. */
function orderBy(offer: Offer, start: number, end: number, locale?: string): Figure[] {
  const format = formatFor(locale);
  const lead = Math.ceil(offer.lead_days ?? 0);
  if (lead <= 0) return [];
  const weeks = lead % 7 === 0 ? counted(lead / 7, "week", locale) : counted(lead, "day", locale);
  const last = end - lead * DAY_MS;
  const later = last < start ? "no later order arrives in time" : `last order ${oneLine(format.day(last))}`;
  return [{ name: "Order by", value: format.day(start - lead * DAY_MS), note: `${weeks} lead time · ${later}` }];
}

function oneLine(words: string): string {
  return words.replaceAll(" ", "\u00a0");
}

function deliveries(offer: Offer, start: number, end: number, locale?: string): Figure[] {
  const keeps = offer.shelf_life_days ?? 0;
  const days = (end - start) / DAY_MS + 1;
  if (keeps <= 0 || keeps >= days) return [];
  const least = formatFor(locale).full(Math.ceil(days / Math.max(1, keeps)));
  return [
    {
      name: "Deliveries",
      value: `${least}\u00a0or\u00a0more`,
      note: `${offer.unit || "units"} keep ${counted(keeps, "day", locale)}`,
    },
  ];
}

function counted(count: number, noun: string, locale?: string): string {
  return `${formatFor(locale).full(count)} ${count === 1 ? noun : `${noun}s`}`;
}

/** What is known where no chart was written down: the figures themselves. */
function writtenFigures(port: PlanPort, campaign: string, { figures }: PublishedOutlook, locale?: string): Figure[] {
  const format = formatFor(locale);
  const offer = port.read(join("campaigns", campaign, "offer"));
  const unit = String((typeof offer === "string" && port.read(join("offers", offer, "unit"))) || "units");
  const currency = String(port.read("currency") ?? "USD");
  const said = (name: string, key: string, words: (value: number) => string, tone?: Figure["tone"]): Figure[] => {
    const value = figures[key];
    return typeof value === "number" ? [{ name, value: words(value), note: "", ...(tone && { tone }) }] : [];
  };
  return [
    ...said("Order now", "order_quantity", (value) => format.units(value, unit), "order"),
    ...said("Expected profit", "profit", (value) => format.moneyShort(value, currency)),
    ...said("Mean demand", "mean", (value) => `${format.short(value)} ${unit}`),
    ...said("Risk of running out", "stock_out_risk", (value) => format.percent(value)),
    ...said("Expected leftover", "leftover", (value) => `${format.short(value)} ${unit}`),
  ];
}
