/** What every chart does alike: card, size, scales, window, frames, people. A chart adds its marks. */
import { type ScaleLinear, scaleLinear } from "d3-scale";
import { Disposer } from "../../base/disposer";
import { type Format, formatFor } from "../../base/format";
import { type FrameLoop, frameLoop } from "../../base/frame-loop";
import { onWidthChange, widthOf } from "../../base/resize";
import { setTheme } from "../../base/theme";
import type { Changes, Chart, ChartOptions, ChartState, Marker, Peer, Point, Viewport } from "../chart";
import { Clip } from "./clip";
import { CommentMode } from "./comment-mode";
import { Draft } from "./draft";
import { Frame } from "./frame";
import type { HandleSpec } from "./handle";
import type { GhostMark } from "./peer-ghosts";
import { type Ground, People } from "./people";
import { clamped } from "./snap";
import { type Tag, tag } from "./tag";
import { type Tip, Tooltip } from "./tooltip";
import { Zoom } from "./zoom";

export interface Margin {
  top: number;
  right: number;
  bottom: number;
  left: number;
}

const HEIGHTS = [220, 340] as const;
const HEIGHT_SHARE = 0.5;
const ZOOM_STEP = 1.5;

export abstract class Plot<View extends { color: string }> implements Chart<View> {
  protected readonly disposer = new Disposer();
  protected readonly format: Format;
  protected readonly frame: Frame;
  protected readonly make: Tag;
  /** Layers from back to front. */
  protected readonly axes: SVGGElement;
  protected readonly marks: SVGGElement;
  protected readonly words: SVGGElement;
  protected readonly grips: SVGGElement;
  protected readonly x: ScaleLinear<number, number> = scaleLinear();
  protected readonly y: ScaleLinear<number, number> = scaleLinear();
  protected width = 0;
  protected height = 0;
  protected margin: Margin = { top: 8, right: 12, bottom: 26, left: 12 };
  protected zoom: Zoom;
  protected readonly draft = new Draft<View>((view, changes) => this.apply(view, changes));
  protected readonly clip: Clip;
  private isLaidOut = false;
  private readonly tooltip: Tooltip;
  private readonly people: People;
  private readonly loop: FrameLoop;

  constructor(
    root: HTMLElement,
    kind: string,
    protected readonly options: ChartOptions,
  ) {
    this.format = formatFor(options.locale);
    this.make = tag(root.ownerDocument);
    this.frame = new Frame(root, kind, { theme: options.theme, disposer: this.disposer });
    const { svg, body } = this.frame;
    this.clip = new Clip(svg, this.make);
    this.axes = this.layer("axes");
    this.marks = this.layer("marks");
    const ghosts = this.layer("ghosts");
    this.words = this.layer("words");
    this.grips = this.layer("grips");
    this.tooltip = new Tooltip(body);
    this.people = new People(body, ghosts, (thread) => options.onMarker?.(thread), this.disposer);
    this.loop = frameLoop(root.ownerDocument.defaultView ?? window, () => this.draw(), this.disposer);
    this.zoom = new Zoom(this.surface(), this.disposer, options.viewport ?? null);
    this.addZoomButtons();
    if (options.onComment) new CommentMode(this.frame, (x, y) => this.comment(this.pointAt(x, y)), this.disposer);
    this.followPointer();
    onWidthChange(body, { drawn: () => this.width, redraw: () => this.relayout() }, this.disposer);
  }

