import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import * as Y from "yjs";
import { PlanDocument } from "../../../js/src/document/plan-document";
import { Presence } from "../../../js/src/document/presence";
import { Room } from "../../../js/src/document/room";
import { NoSessionError } from "../../../js/src/document/server";
import type { SessionRecord } from "../../../js/src/generated/contract";
import { FakeServer } from "./fake-server";
import { planned } from "./plan";

const HANDED: SessionRecord = { format: "text", type: "ltoplan", fileId: "file-1", sessionId: "from-kernel" };
const open: { room: Room; presence: Presence; document: PlanDocument }[] = [];

function join(server: FakeServer, session: SessionRecord | null = null) {
  const document = new PlanDocument();
  const presence = new Presence(document.doc);
  const states: string[] = [];
  let edits = 0;
  document.doc.on("update", (_update: Uint8Array, origin: unknown) => {
    if (!(origin instanceof Room)) edits += 1;
  });
  const room: Room = new Room({
    document,
    edits: () => edits,
    presence,
    server,
    path: "spring.ltoplan",
    session,
    onState: () => states.at(-1) !== room.state && states.push(room.state),
  });
  open.push({ room, presence, document });
  return { room, presence, document, states };
}

function populated(): FakeServer {
  const server = new FakeServer();
  Y.applyUpdate(server.doc, Y.encodeStateAsUpdate(planned().doc));
  return server;
}

const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(Math, "random").mockReturnValue(0.5);
});

afterEach(() => {
  for (const { room, presence, document } of open.splice(0)) {
    room.destroy();
    presence.destroy();
    document.destroy();
  }
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
  vi.restoreAllMocks();
});

describe("joining", () => {
  it("asks for a session, then is live with everything that is there", async () => {
    const server = populated();
    const { room, document, states } = join(server);
    await pass(5);
    expect(server.asked).toEqual(["spring.ltoplan"]);
    expect(room.state).toBe("live");
    expect(states).toEqual(["live"]);
    expect(document.read("offers/latte/price")).toBe(5.45);
  });

  it("uses the session that the kernel hands over without asking", async () => {
    const server = populated();
    const { room } = join(server, HANDED);
    await pass(5);
    expect(server.asked).toEqual([]);
    expect(server.last.session).toEqual(HANDED);
    expect(room.state).toBe("live");
  });

  it("is refused for good where the server says no", async () => {
    const server = new FakeServer();
    server.refusal = new NoSessionError("refused", "the server does not let you open spring.ltoplan");
    const { room } = join(server);
    await pass(10_000);
    expect(room.state).toBe("refused");
    expect(room.why).toContain("does not let you");
    expect(server.asked).toHaveLength(1);
  });

  it("is absent where the server has no collaboration", async () => {
    const server = new FakeServer();
    server.refusal = new NoSessionError("absent", "no collaboration");
    const { room } = join(server);
    await pass(10_000);
    expect([room.state, server.asked.length]).toEqual(["absent", 1]);
  });

  it("keeps trying while the network is down", async () => {
    const server = populated();
    server.refusal = new Error("network");
    const { room } = join(server);
    await pass(1000);
    expect(room.state).toBe("connecting");
    server.refusal = null;
    await pass(3000);
    expect(room.state).toBe("live");
  });
});

