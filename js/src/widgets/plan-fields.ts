/** Fields of a chart that live in a plan: gestures become edits, previews and cursors are shown to the others. */
import { isRecord } from "../base/json";
import type { PeerRecord, PlanPort } from "../base/plan-port";
import type { Changes, Peer, Point } from "../charts/chart";
import type { FieldValues } from "./definition";
import type { ChartTalk, FieldHome, PublishedView } from "./mount";
import { publishedView } from "./published-view";

type FieldsPort = Pick<
  PlanPort,
  "read" | "apply" | "complaintsAt" | "peers" | "setCursor" | "setPreview" | "setSelection" | "user"
>;

/** Which chart it is and where the fields that it shows lie in the plan. */
export interface ChartPlace {
  /** Key under which its cursors go. */
  chart: string;
  /** Path in the plan by the chart's own name of the field. */
  fields: Readonly<Record<string, string>>;
  /** Why what the kernel computed is not of the plan as it is. */
  complaint?: string;
}

/** Fields held by the document of a plan. */
export class PlanFields implements FieldHome {
  /** Told why an edit is not allowed. */
  onRefused: (why: string) => void = () => undefined;
  talk?: ChartTalk;
  readonly #plan: FieldsPort;
  readonly #place: () => ChartPlace;

  constructor(plan: FieldsPort, place: () => ChartPlace) {
    this.#plan = plan;
    this.#place = place;
  }

  values(): FieldValues {
    const live = Object.entries(this.#fields).map(([field, path]) => [field, this.#plan.read(path)] as const);
    return Object.fromEntries(live.filter(([, value]) => value !== undefined));
  }

  peers(): Peer[] {
    return this.#plan.peers().map((peer) => this.#asSeenHere(peer));
  }

  /** What is wrong with the plan where the chart shows it; empty where nothing is. */
  complaint(): string {
    const [first] = this.#plan.complaintsAt(Object.values(this.#fields));
    return first ? `${first} The last good value is shown.` : (this.#place().complaint ?? "");
  }

  published(): PublishedView<unknown> | null {
    return publishedView(this.#plan, this.#place());
  }

  preview(changes: Changes): void {
    const [first] = Object.entries(changes);
    this.#plan.setPreview(first ? { field: this.#pathOf(first[0]), value: previewed(first[1]) } : null);
  }

  commit(changes: Changes): void {
    const signed = Object.entries(changes).map(([key, value]) => [this.#pathOf(key), this.#signed(value)]);
    this.#plan.setPreview(null);
    try {
      this.#plan.apply(Object.fromEntries(signed), { reason: reasonOf(changes) });
    } catch (error) {
      this.onRefused(error instanceof Error ? error.message : String(error));
    }
  }

  pointAt(point: Point | null): void {
    this.#plan.setCursor(point && { chart: this.#place().chart, ...point });
  }

  select(field: string | null): void {
    this.#plan.setSelection(field === null ? null : { chart: this.#place().chart, field: this.#pathOf(field) });
  }

  leave(): void {
    this.#plan.setCursor(null);
    this.#plan.setSelection(null);
  }

  get #fields(): Readonly<Record<string, string>> {
    return this.#place().fields;
  }

  #pathOf(key: string): string {
    const [field = "", ...rest] = key.split("/");
    return [this.#fields[field] ?? field, ...rest].join("/");
  }

  /** An override says who made it and when. */
  #signed(value: unknown): unknown {
    if (typeof value !== "object" || value === null || !("author" in value)) return value;
    const { author, at } = value as { author: string; at?: string };
    return { ...value, author: author || this.#plan.user.name, at: at || new Date().toISOString() };
  }

  #asSeenHere({ id, name, color, cursor, preview, selection }: PeerRecord): Peer {
    const { chart } = this.#place();
    const field = preview && this.#fieldAt(preview.field);
    return {
      id,
      name,
      color,
      cursor: cursor?.chart === chart ? { x: cursor.x, y: cursor.y } : null,
      preview: field ? { field, value: preview.value } : null,
      selection: selection && this.#fieldAt(selection.field),
    };
  }

  /** The chart's own name for what lies at a path; null where the chart does not show it. */
  #fieldAt(path: string): string | null {
    for (const [field, home] of Object.entries(this.#fields)) {
      if (path === home) return field;
      if (path.startsWith(`${home}/`)) return field + path.slice(home.length);
    }
    return null;
  }
}

/** What others see of a value while it is dragged: presence has no room for reasons. */
function previewed(value: unknown): unknown {
  return isRecord(value) && "units" in value ? { units: value.units } : value;
}

/** The reason that a judged value carries, for the history as well. */
function reasonOf(changes: Changes): string {
  const said = Object.values(changes).find((value) => isRecord(value) && typeof value.reason === "string");
  return (said as { reason: string } | undefined)?.reason ?? "";
}