  /** Why there is nothing to draw; "" where there is. */
  protected abstract emptyWords(view: View): string;
  /** All that there is on the x axis. */
  protected abstract fullX(view: View): Viewport;
  protected abstract apply(view: View, changes: Changes): View;
  /** Margins and y domain: with `x` in place, before anything is drawn. */
  protected abstract arrange(view: View): void;
  /** Everything that a drag leaves alone. */
  protected abstract drawStill(view: View): void;
  /** What moves with a drag: `before` is the view without the gesture, `null` where there is none. */
  protected abstract drawMoving(view: View, before: View | null): void;
  protected abstract headings(view: View): readonly [title: string, subtitle: string];
  protected abstract summary(view: View): string;
  protected abstract tip(view: View, point: Point): Tip | null;
  protected abstract ghostMark(view: View, peer: Peer): GhostMark | null;
  /** Pixel place of a field's handle; `null` where there is none in sight. */
  protected abstract handlePlace(view: View, field: string): readonly [number, number] | null;
  /** What stands at a point, as a comment there names it. */
  protected abstract spot(view: View, point: Point): { field: string | null; label: string };

  update(view: View): void {
    const isFirst = this.draft.given === null;
    this.draft.take(view);
    setTheme(this.frame.root, this.options.theme, view.color);
    if (isFirst) this.frame.setState({ kind: "ready" });
    this.isLaidOut &&= this.isDragging;
    this.loop.schedule();
    if (isFirst) this.loop.flush();
  }

  setPeers(peers: readonly Peer[]): void {
    this.people.peers = peers;
    this.loop.schedule();
  }

  setViewport(viewport: Viewport | null): void {
    if (this.zoom.isBusy) return;
    this.zoom.viewport = viewport;
    this.relayout();
  }

  setMarkers(markers: readonly Marker[]): void {
    this.people.setMarkers(markers);
    this.loop.schedule();
  }

  setState(state: ChartState): void {
    this.frame.setState(state);
  }

  destroy(): void {
    this.disposer.dispose();
  }

  /** Shows a change that is not decided yet; `null` takes it back. */
  protected propose(changes: Changes | null): void {
    if (this.draft.given === null) return;
    this.draft.propose(changes, this.draft.given);
    this.isLaidOut &&= changes !== null;
    this.hideTip();
    this.loop.schedule();
  }

  /** Decides a change: it is told once, and stands here until the next view says otherwise. */
  protected commit(changes: Changes): void {
    const view = this.draft.decide(changes);
    if (view !== null) this.update(view);
    this.options.onCommit?.(changes);
  }

  /** What a field's handle tells beside its value: that it is selected, and that somebody wants to comment on it. */
  protected talk(field: string): Pick<HandleSpec, "select" | "comment"> {
    const { onSelect, onComment } = this.options;
    return {
      ...(onSelect && { select: (isSelected: boolean) => onSelect(isSelected ? field : null) }),
      ...(onComment && { comment: () => this.commentOn(field) }),
    };
  }

  private commentOn(field: string): void {
    const place = this.draft.shown && this.handlePlace(this.draft.shown, field);
    if (place) this.comment({ x: this.x.invert(place[0]), y: this.y.invert(place[1]) }, field);
  }

  private comment(point: Point, field?: string): void {
    const view = this.draft.shown;
    if (view === null || this.emptyWords(view) !== "") return;
    this.hideTip();
    this.options.onComment?.({ ...point, ...this.spot(view, point), ...(field !== undefined && { field }) });
  }

  protected relayout(): void {
    this.isLaidOut = false;
    this.loop.schedule();
  }

  /** Axes stay as they are while a value is dragged, so that it stays under the pointer. */
  protected get isDragging(): boolean {
    return this.draft.isOpen;
  }

  protected get isEditable(): boolean {
    return this.options.readOnly !== true;
  }

  /** Plot's edges in pixels. */
  protected get edges(): { left: number; right: number; top: number; bottom: number } {
    const { top, right, bottom, left } = this.margin;
    return { left, right: this.width - right, top, bottom: this.height - bottom };
  }

  /** A point of the page in data units. */
  protected pointAt(clientX: number, clientY: number): Point {
    const box = this.frame.svg.getBoundingClientRect();
    return { x: this.x.invert(clientX - box.left), y: this.y.invert(clientY - box.top) };
  }

  protected hideTip(): void {
    this.tooltip.hide();
  }