describe("editing", () => {
  it("sends one frame an edit and takes in the others'", async () => {
    const server = populated();
    const { document } = join(server);
    await pass(5);
    const before = server.last.sent.length;
    document.apply({ "offers/latte/price": 5, "offers/latte/unit_cost": 2 });
    expect(server.last.sent.length).toBe(before + 1);
    expect((server.doc.getMap("offers").get("latte") as Y.Map<unknown>).get("price")).toBe(5);
    server.change((doc) => (doc.getMap("offers").get("latte") as Y.Map<unknown>).set("price", 4));
    expect(document.read("offers/latte/price")).toBe(4);
    expect(server.last.sent.length).toBe(before + 1);
  });

  it("asks for a save soon after a pause, and at least every 5 s while editing goes on", async () => {
    const server = populated();
    const { document } = join(server);
    await pass(5);
    document.apply({ name: "a" });
    await pass(900);
    expect(server.raw).toEqual([]);
    await pass(200);
    expect(server.raw).toEqual(["save"]);
    for (let tick = 0; tick < 60; tick++) {
      document.apply({ name: `edit ${tick}` });
      await pass(200);
    }
    expect(server.raw.length).toBe(3);
    await pass(1100);
    expect(server.raw.length).toBe(4);
  });

  it("knows which edits the server has for certain", async () => {
    const server = populated();
    const { room, document, states } = join(server);
    await pass(5);
    document.apply({ "offers/latte/price": 3 });
    document.apply({ "offers/latte/price": 2 });
    expect(room.proven).toBe(0);
    await pass(1100);
    expect(room.proven).toBe(2);
    server.isUp = false;
    server.last.drop();
    document.apply({ "offers/latte/price": 1 });
    await pass(5000);
    expect(room.proven).toBe(2);
    server.isUp = true;
    await pass(3000);
    expect(room.proven).toBe(3);
    expect(states.at(-1)).toBe("live");
  });

  it("asks for no save when only others edit", async () => {
    const server = populated();
    join(server);
    await pass(5);
    server.change((doc) => doc.getMap("plan").set("name", "theirs"));
    await pass(10_000);
    expect(server.raw).toEqual([]);
  });

  it("tells when the server could not write the file", async () => {
    const server = populated();
    const { room } = join(server);
    await pass(5);
    const reply = new TextEncoder().encode('{"type":"save","responseTo":1,"status":"failed"}');
    server.last.deliver(new Uint8Array([2, reply.length, ...reply]));
    expect(room.isSaved).toBe(false);
  });
});

