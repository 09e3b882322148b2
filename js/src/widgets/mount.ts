/** A chart on a widget's model: options and view come from traits, the fields' values and the gestures go where the holder says. */
import { Disposer } from "../base/disposer";
import { type FrameLoop, frameLoop } from "../base/frame-loop";
import type {
  Changes,
  Chart,
  ChartOptions,
  ChartState,
  CommentPlace,
  Marker,
  Peer,
  Point,
  Viewport,
} from "../charts/chart";
import type { RenderProps, WidgetModel } from "./afm";
import type { Definition, FieldValues } from "./definition";

/** Where the fields of a chart live: in traits, or in the document of a plan. */
export interface FieldHome {
  /** Values in force, laid over the view. */
  values(): FieldValues;
  peers(): readonly Peer[];
  preview(changes: Changes): void;
  commit(changes: Changes): void;
  pointAt(point: Point | null): void;
  /** A field's handle got or lost the focus. */
  select(field: string | null): void;
  /** The talk about the chart; none where it stands alone. */
  readonly talk?: ChartTalk;
  /** What is wrong with what is shown; empty where nothing is. */
  complaint?(): string;
  /** What a kernel wrote down for times without one; null where none did. */
  published?(): PublishedView<unknown> | null;
}

/** A view that is drawn in place of the kernel's own, and what to say of it. */
export interface PublishedView<View> {
  view: View;
  note: string;
}

/** Comments at their places in a chart. */
export interface ChartTalk {
  markers(): readonly Marker[];
  commentAt(place: CommentPlace): void;
  open(thread: string): void;
}

/** Jupyter's model says so when its kernel has been restarted or shut down; it does not come back to life. */
const KERNEL_LOST = "comm_live_update";
const WITHOUT_KERNEL = "No kernel · run the cell again";
/** Traits that a chart takes when it is made. */
const OPTIONS = ["theme", "height", "snap", "read_only"];

export class Mount<View> {
  readonly disposer = new Disposer();
  readonly #definition: Definition<View>;
  readonly #model: WidgetModel;
  readonly #root: HTMLElement;
  readonly #home: FieldHome;
  readonly #redraw: FrameLoop;
  readonly #saving: FrameLoop;
  #chart: Chart<View>;
  #hasKernel = true;
  #isKernelThere = true;
  #isReadOnly = false;
  #remade: () => void = () => undefined;
  #moved: (viewport: Viewport | null) => void = () => undefined;

