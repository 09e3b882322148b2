/** One field of a proposal: value now and proposed, whether it has moved on, what was decided. */
import type { ProposedField } from "../together/change-request";
import { type Child, h } from "./parts/markup";
import { ago, moment } from "./parts/moment";
import type { Sheet } from "./parts/sheet";
import { fieldWords, valueWords } from "./parts/words";

export function proposedField(sheet: Sheet, field: ProposedField, tools: Child): Child {
  const { port, format } = sheet;
  const { path, base, value, present, isMovedOn, decision } = field;
  const say = (one: unknown) => valueWords(port, path, one, format);
  const moved = `moved on: was ${say(base)} when this was proposed, is ${say(present)} now`;
  return h(
    "li",
    { class: "ltoplan-proposed-field", key: path, "data-path": path },
    h(
      "div",
      { class: "ltoplan-row-words" },
      h(
        "span",
        {},
        `${fieldWords(port, path)} `,
        h("s", { class: "ltoplan-faint" }, say(decision ? base : present)),
        " → ",
        h("b", {}, say(value)),
      ),
      isMovedOn && !decision && h("span", { class: "ltoplan-risk-words ltoplan-small" }, moved),
      decision && verdict(sheet, decision),
    ),
    tools,
  );
}

function verdict(
  { now, options }: Sheet,
  { accepted, author, at, reason }: NonNullable<ProposedField["decision"]>,
): Child {
  const why = reason ? `: “${reason}”` : "";
  return h(
    "span",
    { class: "ltoplan-faint" },
    h(
      "span",
      { class: accepted ? "ltoplan-good-words" : "ltoplan-risk-words" },
      accepted ? "✓ accepted" : "✕ rejected",
    ),
    ` by ${author || "somebody"}${why} `,
    moment(at, ago(at, now, options.locale), options.locale),
  );
}
