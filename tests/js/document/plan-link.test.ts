import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import * as Y from "yjs";
import { acquire } from "../../../js/src/document/link-registry";
import type { PlanLink } from "../../../js/src/document/plan-link";
import type { LinkRecord } from "../../../js/src/generated/contract";
import { FakeKernel } from "./fake-kernel";
import { FakeServer } from "./fake-server";
import { planned, SAID } from "./plan";

const RECORD: LinkRecord = {
  document: "text:ltoplan:file-1",
  path: "spring.ltoplan",
  session: null,
  kernel_live: true,
  client: "",
};
const LOCAL: LinkRecord = { document: "kernel:1", path: "", session: null, kernel_live: false, client: "" };
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);
const held: { link: PlanLink; release(): void }[] = [];
let server: FakeServer;
let kernel: FakeKernel;

function hold(record: LinkRecord, on: FakeServer | null = server) {
  const one = acquire(record, { server: on });
  held.push(one);
  return one;
}

beforeEach(() => {
  vi.useFakeTimers();
  const start = Y.encodeStateAsUpdate(planned().doc);
  server = new FakeServer();
  kernel = new FakeKernel();
  Y.applyUpdate(server.doc, start);
  Y.applyUpdate(kernel.doc, start);
});

afterEach(async () => {
  server.isUp = true;
  await pass(10_000);
  for (const { release } of held.splice(0)) release();
  kernel.destroy();
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

describe("a page that is loaded anew", () => {
  const PRICE = "offers/latte/price";

  beforeEach(() => sessionStorage.clear());

  it("undoes what was written before, and does again what was undone", async () => {
    const first = hold(RECORD);
    await pass(1000);
    const price = first.link.read(PRICE);
    first.link.apply({ [PRICE]: 7 });
    first.link.apply({ [PRICE]: 8 });
    first.link.undo();
    await pass(1000);
    first.release();
    const { link } = hold(RECORD);
    expect(link.canUndo).toBe(false);
    await pass(1000);
    expect([link.canUndo, link.canRedo]).toEqual([true, true]);
    link.undo();
    expect(link.read(PRICE)).toBe(price);
    link.redo();
    link.redo();
    expect(link.read(PRICE)).toBe(8);
  });

  it("leaves what others wrote, and what the same person wrote elsewhere, alone", async () => {
    const first = hold(RECORD);
    await pass(1000);
    first.link.apply({ [PRICE]: 7 });
    await pass(1000);
    first.release();
    sessionStorage.clear();
    const { link } = hold(RECORD);
    await pass(1000);
    expect(link.read(PRICE)).toBe(7);
    expect(link.canUndo).toBe(false);
  });
});

describe("the page's registry", () => {
  it("gives every widget on a plan the same link and closes it with the last", async () => {
    const [one, other] = [hold(RECORD), hold(RECORD)];
    expect(other.link).toBe(one.link);
    await pass(10);
    expect(server.sockets).toHaveLength(1);
    one.release();
    one.release();
    expect(server.sockets).toHaveLength(1);
    other.release();
    expect(server.sockets).toHaveLength(0);
    expect(hold(RECORD).link).not.toBe(one.link);
  });

  it("keeps plans apart", () => {
    expect(hold(RECORD).link).not.toBe(hold({ ...RECORD, document: "text:ltoplan:file-2" }).link);
  });

  it("does not close before what was edited has reached the room", async () => {
    const { link, release } = hold(RECORD);
    await pass(10);
    server.isUp = false;
    server.last.drop();
    link.apply({ "offers/latte/price": 2 });
    expect(link.state).toMatchObject({ kind: "offline", unsent: 1 });
    release();
    server.isUp = true;
    await pass(5000);
    expect((server.doc.getMap("offers").get("latte") as Y.Map<unknown>).get("price")).toBe(2);
    expect(server.sockets).toHaveLength(0);
  });
});

describe("a link", () => {
  it("is connecting, then live, then offline with what is unsent, then live", async () => {
    const { link } = hold(RECORD);
    const kinds: string[] = [link.state.kind];
    link.observeState(() => kinds.at(-1) !== link.state.kind && kinds.push(link.state.kind));
    await pass(10);
    server.isUp = false;
    server.last.drop();
    link.apply({ name: "a" });
    link.apply({ name: "b" });
    expect(link.state.unsent).toBe(2);
    server.isUp = true;
    await pass(3000);
    expect(link.state.unsent).toBe(0);
    expect(kinds).toEqual(["connecting", "live", "offline", "live"]);
  });

  it("made anew while the server is away says so, and still holds back what is edited early", async () => {
    const { release } = hold(RECORD);
    await pass(10);
    release();
    server.isUp = false;
    const { link } = hold(RECORD);
    expect(link.state.kind).toBe("connecting");
    await pass(50);
    link.apply({ "offers/latte/price": 6 });
    expect(link.state).toMatchObject({ kind: "offline", unsent: 1 });
    server.isUp = true;
    await pass(3000);
    expect(link.state).toMatchObject({ kind: "live", unsent: 0 });
    expect((server.doc.getMap("offers").get("latte") as Y.Map<unknown>).get("price")).toBe(6);
  });

  it("tells its listeners when it finds the server away", async () => {
    const { release } = hold(RECORD);
    await pass(10);
    release();
    server.isUp = false;
    const { link } = hold(RECORD);
    const kinds: string[] = [];
    link.observeState(() => kinds.push(link.state.kind));
    await pass(50);
    expect(kinds).toEqual(["offline"]);
  });

  it("goes on connecting to a plan that this page has never seen", async () => {
    server.isUp = false;
    const { link } = hold({ ...RECORD, document: "text:ltoplan:file-9" });
    await pass(3000);
    expect(link.state.kind).toBe("connecting");
  });

  it("holds back what is edited before the plan has arrived, and shows it already", async () => {
    const { link } = hold(RECORD);
    let told = 0;
    link.observe(() => {
      told += 1;
    });
    link.apply({ "campaigns/launch/overrides/2027-01-07": SAID });
    expect(link.read("campaigns/launch/overrides/2027-01-07")).toEqual(SAID);
    expect(told).toBe(1);
    await pass(100);
    const launch = server.doc.getMap("campaigns").get("launch") as Y.Map<Y.Map<unknown>>;
    expect(launch.get("overrides")?.get("2027-01-07")).toEqual(SAID);
    expect(launch.get("item")).toBe("latte");
    expect(link.state.unsent).toBe(0);
  });

  it("keeps the reason of what was edited before the plan had arrived, and can undo it", async () => {
    const { link } = hold(RECORD);
    link.apply({ "offers/latte/price": 6 }, { reason: "New beans" });
    await pass(100);
    const entries = Object.values(link.read("history") as Record<string, { reason: string; changes: object }>);
    expect(entries.at(-1)).toMatchObject({
      reason: "New beans",
      changes: { "offers/latte/price": { old: 5.45, new: 6 } },
    });
    expect(link.undo()?.changes).toEqual({ "offers/latte/price": 5.45 });
  });

  it("works through the kernel alone where there is no server", async () => {
    const { link } = hold(LOCAL, null);
    link.attach(kernel.port(link));
    expect(link.state.kind).toBe("live");
    link.apply({ "offers/latte/price": 2 });
    await pass(100);
    expect((kernel.doc.getMap("offers").get("latte") as Y.Map<unknown>).get("price")).toBe(2);
  });

  it("is offline where there is neither server nor kernel, e.g. in an exported page", async () => {
    const { link } = hold(LOCAL, null);
    link.attach({ send: () => undefined });
    await pass(6000);
    expect(link.state.kind).toBe("offline");
  });

  it("leaves the kernel's messages alone while room and kernel are both live", async () => {
    const { link } = hold(RECORD);
    link.attach(kernel.port(link));
    await pass(100);
    kernel.heard.length = 0;
    link.apply({ "offers/latte/price": 2 });
    await pass(20_000);
    expect(kernel.heard).toEqual([]);
  });

  it("bridges a kernel that has no connection of its own to the room", async () => {
    const { link } = hold({ ...RECORD, kernel_live: false });
    link.attach(kernel.port(link));
    await pass(100);
    server.change((doc) => (doc.getMap("offers").get("latte") as Y.Map<unknown>).set("price", 1));
    await pass(100);
    expect((kernel.doc.getMap("offers").get("latte") as Y.Map<unknown>).get("price")).toBe(1);
    (kernel.doc.getMap("offers").get("latte") as Y.Map<unknown>).set("price", 9);
    await pass(100);
    expect((server.doc.getMap("offers").get("latte") as Y.Map<unknown>).get("price")).toBe(9);
  });

  it("speaks through the kernel again when the room is lost", async () => {
    const { link } = hold(RECORD);
    link.attach(kernel.port(link));
    await pass(100);
    server.isUp = false;
    server.last.drop();
    link.apply({ "offers/latte/price": 8 });
    await pass(5000);
    expect(link.state.kind).toBe("live");
    expect((kernel.doc.getMap("offers").get("latte") as Y.Map<unknown>).get("price")).toBe(8);
  });

  it("asks a kernel that was there whether it still is when the server is out of reach, in the room already or not yet", async () => {
    for (const isUp of [true, false]) {
      server.isUp = isUp;
      const { link, release } = hold({ ...RECORD, document: `text:ltoplan:${isUp}`, kernel_live: false });
      link.attach(kernel.port(link));
      await pass(1000);
      expect(link.state.kind).toBe("live");
      kernel.work();
      server.isUp = false;
      if (isUp) server.last.drop();
      await pass(9000);
      expect(link.state.kind).toBe("offline");
      kernel.rest();
      release();
    }
  });

  it("joins the room once the kernel knows where it is", async () => {
    const { link } = hold(LOCAL);
    await pass(100);
    expect(server.sockets).toHaveLength(0);
    const session = { format: "text", type: "ltoplan", fileId: "file-1", sessionId: "late" };
    link.refresh({ ...LOCAL, path: "spring.ltoplan", session });
    await pass(100);
    expect(server.last.session).toEqual(session);
    expect(link.state.kind).toBe("live");
  });

  it("knows the user's name from the server", async () => {
    const { link } = hold(RECORD);
    await pass(10);
    expect(link.userName).toBe("Ada L.");
  });
});
