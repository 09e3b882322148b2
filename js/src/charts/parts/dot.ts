/** A round handle on a mark: a dot to see, and more around it to take hold of. */
import { round } from "./axis";
import { Handle, type HandleSpec } from "./handle";
import { setAttributes, tag } from "./tag";

/** Pixels to take hold of, across: of what a mouse points at, and of what a finger does. */
const GRIP = { fine: 24, coarse: 44 };

export class Dot {
  readonly node: SVGGElement;
  /** Pixels to take hold of, across, where there is room. */
  readonly grip: number;
  private readonly hit: SVGRectElement;
  private readonly handle: Handle | null;

  /** @param spec `null` where nobody may move it. */
  constructor(
    layer: SVGGElement,
    private tone: string,
    spec: HandleSpec | null,
  ) {
    const make = tag(layer.ownerDocument);
    this.node = make.svg("g", `handle ltoplan-${tone}`);
    this.hit = make.svg("rect", "hit", { rx: "12" });
    this.grip = isTouched(layer) ? GRIP.coarse : GRIP.fine;
    this.setReach({ left: -this.grip / 2, top: -this.grip / 2, width: this.grip, height: this.grip });
    this.node.append(this.hit, make.svg("circle", "focus-ring", { r: "11" }), make.svg("circle", "dot", { r: "6.5" }));
    layer.append(this.node);
    this.handle = spec === null ? null : new Handle(this.node, spec);
    if (spec !== null) this.node.classList.add(`ltoplan-${spec.orientation}`);
  }

  get isHeld(): boolean {
    return this.handle?.isHeld ?? false;
  }

  /** A wider or higher place to take hold of, around the dot. */
  setReach({ left, top, width, height }: { left: number; top: number; width: number; height: number }): void {
    const box = { x: left, y: top, width, height };
    for (const [name, value] of Object.entries(box)) setAttributes(this.hit, { [name]: String(round(value)) });
  }

  /** The line that the dot sits on can be taken hold of as well. */
  setLineReach(top: number, height: number): void {
    const width = this.grip * 0.75;
    this.setReach({ left: -width / 2, top, width, height });
  }

  dress(tone: string, radius: number): void {
    if (tone !== this.tone) this.node.classList.replace(`ltoplan-${this.tone}`, `ltoplan-${tone}`);
    this.tone = tone;
    this.node.lastElementChild?.setAttribute("r", String(radius));
  }

  /** Hidden where its place is out of sight. */
  place(x: number, y: number, isInSight: boolean): void {
    this.node.style.display = isInSight ? "" : "none";
    this.node.setAttribute("transform", `translate(${round(x)},${round(y)})`);
    this.handle?.refresh();
  }

  destroy(): void {
    this.handle?.destroy();
    this.node.remove();
  }
}

function isTouched({ ownerDocument }: Element): boolean {
  return ownerDocument.defaultView?.matchMedia?.("(pointer: coarse)").matches ?? false;
}
