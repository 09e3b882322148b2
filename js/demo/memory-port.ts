/** A plan held in memory: what panels are opened with where there is neither server nor kernel. */
import { join, split } from "../src/base/path";
import type {
  ChangeNotice,
  Changes,
  ConnectionState,
  ConversationFocus,
  EditOptions,
  PeerRecord,
  Person,
  PlaceInSight,
  PlanPort,
  SelectionRecord,
  UndoResult,
} from "../src/base/plan-port";
import type { HistoryEntry } from "../src/generated/contract";
import { reverted } from "../src/together/history";

type Tree = Record<string, unknown>;

const DECISIONS = ["offers", "campaigns", "scenarios", "visualizations"];
const COLLECTIONS = [...DECISIONS, "change_requests", "comments", "history", "versions", "outlooks"];

export class MemoryPort implements PlanPort {
  readonly tree: Tree;
  user: Person;
  state: ConnectionState = { kind: "live", unsent: 0, why: "", isSaved: true };
  following: string | null = null;
  focus: ConversationFocus | null = null;
  /** What this page's user shows of themselves. */
  shown: { selection: SelectionRecord | null; view: PlaceInSight | null; preview: unknown } = {
    selection: null,
    view: null,
    preview: null,
  };
  saves = 0;
  now: () => number = () => Date.now();
  #others: PeerRecord[] = [];
  #count = 0;
  #undone: string[] = [];
  #mine: string[] = [];
  readonly #watchers = new Set<{ callback: () => void; paths: readonly string[] }>();
  readonly #peerListeners = new Set<() => void>();
  readonly #stateListeners = new Set<() => void>();
  readonly #focusListeners = new Set<() => void>();
  readonly #noticeListeners = new Set<(notices: readonly ChangeNotice[]) => void>();

  constructor(tree: Tree, user: Person) {
    this.tree = structuredClone(tree);
    this.user = user;
  }

  read(path: string): unknown {
    let value: unknown = this.tree;
    for (const segment of split(path))
      value = isTree(value) && Object.hasOwn(value, segment) ? value[segment] : undefined;
    if (value === undefined && COLLECTIONS.includes(path)) return {};
    return structuredClone(value);
  }

  complaintsAt(): readonly string[] {
    return [];
  }

  apply(changes: Changes, options: EditOptions = {}): void {
    const entry = this.#write(changes, options, this.user);
    if (entry && (options.action ?? "edit") === "edit") {
      this.#mine.push(entry);
      this.#undone = [];
    }
    this.#tell(Object.keys(changes));
  }