  constructor(definition: Definition<View>, { model, el, signal }: RenderProps, home: FieldHome) {
    this.#definition = definition;
    this.#model = model;
    this.#home = home;
    this.#root = el.ownerDocument.createElement("div");
    this.#root.className = "ltoplan-widget";
    el.append(this.#root);
    this.disposer.add(() => this.#root.remove());
    this.#chart = this.#draw();
    this.disposer.add(() => this.#chart.destroy());
    const view = el.ownerDocument.defaultView ?? window;
    this.#redraw = frameLoop(view, () => this.update(), this.disposer);
    this.#saving = frameLoop(view, () => model.save_changes(), this.disposer);
    for (const name of OPTIONS) this.on(`change:${name}`, this.#remake);
    for (const name of ["view", "title", ...Object.values(definition.traits)]) this.on(`change:${name}`, this.schedule);
    this.on("change:viewport", () => this.#chart.setViewport(viewportOf(model)));
    this.on(KERNEL_LOST, this.#onKernelLost);
    signal?.addEventListener("abort", this.destroy, { once: true });
    this.update();
  }

  get root(): HTMLElement {
    return this.#root;
  }

  /** Listen to the model for as long as the view is there. */
  on(event: string, callback: () => void): void {
    this.#model.on(event, callback);
    this.disposer.add(() => this.#model.off(event, callback));
  }

  /** Draw what is in force, at most once a frame. */
  schedule = (): void => this.#redraw.schedule();

  update(): void {
    const isComputed = this.#hasKernel && this.#isKernelThere;
    const published = isComputed ? null : ((this.#home.published?.() as PublishedView<View> | null) ?? null);
    const view = published?.view ?? (this.#model.get("view") as View | null);
    if (view === null) {
      this.#chart.setState({ kind: "loading" });
      return;
    }
    const title = this.#model.get("title") as string;
    const values = this.#definition.overlay(view, this.#home.values());
    const message = published ? `${published.note} · no kernel here` : WITHOUT_KERNEL;
    const complaint = this.#home.complaint?.() ?? "";
    this.#chart.setState(isComputed ? ready(complaint) : { kind: "stale", message });
    this.#chart.update(title ? this.#definition.titled(values, title) : values);
  }

  /** Call back when options made the chart anew. */
  onRemake(callback: () => void): void {
    this.#remade = callback;
  }

  setPeers(): void {
    this.#chart.setPeers(this.#home.peers());
  }

  setMarkers(): void {
    this.#chart.setMarkers(this.#home.talk?.markers() ?? []);
  }

  setViewport(viewport: Viewport | null): void {
    this.#chart.setViewport(viewport);
  }

  /** Call back when somebody moves the window over the chart. */
  onViewport(callback: (viewport: Viewport | null) => void): void {
    this.#moved = callback;
  }

  /** A kernel that was shut down announces nothing, but refuses what is sent to it; one that is there ignores this. */
  probeKernel(): void {
    if (!this.#hasKernel) return;
    try {
      this.#model.send({ t: "probe" });
    } catch {
      this.#onKernelLost();
    }
  }

  /** What others say of the kernel: it left the room, or is back in it. */
  noteKernel(isThere: boolean): void {
    if (isThere === this.#isKernelThere) return;
    this.#isKernelThere = isThere;
    this.schedule();
  }

  /** An edit that the plan does not take: what is in force again, and why, until something else is drawn. */
  refuse(message: string): void {
    this.update();
    this.#chart.setState({ kind: "stale", message });
  }

  /** Whether nobody may edit, whatever the widget's own trait says. */
  setReadOnly(isReadOnly: boolean): void {
    if (isReadOnly === this.#isReadOnly) return;
    this.#isReadOnly = isReadOnly;
    this.#remake();
  }

  destroy = (): void => this.disposer.dispose();

  /** What a kernel computes stays as it was; the fields themselves still follow. */
  #onKernelLost = (): void => {
    this.#hasKernel = false;
    this.schedule();
  };

  /** Options are few and rarely change, so a changed one makes the chart anew. */
  #remake = (): void => {
    this.#chart.destroy();
    this.#chart = this.#draw();
    this.update();
    this.setPeers();
    this.setMarkers();
    this.#remade();
  };

  #draw(): Chart<View> {
    const { talk } = this.#home;
    return this.#definition.draw(this.#root, {
      ...optionsOf(this.#model),
      ...(this.#isReadOnly && { readOnly: true }),
      onPreview: (changes) => this.#preview(changes),
      onCommit: (changes) => this.#home.commit(changes),
      onCursor: (point) => this.#home.pointAt(point),
      onViewport: (viewport) => this.#keepViewport(viewport),
      onSelect: (field) => this.#home.select(field),
      ...(talk && { onComment: (place) => talk.commentAt(place), onMarker: (thread) => talk.open(thread) }),
    });
  }

  /** What was taken back leaves what is in force, which others may have changed meanwhile. */
  #preview(changes: Changes): void {
    this.#home.preview(changes);
    if (Object.keys(changes).length === 0) this.schedule();
  }

  #keepViewport(viewport: Viewport | null): void {
    this.#moved(viewport);
    if (!this.#model.get("shared_view")) return;
    this.#model.set("viewport", viewport);
    this.#saving.schedule();
  }
}

function ready(complaint: string): ChartState {
  return { kind: "ready", ...(complaint && { message: complaint }) };
}

function optionsOf(model: WidgetModel): ChartOptions {
  const height = model.get("height") as number | null;
  const snap = model.get("snap") as number | null;
  return {
    theme: model.get("theme") as NonNullable<ChartOptions["theme"]>,
    readOnly: model.get("read_only") as boolean,
    viewport: viewportOf(model),
    ...(height !== null && { height }),
    ...(snap !== null && { snap }),
  };
}

function viewportOf(model: WidgetModel): Viewport | null {
  return (model.get("viewport") as Viewport | null) ?? null;
}
