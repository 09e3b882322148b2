import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import * as Y from "yjs";
import { PlanDocument } from "../../../js/src/document/plan-document";
import { Presence } from "../../../js/src/document/presence";
import { Relay } from "../../../js/src/document/relay";
import { FakeKernel } from "./fake-kernel";
import { planned } from "./plan";

let kernel: FakeKernel;
const open: (() => void)[] = [];
/** Milliseconds after which everybody has answered a newcomer; each waits a random time of up to 300. */
const INTRODUCED = 400;
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

function browser() {
  const document = new PlanDocument();
  const presence = new Presence(document.doc);
  let edits = 0;
  document.observe(({ isOwn }) => {
    if (isOwn) edits += 1;
  });
  const states: string[] = [];
  const relay: Relay = new Relay({ document, presence, edits: () => edits, onState: () => states.push(relay.state) });
  open.push(() => {
    relay.destroy();
    presence.destroy();
    document.destroy();
  });
  return { document, presence, relay, states, port: kernel.port(relay), edits: () => edits };
}

const price = (doc: Y.Doc) => (doc.getMap("offers").get("latte") as Y.Map<unknown>).get("price");

beforeEach(() => {
  vi.useFakeTimers();
  kernel = new FakeKernel();
  Y.applyUpdate(kernel.doc, Y.encodeStateAsUpdate(planned().doc));
});

