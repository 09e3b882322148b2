/** The filled marks of the normal distribution chart, made once; a drag only changes their paths. */
import { identity, setAttributes, type Tag, tag } from "./parts/tag";

interface Edges {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

interface Shape {
  bell: string;
  area: string;
  bars: string;
  /** Pixel of the order: what lies left of it is covered. */
  edge: number;
  box: Edges;
}

export class BellShapes {
  private readonly make: Tag;
  private readonly halves: Half[];
  private readonly base: SVGPathElement;
  private readonly ghost: SVGPathElement;
  private readonly orderGhost: SVGPathElement;
  private readonly stem: SVGPathElement;
  private readonly bell: SVGPathElement;
  private readonly order: SVGPathElement;

  constructor(private readonly layer: SVGGElement) {
    this.make = tag(layer.ownerDocument);
    this.halves = [this.half("covered"), this.half("short")];
    this.base = this.path("baseline");
    this.ghost = this.path("ghost-line");
    this.orderGhost = this.path("ghost-line");
    this.stem = this.path("stem");
    this.bell = this.path("bell");
    this.order = this.path("order-line");
  }

  setBase({ left, right, bottom }: Edges): void {
    this.base.setAttribute("d", `M${left},${bottom}H${right}`);
  }

  draw({ bell, area, bars, edge, box }: Shape): void {
    setAttributes(this.bell, { d: bell });
    const spans = [
      [box.left, edge],
      [edge, box.right],
    ] as const;
    for (const [index, [left, right]] of spans.entries()) this.halves[index]?.draw(area, bars, { ...box, left, right });
  }

  drawStem(path: string): void {
    setAttributes(this.stem, { d: path });
  }

  drawOrder(path: string): void {
    setAttributes(this.order, { d: path });
  }

  /** Curve and order as they were before the gesture; "" for none. */
  drawGhost(bell: string, order: string): void {
    setAttributes(this.ghost, { d: bell });
    setAttributes(this.orderGhost, { d: order });
  }

  private path(kind: string): SVGPathElement {
    const path = this.make.svg("path", kind);
    this.layer.append(path);
    return path;
  }

  private half(kind: string): Half {
    return new Half(this.layer, this.make, kind);
  }
}

/** Area and bars on one side of the order. */
class Half {
  private readonly rect: SVGRectElement;
  private readonly area: SVGPathElement;
  private readonly bars: SVGPathElement;

  constructor(layer: SVGGElement, make: Tag, kind: string) {
    const id = identity();
    const clip = make.svg("clipPath", "clip", { id });
    this.rect = make.svg("rect", "clip-rect");
    clip.append(this.rect);
    const group = make.svg("g", kind, { "clip-path": `url(#${id})` });
    this.area = make.svg("path", "area");
    this.bars = make.svg("path", "bars");
    group.append(this.area, this.bars);
    layer.append(clip, group);
  }

  draw(area: string, bars: string, { left, right, top, bottom }: Edges): void {
    setAttributes(this.area, { d: area });
    setAttributes(this.bars, { d: bars });
    const [width, height] = [Math.max(0, right - left), Math.max(0, bottom - top)];
    setAttributes(this.rect, { x: String(left), y: String(top), width: String(width), height: String(height) });
  }
}
