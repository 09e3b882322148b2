/** Other people at a chart: where they point, what they drag and select, and what was said at its places. */
import type { Disposer } from "../../base/disposer";
import type { Marker, Peer, Point } from "../chart";
import { Cursors } from "./cursors";
import { Markers } from "./markers";
import { type GhostMark, PeerGhosts, ring } from "./peer-ghosts";

type Place = readonly [x: number, y: number];

/** Where things are in the chart at the moment, in pixels. */
export interface Ground {
  width: number;
  bottom: number;
  /** `null` outside the plot. */
  locate(point: Point): Place | null;
  /** Place of what is said about all that stands at an x. */
  above(x: number): Place | null;
  /** Place of a field's handle. */
  handle(field: string): Place | null;
  /** What somebody drags. */
  dragged(peer: Peer): GhostMark | null;
}

export class People {
  peers: readonly Peer[] = [];
  private readonly cursors: Cursors;
  private readonly ghosts: PeerGhosts;
  private readonly markers: Markers;

  constructor(body: HTMLElement, layer: SVGGElement, press: (thread: string) => void, disposer: Disposer) {
    this.ghosts = new PeerGhosts(layer);
    this.cursors = new Cursors(body, disposer);
    this.markers = new Markers(body, press, disposer);
  }

  setMarkers(markers: readonly Marker[]): void {
    this.markers.set(markers);
  }

  draw(ground: Ground): void {
    const rings = new Map<string, number>();
    this.ghosts.set(this.peers, ground.width, (peer) =>
      peer.preview ? ground.dragged(peer) : selected(peer, ground, rings),
    );
    this.cursors.set(this.peers, (point) => ground.locate(point));
    this.markers.place(({ x, y }) => (y === null ? ground.above(x) : ground.locate({ x, y })));
  }
}

/** A ring round what somebody has selected, outside the rings of others. */
function selected({ selection }: Peer, { handle, bottom }: Ground, rings: Map<string, number>): GhostMark | null {
  const place = selection ? handle(selection) : null;
  if (!selection || !place) return null;
  const before = rings.get(selection) ?? 0;
  rings.set(selection, before + 1);
  return ring(...place, { place: before, bottom });
}
