/** What a page tells its user about an entry that somebody else wrote. */
import { same } from "../base/json";
import { split } from "../base/path";
import type { ChangeNotice, Person } from "../base/plan-port";
import type { FieldChange, HistoryEntry } from "../generated/contract";
import { type Entries, newestFirst, overlaps, type Read } from "./history";

/** Who is told: the page's user, and the client id of the page. */
export interface Reader {
  user: Pick<Person, "username">;
  client: string;
}

/** Whether an entry was written by this page, or by the same user elsewhere. */
export function isMine({ client, username }: HistoryEntry, reader: Reader): boolean {
  return client === reader.client || (username !== "" && username === reader.user.username);
}

/** The changes of an entry that are in force, as its reader sees them; none of one's own. */
export function noticesOf(id: string, entry: HistoryEntry, reader: Reader, read: Read): ChangeNotice[] {
  if (isMine(entry, reader)) return [];
  const others = newestFirst(read("history") as Entries).filter(([other]) => other !== id);
  const inForce = Object.entries(entry.changes).filter(([path, change]) => isInForce(path, change, read));
  return inForce.map(([path, change]) => {
    const mine = overwritten(path, change, others, reader);
    const old = mine === null ? change.old : mine.new;
    return { entry: id, author: entry.author, path, old, new: change.new, isOverwrite: mine !== null };
  });
}

/** A value that lost against another is no news; records that came may have been written to since. */
function isInForce(path: string, change: FieldChange, read: Read): boolean {
  return split(path).length === 2 || same(read(path) ?? null, change.new);
}

/** The reader's own change that the other one replaced, also where both were made at the same time. */
function overwritten(
  path: string,
  change: FieldChange,
  others: readonly [string, HistoryEntry][],
  reader: Reader,
): FieldChange | null {
  const touching = others.find(([, { changes }]) => Object.keys(changes).some((one) => overlaps(one, path)));
  if (touching === undefined || !isMine(touching[1], reader)) return null;
  const mine = touching[1].changes[path];
  return mine === undefined || same(mine.new, change.new) ? null : mine;
}
