/** Words on a mark: what it is in bold ink, and what it was beside it. */
import { round } from "./axis";
import { setAttributes, setWords, tag } from "./tag";
import type { Side } from "./words";

export interface LabelText {
  strong: string;
  muted?: string;
  /** Puts the muted words below rather than beside. */
  isStacked?: boolean;
}

export class Label {
  private readonly text: SVGTextElement;
  private readonly strong: SVGTSpanElement;
  private readonly muted: SVGTSpanElement;

  constructor(layer: SVGGElement, tone: string) {
    const make = tag(layer.ownerDocument);
    this.text = make.svg("text", `label ltoplan-${tone}`);
    this.strong = make.svg("tspan", "strong");
    this.muted = make.svg("tspan", "muted");
    this.text.append(this.strong, this.muted);
    layer.append(this.text);
  }

  hide(): void {
    this.text.style.display = "none";
  }

  show(x: number, y: number, side: Side, { strong, muted = "", isStacked = false }: LabelText): void {
    this.text.style.display = "";
    setAttributes(this.text, { x: String(round(x)), y: String(round(y)), "text-anchor": side });
    setWords(this.strong, strong);
    setWords(this.muted, strong && muted && !isStacked ? `\u2002${muted}` : muted);
    if (isStacked) setAttributes(this.muted, { x: String(round(x)), dy: "14" });
  }

  remove(): void {
    this.text.remove();
  }
}
