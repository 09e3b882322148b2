/** A page's call to show an entry of a plan's history; notices call, the history panels of the same plan answer. */
import type { PlanPort } from "../../base/plan-port";

type Answer = (entry: string) => void;

/** Each widget carries a copy of this code, so what they share hangs on the page. */
const REGISTRY = Symbol.for("ltoplan.entry-calls.1");

function answersOf(port: PlanPort): Set<Answer> {
  const page = globalThis as { [REGISTRY]?: WeakMap<PlanPort, Set<Answer>> };
  page[REGISTRY] ??= new WeakMap();
  const present = page[REGISTRY].get(port) ?? new Set();
  page[REGISTRY].set(port, present);
  return present;
}

/** Answer calls for entries of a plan; returns what ends it. */
export function answerCalls(port: PlanPort, answer: Answer): () => void {
  const answers = answersOf(port);
  answers.add(answer);
  return () => answers.delete(answer);
}

/** Whether a history of the plan is on the page. */
export function hasHistory(port: PlanPort): boolean {
  return answersOf(port).size > 0;
}

export function callFor(port: PlanPort, entry: string): void {
  for (const answer of [...answersOf(port)]) answer(entry);
}
