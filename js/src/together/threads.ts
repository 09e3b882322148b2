/** What people say to each other: comments gathered to threads, what is unread, who is mentioned. */
import { join } from "../base/path";
import type { Changes, Person } from "../base/plan-port";
import type { Anchor, Comment } from "../generated/contract";
import type { Read } from "./history";

export type Said = readonly [id: string, comment: Comment];

export interface Thread {
  /** Id of the comment that starts it. */
  id: string;
  first: Comment;
  /** Oldest first. */
  replies: readonly Said[];
  isResolved: boolean;
  /** Comments of others that the reader has not seen. */
  unread: number;
  /** Moment of the latest comment. */
  at: string;
}

const NO_ANCHOR: Anchor = { path: "", visualization: "", chart: "", x: null, y: null, label: "" };

/** All threads as one reader sees them, the one that was spoken in last first; deleted ones are left out. */
export function threadsOf(read: Read, reader: string): Thread[] {
  const comments = Object.entries((read("comments") ?? {}) as Record<string, Comment>);
  const live = comments.filter(([, { deleted }]) => !deleted).sort(([a], [b]) => (a < b ? -1 : 1));
  const threads = live.filter(([, { thread }]) => !thread).map(([id, first]) => threadOf(id, first, live, reader));
  return threads.sort((one, other) => (one.at < other.at ? 1 : -1));
}

/** Everybody whom a text mentions, by user name: `@ada`, or `@Ada Lovelace` as people see it. */
export function mentionsIn(text: string, people: readonly Pick<Person, "username" | "name">[]): Record<string, string> {
  const found = people.filter(
    ({ username, name }) => username && [username, name].some((one) => isMentioned(text, one)),
  );
  return Object.fromEntries(found.map(({ username, name }) => [username, name]));
}

/** A new comment: starts a thread at an anchor, or replies in one. */
export function saying(
  id: string,
  text: string,
  { user, at, thread = "", anchor = NO_ANCHOR, people = [] }: Utterance,
): Changes {
  const said = text.trim();
  if (said === "") throw new Error("A comment needs words.");
  const { name: author, username } = user;
  const mentions = mentionsIn(said, people);
  const comment = { text: said, author, username, at, thread, anchor, mentions, read_by: {} };
  const unset = { edited_at: "", resolved_by: "", resolved_at: "", deleted: false };
  const seen = thread && username ? { [join("comments", thread, "read_by", username)]: at } : {};
  return { [join("comments", id)]: { ...comment, ...unset }, ...seen };
}

export interface Utterance {
  user: Person;
  /** The moment, ISO with zone. */
  at: string;
  /** Id of the thread that is replied in. */
  thread?: string;
  anchor?: Anchor;
  /** Everybody who can be mentioned. */
  people?: readonly Pick<Person, "username" | "name">[];
}

/** A thread read up to its latest comment; nothing where it was already, or where the reader has no name. */
export function reading({ id, unread, at }: Thread, reader: string): Changes {
  return unread > 0 && reader ? { [join("comments", id, "read_by", reader)]: at } : {};
}

/** A thread resolved by somebody, or opened again with an empty name. */
export function resolving({ id }: Pick<Thread, "id">, by: string, at: string): Changes {
  return { [join("comments", id, "resolved_by")]: by, [join("comments", id, "resolved_at")]: by ? at : "" };
}

function threadOf(id: string, first: Comment, live: readonly Said[], reader: string): Thread {
  const replies = live.filter(([, { thread }]) => thread === id);
  const readTo = first.read_by?.[reader] ?? "";
  const all = [first, ...replies.map(([, reply]) => reply)];
  const unread = all.filter(({ username, at }) => username !== reader && at > readTo).length;
  const at = all.reduce((latest, comment) => (comment.at > latest ? comment.at : latest), "");
  return { id, first, replies, isResolved: Boolean(first.resolved_by), unread, at };
}

/** `@ada` but neither `@adam` nor `mail@ada`. */
function isMentioned(text: string, name: string): boolean {
  const place = name === "" ? -1 : text.toLowerCase().indexOf(`@${name.toLowerCase()}`);
  if (place < 0) return false;
  const [before, after] = [text.charAt(place - 1), text.charAt(place + name.length + 1)];
  const isWhole = !/[\p{L}\p{N}_]/u.test(before) && !/[\p{L}\p{N}_]/u.test(after);
  return isWhole || isMentioned(text.slice(place + 1), name);
}
