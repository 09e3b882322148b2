/** Fields that differ, with both values. */
import { type Child, h } from "./markup";
import type { Sheet } from "./sheet";
import { fieldWords, valueWords } from "./words";

export interface Difference {
  path: string;
  old: unknown;
  new: unknown;
}

export function differenceTable(
  { port, format }: Sheet,
  rows: readonly Difference[],
  [from, to]: readonly [string, string],
): Child {
  if (rows.length === 0) return h("p", { class: "ltoplan-nothing", key: "same" }, "Nothing differs.");
  const row = ({ path, old, new: now }: Difference) =>
    h(
      "tr",
      { key: path },
      h("th", { scope: "row" }, fieldWords(port, path)),
      h("td", {}, valueWords(port, path, old, format)),
      h("td", {}, valueWords(port, path, now, format)),
    );
  const head = [from, to].map((words, place) => h("th", { scope: "col", key: place }, words));
  return h(
    "div",
    { class: "ltoplan-scroll", key: "differences", tabindex: 0, role: "region", "aria-label": "Differences" },
    h(
      "table",
      { class: "ltoplan-table ltoplan-differences" },
      h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "Field"), head)),
      h("tbody", {}, rows.map(row)),
    ),
  );
}
