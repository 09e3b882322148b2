/** The comments on a chart of a plan: which stand where, what a place is called in the plan, and the box that shows one. */
import { join, split } from "../base/path";
import type { PlanPort } from "../base/plan-port";
import type { CommentPlace, Marker } from "../charts/chart";
import type { Anchor } from "../generated/contract";
import { overlaps } from "../together/history";
import { type Thread, threadsOf } from "../together/threads";
import type { ChartTalk } from "./mount";
import type { ChartPlace } from "./plan-fields";
import { ThreadBox } from "./thread-box";

const LONGEST_LABEL = 80;

export class ChartComments implements ChartTalk {
  /** Told when a marker came or went beside those of the plan. */
  onMarkers: () => void = () => undefined;
  readonly #port: PlanPort;
  readonly #place: () => ChartPlace;
  readonly #card: () => HTMLElement;
  #box: ThreadBox | null = null;

  /** @param card Where the box goes. */
  constructor(port: PlanPort, place: () => ChartPlace, card: () => HTMLElement) {
    this.#port = port;
    this.#place = place;
    this.#card = card;
  }

  /** Open threads of this chart, and the place of one that is being started. */
  markers(): Marker[] {
    const { username } = this.#port.user;
    const threads = threadsOf((path) => this.#port.read(path), username);
    const here = threads.filter(({ isResolved, first }) => !isResolved && this.#isHere(first.anchor));
    const markers = here.map((thread) => markerOf(thread));
    const begun = this.#begun;
    return begun ? [...markers, { id: "", x: begun.x ?? 0, y: begun.y, label: begun.label, isUnread: true }] : markers;
  }

  commentAt(place: CommentPlace): void {
    this.#show("", this.#anchorOf(place));
  }

  open(thread: string): void {
    const anchor = this.#port.read(join("comments", thread, "anchor")) as Anchor | undefined;
    if (anchor) this.#show(thread, anchor);
  }

  close(): void {
    this.#box?.destroy();
    this.#box = null;
    this.onMarkers();
  }

  /** A part of the page that shows comments takes it; otherwise they open under the chart. */
  #show(thread: string, anchor: Anchor): void {
    this.close();
    if (this.#port.isFocusShown) this.#port.focusOn({ thread, anchor });
    else this.#box = new ThreadBox(this.#card(), this.#port, { thread, anchor, close: () => this.close() });
    this.onMarkers();
  }

  /** Anchor of the thread that is being started here. */
  get #begun(): Anchor | null {
    const focus = this.#port.focus;
    if (focus?.thread === "" && this.#isHere(focus.anchor)) return focus.anchor;
    return this.#box?.thread === "" ? this.#box.anchor : null;
  }

  #anchorOf({ x, y, field, label }: CommentPlace): Anchor {
    return { ...this.#kind(), path: this.#pathOf(field), x, y, label: label.slice(0, 200) };
  }

  #kind(): Pick<Anchor, "visualization" | "chart"> {
    const { chart } = this.#place();
    const type = this.#port.read(join("visualizations", chart, "type"));
    return typeof type === "string"
      ? { visualization: chart, chart: type }
      : { visualization: "", chart: chart.split(":")[0] ?? "" };
  }

  /** The plan's own path of a field, whatever scenario it is seen under; the record where no field stands there. */
  #pathOf(key: string | null): string {
    const { fields } = this.#place();
    const [field = "", ...rest] = (key ?? "").split("/");
    const path = fields[field];
    if (path !== undefined) return [underlying(path), ...rest].join("/");
    const [first] = Object.values(fields);
    return first === undefined
      ? ""
      : split(underlying(first))
          .slice(0, 2)
          .map((segment) => join(segment))
          .join("/");
  }

  /** Threads belong to a visualization, or to what another chart of the kind shows of the same field. */
  #isHere(anchor: Anchor): boolean {
    const { visualization, chart } = this.#kind();
    if (typeof anchor?.x !== "number" || anchor.chart !== chart) return false;
    if (anchor.visualization !== "" && anchor.visualization === visualization) return true;
    const paths = Object.values(this.#place().fields).map(underlying);
    return anchor.path !== "" && paths.some((path) => overlaps(path, anchor.path));
  }
}

function markerOf({ id, first, replies, unread }: Thread): Marker {
  const said = `${first.author || "Somebody"}: ${first.text}`;
  const text = said.length > LONGEST_LABEL ? `${said.slice(0, LONGEST_LABEL)}…` : said;
  const more = replies.length === 0 ? "" : ` (${replies.length} ${replies.length === 1 ? "reply" : "replies"})`;
  return { id, x: first.anchor.x ?? 0, y: first.anchor.y ?? null, label: text + more, isUnread: unread > 0 };
}

/** A field that a scenario changes is the plan's field. */
function underlying(path: string): string {
  const [collection, , changes, inner] = split(path);
  return collection === "scenarios" && changes === "changes" && inner !== undefined ? inner : path;
}
