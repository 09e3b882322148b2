/** Names of fields and levers as a planner reads them, as `ltoplan_widgets/plan/label.py` has it, and words whose numbers stay with their units. */
import { ACRONYMS } from "../generated/acronyms";

const CAPITALS: ReadonlySet<string> = new Set(ACRONYMS);
/** A space between a number and what it counts, between a sign or code of money and its amount. */
const BOUND = /(?<=\d) (?=[\p{L}%])|(?<=[\p{Sc}±]|\b[A-Z]{3}) (?=\d)/gu;

/** A name inside of a sentence: `cold weeks`, `TV`; what was written in capitals stays so. */
export function spaced(name: string): string {
  const parts = name.trim().split(/[_\s]+/);
  return parts.map((part) => (CAPITALS.has(part) ? part.toUpperCase() : part)).join(" ");
}

/** A name that stands alone, or at the start of a sentence: `Cold weeks`. */
export function label(name: string): string {
  return capital(spaced(name));
}

export function capital(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}

/** Words of a program whose lines do not break between a number and its unit. */
export function unbroken(words: string): string {
  return words.replace(BOUND, "\u00a0");
}