describe("losing the connection", () => {
  it("goes offline, keeps editing, and both sides' edits are there afterwards", async () => {
    const server = populated();
    const { room, document, states } = join(server);
    await pass(5);
    server.isUp = false;
    server.last.drop();
    expect(room.state).toBe("offline");
    document.apply({ "offers/latte/price": 3 });
    server.change((doc) => (doc.getMap("offers").get("latte") as Y.Map<unknown>).set("unit_cost", 1));
    await pass(20_000);
    server.isUp = true;
    await pass(3000);
    expect(states).toEqual(["live", "offline", "live"]);
    expect(document.read("offers/latte")).toMatchObject({ price: 3, unit_cost: 1 });
    expect((server.doc.getMap("offers").get("latte") as Y.Map<unknown>).toJSON()).toMatchObject({
      price: 3,
      unit_cost: 1,
    });
  });

  it("waits longer each time, never above 2.5 s", async () => {
    const server = populated();
    const opened = vi.spyOn(server, "open");
    join(server, HANDED);
    await pass(5);
    server.isUp = false;
    server.last.drop();
    const before = opened.mock.calls.length;
    await pass(1000);
    const early = opened.mock.calls.length - before;
    await pass(25_000);
    const late = opened.mock.calls.length - before - early;
    expect(early).toBeGreaterThanOrEqual(3);
    expect(late).toBeGreaterThanOrEqual(25_000 / 2500 - 1);
    expect(late).toBeLessThanOrEqual(25_000 / 1250 + 2);
  });

  it("asks for a new session when the server forgot it", async () => {
    const server = populated();
    const { room } = join(server, HANDED);
    await pass(5);
    server.last.drop(1003, '{"reason":"unknown_session"}');
    await pass(1000);
    expect(server.asked).toHaveLength(1);
    expect(server.last.session.sessionId).toBe("s1");
    expect(room.state).toBe("live");
  });

  it("asks for it under the name that the file has by now", async () => {
    const server = populated();
    const { room } = join(server, HANDED);
    await pass(5);
    room.moveTo("summer.ltoplan");
    server.last.drop(1003, '{"reason":"unknown_session"}');
    await pass(1000);
    expect(server.asked).toEqual(["summer.ltoplan"]);
    expect(room.state).toBe("live");
  });

  it("asks for it under the name by which the server's index knows the file", async () => {
    const server = populated();
    const { room } = join(server, HANDED);
    await pass(5);
    server.index.set(HANDED.fileId, "summer.ltoplan");
    server.last.drop(1003, '{"reason":"unknown_session"}');
    await pass(1000);
    expect(server.asked).toEqual(["summer.ltoplan"]);
    expect(room.state).toBe("live");
  });

  it("leaves the room alone when a new session shows that it is another server's plan", async () => {
    const server = populated();
    server.fileId = "other";
    const { room } = join(server, HANDED);
    await pass(5);
    server.last.drop(1003);
    await pass(1000);
    expect(room.state).toBe("absent");
  });

  it("keeps the kernel's session where the page may not ask for one, and takes a fresh one from it", async () => {
    const server = populated();
    const { room } = join(server, HANDED);
    await pass(5);
    server.refusal = new NoSessionError("refused", "403");
    server.isUp = false;
    server.last.drop(1003);
    await pass(5000);
    expect(room.state).toBe("offline");
    server.isUp = true;
    room.useSession({ ...HANDED, sessionId: "fresh" });
    await pass(500);
    expect(server.last.session.sessionId).toBe("fresh");
    expect(room.state).toBe("live");
  });

  it("stops and says why on a close in the 4400s", async () => {
    const server = populated();
    const { room } = join(server);
    await pass(5);
    server.last.drop(4404, "no such file");
    await pass(10_000);
    expect([room.state, room.why]).toEqual(["refused", "no such file"]);
    expect(server.sockets).toEqual([]);
  });

  it("notices a connection that is dead without having closed", async () => {
    const server = populated();
    const { states } = join(server);
    await pass(5);
    server.loses = () => true;
    await pass(60_000);
    expect(states).toContain("offline");
    server.loses = () => false;
    await pass(25_000);
    expect(states.at(-1)).toBe("live");
  });

  it("is in doubt after 5 s without an answer, and trusts again what answers late", async () => {
    const server = populated();
    const { room, document, states } = join(server);
    await pass(5);
    server.loses = () => true;
    document.apply({ "offers/latte/price": 3 });
    await pass(5900);
    expect([room.state, room.proven]).toEqual(["live", 0]);
    await pass(200);
    expect([room.state, room.proven]).toEqual(["offline", 0]);
    server.last.deliver(new Uint8Array([0, 1, 2, 0, 0]));
    expect([room.state, server.sockets.length]).toEqual(["live", 1]);
    expect(states).toEqual(["live", "offline", "live"]);
  });

  it("asks at once when the machine says that it is offline", async () => {
    const server = populated();
    const { room } = join(server);
    await pass(5);
    server.loses = () => true;
    window.dispatchEvent(new Event("offline"));
    await pass(5100);
    expect(room.state).toBe("offline");
  });

  it("comes back at once when the machine is online again", async () => {
    const server = populated();
    const { room } = join(server);
    await pass(5);
    server.isUp = false;
    server.last.drop();
    await pass(30_000);
    server.isUp = true;
    window.dispatchEvent(new Event("online"));
    await pass(110);
    expect(room.state).toBe("live");
  });

  it("heals an update that was lost on the way with the next question", async () => {
    const server = populated();
    const { document } = join(server);
    await pass(5);
    server.loses = () => true;
    document.apply({ "offers/latte/price": 2 });
    server.loses = () => false;
    document.apply({ "offers/latte/unit_cost": 1 });
    expect((server.doc.getMap("offers").get("latte") as Y.Map<unknown>).get("price")).toBe(5.45);
    server.last.drop();
    await pass(1000);
    expect((server.doc.getMap("offers").get("latte") as Y.Map<unknown>).get("price")).toBe(2);
  });
});

describe("people", () => {
  it("see each other soon although the server tells a newcomer nothing", async () => {
    const server = populated();
    const [ada, ben] = [join(server), join(server)];
    ada.presence.setUser({ username: "ada", name: "Ada", display_name: "Ada L." });
    ben.presence.setUser({ username: "ben", name: "Ben", display_name: "" });
    await pass(400);
    expect(ada.presence.peers().map(({ name }) => name)).toEqual(["Ben"]);
    expect(ben.presence.peers().map(({ name }) => name)).toEqual(["Ada L."]);
    const late = join(server);
    await pass(400);
    expect(late.presence.peers()).toHaveLength(2);
  });

  it("leave no ghost", async () => {
    const server = populated();
    const [ada, ben] = [join(server), join(server)];
    await pass(400);
    ben.presence.leave();
    expect(ada.presence.peers()).toEqual([]);
  });

  it("are forgotten with the connection and met again with the next", async () => {
    const server = populated();
    const [ada] = [join(server), join(server)];
    await pass(400);
    const first = server.sockets[0];
    server.isUp = false;
    first?.drop();
    expect(ada.presence.peers()).toEqual([]);
    server.isUp = true;
    await pass(1500);
    expect(ada.presence.peers()).toHaveLength(1);
  });
});
