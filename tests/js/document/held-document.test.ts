/** A link on a document that somebody else keeps in step. */
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Awareness } from "y-protocols/awareness";
import * as Y from "yjs";
import { acquire } from "../../../js/src/document/link-registry";
import { PlanLink } from "../../../js/src/document/plan-link";
import type { TransportState } from "../../../js/src/document/transport";
import type { LinkRecord } from "../../../js/src/generated/contract";
import { planned } from "./plan";

const RECORD: LinkRecord = { document: "lab:1", path: "", session: null, kernel_live: false, client: "" };
let doc: Y.Doc;
let awareness: Awareness;
let kind: TransportState;
let changed: () => void;
let saves: number;
const links: PlanLink[] = [];

const provided = () => ({
  doc,
  awareness,
  state: () => ({ kind }),
  observeState: (callback: () => void) => {
    changed = callback;
    return () => undefined;
  },
  save: () => {
    saves += 1;
  },
});

function made(): PlanLink {
  const link = new PlanLink(RECORD, { provided: provided() });
  links.push(link);
  return link;
}

function become(next: TransportState): void {
  kind = next;
  changed();
}

beforeEach(() => {
  vi.useFakeTimers();
  doc = new Y.Doc();
  awareness = new Awareness(doc);
  awareness.setLocalState({ user: { username: "ada", name: "Ada", display_name: "Ada L." }, cursors: [1] });
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(planned().doc));
  [kind, saves] = ["live", 0];
});

afterEach(() => {
  for (const link of links.splice(0)) link.destroy();
  awareness.destroy();
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

it("reads, edits and signs as the holder's user", () => {
  const link = made();
  link.apply({ name: "Summer" });
  expect(doc.getMap("plan").get("name")).toBe("Summer");
  expect(Object.values(doc.getMap("history").toJSON()).at(-1)).toMatchObject({ author: "Ada L.", username: "ada" });
  expect(link.state).toMatchObject({ kind: "live", unsent: 0 });
});

it("counts what is edited while the holder is offline", () => {
  const link = made();
  become("offline");
  link.apply({ name: "a" });
  link.apply({ name: "b" });
  expect(link.state).toMatchObject({ kind: "offline", unsent: 2 });
  become("live");
  expect(link.state).toMatchObject({ kind: "live", unsent: 0 });
  become("local");
  link.apply({ name: "c" });
  expect(link.state).toMatchObject({ kind: "local", unsent: 0 });
});

it("adds to the holder's presence and leaves it as it was; the document lives on", async () => {
  const link = made();
  link.setSelection({ chart: "fan", field: "name" });
  await vi.advanceTimersByTimeAsync(100);
  expect(awareness.getLocalState()).toMatchObject({ cursors: [1], selection: { field: "name" } });
  links.splice(0);
  link.destroy();
  expect(awareness.getLocalState()).toMatchObject({ user: { username: "ada" }, cursors: [1], selection: null });
  doc.getMap("plan").set("name", "Autumn");
  expect(doc.isDestroyed).toBe(false);
});

it("asks the holder to save, also when the server merged an outside version", () => {
  const link = made();
  link.save();
  doc.getMap("state").set("merged", "digest");
  expect(saves).toBe(2);
  doc.getMap("state").set("hash", "digest");
  expect(saves).toBe(2);
});

it("is read-only while the file cannot be read by this release, and says why", () => {
  const link = made();
  let heard = 0;
  link.observeState(() => {
    heard += 1;
  });
  doc.transact(() => {
    doc.getMap("state").set("unreadable", "{}");
    doc.getMap("state").set("complaint", "format: 'ltoplan/9' is newer. Mend: upgrade.");
  });
  expect(heard).toBe(1);
  expect(link.state).toMatchObject({ kind: "read-only", why: expect.stringContaining("newer") });
  expect(() => link.apply({ name: "x" })).toThrow("read-only. format: 'ltoplan/9' is newer");
  doc.getMap("state").delete("unreadable");
  link.apply({ name: "x" });
  expect(link.read("name")).toBe("x");
});

it("is read-only as well where the other side takes no edits", () => {
  const link = made();
  become("read-only");
  expect(link.state.kind).toBe("read-only");
  expect(() => link.apply({ name: "x" })).toThrow("read-only");
  expect(() => link.undo()).toThrow("read-only");
});

it("tells who asked for it what changed at, above or below a path, once a transaction", () => {
  const link = made();
  const heard: string[] = [];
  const listen = (name: string, ...paths: string[]) => link.observe(() => heard.push(name), paths);
  const stop = listen("latte", "offers/latte");
  listen("price", "offers/latte/price");
  listen("offers", "offers");
  listen("tea", "offers/tea", "name");
  link.observe(() => heard.push("all"));
  link.apply({ "offers/latte/price": 6, "offers/latte/unit_cost": 2 });
  expect(heard).toEqual(["latte", "price", "offers", "all"]);
  heard.length = 0;
  stop();
  link.apply({ "offers/latte/unit_cost": 3 });
  expect(heard).toEqual(["offers", "all"]);
});

it("tells panels and charts which thread the page is at, and whether a panel shows it", () => {
  const link = made();
  const anchor = { path: "", visualization: "", chart: "", x: null, y: null, label: "" };
  const heard: (string | undefined)[] = [];
  const leave = link.observeFocus(() => heard.push(link.focus?.thread), "chart");
  expect(link.isFocusShown).toBe(false);
  const close = link.observeFocus(() => undefined);
  expect(link.isFocusShown).toBe(true);
  link.focusOn({ thread: "01", anchor });
  link.focusOn(null);
  expect(heard).toEqual(["01", undefined]);
  close();
  leave();
  expect(link.isFocusShown).toBe(false);
});

it("is shared in the page by its key", () => {
  const one = acquire(RECORD, { provided: provided() });
  const other = acquire(RECORD, { provided: provided() });
  expect(other.link).toBe(one.link);
  one.release();
  other.release();
  doc.getMap("plan").set("name", "later");
  expect(doc.isDestroyed).toBe(false);
});
