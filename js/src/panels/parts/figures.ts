/** Headline figures of the outlooks that a kernel has written down, in words. */
import type { Format } from "../../base/format";
import { join } from "../../base/path";
import type { PlanPort } from "../../base/plan-port";
import type { Campaign, Offer, PublishedOutlook } from "../../generated/contract";
import { outlookKey } from "../../together/outlooks";

export interface FigureKind {
  key: string;
  words: string;
  /** Which end is the better one; "" where that is a matter of taste. */
  better: "high" | "low" | "";
  said(figures: Figures, terms: Terms, format: Format): string;
}

export type Figures = Readonly<Record<string, number | null>>;

/** What figures are told in. */
export interface Terms {
  unit: string;
  currency: string;
}

const units =
  (key: string) =>
  (figures: Figures, { unit }: Terms, format: Format) =>
    told(figures[key], (value) => format.units(Math.round(value), unit));
const money =
  (key: string) =>
  (figures: Figures, { currency }: Terms, format: Format) =>
    told(figures[key], (value) => format.moneyShort(value, currency));

export const FIGURES: readonly FigureKind[] = [
  { key: "order_quantity", words: "Order now", better: "", said: units("order_quantity") },
  { key: "profit", words: "Expected profit", better: "high", said: money("profit") },
  { key: "mean", words: "Mean demand", better: "", said: units("mean") },
  { key: "p10", words: "Demand, 80\u00a0% range", better: "", said: range },
  { key: "stock_out_risk", words: "Risk of running out", better: "low", said: risk },
  { key: "leftover", words: "Expected leftover", better: "low", said: units("leftover") },
  { key: "lost_sales", words: "Expected lost sales", better: "low", said: units("lost_sales") },
];

function range(figures: Figures, { unit }: Terms, format: Format): string {
  const [low, high] = [figures.p10 ?? null, figures.p90 ?? null];
  return low === null || high === null ? "" : `${format.short(low)}–${format.short(high)}\u00a0${unit}`;
}

function risk(figures: Figures, _terms: Terms, format: Format): string {
  return told(figures.stock_out_risk, (value) => format.percent(value));
}

function told(value: number | null | undefined, words: (value: number) => string): string {
  return value === null || value === undefined ? "" : words(value);
}

export function termsOf(port: PlanPort, campaign: Campaign | undefined): Terms {
  const offer = campaign?.offer ? (port.read(join("offers", campaign.offer)) as Offer | undefined) : undefined;
  return { unit: offer?.unit || "units", currency: String(port.read("currency") ?? "USD") };
}

/** Live campaigns by id, in the order of lists. */
export function campaignsOf(port: PlanPort): [id: string, campaign: Campaign][] {
  const records = Object.entries((port.read("campaigns") as Record<string, Campaign> | undefined) ?? {});
  return records.filter(([, { deleted }]) => !deleted).sort(([, a], [, b]) => (a.rank ?? 0) - (b.rank ?? 0));
}

/** The outlook of a campaign: of the plan as it stands, under a scenario, or with a change request accepted. */
export function outlookOf(
  port: PlanPort,
  campaign: string,
  under: { scenario?: string; changeRequest?: string } = {},
): PublishedOutlook | null {
  return (port.read(join("outlooks", outlookKey(campaign, under))) as PublishedOutlook | undefined) ?? null;
}
