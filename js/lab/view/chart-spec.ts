/** What is drawn for a visualization without a kernel: which fields it shows, and the view that a kernel wrote down. */
import { capital } from "../../src/base/label";
import { join } from "../../src/base/path";
import type { PlanPort } from "../../src/base/plan-port";
import { isColor } from "../../src/base/theme";
import type { Campaign, Offer, PublishedOutlook, Visualization } from "../../src/generated/contract";
import { fieldName } from "../../src/together/field-words";
import { currentScenario, outlookKey } from "../../src/together/outlooks";
import type { Definition } from "../../src/widgets/definition";
import { definition as forecastChart } from "../../src/widgets/forecast-chart";
import { definition as normalDistribution } from "../../src/widgets/normal-distribution";
import { definition as orderChart } from "../../src/widgets/order-chart";
import { definition as parameterSlider } from "../../src/widgets/parameter-slider";
import type { ChartPlace } from "../../src/widgets/plan-fields";
import { sliderView } from "./slider-view";

const DEFINITIONS: Readonly<Record<string, Definition<never>>> = {
  forecast_chart: forecastChart as Definition<never>,
  normal_distribution: normalDistribution as Definition<never>,
  order_chart: orderChart as Definition<never>,
  parameter_slider: parameterSlider as Definition<never>,
};
const ALWAYS = ["price", "unit_cost"] as const;
const WHERE_SAID = ["goodwill", "salvage", "disposal", "lead_days", "shelf_life_days"] as const;
const TERMS = ["price", "unit_cost", "goodwill", "salvage", "disposal", "case_pack", "minimum_order", "capacity"];

/** Kinds of charts that can be drawn here, and what people call them. */
export const KINDS: Readonly<Record<string, string>> = {
  forecast_chart: "Forecast",
  normal_distribution: "Campaign demand",
  order_chart: "Why this much",
};

/** What a chart is about; of a visualization, or of a kind and a campaign where nobody saved one. */
export interface ChartSpec {
  /** Id of the visualization, or `kind:campaign`: the same key as of a widget in a notebook, so that cursors meet. */
  key: string;
  kind: string;
  campaign: string;
  /** Path of the field that a control holds. */
  field: string;
  name: string;
  color: string;
  snap: number | null;
  height: number | null;
}

export type AnyView = Record<string, unknown>;

export function isDrawable(kind: string): boolean {
  return Object.hasOwn(DEFINITIONS, kind);
}

export function definitionOf(kind: string): Definition<AnyView> {
  return DEFINITIONS[kind] as unknown as Definition<AnyView>;
}

/** Live campaigns by id, in the order of lists. */
export function campaignsOf(port: PlanPort): [id: string, campaign: Campaign][] {
  return alive<Campaign>(port, "campaigns");
}

/** The charts that people saved, in the order of lists. */
export function savedCharts(port: PlanPort): ChartSpec[] {
  const records = alive<Visualization>(port, "visualizations").filter(([, { type }]) => isDrawable(type));
  return records.map(([id, record]) => specOf(port, id, record));
}

/** The charts of a campaign that nobody saved one for: demand over time, demand in all, and what to order. */
export function usualCharts(campaign: string): ChartSpec[] {
  return Object.entries(KINDS).map(([kind, name]) => usualChart(kind, campaign, name));
}

/** The assumptions that the order follows from: price and cost of a unit, and what else the plan says of it. */
export function usualControls(port: PlanPort, campaign: string): ChartSpec[] {
  const id = port.read(join("campaigns", campaign, "offer"));
  const offer = typeof id === "string" ? (port.read(join("offers", id)) as Partial<Offer> | undefined) : undefined;
  if (typeof id !== "string" || offer === undefined) return [];
  return [...ALWAYS, ...WHERE_SAID.filter((field) => offer[field])].map((field) => {
    const path = join("offers", id, field);
    const usual = usualChart("parameter_slider", campaign, capital(fieldName(field)));
    return { ...usual, key: `parameter_slider:${path}`, field: path };
  });
}

export function usualChart(kind: string, campaign: string, name = KINDS[kind] ?? ""): ChartSpec {
  const nothing = { field: "", color: "", snap: null, height: null };
  return { key: `${kind}:${campaign}`, kind, campaign, name, ...nothing };
}

export function specOf(port: PlanPort, id: string, record: Visualization): ChartSpec {
  const { snap, height } = record.parameters ?? {};
  return {
    key: id,
    kind: record.type,
    campaign: record.campaign || onlyCampaign(port),
    field: record.field ?? "",
    name: record.name,
    color: isColor(record.color ?? "") ? record.color : "",
    snap: typeof snap === "number" ? snap : null,
    height: typeof height === "number" ? height : null,
  };
}

export function onlyCampaign(port: PlanPort): string {
  return campaignsOf(port)[0]?.[0] ?? "";
}

/** Which fields of the plan the chart shows, under the scenario in force. */
export function placeOf(port: PlanPort, { key, kind, campaign, field }: ChartSpec): ChartPlace {
  const fields = kind === "parameter_slider" ? { value: field } : fieldsOf(port, kind, campaign);
  const inForce = Object.entries(fields).map(([name, path]) => [name, underScenario(port, path)]);
  return { chart: key, fields: Object.fromEntries(inForce) };
}

function fieldsOf(port: PlanPort, kind: string, campaign: string): Record<string, string> {
  const at = (field: string) => join("campaigns", campaign, field);
  if (kind === "forecast_chart") return { overrides: at("overrides") };
  const offer = port.read(at("offer"));
  const terms = typeof offer === "string" && offer ? TERMS.map((name) => [name, join("offers", offer, name)]) : [];
  const judged = { mean: at("demand_mean"), std_dev: at("demand_std_dev"), order_quantity: at("order_quantity") };
  return { ...judged, ...Object.fromEntries(terms) };
}

/** A field that the scenario in force changes is read and edited there. */
function underScenario(port: PlanPort, path: string): string {
  const current = currentScenario((at) => port.read(at));
  if (!current) return path;
  const inside = join("scenarios", current, "changes", path);
  return port.read(inside) === undefined ? path : inside;
}

/** The outlook whose charts a kernel wrote down: under the scenario in force, or else of the plan as it stands. */
export function drawnOutlook(port: PlanPort, campaign: string): PublishedOutlook | null {
  const read = (path: string) => port.read(path);
  const keys = [outlookKey(campaign, { scenario: currentScenario(read) }), outlookKey(campaign)];
  const found = keys.map((key) => port.read(join("outlooks", key)) as PublishedOutlook | undefined);
  return found.find((outlook) => outlook && Object.keys(outlook.views ?? {}).length > 0) ?? null;
}

/** What the chart draws under its live fields; null where nobody has computed a forecast yet. */
export function publishedView(port: PlanPort, spec: ChartSpec): AnyView | null {
  if (spec.kind === "parameter_slider") return sliderView(port, spec);
  const views = drawnOutlook(port, spec.campaign)?.views as Record<string, AnyView> | undefined;
  const view = views && Object.hasOwn(views, spec.kind) ? views[spec.kind] : undefined;
  return view ? { ...view, ...(spec.name && { title: spec.name }), color: spec.color } : null;
}

function alive<Record_ extends { deleted?: boolean; rank?: number }>(port: PlanPort, collection: string) {
  const records = Object.entries((port.read(collection) as Record<string, Record_> | undefined) ?? {});
  return records.filter(([, { deleted }]) => !deleted).sort(([, a], [, b]) => (a.rank ?? 0) - (b.rank ?? 0));
}
