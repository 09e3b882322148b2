/** What each scenario leads to, as the last kernel that computed it wrote it down; the best value is marked. */
import type { PublishedOutlook } from "../generated/contract";
import { isBehind } from "../together/outlooks";
import { campaignsOf, FIGURES, type FigureKind, outlookOf, termsOf } from "./parts/figures";
import { type Child, h } from "./parts/markup";
import { ago } from "./parts/moment";
import type { Sheet } from "./parts/sheet";
import type { Column } from "./scenario-table";

/** Rows of figures, under the campaign's name where there are several. */
export function figureRows(sheet: Sheet, shown: readonly Column[]): Child {
  const campaigns = campaignsOf(sheet.port);
  return campaigns.map(([id, campaign]) => {
    const outlooks = shown.map((column) => outlookOf(sheet.port, id, { scenario: column.id }));
    const terms = termsOf(sheet.port, campaign);
    const title = campaigns.length > 1 ? `Outlook: ${campaign.name || campaign.item}` : "Outlook";
    const rows = FIGURES.map((figure) => {
      const said = outlooks.map((outlook) => (outlook ? figure.said(outlook.figures, terms, sheet.format) : ""));
      const best = bestOf(figure, outlooks);
      const isSeen = said.filter((words) => words === said[best]).length === 1; // what reads the same is no better
      const cells = shown.map((column, place) => {
        const outlook = outlooks[place] ?? null;
        return figureCell(sheet, {
          column,
          words: said[place] ?? "",
          isBest: best === place && isSeen,
          isBehind: outlook !== null && isBehind(outlook, sheet.read),
        });
      });
      return h("tr", { key: figure.key, "data-figure": figure.key }, h("th", { scope: "row" }, figure.words), cells);
    });
    return h(
      "tbody",
      { key: `outlook ${id}` },
      h("tr", { class: "ltoplan-group" }, h("th", { scope: "rowgroup", colspan: shown.length + 1 }, title)),
      rows,
    );
  });
}

interface Cell {
  column: Column;
  words: string;
  isBest: boolean;
  isBehind: boolean;
}

function figureCell(sheet: Sheet, { column, words, isBest, isBehind: isOld }: Cell): Child {
  const isCurrent = (sheet.port.read("current_scenario") ?? "") === column.id;
  return h(
    "td",
    {
      key: column.id || "plan",
      class: "ltoplan-number",
      "data-best": isBest ? "yes" : null,
      "data-behind": isOld ? "yes" : null,
      "data-current": isCurrent ? "yes" : null,
    },
    words || h("span", { class: "ltoplan-faint", title: "Not computed yet" }, "–"),
    isBest && h("span", { class: "ltoplan-best-mark" }, "best"),
  );
}

/** Place of the best value; -1 where values do not differ or nothing is better. */
export function bestOf({ key, better }: FigureKind, outlooks: readonly (PublishedOutlook | null)[]): number {
  if (better === "") return -1;
  const values = outlooks.map((outlook) => outlook?.figures[key] ?? null);
  const known = values.filter((value) => value !== null);
  const best = better === "high" ? Math.max(...known) : Math.min(...known);
  const isOnly = known.filter((value) => value === best).length === 1;
  return known.length > 1 && isOnly ? values.indexOf(best) : -1;
}

/** Why figures are missing or old. */
export function outlookNote(sheet: Sheet, shown: readonly Column[]): Child {
  const all = campaignsOf(sheet.port).flatMap(([id]) =>
    shown.map((column) => outlookOf(sheet.port, id, { scenario: column.id })),
  );
  if (all.length === 0) return null;
  const known = all.filter((outlook) => outlook !== null);
  const isOld = known.some((outlook) => isBehind(outlook, sheet.read));
  const latest =
    known
      .map(({ at }) => at)
      .sort()
      .at(-1) ?? "";
  const since = latest ? ` Computed ${sinceWords(ago(latest, sheet.now, sheet.options.locale))}.` : "";
  const words = [
    known.length < all.length && "“–” is not computed yet: open the plan in a notebook, whose kernel computes it.",
    isOld && "Grey figures are behind: the plan has changed since they were computed.",
  ].filter(Boolean);
  const note = (words.join(" ") + since).trim();
  return note ? h("p", { class: "ltoplan-footnote", key: "note", role: "note" }, note) : null;
}

function sinceWords(passed: string): string {
  if (passed === "now") return "just now";
  return /min|h$/.test(passed) ? `${passed} ago` : `on ${passed}`;
}
