/** What a widget's output says of its plan. Outputs come from anywhere, so nothing is taken that is not what it should be. */
import { isRecord } from "../src/base/json";
import { split } from "../src/base/path";
import type { PlanPort } from "../src/base/plan-port";
import type { Visualization } from "../src/generated/contract";
import { type ChartSpec, isDrawable, onlyCampaign, specOf, usualChart } from "./view/chart-spec";
import { PANELS } from "./view/panel-set";

export interface PictureRecord {
  /** The plan's path on this server. */
  path: string;
  /** Id of the file in the server's index; empty where the widget knew none. */
  fileId: string;
  /** Id of the visualization; empty where the widget showed none. */
  visualization: string;
  kind: string;
  /** Id of the campaign, or empty for the plan's only one. */
  campaign: string;
  /** Path of the field that a control holds. */
  field: string;
  title: string;
  height: number | null;
  snap: number | null;
}

export const PICTURE_MIME = "application/vnd.ltoplan.visualization+json";
const LONGEST_PATH = 1024;
const LONGEST_NAME = 200;
const FILE_ID = /^[\w-]{1,100}$/;

/** The record, checked; null where it is not one that can be drawn. */
export function pictureRecord(value: unknown): PictureRecord | null {
  if (!isRecord(value) || !isPlanPath(value.path)) return null;
  const { path, visualization = "", kind, fields = {}, settings = {} } = value;
  if (!isName(visualization) || typeof kind !== "string" || !isShown(kind)) return null;
  if (!isRecord(fields) || !isRecord(settings)) return null;
  const field = typeof fields.value === "string" && isFieldPath(fields.value) ? fields.value : "";
  return {
    path,
    fileId: typeof value.file_id === "string" && FILE_ID.test(value.file_id) ? value.file_id : "",
    visualization,
    kind,
    campaign: campaignOf(fields),
    field,
    title: isName(settings.title) ? settings.title : "",
    height: within(settings.height, 80, 4000),
    snap: within(settings.snap, 0, 1e12),
  };
}

/** Whether the extension can show such a chart or panel. */
function isShown(kind: string): boolean {
  return isDrawable(kind) || Object.hasOwn(PANELS, kind);
}

/** A plan's file below the server's root: no way up, no other drive, no address of another server. */
export function isPlanPath(path: unknown): path is string {
  if (typeof path !== "string" || path.length > LONGEST_PATH || !path.endsWith(".ltoplan")) return false;
  if (/[\p{Cc}\\:?#]/u.test(path)) return false;
  return path.split("/").every((part) => part !== "" && part !== "." && part !== "..");
}

function isName(value: unknown): value is string {
  return typeof value === "string" && value.length <= LONGEST_NAME;
}

function isFieldPath(path: string): boolean {
  const [collection = "", ...rest] = split(path);
  return ["offers", "campaigns"].includes(collection) && rest.length >= 2 && path.length <= LONGEST_PATH;
}

/** The campaign whose fields the widget showed. */
function campaignOf(fields: Record<string, unknown>): string {
  for (const path of Object.values(fields)) {
    const [collection, id = ""] = typeof path === "string" ? split(path) : [];
    if (collection === "campaigns" && isName(id)) return id;
  }
  return "";
}

function within(value: unknown, least: number, most: number): number | null {
  return typeof value === "number" && value >= least && value <= most ? value : null;
}

/** What is drawn of the live plan: the visualization as it is now, or the kind of chart where there is none. */
export function specIn(port: PlanPort, record: PictureRecord): ChartSpec {
  const { visualization, kind, campaign, field, title, height, snap } = record;
  const saved = visualization
    ? (port.read(`visualizations/${visualization.replaceAll("~", "~0").replaceAll("/", "~1")}`) as
        | Visualization
        | undefined)
    : undefined;
  const spec =
    saved?.type === kind
      ? specOf(port, visualization, saved)
      : { ...usualChart(kind, campaign || onlyCampaign(port), title), field };
  return { ...spec, name: title || spec.name, height: height ?? spec.height, snap: snap ?? spec.snap };
}
