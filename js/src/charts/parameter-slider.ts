/** One number that people move: its name, a track, and the number itself to type. */
import { Disposer } from "../base/disposer";
import { type Format, formatFor } from "../base/format";
import { type FrameLoop, frameLoop } from "../base/frame-loop";
import { isPersonColor } from "../base/person-color";
import { setTheme } from "../base/theme";
import type { ParameterSliderView } from "../generated/contract";
import type { Changes, Chart, ChartOptions, ChartState, Peer } from "./chart";
import { overlay } from "./parameter-slider-overlay";
import { Handle, type HandleSpec } from "./parts/handle";
import { clamped, snapped } from "./parts/snap";
import { identity, type Tag, tag } from "./parts/tag";

type View = ParameterSliderView;

/** Pixels around the thumb's middle that take hold of it. */
const THUMB_REACH = 14;

export function parameterSlider(root: HTMLElement, options: ChartOptions = {}): Chart<ParameterSliderView> {
  return new ParameterSlider(root, options);
}

class ParameterSlider implements Chart<View> {
  private readonly disposer = new Disposer();
  private readonly format: Format;
  private readonly make: Tag;
  private readonly root: HTMLElement;
  private readonly name: HTMLElement;
  private readonly was: HTMLElement;
  private readonly track: HTMLElement;
  private readonly ghost: HTMLElement;
  private readonly people: HTMLElement;
  private readonly input: HTMLInputElement;
  private readonly note: HTMLElement;
  private readonly handle: Handle | null;
  private readonly loop: FrameLoop;
  private given: View | null = null;
  private proposal: number | null = null;
  /** As it was when the gesture began: its holder may give the preview back as a view meanwhile. */
  private before: View | null = null;
  private toTell: Changes | null = null;
  private peers: readonly Peer[] = [];

  constructor(
    host: HTMLElement,
    private readonly options: ChartOptions,
  ) {
    this.format = formatFor(options.locale);
    const make = tag(host.ownerDocument);
    this.make = make;
    const id = identity();
    this.name = make("span", "slider-name");
    this.was = make("span", "slider-was");
    this.ghost = make("span", "slider-ghost", { "aria-hidden": "true" });
    this.people = make("span", "slider-people", { "aria-hidden": "true" });
    this.track = make("div", "slider-track", {}, [
      make("span", "slider-rail"),
      make("span", "slider-fill"),
      this.ghost,
      this.people,
      make("span", "slider-thumb"),
    ]);
    this.input = make("input", "slider-number", { id, type: "text", inputmode: "decimal", autocomplete: "off" });
    this.note = make("div", "slider-note", { role: "status" });
    const label = make("label", "slider-label", { for: id }, [this.name, this.was]);
    const row = make("div", "slider-row", {}, [label, this.track, this.input, this.note]);
    this.root = make("div", "slider", { role: "group" }, [row]);
    setTheme(this.root, options.theme);
    host.append(this.root);
    this.disposer.add(() => this.root.remove());
    this.loop = frameLoop(host.ownerDocument.defaultView ?? window, () => this.draw(), this.disposer);
    this.handle = options.readOnly === true ? null : new Handle(this.track, this.spec());
    this.disposer.add(() => this.handle?.destroy());
    this.watchInput();
  }

  update(view: View): void {
    const isFirst = this.given === null;
    this.given = view;
    setTheme(this.root, this.options.theme, view.color);
    if (isFirst) this.setState({ kind: "ready" });
    this.loop.schedule();
    if (isFirst) this.loop.flush();
  }

  setPeers(peers: readonly Peer[]): void {
    this.peers = peers;
    this.loop.schedule();
  }

  /** A slider has no window. */
  setViewport(): void {}

  /** A slider has no places to comment on. */
  setMarkers(): void {}

  setState(state: ChartState): void {
    this.root.dataset.state = state.kind;
    this.root.setAttribute("aria-busy", String(state.kind === "loading"));
    this.tellNote(state.message ?? "");
  }

  destroy(): void {
    this.disposer.dispose();
  }

  private get value(): number {
    return this.proposal ?? this.given?.value ?? 0;
  }

  private draw(): void {
    const view = this.given;
    if (view === null) return;
    const changes = this.toTell;
    this.toTell = null;
    if (changes !== null) this.options.onPreview?.(changes);
    this.name.textContent = view.label;
    this.root.setAttribute("aria-label", this.options.label ?? view.label);
    this.root.style.setProperty("--ltoplan-share", String(this.share(this.value)));
    this.drawGhost(this.before ?? view);
    this.drawPeople();
    if (!this.isTyping) this.input.value = this.words(this.value);
    this.handle?.refresh();
  }

  private drawGhost(view: View): void {
    const isMoved = this.proposal !== null && this.proposal !== view.value;
    this.ghost.hidden = !isMoved;
    this.was.textContent = isMoved ? `was ${this.words(view.value)}` : "";
    if (isMoved) this.ghost.style.setProperty("--ltoplan-share", String(this.share(view.value)));
  }