afterEach(() => {
  kernel.destroy();
  for (const close of open.splice(0)) close();
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

describe("a relay", () => {
  it("is live with everything that is there once the kernel has answered", async () => {
    const { relay, document, presence, states, port } = browser();
    relay.attach(port);
    expect(states).toEqual(["connecting", "live"]);
    expect(document.read("offers/latte/price")).toBe(5.45);
    expect(presence.peers().map(({ name }) => name)).toEqual(["Kernel"]);
  });

  it("sends the first edit at once and merges what follows within the window", async () => {
    const { relay, document, port } = browser();
    relay.attach(port);
    await pass(INTRODUCED);
    kernel.heard.length = 0;
    for (let cents = 0; cents < 20; cents++) {
      document.apply({ "offers/latte/price": cents });
      await pass(16);
    }
    await pass(100);
    expect(kernel.heard.length).toBeGreaterThanOrEqual(4);
    expect(kernel.heard.length).toBeLessThanOrEqual(7);
    expect(price(kernel.doc)).toBe(19);
  });

  it("brings two browsers of one kernel together, and the kernel's edits to both", async () => {
    const [ada, ben] = [browser(), browser()];
    ada.relay.attach(ada.port);
    ben.relay.attach(ben.port);
    ada.document.apply({ "offers/latte/price": 5 });
    await pass(100);
    expect(ben.document.read("offers/latte/price")).toBe(5);
    (kernel.doc.getMap("offers").get("latte") as Y.Map<unknown>).set("price", 4);
    expect([ada, ben].map(({ document }) => document.read("offers/latte/price"))).toEqual([4, 4]);
  });

  it("does not send back what it received", async () => {
    const { relay, port } = browser();
    relay.attach(port);
    await pass(INTRODUCED);
    kernel.heard.length = 0;
    (kernel.doc.getMap("offers").get("latte") as Y.Map<unknown>).set("price", 4);
    await pass(1000);
    expect(kernel.heard).toEqual([]);
  });

  it("is offline while the kernel is busy, and knows what the kernel has for certain", async () => {
    const { relay, document, states, port, edits } = browser();
    relay.attach(port);
    await pass(100);
    document.apply({ name: "before" });
    await pass(3000);
    expect(relay.proven).toBe(1);
    kernel.work();
    document.apply({ name: "one" });
    document.apply({ name: "two" });
    await pass(10_000);
    expect(relay.state).toBe("offline");
    expect(edits() - relay.proven).toBe(2);
    kernel.rest();
    await pass(3000);
    expect(relay.state).toBe("live");
    expect(relay.proven).toBe(3);
    expect(states).toEqual(["connecting", "live", "offline", "live"]);
    expect(kernel.doc.getMap("plan").get("name")).toBe("two");
  });

  it("puts few questions to a kernel that is busy for long", async () => {
    const { relay, port } = browser();
    relay.attach(port);
    kernel.work();
    await pass(120_000);
    kernel.heard.length = 0;
    kernel.rest();
    expect(kernel.heard.filter(([{ t }]) => t === "hello").length).toBeLessThanOrEqual(5);
  });

  it("says nothing while muted and catches up afterwards", async () => {
    const { relay, document, port } = browser();
    relay.attach(port);
    await pass(100);
    relay.mute();
    kernel.heard.length = 0;
    document.apply({ "offers/latte/price": 3 });
    await pass(60_000);
    expect(kernel.heard).toEqual([]);
    relay.unmute();
    expect(price(kernel.doc)).toBe(3);
  });

  it("is not live after a silence before the kernel has answered again", async () => {
    const { relay, port } = browser();
    relay.attach(port);
    await pass(100);
    relay.mute();
    kernel.work();
    relay.unmute();
    expect(relay.state).toBe("connecting");
    kernel.rest();
    expect(relay.state).toBe("live");
  });

  it("goes on through another widget when the one it spoke through is closed or dead", async () => {
    const { relay, document, port } = browser();
    const dead = {
      send: () => {
        throw new Error("comm is closed");
      },
    };
    const leave = relay.attach(port);
    relay.attach(dead);
    relay.attach({ send: port.send });
    leave();
    document.apply({ "offers/latte/price": 2 });
    await pass(100);
    expect(price(kernel.doc)).toBe(2);
  });

  it("is offline as soon as the page's connection to the kernel is down, and live once the kernel answers again", async () => {
    const { relay, document, port, states, edits } = browser();
    const leave = [relay.attach({ ...port, line: kernel.line() }), relay.attach({ ...port, line: kernel.line() })];
    await pass(INTRODUCED);
    kernel.cut();
    expect(relay.state).toBe("offline");
    document.apply({ "offers/latte/price": 2 });
    await pass(60_000);
    expect(edits() - relay.proven).toBe(1);
    kernel.heard.length = 0;
    kernel.mend();
    await pass(100);
    expect(states).toEqual(["connecting", "live", "offline", "live"]);
    expect(edits() - relay.proven).toBe(0);
    expect(price(kernel.doc)).toBe(2);
    expect(kernel.heard.filter(([{ t }]) => t === "hello")).toHaveLength(1);
    for (const end of leave) end();
    expect(kernel.watcherCount).toBe(0);
  });

  it("goes on through a kernel whose connection is up when another's goes down", async () => {
    const { relay, document, port } = browser();
    const lost = new FakeKernel();
    relay.attach({ ...lost.port(relay), line: lost.line() });
    relay.attach({ ...port, line: kernel.line() });
    await pass(INTRODUCED);
    lost.cut();
    document.apply({ "offers/latte/price": 2 });
    await pass(100);
    expect([relay.state, price(kernel.doc)]).toEqual(["live", 2]);
    lost.destroy();
  });

  it("leaves a connection that goes down alone while muted, and knows of it afterwards", async () => {
    const { relay, port } = browser();
    relay.attach({ ...port, line: kernel.line() });
    await pass(INTRODUCED);
    relay.mute();
    kernel.cut();
    expect(relay.state).toBe("connecting");
    relay.unmute();
    expect(relay.state).toBe("offline");
  });

  it("is absent without a widget", async () => {
    const { relay, port } = browser();
    expect(relay.state).toBe("absent");
    relay.attach(port)();
    expect(relay.state).toBe("absent");
  });

  it("leaves alone what is not for it", () => {
    const { relay, document, port } = browser();
    relay.attach(port);
    const before = document.doc.getMap("plan").toJSON();
    relay.receive({ t: "y", from: "1", to: "2" }, [new DataView(new ArrayBuffer(3))]);
    relay.receive({ t: "hello", from: "1" }, []);
    relay.receive("noise", []);
    relay.receive({ t: "y", from: "1", to: "" }, []);
    expect(document.doc.getMap("plan").toJSON()).toEqual(before);
  });
});
