/** A round handle on a mark: a dot to see, and 24 pixels around it to take hold of. */
import { round } from "./axis";
import { Handle, type HandleSpec } from "./handle";
import { setAttributes, tag } from "./tag";

export class Dot {
  readonly node: SVGGElement;
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
    this.hit = make.svg("rect", "hit", { x: "-12", y: "-12", width: "24", height: "24", rx: "12" });
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