  private drawPeople(): void {
    const marks = this.peers.flatMap(({ name, color, preview, selection }) => {
      const value = preview?.field === "value" ? preview.value : selection === "value" ? this.value : null;
      if (typeof value !== "number") return [];
      const mark = this.make("span", "slider-person");
      mark.textContent = name;
      mark.style.setProperty("--ltoplan-share", String(this.share(value)));
      if (isPersonColor(color)) mark.style.setProperty("--ltoplan-person", color);
      return [mark];
    });
    this.people.replaceChildren(...marks);
  }

  /** Where a value is on the track, 0 to 1. */
  private share(value: number): number {
    const [low, high] = this.range();
    return high > low ? (clamped(value, [low, high]) - low) / (high - low) : 0;
  }

  private range(): [number, number] {
    return [this.given?.minimum ?? 0, this.given?.maximum ?? 1];
  }

  private words(value: number): string {
    const { step = 1, unit = "", currency = "" } = this.given ?? {};
    return this.format.exact(value, { decimals: decimalsOf(step, value), unit, currency });
  }

  private spec(): HandleSpec {
    return {
      orientation: "horizontal",
      label: () => this.options.label ?? this.given?.label ?? "",
      value: () => this.value,
      range: () => this.range(),
      stepped: (value, steps) => value + steps * (this.given?.step || (this.range()[1] - this.range()[0]) / 100),
      at: (clientX) => this.valueAt(clientX),
      isOn: (clientX) => Math.abs(this.pixelOf(this.value) - clientX) <= THUMB_REACH,
      snap: (value, isFree) => this.snap(value, isFree),
      describe: (value) => this.words(value),
      preview: (value) => this.propose(value),
      commit: (value) => this.commit(value),
      select: (isSelected) => this.options.onSelect?.(isSelected ? "value" : null),
    };
  }

  private snap(value: number, isFree: boolean): number {
    const step = this.options.snap ?? this.given?.step ?? 1;
    return snapped(value, isFree ? step / 10 : step);
  }

  private valueAt(clientX: number): number {
    const { left, width } = this.track.getBoundingClientRect();
    const [low, high] = this.range();
    return low + ((clientX - left) / (width || 1)) * (high - low);
  }

  private pixelOf(value: number): number {
    const { left, width } = this.track.getBoundingClientRect();
    return left + this.share(value) * width;
  }

  private propose(value: number | null): void {
    this.before ??= this.given;
    if (value === null) [this.given, this.before] = [this.before, null];
    this.proposal = value;
    this.toTell = value === null ? {} : { value };
    this.loop.schedule();
  }

  private commit(value: number): void {
    this.proposal = this.before = null;
    this.toTell = null;
    if (this.given !== null) this.update(overlay(this.given, { value }));
    this.options.onCommit?.({ value });
  }

  private get isTyping(): boolean {
    return this.input.ownerDocument.activeElement === this.input && !this.input.readOnly;
  }

  private watchInput(): void {
    this.input.readOnly = this.options.readOnly === true;
    this.disposer.listen(this.input, "focus", () => this.startTyping());
    this.disposer.listen(this.input, "blur", () => this.finishTyping());
    this.disposer.listen<KeyboardEvent>(this.input, "keydown", (event) => this.typed(event));
  }

  private startTyping(): void {
    if (!this.isTyping || this.given === null) return;
    const decimals = decimalsOf(this.given.step, this.value);
    this.input.value = this.format.exact(this.value, { decimals, unit: "", currency: "" });
    this.input.select();
  }

  private typed(event: KeyboardEvent): void {
    event.stopPropagation();
    if (event.key === "Escape") this.revert();
    if (event.key === "Enter" || event.key === "Escape") this.input.blur();
  }

  private revert(): void {
    this.input.value = this.words(this.value);
  }

  /** A number out of range is not bent: it is refused with the range. */
  private finishTyping(): void {
    const typed = this.format.parse(this.input.value);
    const [low, high] = this.range();
    const shown = this.words(this.value);
    const isUntouched = this.input.value === shown || this.format.parse(shown) === typed;
    const isFine = typed >= low && typed <= high;
    this.tellNote(isFine || isUntouched ? "" : `${this.words(low)} to ${this.words(high)}`);
    this.revert();
    if (isFine && !isUntouched) this.commit(typed);
  }

  private tellNote(words: string): void {
    this.note.textContent = words;
  }
}

/** Decimals that tell a step, and a value that is finer than the step. */
function decimalsOf(step: number, value: number): number {
  const of = (number: number) => (String(Number(number.toPrecision(10))).split(".")[1] ?? "").length;
  return Math.min(6, Math.max(of(step), Math.min(of(value), of(step) + 1)));
}
