/** A live plan as panels and charts see it: plain data in and out, no matter which transport or page holds it. */
import type { Anchor, HistoryEntry } from "../generated/contract";

/** New value by path; null takes an entry of a mapping out. */
export type Changes = Readonly<Record<string, unknown>>;

/** What made an entry of the history; see the Python class `HistoryEntry`. */
export type Action = "edit" | "undo" | "redo" | "take_back" | "restore" | "accept" | "file";

export interface EditOptions {
  /** Why, in the author's words. */
  reason?: string;
  action?: Action;
  /** Id of the entry, version or change request that is undone, restored or accepted. */
  of?: string;
}

/** Who this page's user is. */
export interface Person {
  username: string;
  name: string;
  initials: string;
  color: string;
  avatarUrl: string;
}

/** Where somebody looks: a visualization (or the kind of chart where it is none), and the part of it in sight. */
export interface PlaceInSight {
  chart: string;
  /** What people see of the place, e.g. `Launch forecast`. */
  label: string;
  viewport?: [number, number] | null;
}

export interface SelectionRecord {
  chart: string;
  /** Path of the field or period that is selected. */
  field: string;
}

/** Somebody else in the plan. */
export interface PeerRecord extends Person {
  /** Client id: one a page, so that one person can be here twice. */
  id: string;
  cursor: { chart: string; x: number; y: number } | null;
  preview: { field: string; value: unknown } | null;
  selection: SelectionRecord | null;
  view: PlaceInSight | null;
  /** Client id of whom they follow. */
  following: string | null;
  /** Whether it is a kernel that computes what the plan leads to. */
  computes: boolean;
}

export interface ConnectionState {
  kind: "connecting" | "live" | "offline" | "read-only" | "refused" | "local";
  /** Edits of this page that reached nobody yet. */
  unsent: number;
  why: string;
  isSaved: boolean;
}

/** What undo or redo did: what was put back, and what was left alone because somebody else has changed it since. */
export interface UndoResult {
  changes: Changes;
  skipped: readonly { path: string; by: string }[];
}

/** A change by somebody else, as notices show it. */
export interface ChangeNotice {
  entry: string;
  author: string;
  path: string;
  old: unknown;
  new: unknown;
  /** Whether the change overwrote a value that this page's user had set. */
  isOverwrite: boolean;
}

/**
 * What the page's conversation is at: a thread that somebody opens, or a new one at an anchor.
 *
 * Charts and the comments panel of a page find each other by it: a marker that is pressed opens its thread in the panel,
 * a thread that is pressed shows its place in the chart, "comment here" starts a new one.
 */
export interface ConversationFocus {
  /** Id of the thread; empty for a new one. */
  thread: string;
  anchor: Anchor;
}

export interface PlanPort {
  /** Plain value at a path; undefined where there is none. A collection's name gives all its records by id. */
  read(path: string): unknown;
  /** Make changes as one transaction with one entry of the history; throws where the plan cannot hold one of them. */
  apply(changes: Changes, options?: EditOptions): void;
  /** Call back once a transaction that changed something at, above or below one of the paths; all where none is given. */
  observe(callback: () => void, paths?: readonly string[]): () => void;
  /** What is wrong with values at, above or below the paths that somebody wrote past the checks; good ones stand in their place. */
  complaintsAt(paths: readonly string[]): readonly string[];

  readonly canUndo: boolean;
  readonly canRedo: boolean;
  /** The entry that undo would take back, for words such as "Undo price"; null where there is none. */
  readonly nextUndo: HistoryEntry | null;
  /** The entry of the undo that redo would take back. */
  readonly nextRedo: HistoryEntry | null;
  undo(): UndoResult | null;
  redo(): UndoResult | null;
  /** Call back for changes by others; returns what ends it. */
  observeNotices(callback: (notices: readonly ChangeNotice[]) => void): () => void;

  readonly user: Person;
  peers(): readonly PeerRecord[];
  observePeers(callback: () => void): () => void;
  setCursor(cursor: { chart: string; x: number; y: number } | null): void;
  setPreview(preview: { field: string; value: unknown } | null): void;
  setSelection(selection: SelectionRecord | null): void;
  setView(view: PlaceInSight | null): void;
  /** Where this page looks, as it told the others. */
  readonly view: PlaceInSight | null;
  /** Follow somebody by client id, or nobody; `observePeers` says when their place changes. */
  follow(client: string | null): void;
  readonly following: string | null;

  /** Open a thread, or start one at an anchor, wherever the page shows comments; null closes it. */
  focusOn(focus: ConversationFocus | null): void;
  readonly focus: ConversationFocus | null;
  /** A part of the page that opens threads is a panel; a chart only points at the place of one. */
  observeFocus(callback: () => void, as?: "panel" | "chart"): () => void;
  /** Whether some part of the page opens threads. */
  readonly isFocusShown: boolean;

  readonly state: ConnectionState;
  observeState(callback: () => void): () => void;
  /** Ask for the file to be written now. */
  save(): void;
}
