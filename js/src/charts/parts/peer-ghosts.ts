/** What other people are dragging at this moment, drawn in their colour until they let go. */
import { isPersonColor } from "../../base/person-color";
import type { Peer } from "../chart";
import { type Tag, tag } from "./tag";
import { textWidth } from "./words";

/** Where a preview shows: a path, and the place of its name. */
export interface GhostMark {
  path: string;
  x: number;
  y: number;
  /** How high the words stand, at the left edge, where there is no room for them beside the mark. */
  yLeft?: number;
  /** What is dragged; "" for a ring round what is selected. */
  words: string;
}

/** Longest name beside a mark, in characters. */
const NAME_LENGTH = 20;
/** Between a mark and its words, on either side. */
const AIR = 8;

/** A ring round a handle; one more for each person who has it selected. Names stand below, as values stand above. */
export function ring(x: number, y: number, { place, bottom }: { place: number; bottom: number }): GhostMark {
  const radius = 10 + 3 * place;
  const circle = `M${x - radius},${y}a${radius},${radius} 0 1 0 ${2 * radius},0a${radius},${radius} 0 1 0 ${-2 * radius},0`;
  const below = y + radius + 8 + 13 * place;
  const isRoomBelow = below <= bottom;
  return { path: circle, x: x + radius, y: isRoomBelow ? below : y - radius - 6 - 13 * place, words: "" };
}

export class PeerGhosts {
  private readonly make: Tag;
  private readonly nodes = new Map<string, SVGGElement>();

  constructor(private readonly layer: SVGGElement) {
    this.make = tag(layer.ownerDocument);
  }

  set(peers: readonly Peer[], width: number, mark: (peer: Peer) => GhostMark | null): void {
    const drawn = new Set<string>();
    for (const peer of peers) {
      const ghost = peer.preview || peer.selection ? mark(peer) : null;
      if (ghost === null) continue;
      drawn.add(peer.id);
      this.draw(peer, ghost, width);
    }
    for (const [id, node] of this.nodes) if (!drawn.has(id)) this.remove(id, node);
  }

  private draw(peer: Peer, ghost: GhostMark, width: number): void {
    const node = this.nodes.get(peer.id) ?? this.add(peer);
    const [path, name] = [node.children[0], node.children[1]] as [SVGElement, SVGElement];
    path.setAttribute("d", ghost.path);
    const words = ghost.words === "" ? short(peer.name) : `${short(peer.name)}: ${ghost.words}`;
    const side = ghost.x + textWidth(words) > width ? "end" : "start";
    const isAtEdge = side === "end" && ghost.yLeft !== undefined;
    name.setAttribute("x", String(isAtEdge ? AIR : side === "start" ? ghost.x : ghost.x - 2 * AIR));
    name.setAttribute("y", String(isAtEdge ? ghost.yLeft : ghost.y));
    name.setAttribute("text-anchor", isAtEdge ? "start" : side);
    name.textContent = words;
  }

  private add({ id, color }: Peer): SVGGElement {
    const node = this.make.svg("g", "peer-ghost");
    if (isPersonColor(color)) node.style.setProperty("--ltoplan-person", color);
    node.append(this.make.svg("path", "peer-path"), this.make.svg("text", "peer-words"));
    this.layer.append(node);
    this.nodes.set(id, node);
    return node;
  }

  private remove(id: string, node: SVGGElement): void {
    node.remove();
    this.nodes.delete(id);
  }
}

function short(name: string): string {
  const signs = [...name];
  return signs.length > NAME_LENGTH ? `${signs.slice(0, NAME_LENGTH - 1).join("")}…` : name;
}
