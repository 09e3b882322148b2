/** Where other people point, in data coordinates; they glide there and fade when they rest. */
import type { Disposer } from "../../base/disposer";
import { isColor } from "../../base/theme";
import type { Peer, Point } from "../chart";
import { type Tag, tag } from "./tag";

/** A cursor that has not moved for so long fades. */
const REST_MS = 6_000;

interface Cursor {
  node: HTMLElement;
  point: Point | null;
  rest: number;
}

/** Pixel place of a point in data units; `null` outside the plot. */
type Locate = (point: Point) => readonly [number, number] | null;

export class Cursors {
  private readonly layer: HTMLElement;
  private readonly make: Tag;
  private readonly cursors = new Map<string, Cursor>();

  constructor(body: HTMLElement, disposer: Disposer) {
    this.make = tag(body.ownerDocument);
    this.layer = this.make("div", "cursors", { "aria-hidden": "true" });
    body.append(this.layer);
    disposer.add(() => this.clear());
  }

  /** Whoever drags is named by the ghost of the drag; a cursor on top of it would hide its value. */
  set(peers: readonly Peer[], locate: Locate): void {
    const pointing = peers.filter(({ preview }) => !preview);
    const present = new Set(pointing.filter(({ cursor }) => cursor).map(({ id }) => id));
    for (const id of [...this.cursors.keys()]) if (!present.has(id)) this.remove(id);
    for (const peer of pointing) if (peer.cursor) this.move(peer, peer.cursor, locate);
  }

  private move(peer: Peer, point: Point, locate: Locate): void {
    const cursor = this.cursors.get(peer.id) ?? this.add(peer);
    const place = locate(point);
    cursor.node.hidden = place === null;
    if (place !== null) cursor.node.style.transform = `translate(${place[0]}px, ${place[1]}px)`;
    if (cursor.point?.x !== point.x || cursor.point.y !== point.y) this.wake(cursor, point);
  }

  private add({ id, name, color }: Peer): Cursor {
    const arrow = this.make.svg("svg", "cursor-arrow", { viewBox: "0 0 12 14", width: "12", height: "14" });
    arrow.append(this.make.svg("path", "cursor-tip", { d: "M0 0 L11 5.5 L6 7.2 L4 13 Z" }));
    const label = this.make("span", "cursor-name");
    label.textContent = name;
    const node = this.make("div", "cursor", {}, [arrow, label]);
    if (isColor(color)) node.style.setProperty("--ltoplan-person", color);
    this.layer.append(node);
    const cursor = { node, point: null, rest: 0 };
    this.cursors.set(id, cursor);
    return cursor;
  }

  private wake(cursor: Cursor, point: Point): void {
    clearTimeout(cursor.rest);
    cursor.point = point;
    cursor.node.classList.remove("ltoplan-resting");
    cursor.rest = setTimeout(() => cursor.node.classList.add("ltoplan-resting"), REST_MS) as unknown as number;
  }

  private remove(id: string): void {
    const cursor = this.cursors.get(id);
    if (cursor === undefined) return;
    clearTimeout(cursor.rest);
    cursor.node.remove();
    this.cursors.delete(id);
  }

  private clear(): void {
    for (const id of [...this.cursors.keys()]) this.remove(id);
    this.layer.remove();
  }
}
