/** A proposal and what becomes of it: what would change, what has moved on, what is decided. */
import { defaultOf, isEntry } from "../base/field";
import { same } from "../base/json";
import { join } from "../base/path";
import type { Changes, EditOptions, Person } from "../base/plan-port";
import type { ChangeRequest, Decision, ProposedChange } from "../generated/contract";
import type { Read } from "./history";

export interface ProposedField {
  path: string;
  /** Value when it was proposed. */
  base: unknown;
  /** Value that is proposed. */
  value: unknown;
  /** Value in the plan now. */
  present: unknown;
  /** Whether somebody has changed the field since, to something else than what is proposed. */
  isMovedOn: boolean;
  decision: Decision | null;
}

type Status = ChangeRequest["status"];

/** A new change request; fields that hold the proposed value already are left out. */
export function proposing(
  id: string,
  changes: Changes,
  { title, reason = "", user, at, rank = 0, read }: Proposal,
): Changes {
  const proposed: Record<string, ProposedChange> = {};
  for (const [path, value] of Object.entries(changes)) {
    const base = read(path) ?? defaultOf(path);
    if (!same(base, value)) proposed[path] = { base, value };
  }
  if (Object.keys(proposed).length === 0) throw new Error("Nothing would change: the plan holds these values already.");
  const { name: author, username } = user;
  const request = { title, reason, author, username, at, status: "open", changes: proposed, decisions: {}, rank };
  return { [join("change_requests", id)]: { ...request, deleted: false } };
}

export interface Proposal {
  title: string;
  reason?: string;
  user: Person;
  /** The moment, ISO with zone. */
  at: string;
  rank?: number;
  read: Read;
}

/** What a request would change, field by field, in the order of the paths. */
export function fieldsOf({ changes, decisions }: ChangeRequest, read: Read): ProposedField[] {
  return Object.keys(changes)
    .sort()
    .map((path) => {
      const { base, value } = changes[path] as ProposedChange;
      const present = read(path) ?? defaultOf(path);
      const isMovedOn = !same(present, base) && !same(present, value);
      return { path, base, value, present, isMovedOn, decision: decisions[path] ?? null };
    });
}

/** The status that follows from the decisions; who withdrew a request has decided it. */
export function statusOf({
  status,
  changes,
  decisions,
}: Pick<ChangeRequest, "status" | "changes" | "decisions">): Status {
  if (status === "withdrawn") return status;
  const verdicts = Object.keys(changes).map((path) => decisions[path]?.accepted);
  if (verdicts.some((accepted) => accepted === undefined)) return "open";
  if (verdicts.every(Boolean)) return "accepted";
  return verdicts.some(Boolean) ? "partly_accepted" : "rejected";
}

/** Decide some fields of a request: one edit that sets what is accepted, and what was decided with it. */
export function deciding(
  id: string,
  request: ChangeRequest,
  { accepted = [], rejected = [], user, at, reason = "" }: Verdict,
): { changes: Changes; options: EditOptions } {
  const decision = (isAccepted: boolean): Decision => ({ accepted: isAccepted, author: user.name, at, reason });
  const verdicts = [
    ...accepted.map((path) => [path, true] as const),
    ...rejected.map((path) => [path, false] as const),
  ];
  const changes: Record<string, unknown> = {};
  const decisions = { ...request.decisions };
  for (const [path, isAccepted] of verdicts) {
    decisions[path] = decision(isAccepted);
    changes[join("change_requests", id, "decisions", path)] = decisions[path];
    if (isAccepted) changes[path] = request.changes[path]?.value ?? null;
  }
  changes[join("change_requests", id, "status")] = statusOf({ ...request, decisions });
  return { changes, options: { action: "accept", of: id, reason: reason || request.title } };
}

/** What a decision on some fields replaced: their values before it. */
export function valuesAt(paths: readonly string[], read: Read): Record<string, unknown> {
  return Object.fromEntries(paths.map((path) => [path, read(path) ?? (isEntry(path) ? null : defaultOf(path))]));
}

/**
 * Take decisions back: the fields are open again, and one that was accepted gets the value before, where it still holds the
 * proposed one. What somebody has decided otherwise since stays.
 *
 * @param before Value before the decision by path, see `valuesAt`.
 */
export function undeciding(
  id: string,
  request: ChangeRequest,
  { before, read }: { before: Changes; read: Read },
): { changes: Changes; options: EditOptions; skipped: string[] } {
  const paths = Object.keys(before).filter((path) => request.decisions[path]);
  const accepted = paths.filter((path) => request.decisions[path]?.accepted);
  const isHeld = (path: string) => same(read(path) ?? null, request.changes[path]?.value ?? null);
  const back = accepted.filter(isHeld).map((path) => [path, before[path]]);
  const open = paths.map((path) => [join("change_requests", id, "decisions", path), null]);
  const decisions = Object.fromEntries(Object.entries(request.decisions).filter(([path]) => !paths.includes(path)));
  const status = [join("change_requests", id, "status"), statusOf({ ...request, decisions })];
  return {
    changes: Object.fromEntries([...back, ...open, status]),
    options: { action: "take_back", of: id, reason: request.title },
    skipped: accepted.filter((path) => !isHeld(path)),
  };
}

export interface Verdict {
  accepted?: readonly string[];
  rejected?: readonly string[];
  user: Person;
  /** The moment, ISO with zone. */
  at: string;
  reason?: string;
}
