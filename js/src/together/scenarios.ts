/** What-ifs: their order and names, what they change, and a field as a scenario sees it. */
import { defaultOf } from "../base/field";
import { join } from "../base/path";
import type { Changes } from "../base/plan-port";
import type { Scenario } from "../generated/contract";
import type { Read } from "./history";

export interface ListedScenario {
  id: string;
  scenario: Scenario;
  isCurrent: boolean;
}

/** All scenarios in the order in which people put them; deleted ones are left out. */
export function scenariosOf(read: Read): ListedScenario[] {
  const current = read("current_scenario");
  const all = Object.entries((read("scenarios") ?? {}) as Record<string, Scenario>).filter(
    ([, { deleted }]) => !deleted,
  );
  const listed = all.map(([id, scenario]) => ({ id, scenario, isCurrent: id === current }));
  return listed.sort((a, b) => rankOf(a) - rankOf(b) || (a.id < b.id ? -1 : 1));
}

/** Path at which a scenario holds its own value of a field. */
export function pathUnder(scenario: string, path: string): string {
  return scenario ? join("scenarios", scenario, "changes", path) : path;
}

/** A field as a scenario sees it: its own value, or the plan's. */
export function valueUnder(scenario: string, path: string, read: Read): unknown {
  const own = scenario ? read(pathUnder(scenario, path)) : undefined;
  return own !== undefined ? own : (read(path) ?? defaultOf(path));
}

/** Rank that puts a record behind all others. */
export function rankAfter(records: Readonly<Record<string, { rank?: number }>> | undefined): number {
  return Object.values(records ?? {}).reduce((most, { rank = 0 }) => Math.max(most, rank), 0) + 1;
}

/** Rank between two neighbours; null for the end of the list. */
export function rankBetween(before: number | null, after: number | null): number {
  if (before === null) return after === null ? 1 : after - 1;
  return after === null ? before + 1 : (before + after) / 2;
}

/** A name that no other scenario has: `Warm`, `Warm 2`. */
export function freeName(wanted: string, taken: readonly string[]): string {
  const base = wanted.trim() || "Scenario";
  const isTaken = (name: string) => taken.some((one) => one.toLowerCase() === name.toLowerCase());
  let name = base;
  for (let number = 2; isTaken(name); number++) name = `${base} ${number}`;
  return name;
}

/** A new scenario, behind the others; with the changes of another one it is its copy. */
export function adding(id: string, name: string, read: Read, changes: Scenario["changes"] = {}): Changes {
  const names = scenariosOf(read).map(({ scenario }) => scenario.name);
  const rank = rankAfter(read("scenarios") as Record<string, Scenario> | undefined);
  return { [join("scenarios", id)]: { name: freeName(name, names), changes: { ...changes }, rank, deleted: false } };
}

/** A scenario deleted; it can be restored. Where it was the current one, the plan as it stands is current again. */
export function deleting(id: string, read: Read): Changes {
  const current = read("current_scenario") === id ? { current_scenario: "" } : {};
  return { [join("scenarios", id, "deleted")]: true, ...current };
}

function rankOf({ scenario }: ListedScenario): number {
  return scenario.rank ?? 0;
}
