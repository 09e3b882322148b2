/** Where other people point, in data coordinates; they glide there and fade when they rest. */

import { cursorSettings } from "../../base/cursor-settings";
import type { Disposer } from "../../base/disposer";
import { type FrameLoop, frameLoop } from "../../base/frame-loop";
import { isPersonColor } from "../../base/person-color";
import type { Peer, Point } from "../chart";
import { type Tag, tag } from "./tag";

/** A cursor is told 20 times a second: it covers most of its way in the time between. */
const GLIDE_MS = 45;
/** Nearer than this, in pixels, it has arrived. */
const ARRIVED = 0.5;

interface Cursor {
  node: HTMLElement;
  /** Where somebody points. */
  goal: Point;
  /** Where the cursor is on its way there. */
  at: Point;
  rest: number;
}

/** Pixel place of a point in data units; `null` outside the plot. */
type Locate = (point: Point) => readonly [number, number] | null;

export class Cursors {
  private readonly layer: HTMLElement;
  private readonly make: Tag;
  private readonly view: Window;
  private readonly loop: FrameLoop;
  private readonly cursors = new Map<string, Cursor>();
  private locate: Locate = () => null;
  /** Moment of the last step; null while nobody moves. */
  private steppedAt: number | null = null;

  constructor(body: HTMLElement, disposer: Disposer) {
    this.make = tag(body.ownerDocument);
    this.view = body.ownerDocument.defaultView ?? window;
    this.layer = this.make("div", "cursors", { "aria-hidden": "true" });
    body.append(this.layer);
    this.loop = frameLoop(this.view, () => this.step(), disposer);
    disposer.add(() => this.clear());
  }

  /** Whoever drags is named by the ghost of the drag; a cursor on top of it would hide its value. */
  set(peers: readonly Peer[], locate: Locate): void {
    this.locate = locate;
    const pointing = peers.filter(({ preview }) => !preview);
    const present = new Set(pointing.filter(({ cursor }) => cursor).map(({ id }) => id));
    for (const id of [...this.cursors.keys()]) if (!present.has(id)) this.remove(id);
    for (const peer of pointing) if (peer.cursor) this.aim(peer, peer.cursor);
    for (const cursor of this.cursors.values()) this.show(cursor);
  }

  private aim(peer: Peer, point: Point): void {
    const cursor = this.cursors.get(peer.id) ?? this.add(peer, point);
    if (cursor.goal.x === point.x && cursor.goal.y === point.y) return;
    cursor.goal = point;
    this.wake(cursor);
    // Who comes from outside the plot or leaves it does not glide over the page.
    if (this.isStill || !this.locate(cursor.at) || !this.locate(point)) cursor.at = point;
    else this.loop.schedule();
  }

  /** One frame of the way: a share that depends on the time since the last one, so that every screen shows the same pace. */
  private step(): void {
    const now = this.view.performance.now();
    const share = 1 - Math.exp(-(now - (this.steppedAt ?? now - 16)) / GLIDE_MS);
    const moving = [...this.cursors.values()].filter((cursor) => this.glide(cursor, share));
    this.steppedAt = moving.length > 0 ? now : null;
    if (moving.length > 0) this.loop.schedule();
  }

  /** Whether there is still some way to go. */
  private glide(cursor: Cursor, share: number): boolean {
    const { at, goal } = cursor;
    if (at === goal) return false;
    const next = { x: at.x + (goal.x - at.x) * share, y: at.y + (goal.y - at.y) * share };
    const [from, to] = [this.locate(next), this.locate(goal)];
    const isNear = !from || !to || Math.hypot(to[0] - from[0], to[1] - from[1]) < ARRIVED;
    cursor.at = isNear ? goal : next;
    this.show(cursor);
    return !isNear;
  }

  private show({ node, at }: Cursor): void {
    const place = this.locate(at);
    node.hidden = place === null;
    if (place !== null) node.style.transform = `translate(${place[0]}px, ${place[1]}px)`;
  }

  private add({ id, name, color }: Peer, point: Point): Cursor {
    const arrow = this.make.svg("svg", "cursor-arrow", { viewBox: "0 0 12 14", width: "12", height: "14" });
    arrow.append(this.make.svg("path", "cursor-tip", { d: "M0 0 L11 5.5 L6 7.2 L4 13 Z" }));
    const label = this.make("span", "cursor-name");
    label.textContent = name;
    const node = this.make("div", "cursor", {}, [arrow, label]);
    if (isPersonColor(color)) node.style.setProperty("--ltoplan-person", color);
    this.layer.append(node);
    const cursor = { node, goal: point, at: point, rest: 0 };
    this.cursors.set(id, cursor);
    this.wake(cursor);
    return cursor;
  }

  private wake(cursor: Cursor): void {
    clearTimeout(cursor.rest);
    cursor.node.classList.remove("ltoplan-resting");
    const rest = cursorSettings().fadeSeconds * 1000;
    cursor.rest = setTimeout(() => cursor.node.classList.add("ltoplan-resting"), rest) as unknown as number;
  }

  private get isStill(): boolean {
    return this.view.matchMedia?.("(prefers-reduced-motion: reduce)").matches ?? false;
  }

  private remove(id: string): void {
    const cursor = this.cursors.get(id);
    if (cursor === undefined) return;
    clearTimeout(cursor.rest);
    cursor.node.remove();
    this.cursors.delete(id);
    if (this.cursors.size === 0) this.loop.cancel();
  }

  private clear(): void {
    for (const id of [...this.cursors.keys()]) this.remove(id);
    this.layer.remove();
  }
}