  protected layer(kind: string, parent: SVGElement = this.frame.svg): SVGGElement {
    const layer = this.make.svg("g", kind);
    parent.append(layer);
    return layer;
  }

  private draw(): void {
    const view = this.draft.shown;
    if (view === null) return;
    const changes = this.draft.told();
    if (changes !== null) this.options.onPreview?.(changes);
    const words = this.emptyWords(view);
    this.frame.setTitle(...this.headings(view), this.options.label);
    this.frame.setEmpty(words);
    if (words === "") this.drawFull(view);
  }

  private drawFull(view: View): void {
    if (!this.isLaidOut) this.layOut(view);
    this.drawMoving(view, this.draft.before);
    // While a value is dragged its handle says it; the summary follows when it is decided.
    if (!this.isDragging) this.frame.setSummary(this.summary(view));
    this.people.draw(this.ground(view));
  }

  private ground(view: View): Ground {
    return {
      width: this.width,
      bottom: this.edges.bottom,
      locate: (point) => this.locate(point),
      above: (x) => this.locate({ x, y: this.y.invert(this.edges.top + 12) }),
      handle: (field) => this.handlePlace(view, field),
      dragged: (peer) => this.ghostMark(view, peer),
    };
  }

  private layOut(view: View): void {
    this.isLaidOut = true;
    this.width = widthOf(this.frame.body, this.width);
    this.height = this.options.height ?? Math.round(clamped(this.width * HEIGHT_SHARE, HEIGHTS));
    this.x.domain(this.zoom.viewport ?? this.fullX(view));
    this.arrange(view);
    const { left, right, top, bottom } = this.edges;
    this.x.range([left, right]);
    this.y.range([bottom, top]);
    const { svg } = this.frame;
    svg.setAttribute("width", String(this.width));
    svg.setAttribute("height", String(this.height));
    this.clip.fit(this.edges);
    this.drawStill(view);
  }

  private locate(point: Point): readonly [number, number] | null {
    const [x, y] = [this.x(point.x), this.y(point.y)];
    const { left, right } = this.edges;
    const isInside = x >= left && x <= right && y >= 0 && y <= this.height;
    return isInside ? [x, y] : null;
  }

  private surface(): ConstructorParameters<typeof Zoom>[0] {
    return {
      svg: this.frame.svg,
      plot: () => [this.edges.left, Math.max(1, this.edges.right - this.edges.left)],
      full: () => (this.draft.shown === null ? [0, 1] : this.fullX(this.draft.shown)),
      changed: (viewport) => {
        this.relayout();
        this.options.onViewport?.(viewport);
      },
    };
  }

  private addZoomButtons(): void {
    const add = (text: string, label: string, press: () => void) =>
      this.frame.addButton({ text, label, press }, this.disposer);
    add("+", "Zoom in", () => this.zoom.by(ZOOM_STEP));
    add("−", "Zoom out", () => this.zoom.by(1 / ZOOM_STEP));
    add("Reset", "Reset the zoom", () => this.zoom.reset());
  }

  private followPointer(): void {
    const { svg } = this.frame;
    this.disposer.listen<PointerEvent>(svg, "pointermove", (event) => this.point(event));
    this.disposer.listen<PointerEvent>(svg, "pointerdown", (event) => this.point(event));
    this.disposer.listen(svg, "pointerleave", () => {
      this.hideTip();
      this.options.onCursor?.(null);
    });
  }

  private point(event: PointerEvent): void {
    const view = this.draft.shown;
    if (view === null || !this.isLaidOut || this.emptyWords(view) !== "") return;
    const point = this.pointAt(event.clientX, event.clientY);
    this.options.onCursor?.(point);
    const place = this.isDragging || this.zoom.isBusy ? null : this.locate(point);
    const tip = place && this.tip(view, point);
    if (place && tip) this.tooltip.show(tip, place);
    else this.hideTip();
  }
}
