/**
 * A value that a person moves: by mouse, pen or touch, or as an ARIA slider by keyboard.
 * Many previews, then one commit; Escape takes the gesture back. Keys that follow each other are one gesture.
 */
import { Disposer } from "../../base/disposer";
import { clamped } from "./snap";

export interface HandleSpec {
  readonly orientation: "horizontal" | "vertical";
  label(): string;
  value(): number;
  range(): readonly [number, number];
  /** The value that so many arrow keys lead to; a page key counts ten. */
  stepped(value: number, steps: number): number;
  /** The value at a pointer's place on the page. */
  at(clientX: number, clientY: number): number;
  /** The nearest value on the grid; `isFree` while Alt is down, for a value that is only rounded. */
  snap(value: number, isFree: boolean): number;
  describe(value: number): string;
  /** `null` when the gesture is taken back. */
  preview(value: number | null): void;
  commit(value: number, by: "pointer" | "key"): void;
  /** Delete, Backspace or double click, where the value can be taken back. */
  remove?(): void;
  /** Enter. */
  open?(): void;
  /** The handle got or lost the focus. */
  select?(isSelected: boolean): void;
  /** The key C. */
  comment?(): void;
  /** Whether a pointer takes hold of the value where it is; elsewhere the value jumps to the pointer. */
  isOn?(clientX: number, clientY: number): boolean;
}

const DOUBLE_TAP_MS = 350;
/** A pause after which the next key is another gesture. */
const KEY_PAUSE_MS = 1000;

type Target = HTMLElement | SVGElement;

export class Handle {
  private readonly disposer = new Disposer();
  private gesture: Disposer | null = null;
  private start = 0;
  private present = 0;
  private isPreviewed = false;
  private isSelected = false;
  /** Runs while keys are pressed one after the other. */
  private pause: ReturnType<typeof setTimeout> | undefined;
  private lastTap = Number.NEGATIVE_INFINITY;

  constructor(
    readonly target: Target,
    private readonly spec: HandleSpec,
  ) {
    this.describe();
    this.disposer.add(() => this.gesture?.dispose());
    this.disposer.listen<PointerEvent>(target, "pointerdown", (event) => this.grab(event));
    this.disposer.listen<KeyboardEvent>(target, "keydown", (event) => this.key(event));
    this.disposer.listen<MouseEvent>(target, "dblclick", (event) => this.doubleClick(event));
    this.disposer.listen(target, "focus", () => this.select(true));
    this.disposer.listen(target, "blur", () => this.leave());
    this.disposer.listen(target.ownerDocument.defaultView ?? window, "pagehide", () => this.settle());
    this.disposer.add(() => this.leave());
    // `touch-action` is not honoured on every SVG node: without this the page scrolls away under the finger.
    const hold = (event: TouchEvent) => event.cancelable && event.preventDefault();
    this.disposer.listen<TouchEvent>(target, "touchstart", hold, { passive: false });
  }

  get isHeld(): boolean {
    return this.gesture !== null;
  }

  /** Brings the slider's attributes up to date; the chart calls it after each paint. */
  refresh(): void {
    const { spec } = this;
    const [low, high] = spec.range();
    const value = spec.value();
    this.set("aria-label", spec.label());
    this.set("aria-valuemin", String(low));
    this.set("aria-valuemax", String(high));
    this.set("aria-valuenow", String(value));
    this.set("aria-valuetext", spec.describe(value));
  }

  destroy(): void {
    this.disposer.dispose();
  }

  private leave(): void {
    this.settle();
    this.select(false);
  }

  private select(isSelected: boolean): void {
    if (isSelected !== this.isSelected) this.spec.select?.(isSelected);
    this.isSelected = isSelected;
  }

  private describe(): void {
    this.set("role", "slider");
    this.set("tabindex", "0");
    this.set("aria-orientation", this.spec.orientation);
    // JupyterLab's shortcuts would move to another cell on an arrow key.
    this.set("data-lm-suppress-shortcuts", "true");
  }

  private set(name: string, value: string): void {
    if (this.target.getAttribute(name) !== value) this.target.setAttribute(name, value);
  }

  private grab(event: PointerEvent): void {
    if (event.button !== 0) return;
    this.settle();
    if (this.gesture !== null) return;
    event.preventDefault();
    event.stopPropagation();
    this.target.focus({ preventScroll: true });
    // A browser shows the focus ring after a focus by script; whoever holds a pointer needs none.
    this.target.classList.add("ltoplan-pointed");
    const { clientX, clientY } = event;
    const isHeld = this.spec.isOn?.(clientX, clientY) ?? true;
    this.begin();
    this.capture(event.pointerId);
    this.follow(event.pointerId, isHeld ? this.spec.value() - this.spec.at(clientX, clientY) : 0);
    if (!isHeld) this.moveTo(this.spec.at(clientX, clientY), event);
  }

  private begin(): void {
    this.gesture = new Disposer();
    this.start = this.present = this.spec.value();
    this.isPreviewed = false;
    this.target.classList.add("ltoplan-held");
    this.gesture.add(() => this.target.classList.remove("ltoplan-held"));
  }

