import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { applyAwarenessUpdate, encodeAwarenessUpdate } from "y-protocols/awareness";
import * as Y from "yjs";
import { Presence } from "../../../js/src/document/presence";

const ADA = { username: "ada", name: "Ada", display_name: "Ada L.", color: null };
const people: Presence[] = [];
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

function person(): Presence {
  const made = new Presence(new Y.Doc());
  people.push(made);
  return made;
}

/** What somebody says of himself reaches another. */
function tell(from: Presence, to: Presence): void {
  const update = encodeAwarenessUpdate(from.awareness, [from.awareness.clientID]);
  applyAwarenessUpdate(to.awareness, update, "wire");
}

beforeEach(() => vi.useFakeTimers());

afterEach(() => {
  for (const one of people.splice(0)) one.destroy();
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

describe("Presence", () => {
  it("publishes the user as JupyterLab does, with a colour of one's own where the server gives none", () => {
    const [ada, ben] = [person(), person()];
    ada.setUser(ADA);
    tell(ada, ben);
    const [seen] = ben.peers();
    expect(ada.awareness.getLocalState()?.user).toMatchObject({ username: "ada", name: "Ada" });
    expect(seen).toMatchObject({ name: "Ada L.", cursor: null, preview: null });
    expect(seen?.color).toMatch(/^#[0-9a-f]{6}$/);
    const again = person();
    again.setUser(ADA);
    tell(again, ben);
    expect(ben.peers()[1]?.color).toBe(seen?.color);
  });

  it("keeps JupyterLab's colours but nothing else that could get into a style", () => {
    const [ada, ben] = [person(), person()];
    ada.setUser({ ...ADA, color: "var(--jp-collaborator-color3)" });
    tell(ada, ben);
    expect(ben.peers()[0]?.color).toBe("var(--jp-collaborator-color3)");
    ada.awareness.setLocalStateField("user", { ...ADA, color: "red;background:url(//evil)" });
    tell(ada, ben);
    expect(ben.peers()[0]?.color).toMatch(/^#[0-9a-f]{6}$/);
  });

  it("says who the others are, what they select, where they look and whom they follow", async () => {
    const [ada, ben] = [person(), person()];
    ada.setUser({ ...ADA, display_name: "Ada Augusta Lovelace", avatar_url: "https://example.org/ada.png" });
    ada.setSelection({ chart: "fan", field: "campaigns/launch/overrides/2027-01-07" });
    ada.setView({ chart: "fan", label: "Launch\u202e forecast", viewport: [1, 2] });
    ada.setFollowing("7");
    await pass(100);
    tell(ada, ben);
    expect(ben.peers()[0]).toMatchObject({
      username: "ada",
      initials: "AL",
      avatarUrl: "https://example.org/ada.png",
      selection: { chart: "fan", field: "campaigns/launch/overrides/2027-01-07" },
      view: { chart: "fan", label: "Launch forecast", viewport: [1, 2] },
      following: "7",
    });
  });

  it("takes nothing from others that is not what it should be", () => {
    const [ada, ben] = [person(), person()];
    ada.awareness.setLocalState({
      user: { ...ADA, initials: "<b>x</b>", avatar_url: "javascript:alert(1)" },
      selection: { chart: 1, field: "x" },
      view: { chart: "fan", label: 5, viewport: ["a", 2] },
      following: {},
      cursor: { chart: "fan", x: "1", y: 2 },
    });
    tell(ada, ben);
    const [seen] = ben.peers();
    expect(seen).toMatchObject({ avatarUrl: "", selection: null, following: null, cursor: null, initials: "<b>" });
    expect(seen?.view).toEqual({ chart: "fan", label: "", viewport: null });
  });

  it("shows cursors at most 20 times a second, the last one always", async () => {
    const ada = person();
    let sent = 0;
    ada.awareness.on("change", () => {
      sent += 1;
    });
    for (let step = 0; step < 100; step++) {
      ada.setCursor({ chart: "fan", x: step, y: 1 });
      await pass(10);
    }
    await pass(60);
    expect(sent).toBeLessThanOrEqual(22);
    expect(sent).toBeGreaterThanOrEqual(15);
    expect(ada.awareness.getLocalState()?.cursor).toEqual({ chart: "fan", x: 99, y: 1 });
  });

  it("says nothing anew when the cursor stays, and takes a resting one away", async () => {
    const ada = person();
    let sent = 0;
    ada.setCursor({ chart: "fan", x: 1, y: 1 });
    ada.awareness.on("change", () => {
      sent += 1;
    });
    await pass(100);
    ada.setCursor({ chart: "fan", x: 1, y: 1 });
    expect(sent).toBe(0);
    await pass(5100);
    expect(ada.awareness.getLocalState()?.cursor).toBeNull();
  });

  it("goes slower among many", async () => {
    const ada = person();
    for (let id = 1; id < 40; id++) {
      const other = person();
      other.setUser({ ...ADA, username: `u${id}` });
      tell(other, ada);
    }
    await pass(400);
    let sent = 0;
    ada.awareness.on("change", () => {
      sent += 1;
    });
    for (let step = 0; step < 100; step++) {
      ada.setCursor({ chart: "fan", x: step, y: 1 });
      await pass(10);
    }
    expect(sent).toBeLessThanOrEqual(5);
  });

  it("keeps its record under 1 kB whatever the server says of the user", () => {
    const ada = person();
    ada.setUser({ ...ADA, display_name: "A".repeat(5000), avatar_url: `data:image/png;base64,${"A".repeat(90_000)}` });
    ada.setPreview({ field: "campaigns/launch/demand_mean", value: "x".repeat(5000) });
    expect(JSON.stringify(ada.awareness.getLocalState()).length).toBeLessThan(1000);
  });

  it("draws nothing of records that make no sense", () => {
    const [ada, ben] = [person(), person()];
    ada.awareness.setLocalState({ user: { name: 5 } as never });
    tell(ada, ben);
    expect(ben.peers()).toEqual([]);
    ada.awareness.setLocalState({ user: ADA, cursor: { chart: "fan", x: "left", y: null }, preview: 7 });
    tell(ada, ben);
    expect(ben.peers()[0]).toMatchObject({ cursor: null, preview: null });
  });

  it("shows names that cannot turn the words around them, at a length that fits", () => {
    const [ada, ben] = [person(), person()];
    const named = (display_name: string) => {
      ada.setUser({ ...ADA, display_name });
      tell(ada, ben);
      return ben.peers()[0]?.name;
    };
    expect(named("\u202eevil\u202c\n name")).toBe("evil name");
    expect(named("\u200b\u202e")).toBe("Ada");
    expect(named("😀".repeat(100))).toBe(`${"😀".repeat(39)}…`);
    expect(named("ליאור 🥐")).toBe("ליאור 🥐");
  });

  it("says farewell when the page goes, and returns with it", () => {
    const ada = person();
    window.dispatchEvent(new Event("pagehide"));
    expect(ada.awareness.getLocalState()).toBeNull();
    window.dispatchEvent(new Event("pageshow"));
    expect(ada.awareness.getLocalState()?.user).toBeDefined();
  });
});
