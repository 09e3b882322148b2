/** The history as a file: CSV for a spreadsheet, JSON as the plan holds it. */
import type { EntryRows } from "./change-history-entry";
import { button } from "./parts/controls";
import { csv, download, fileName } from "./parts/file";
import type { Child } from "./parts/markup";
import type { Sheet } from "./parts/sheet";
import { fieldWords } from "./parts/words";

const HEAD = ["id", "at", "author", "action", "field", "path", "old", "new", "reason"];

export function exportMenu(sheet: Sheet, rows: () => EntryRows): Child {
  const hand = (kind: "csv" | "json") => {
    const text = kind === "csv" ? historyCsv(sheet, rows()) : historyJson(rows());
    const name = fileName(String(sheet.port.read("name") ?? ""), "history");
    download(
      sheet.root.ownerDocument,
      `${name}.${kind}`,
      kind === "csv" ? "text/csv;charset=utf-8" : "application/json",
      text,
    );
  };
  return [
    button({ words: "CSV", label: "Export the changes shown as CSV", name: "csv", press: () => hand("csv") }),
    button({ words: "JSON", label: "Export the changes shown as JSON", name: "json", press: () => hand("json") }),
  ];
}

/** One line a change. */
export function historyCsv(sheet: Pick<Sheet, "port">, rows: EntryRows): string {
  const lines = rows.flatMap(([id, { at, author, action, reason, changes }]) =>
    Object.entries(changes).map(([path, change]) => [
      id,
      at,
      author,
      action,
      fieldWords(sheet.port, path),
      path,
      plain(change.old),
      plain(change.new),
      reason,
    ]),
  );
  return csv([HEAD, ...lines]);
}

export function historyJson(rows: EntryRows): string {
  return `${JSON.stringify(
    rows.map(([id, entry]) => ({ id, ...entry })),
    null,
    1,
  )}\n`;
}

function plain(value: unknown): string | number {
  if (value === null || value === undefined) return "";
  return typeof value === "number" || typeof value === "string" ? value : JSON.stringify(value);
}
