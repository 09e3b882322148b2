/** The past launches behind a forecast: people weigh them, leave them out, and pin those that are to count whatever is nearest. */
import { capital, unbroken } from "../base/label";
import { join, split } from "../base/path";
import type { AnalogueTold, ReasonsView } from "../generated/contract";
import { currentScenario } from "../together/outlooks";
import { pathUnder } from "../together/scenarios";
import { button, choice } from "./parts/controls";
import { type Child, h } from "./parts/markup";
import type { Sheet } from "./parts/sheet";

/** How often a past launch counts. */
const FACTORS = [
  ["0", "left out"],
  ["0.5", "half"],
  ["1", "as found"],
  ["2", "twice"],
  ["4", "four times"],
] as const;
/** Those that every method hears. */
const HEARD_BY_ALL: readonly string[] = ["0", "1"];
const CHOICE_IS_UNHEARD =
  "This forecast learns from all past launches at once: to leave one out counts, to pin or weigh one would change nothing.";
const PINNED_ONLY = "Pinned launches are the ones that it is compared with, in place of the most alike.";

export function analogueList(sheet: Sheet, id: string, view: ReasonsView): Child {
  const list = new AnalogueList(sheet, id, view);
  return list.draw();
}

class AnalogueList {
  readonly #sheet: Sheet;
  readonly #id: string;
  readonly #view: ReasonsView;
  readonly #factors: Readonly<Record<string, unknown>>;
  readonly #pinned: ReadonlySet<string>;
  readonly #isChoosable: boolean;

  constructor(sheet: Sheet, id: string, view: ReasonsView) {
    this.#sheet = sheet;
    this.#id = id;
    this.#view = view;
    this.#factors = this.#inForce("analogues");
    const pins = Object.entries(this.#inForce("pinned")).filter(([, isPinned]) => isPinned === true);
    this.#pinned = new Set(pins.map(([event]) => event).filter((event) => this.#factors[event] !== 0));
    this.#isChoosable = view.is_choosable !== false;
  }

  draw(): Child {
    const { why, analogues, unit } = this.#view;
    const told = analogues.map(({ event }) => event);
    const chosen = [...Object.keys(this.#factors), ...this.#pinned].filter((event) => !told.includes(event));
    const notes = [
      why && `${capital(why)}.`,
      this.#isChoosable ? this.#pinned.size > 0 && PINNED_ONLY : CHOICE_IS_UNHEARD,
    ];
    return [
      notes.map((note, place) => note && h("p", { class: "ltoplan-footnote", key: `note ${place}` }, unbroken(note))),
      h(
        "ul",
        { class: "ltoplan-reasons-analogues", key: "launches" },
        analogues.map((one) => this.#row(one.event, this.#words(one, unit), one.is_everyday)),
        [...new Set(chosen)].map((event) => this.#row(event, this.#factors[event] !== 0 && "not in the forecast yet")),
      ),
      this.#another([...told, ...chosen]),
    ];
  }

  #row(event: string, words: string | false, isEveryday = false): Child {
    const isChosen = !this.#sheet.isReadOnly && !isEveryday;
    return h(
      "li",
      { key: event, "data-analogue": event },
      h("span", { class: "ltoplan-reasons-name" }, event),
      isChosen && h("span", { class: "ltoplan-reasons-tools" }, this.#pin(event), this.#weight(event)),
      words && h("span", { class: "ltoplan-reasons-why" }, words),
    );
  }

  #words({ weight, units, why }: AnalogueTold, unit: string): string {
    const { format } = this.#sheet;
    return unbroken(`${format.percent(weight)} · ${format.units(Math.round(units), unit)} · ${why}`);
  }

  #weight(event: string): Child {
    const factor = this.#factors[event] ?? 1;
    const offered = FACTORS.filter(([value]) => this.#isChoosable || HEARD_BY_ALL.includes(value));
    const isOffered = offered.some(([value]) => Number(value) === factor);
    const options = isOffered ? offered : [...offered, [String(factor), `× ${factor}`] as const];
    return choice(`How much ${event} counts`, options, String(factor), (value) => this.#weigh(event, Number(value)));
  }

  #pin(event: string): Child {
    const isPressed = this.#pinned.has(event);
    if (!this.#isChoosable && !isPressed) return null;
    const [words, label] = isPressed ? ["Pinned", `${event} is pinned; press to let it go`] : ["Pin", `Pin ${event}`];
    return button({
      words,
      label,
      name: "pin",
      look: "button",
      isPressed,
      press: () => this.#setPinned(event, !isPressed),
    });
  }

  #another(shown: readonly string[]): Child {
    const free = (this.#view.others ?? []).filter((event) => !shown.includes(event));
    if (this.#sheet.isReadOnly || !this.#isChoosable || free.length === 0) return null;
    const options = free.map((event) => [event, event] as const);
    const choose = (event: string) => event && this.#setPinned(event, true);
    const first = ["", "Pin another past launch …"] as const;
    return h(
      "div",
      { class: "ltoplan-actions", key: "another" },
      choice("Pin another past launch", [first, ...options], "", choose),
    );
  }

  /** “As found” is no entry at all, so that nothing is left of a weight that was taken back; what is left out is not pinned. */
  #weigh(event: string, factor: number): void {
    const unpinned = factor === 0 && this.#pinned.has(event) ? this.#entry("pinned", event, false) : {};
    this.#apply({ ...this.#entry("analogues", event, factor), ...unpinned });
  }

  #setPinned(event: string, isPinned: boolean): void {
    const back = isPinned && this.#factors[event] === 0 ? this.#entry("analogues", event, 1) : {};
    this.#apply({ ...this.#entry("pinned", event, isPinned), ...back });
  }

  #apply(changes: Record<string, unknown>): void {
    this.#sheet.attempt(() => this.#sheet.port.apply(changes));
  }

  /** An entry where it is in force: the scenario's own, or the plan's, which holds only what differs from nothing said. */
  #entry(field: string, event: string, value: number | boolean): Record<string, unknown> {
    const path = join("campaigns", this.#id, field, event);
    const inside = pathUnder(currentScenario(this.#sheet.read), path);
    const isOfPlan = inside === path || this.#sheet.read(inside) === undefined;
    return isOfPlan ? { [path]: value === 1 || value === false ? null : value } : { [inside]: value };
  }

  /** Entries in force: the plan's, under those of the scenario that people work in. */
  #inForce(field: string): Record<string, unknown> {
    const { read } = this.#sheet;
    const path = join("campaigns", this.#id, field);
    const own = (read(path) ?? {}) as Record<string, unknown>;
    const current = currentScenario(read);
    const changes = (current && read(join("scenarios", current, "changes"))) || {};
    const assumed = Object.entries(changes as Record<string, unknown>)
      .filter(([at]) => at.startsWith(`${path}/`))
      .map(([at, value]) => [split(at).at(-1) ?? "", value] as const);
    return { ...own, ...Object.fromEntries(assumed) };
  }
}
