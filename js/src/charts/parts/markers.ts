/** Threads of comments at their places in the chart, to press. */
import type { Disposer } from "../../base/disposer";
import type { Marker } from "../chart";
import { setAttributes, type Tag, tag } from "./tag";

/** A speech bubble left above its place, because words on marks stand at the right; its tip is at the place. */
const BUBBLE = "M15 1H3a2 2 0 0 0-2 2v7a2 2 0 0 0 2 2h7l5 4v-4a2 2 0 0 0 2-2V3a2 2 0 0 0-2-2z";
/** Markers nearer than this, in pixels, stand beside each other. */
const NEAR = 14;

type Locate = (marker: Marker) => readonly [number, number] | null;

export class Markers {
  private readonly layer: HTMLElement;
  private readonly make: Tag;
  private readonly nodes = new Map<string, HTMLButtonElement>();
  private markers: readonly Marker[] = [];

  constructor(
    body: HTMLElement,
    private readonly press: (id: string) => void,
    disposer: Disposer,
  ) {
    this.make = tag(body.ownerDocument);
    this.layer = this.make("div", "markers");
    body.append(this.layer);
    disposer.add(() => this.layer.remove());
  }

  set(markers: readonly Marker[]): void {
    this.markers = markers;
    const present = new Set(markers.map(({ id }) => id));
    for (const [id, node] of this.nodes) if (!present.has(id)) this.remove(id, node);
    for (const marker of markers) this.dress(this.nodes.get(marker.id) ?? this.add(marker.id), marker);
  }

  /** Where the axes have put them. */
  place(locate: Locate): void {
    const taken: (readonly [number, number])[] = [];
    for (const marker of this.markers) {
      const node = this.nodes.get(marker.id);
      const place = locate(marker);
      if (node === undefined) continue;
      node.hidden = place === null;
      if (place === null) continue;
      const at = beside(place, taken);
      taken.push(at);
      node.style.transform = `translate(${at[0].toFixed(1)}px, ${at[1].toFixed(1)}px)`;
    }
  }

  private add(id: string): HTMLButtonElement {
    const node = this.make("button", "marker", { type: "button", "data-lm-suppress-shortcuts": "true" });
    node.append(bubble(this.make, 18));
    node.addEventListener("click", () => this.press(id));
    this.layer.append(node);
    this.nodes.set(id, node);
    return node;
  }

  private dress(node: HTMLButtonElement, { label, isUnread }: Marker): void {
    const words = isUnread ? `${label} (unread)` : label;
    setAttributes(node, { "aria-label": `Comment: ${words}`, title: words });
    node.classList.toggle("ltoplan-unread", isUnread);
  }

  private remove(id: string, node: HTMLElement): void {
    node.remove();
    this.nodes.delete(id);
  }
}

/** The sign of comments. */
export function bubble(make: Tag, width: number): SVGSVGElement {
  const sign = make.svg("svg", "marker-sign", { viewBox: "0 0 18 17", width: String(width), "aria-hidden": "true" });
  sign.append(make.svg("path", "marker-bubble", { d: BUBBLE }));
  return sign;
}

/** A place that no other marker has. */
function beside(
  [x, y]: readonly [number, number],
  taken: readonly (readonly [number, number])[],
): readonly [number, number] {
  const isTaken = taken.some(([left, top]) => Math.abs(left - x) < NEAR && Math.abs(top - y) < NEAR);
  return isTaken ? beside([x - NEAR - 4, y], taken) : [x, y];
}
