/** What every chart offers to the page that holds it, and what it tells that page. */

/** Field name to value, as a gesture means it: `{mean: 1250}`; an entry of a mapping as `overrides/2027-01-07`. */
export type Changes = Record<string, unknown>;

/** Another person at the same chart. `cursor` is in data units; dates are epoch milliseconds, UTC. */
export interface Peer {
  id: string;
  name: string;
  color: string;
  cursor?: Point | null;
  preview?: { field: string; value: unknown } | null;
  /** Field whose handle somebody holds or has in focus, as in changes: `overrides/2027-01-07`. */
  selection?: string | null;
}

/** A thread of comments at a place of the chart; `y` is null where it is about all that stands at `x`. */
export interface Marker {
  id: string;
  x: number;
  y: number | null;
  /** For screen readers and the tooltip: who said what. */
  label: string;
  isUnread: boolean;
}

/** Where somebody wants to comment, in data units. */
export interface CommentPlace extends Point {
  /** The field that stands there; null for none. */
  field: string | null;
  /** What people see of the place: `Week 2: 1,450 cups`. */
  label: string;
}

export interface Point {
  x: number;
  y: number;
}

/** First and last x value in sight, in data units. */
export type Viewport = [number, number];

/** What the holder knows about the data: there (perhaps with something to be said of it), on its way, older than the plan, or failed. */
export type ChartState =
  | { kind: "ready"; message?: string }
  | { kind: "loading"; message?: string }
  | { kind: "stale"; message?: string }
  | { kind: "error"; message: string };

export interface ChartOptions {
  /** Name for screen readers; the view's title where it is left out. */
  label?: string;
  /** Grid that drags snap to, in data units; a round step that fits the data where it is left out, 0 for none. */
  snap?: number;
  theme?: "auto" | "light" | "dark";
  /** BCP 47; the browser's where it is left out. */
  locale?: string;
  readOnly?: boolean;
  /** Height of the plot in pixels; follows the width where it is left out. */
  height?: number;
  viewport?: Viewport | null;
  /** While dragging, at most once a frame; `{}` when cancelled. */
  onPreview?(changes: Changes): void;
  /** Once a gesture, on release or key. */
  onCommit?(changes: Changes): void;
  onCursor?(point: Point | null): void;
  onViewport?(viewport: Viewport | null): void;
  /** A handle got or lost the focus. */
  onSelect?(field: string | null): void;
  /** A marker was pressed. */
  onMarker?(id: string): void;
  /** Somebody chose a place to comment on; without it the chart offers none. */
  onComment?(place: CommentPlace): void;
}

export interface Chart<View> {
  /** Draws a view, in the next frame at the latest; the first at once. A drag that is under way goes on over it. */
  update(view: View): void;
  setPeers(peers: readonly Peer[]): void;
  setViewport(viewport: Viewport | null): void;
  setMarkers(markers: readonly Marker[]): void;
  setState(state: ChartState): void;
  /** Leaves no listener, timer, observer or node behind; a second call does nothing. */
  destroy(): void;
}