  private capture(pointer: number): void {
    // A page may have taken the pointer away meanwhile; the gesture then goes on through the window's events.
    try {
      this.target.setPointerCapture?.(pointer);
    } catch {
      return;
    }
  }

  private follow(pointer: number, offset: number): void {
    const view = this.target.ownerDocument.defaultView ?? window;
    const mine = (act: (event: PointerEvent) => void) => (event: PointerEvent) => {
      if (event.pointerId === pointer) act(event);
    };
    const moved = (event: PointerEvent) => this.moveTo(this.spec.at(event.clientX, event.clientY) + offset, event);
    this.gesture?.listen(view, "pointermove", mine(moved));
    this.gesture?.listen(
      view,
      "pointerup",
      mine((event) => this.lift(event)),
    );
    this.gesture?.listen(
      view,
      "pointercancel",
      mine(() => this.cancel()),
    );
    this.gesture?.listen<KeyboardEvent>(view, "keydown", (event) => this.escape(event), { capture: true });
  }

  private moveTo(value: number, { altKey }: { altKey: boolean }): void {
    const range = this.spec.range();
    const next = clamped(this.spec.snap(clamped(value, range), altKey), range);
    if (next === this.present) return;
    this.present = next;
    this.isPreviewed = true;
    this.spec.preview(next);
  }

  /** Two taps are a finger's double click. */
  private lift(event: PointerEvent): void {
    const isTap = event.pointerType === "touch" && this.present === this.start;
    const isSecond = isTap && event.timeStamp - this.lastTap < DOUBLE_TAP_MS;
    this.lastTap = isTap ? event.timeStamp : Number.NEGATIVE_INFINITY;
    this.release("pointer");
    if (isSecond) this.spec.remove?.();
  }

  private release(by: "pointer" | "key"): void {
    if (this.present === this.start) {
      this.cancel();
      return;
    }
    this.end();
    this.spec.commit(this.present, by);
  }

  private cancel(): void {
    this.end();
    if (this.isPreviewed) this.spec.preview(null);
  }

  private end(): void {
    clearTimeout(this.pause);
    this.pause = undefined;
    this.gesture?.dispose();
    this.gesture = null;
  }

  private escape(event: KeyboardEvent): void {
    if (event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    this.cancel();
  }

  private key(event: KeyboardEvent): void {
    this.target.classList.remove("ltoplan-pointed");
    if (event.ctrlKey || event.metaKey) {
      // Such as undo, which takes back what is decided.
      this.settle();
      return;
    }
    const act = this.act(event);
    if (act === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  }

  private act(event: KeyboardEvent): (() => void) | undefined {
    const { spec } = this;
    const isPressed = this.pause !== undefined;
    if (event.key === "Enter" && (spec.open || isPressed)) return () => this.decide(spec.open);
    if ((event.key === "Delete" || event.key === "Backspace") && spec.remove) return () => this.remove();
    if (event.key.toLowerCase() === "c" && !event.altKey && spec.comment) return () => this.decide(spec.comment);
    const value = this.valueOf(event);
    return value === undefined ? undefined : () => this.press(value, event);
  }

  private decide(then: (() => void) | undefined): void {
    this.settle();
    then?.call(this.spec);
  }

  private remove(): void {
    if (this.pause !== undefined) this.cancel();
    this.spec.remove?.();
  }

  private valueOf({ key, shiftKey }: KeyboardEvent): number | undefined {
    const [low, high] = this.spec.range();
    if (key === "Home") return low;
    if (key === "End") return high;
    const steps = STEPS[key];
    const present = this.gesture === null ? this.spec.value() : this.present;
    return steps === undefined ? undefined : this.spec.stepped(present, steps * (shiftKey ? 10 : 1));
  }

  /** Shown at once, decided after a pause or with whatever else the user turns to. */
  private press(value: number, event: KeyboardEvent): void {
    const isWithPointer = this.gesture !== null && this.pause === undefined;
    if (this.gesture === null) this.beginPresses();
    this.moveTo(value, event);
    if (isWithPointer) return;
    clearTimeout(this.pause);
    this.pause = setTimeout(() => this.settle(), KEY_PAUSE_MS);
  }

  private beginPresses(): void {
    this.begin();
    const view = this.target.ownerDocument.defaultView ?? window;
    this.gesture?.listen<KeyboardEvent>(view, "keydown", (pressed) => this.escape(pressed), { capture: true });
  }

  /** Decide what keys led to; a pointer's gesture goes on. */
  private settle(): void {
    if (this.pause !== undefined) this.release("key");
  }

  private doubleClick(event: MouseEvent): void {
    event.stopPropagation();
    this.spec.remove?.();
  }
}

const STEPS: Record<string, number | undefined> = {
  ArrowRight: 1,
  ArrowUp: 1,
  ArrowLeft: -1,
  ArrowDown: -1,
  PageUp: 10,
  PageDown: -10,
};
