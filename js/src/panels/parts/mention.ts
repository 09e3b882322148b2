/** Who can be mentioned, whom a half-written `@` means, and mentions in a text. */
import type { Person, PlanPort } from "../../base/plan-port";
import type { Comment, HistoryEntry } from "../../generated/contract";
import { type Child, h } from "./markup";

export type Known = Pick<Person, "username" | "name">;

/** Everybody who is here or has done something in the plan, by user name; the page's user last. */
export function knownPeople(port: PlanPort): Known[] {
  const wrote = ["comments", "history"].flatMap((name) =>
    Object.values((port.read(name) as Record<string, Comment | HistoryEntry> | undefined) ?? {}).map(
      ({ author, username }) => ({ name: author, username }),
    ),
  );
  const found = new Map<string, Known>();
  for (const { name, username } of [...port.peers(), ...wrote, port.user]) {
    if (username && name && username !== port.user.username && !found.has(username))
      found.set(username, { name, username });
  }
  return [...found.values(), { name: port.user.name, username: port.user.username }].filter(({ username }) => username);
}

/** Where a half-written mention begins before the caret, and what stands there; null where there is none. */
export function halfWritten(text: string, caret: number): { start: number; wanted: string } | null {
  const found = /(?:^|[^\p{L}\p{N}_])@([\p{L}\p{N}_.-]*(?: [\p{L}\p{N}_.-]*)?)$/u.exec(text.slice(0, caret));
  return found ? { start: caret - (found[1] ?? "").length - 1, wanted: found[1] ?? "" } : null;
}

/** People whose name, one of its words or user name begins with what is wanted; at most six. */
export function suggestions(people: readonly Known[], wanted: string): Known[] {
  const begin = wanted.toLocaleLowerCase();
  const fits = ({ name, username }: Known) => {
    const full = name.toLocaleLowerCase();
    return (
      full !== begin &&
      [full, ...full.split(/\s+/), username.toLocaleLowerCase()].some((word) => word.startsWith(begin))
    );
  };
  return people.filter(fits).slice(0, 6);
}

/** A text with its mentions set apart. */
export function withMentions(text: string, mentions: Readonly<Record<string, string>>, reader: string): Child {
  const names = Object.entries(mentions).flatMap(([username, name]) => [name, username]);
  const wanted = names
    .filter(Boolean)
    .sort((a, b) => b.length - a.length)
    .map(escaped);
  if (wanted.length === 0) return text;
  const parts = text.split(new RegExp(`(@(?:${wanted.join("|")})(?![\\p{L}\\p{N}_]))`, "iu"));
  const own = [mentions[reader] ?? "", reader].filter(Boolean).map((name) => `@${name}`.toLowerCase());
  return parts.map((part, place) => {
    const isMention = place % 2 === 1;
    return isMention
      ? h("b", { class: "ltoplan-mention", "data-own": own.includes(part.toLowerCase()) ? "yes" : null }, part)
      : part;
  });
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/-]/g, "\\$&");
}
