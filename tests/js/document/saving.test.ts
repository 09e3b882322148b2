import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import * as Y from "yjs";
import { Saving } from "../../../js/src/document/saving";

const reply = (status: string) => JSON.stringify({ type: "save", status });

/** A server that answers every request with success, and writes only if its file is there. */
function server() {
  const doc = new Y.Doc();
  const asked: number[] = [];
  const told: boolean[] = [];
  const file = { isThere: true };
  const saving: Saving = new Saving({
    doc,
    ask: (request) => {
      asked.push(request);
      saving.receive(reply("success"));
      if (file.isThere) setTimeout(() => doc.getMap("state").set("hash", `digest ${request}`), 20);
    },
    onState: () => told.push(saving.isSaved),
  });
  return { doc, asked, told, file, saving };
}

const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

beforeEach(() => void vi.useFakeTimers());

afterEach(() => {
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

describe("a file that is written", () => {
  it("is asked for soon after a pause and at least every 5 s, and nothing is said", async () => {
    const { asked, told, saving } = server();
    for (let tick = 0; tick < 60; tick++) {
      saving.noteEdit();
      await pass(200);
    }
    expect(asked.length).toBe(2);
    await pass(30_000);
    expect([asked.length, told, saving.why]).toEqual([3, [], ""]);
    saving.destroy();
  });

  it("may be written by a save that somebody else asked for", async () => {
    const { doc, asked, told, saving } = server();
    saving.noteOthers();
    await pass(3000);
    doc.getMap("state").set("hash", "theirs");
    await pass(30_000);
    expect([asked, told]).toEqual([[], []]);
    saving.destroy();
  });
});

describe("a file that is gone", () => {
  it("is said within some seconds although the server answers success, and is tried again until it is back", async () => {
    const { asked, told, file, saving } = server();
    file.isThere = false;
    saving.noteEdit();
    await pass(3500);
    expect([asked.length, told]).toEqual([2, [false]]);
    expect(saving.why).toContain("Mend: put the file back");
    await pass(16_000);
    expect(asked.length).toBe(3);
    file.isThere = true;
    await pass(16_000);
    expect([told, saving.why]).toEqual([[false, true], ""]);
    saving.destroy();
  });

  it("is said to those who only watch, too", async () => {
    const { told, file, saving } = server();
    file.isThere = false;
    saving.noteOthers();
    await pass(15_000);
    expect(told).toEqual([false]);
    saving.destroy();
  });

  it("is asked for once more after a first save that only merged what others wrote into it", async () => {
    const { asked, told, file, saving } = server();
    file.isThere = false;
    saving.noteEdit();
    await pass(1500);
    file.isThere = true;
    await pass(30_000);
    expect([asked.length, told]).toEqual([2, []]);
    saving.destroy();
  });

  it("is said at once where the server says that it failed", () => {
    const { told, saving } = server();
    saving.receive(reply("failed"));
    expect(told).toEqual([false]);
    saving.destroy();
  });
});

describe("a connection that is gone", () => {
  it("leaves what is owed to the next", async () => {
    const { asked, saving } = server();
    saving.noteEdit();
    saving.stop();
    await pass(30_000);
    expect(asked).toEqual([]);
    saving.resume();
    await pass(2000);
    expect(asked).toEqual([1]);
    saving.stop();
    saving.resume();
    await pass(30_000);
    expect(asked).toEqual([1]);
    saving.destroy();
  });
});
