import { describe, expect, it } from "vitest";
import type { Comment } from "../../../js/src/generated/contract";
import { mentionsIn, reading, resolving, saying, threadsOf } from "../../../js/src/together/threads";
import cases from "../../fixtures/threads.json";
import { reader } from "./plan";

const PEOPLE = [
  { username: "ada", name: "Ada Lovelace" },
  { username: "adam", name: "Adam" },
];
const ADA = { username: "ada", name: "Ada Lovelace", initials: "AL", color: "#123456", avatarUrl: "" };
const T1 = "2026-11-22T10:00:00.000Z";
const T2 = "2026-11-22T11:00:00.000Z";

/** Comments as `saying` writes them. */
function conversation(...said: Record<string, unknown>[]): ReturnType<typeof reader> {
  const comments: Record<string, unknown> = {};
  for (const changes of said)
    for (const [path, value] of Object.entries(changes))
      if (path.split("/").length === 2) comments[path.slice(9)] = value;
  return reader({ comments });
}

describe("threads", () => {
  const ben = { ...ADA, username: "ben", name: "Ben" };
  const read = conversation(
    saying("01", "Why so high?", { user: ADA, at: T1 }),
    saying("02", "TV.", { user: ben, at: T2, thread: "01" }),
    saying("03", "Old news", { user: ben, at: T1 }),
  );

  it("gather comments, the latest talk first, replies in order, and count what the reader has not seen", () => {
    const [first, second] = threadsOf(read, "ada");
    expect(first).toMatchObject({ id: "01", unread: 1, at: T2, isResolved: false });
    expect(first?.replies.map(([id]) => id)).toEqual(["02"]);
    expect(second).toMatchObject({ id: "03", unread: 1 });
    expect(threadsOf(read, "ben").map(({ unread }) => unread)).toEqual([1, 0]);
  });

  it("are read up to their latest comment, once", () => {
    const [thread] = threadsOf(read, "ada");
    expect(thread && reading(thread, "ada")).toEqual({ "comments/01/read_by/ada": T2 });
    expect(thread && reading({ ...thread, unread: 0 }, "ada")).toEqual({});
    expect(thread && reading(thread, "")).toEqual({});
  });

  it("leave deleted comments out", () => {
    const comments = { ...(read("comments") as Record<string, Comment>) };
    comments["02"] = { ...(comments["02"] as Comment), deleted: true };
    comments["03"] = { ...(comments["03"] as Comment), deleted: true };
    const threads = threadsOf(reader({ comments }), "ada");
    expect(threads.map(({ id, replies }) => [id, replies.length])).toEqual([["01", 0]]);
  });

  it("are resolved by somebody and opened again", () => {
    expect(resolving({ id: "01" }, "Ada", T2)).toEqual({
      "comments/01/resolved_by": "Ada",
      "comments/01/resolved_at": T2,
    });
    expect(resolving({ id: "01" }, "", T2)).toEqual({ "comments/01/resolved_by": "", "comments/01/resolved_at": "" });
  });
});

describe("saying", () => {
  it("refuses a comment without words", () => {
    expect(() => saying("01", " \n", { user: ADA, at: T1 })).toThrow("needs words");
  });

  it("reads the thread that is replied in", () => {
    const changes = saying("02", "Yes", { user: ADA, at: T2, thread: "01" });
    expect(changes["comments/01/read_by/ada"]).toBe(T2);
  });
});

describe("mentionsIn", () => {
  it.each([
    ["@ada look", { ada: "Ada Lovelace" }],
    ["ask @Ada Lovelace.", { ada: "Ada Lovelace" }],
    ["@ADAM!", { adam: "Adam" }],
    ["@adam and @ada", { ada: "Ada Lovelace", adam: "Adam" }],
    ["mail@ada.org", {}],
    ["@adamant", {}],
    ["ada", {}],
  ])("finds in %s: %o", (text, mentioned) => {
    expect(mentionsIn(text, PEOPLE)).toEqual(mentioned);
  });
});

describe("cases that Python is held to as well", () => {
  it.each(cases.mentions)("$name", ({ text, people, mentions }) => {
    const all = Object.entries(people).map(([username, name]) => ({ username, name: name ?? "" }));
    expect(mentionsIn(text, all)).toEqual(mentions);
  });

  it.each(cases.threads)("$name", ({ comments, reader: username, threads }) => {
    const found = threadsOf(reader({ comments }), username).map(({ id, replies, isResolved, unread, at }) => {
      return { id, replies: replies.map(([reply]) => reply), is_resolved: isResolved, unread, at };
    });
    expect(found).toEqual(threads);
  });
});
