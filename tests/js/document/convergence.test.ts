import { afterEach, beforeEach, expect, it, vi } from "vitest";
import * as Y from "yjs";
import { PlanDocument } from "../../../js/src/document/plan-document";
import { Presence } from "../../../js/src/document/presence";
import { Room } from "../../../js/src/document/room";
import { FakeServer } from "./fake-server";
import { planned } from "./plan";

const PAGES = 5;
const STEPS = 150;
const PATIENCE_MS = 60_000;
/** Pinned: each is a case of its own, and what fails names it. */
const SEEDS = [1, 2, 3, 20270107];
const PATHS = ["offers/latte/price", "offers/latte/unit_cost", "campaigns/launch/demand_mean", "name"];

/** The same numbers for the same seed on every machine (mulberry32). */
function dice(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296) * below);
  };
}

function page(server: FakeServer) {
  const document = new PlanDocument();
  const presence = new Presence(document.doc);
  let edits = 0;
  const room = new Room({
    document,
    presence,
    server,
    path: "spring.ltoplan",
    session: null,
    edits: () => edits,
    onState: () => undefined,
  });
  const edit = (path: string, value: unknown) => {
    edits += 1;
    document.apply({ [path]: value });
  };
  const close = () => {
    room.destroy();
    presence.destroy();
    document.destroy();
  };
  return { document, room, edit, close, edits: () => edits };
}

const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

beforeEach(() => void vi.useFakeTimers());

afterEach(() => void vi.useRealTimers());

it.each(SEEDS)(
  "five pages agree after lost connections, a server that was away and silence (seed %i)",
  async (seed) => {
    const roll = dice(seed);
    const server = new FakeServer();
    Y.applyUpdate(server.doc, Y.encodeStateAsUpdate(planned().doc));
    const pages = Array.from({ length: PAGES }, () => page(server));
    await pass(500);
    for (let step = 0; step < STEPS; step++) {
      const one = pages[roll(PAGES)];
      const path = PATHS[roll(PATHS.length)] ?? "name";
      one?.edit(path, path === "name" ? `step ${step}` : step);
      const mishap = roll(40);
      if (mishap === 0) server.sockets[roll(server.sockets.length || 1)]?.drop();
      if (mishap === 1) server.isUp = !server.isUp;
      if (mishap === 2 && !server.isUp) for (const socket of [...server.sockets]) socket.drop();
      await pass(roll(120));
    }
    server.isUp = true;
    await pass(30_000);
    const held = (doc: Y.Doc) => ["plan", "offers", "campaigns", "history"].map((root) => doc.getMap(root).toJSON());
    for (const { document, room, edits } of pages) {
      expect(room.state).toBe("live");
      expect(room.proven).toBe(edits());
      expect(held(document.doc)).toEqual(held(server.doc));
    }
    for (const { close } of pages) close();
  },
  PATIENCE_MS,
);