  /** What somebody else does. */
  applyAs(person: Person, changes: Changes, options: EditOptions = {}): void {
    const before = Object.fromEntries(Object.keys(changes).map((path) => [path, this.read(path) ?? null]));
    const id = this.#write(changes, options, person) ?? "";
    this.#tell(Object.keys(changes));
    const notices = Object.entries(changes).map(([path, value]) => ({
      entry: id,
      author: person.name,
      path,
      old: before[path],
      new: value,
      isOverwrite: this.#wasMine(path, before[path]),
    }));
    if (id) for (const listener of [...this.#noticeListeners]) listener(notices);
  }

  observe(callback: () => void, paths: readonly string[] = []): () => void {
    const watcher = { callback, paths };
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }

  get canUndo(): boolean {
    return this.#mine.length > 0;
  }

  get canRedo(): boolean {
    return this.#undone.length > 0;
  }

  get nextUndo(): HistoryEntry | null {
    return this.#entry(this.#mine.at(-1));
  }

  get nextRedo(): HistoryEntry | null {
    return this.#entry(this.#undone.at(-1));
  }

  undo(): UndoResult | null {
    return this.#step(this.#mine, this.#undone, "undo");
  }

  redo(): UndoResult | null {
    return this.#step(this.#undone, this.#mine, "redo");
  }

  observeNotices(callback: (notices: readonly ChangeNotice[]) => void): () => void {
    this.#noticeListeners.add(callback);
    return () => this.#noticeListeners.delete(callback);
  }

  peers(): readonly PeerRecord[] {
    return structuredClone(this.#others);
  }

  setPeers(peers: readonly PeerRecord[]): void {
    this.#others = [...peers];
    for (const listener of [...this.#peerListeners]) listener();
  }

  setState(state: Partial<ConnectionState>): void {
    this.state = { ...this.state, ...state };
    for (const listener of [...this.#stateListeners]) listener();
  }

  observePeers(callback: () => void): () => void {
    this.#peerListeners.add(callback);
    return () => this.#peerListeners.delete(callback);
  }

  observeState(callback: () => void): () => void {
    this.#stateListeners.add(callback);
    return () => this.#stateListeners.delete(callback);
  }

  setCursor(): void {
    // Nobody else is here to see it.
  }

  setPreview(preview: { field: string; value: unknown } | null): void {
    this.shown.preview = preview;
  }

  setSelection(selection: SelectionRecord | null): void {
    this.shown.selection = selection;
  }

  get view(): PlaceInSight | null {
    return this.shown.view;
  }

  setView(view: PlaceInSight | null): void {
    this.shown.view = view;
  }

  follow(client: string | null): void {
    this.following = client;
    for (const listener of [...this.#peerListeners]) listener();
  }

  focusOn(focus: ConversationFocus | null): void {
    this.focus = focus;
    for (const listener of [...this.#focusListeners]) listener();
  }

  get isFocusShown(): boolean {
    return this.#focusListeners.size > 0;
  }

  observeFocus(callback: () => void): () => void {
    this.#focusListeners.add(callback);
    return () => this.#focusListeners.delete(callback);
  }

  save(): void {
    this.saves += 1;
  }

  get listeners(): number {
    return [
      this.#watchers,
      this.#peerListeners,
      this.#stateListeners,
      this.#noticeListeners,
      this.#focusListeners,
    ].reduce((n, { size }) => n + size, 0);
  }

  #write(changes: Changes, options: EditOptions, { name, username }: Person): string | null {
    const decided = Object.entries(changes).filter(([path]) => !this.#isConversation(path));
    const before = decided.map(([path, value]) => [path, { old: this.read(path) ?? null, new: value }] as const);
    for (const [path, value] of Object.entries(changes)) this.#put(path, value);
    if (decided.length === 0) return null;
    const at = new Date(this.now()).toISOString();
    const { action = "edit", reason = "", of = "" } = options;
    const author = { at, author: name, username, client: "1" };
    const entry = { ...author, action, reason, of, changes: Object.fromEntries(before), omitted: 0 };
    const id = `${at}-${String(++this.#count).padStart(4, "0")}`;
    this.#put(join("history", id), entry);
    return id;
  }

  #step(from: string[], to: string[], action: "undo" | "redo"): UndoResult | null {
    const id = from.pop();
    const entry = this.#entry(id);
    if (id === undefined || !entry) return null;
    const { changes, skipped } = reverted(id, entry, (path) => this.read(path));
    const written = this.#write(changes, { action, of: id }, this.user);
    if (written) to.push(written);
    this.#tell(Object.keys(changes));
    return { changes, skipped };
  }

  #entry(id: string | undefined): HistoryEntry | null {
    return id === undefined ? null : ((this.read(join("history", id)) as HistoryEntry | undefined) ?? null);
  }

  #put(path: string, value: unknown): void {
    const segments = split(path);
    const last = segments.pop() ?? "";
    let node = this.tree;
    for (const segment of segments) {
      if (!isTree(node[segment])) node[segment] = {};
      node = node[segment] as Tree;
    }
    if (value === null && segments.length > 2) delete node[last];
    else node[last] = structuredClone(value);
  }

  #tell(paths: readonly string[]): void {
    const concerned = (wanted: readonly string[]) =>
      !wanted.length || ["history", ...paths].some((path) => wanted.some((one) => isNear(path, one)));
    for (const { callback, paths: wanted } of [...this.#watchers]) if (concerned(wanted)) callback();
    for (const listener of [...this.#stateListeners]) listener();
  }

  #isConversation(path: string): boolean {
    const [first = ""] = split(path);
    return COLLECTIONS.includes(first) && !DECISIONS.includes(first);
  }

  #wasMine(path: string, value: unknown): boolean {
    const entries = this.#mine.map((id) => this.read(join("history", id)) as HistoryEntry);
    return entries.some(({ changes }) => changes[path] && JSON.stringify(changes[path].new) === JSON.stringify(value));
  }
}

function isTree(value: unknown): value is Tree {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isNear(path: string, wanted: string): boolean {
  return path === wanted || path.startsWith(`${wanted}/`) || wanted.startsWith(`${path}/`);
}
