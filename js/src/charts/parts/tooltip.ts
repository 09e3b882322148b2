import { tag } from "./tag";

export interface Tip {
  title: string;
  /** Name and value with its unit. */
  rows: readonly (readonly [string, string])[];
  /** What a person can do here. */
  hint?: string;
}

/** A small panel beside the pointer; it stays inside the plot. */
export class Tooltip {
  private readonly panel: HTMLElement;

  constructor(private readonly body: HTMLElement) {
    // Screen readers get the same numbers from the sliders and the summary.
    this.panel = tag(body.ownerDocument)("div", "tooltip", { "aria-hidden": "true" });
    this.panel.hidden = true;
    body.append(this.panel);
  }

  show({ title, rows, hint = "" }: Tip, [x, y]: readonly [number, number]): void {
    const make = tag(this.panel.ownerDocument);
    const heading = make("div", "tip-title");
    heading.textContent = title;
    const lines = rows.map(([name, value]) => {
      const [left, right] = [make("span", "tip-name"), make("span", "tip-value")];
      [left.textContent, right.textContent] = [name, value];
      return make("div", "tip-row", {}, [left, right]);
    });
    const foot = make("div", "tip-hint");
    foot.textContent = hint;
    this.panel.replaceChildren(heading, ...lines, ...(hint === "" ? [] : [foot]));
    this.panel.hidden = false;
    this.place(x, y);
  }

  hide(): void {
    if (!this.panel.hidden) this.panel.hidden = true;
  }

  private place(x: number, y: number): void {
    const [width, height] = [this.panel.offsetWidth, this.panel.offsetHeight];
    const fitsRight = x + 14 + width <= this.body.clientWidth;
    const left = fitsRight ? x + 14 : Math.max(0, x - 14 - width);
    const top = Math.max(0, Math.min(y - height / 2, this.body.clientHeight - height));
    this.panel.style.transform = `translate(${left}px, ${top}px)`;
  }
}
