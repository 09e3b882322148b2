/** One entry of the history, and one named version, as rows of a list. */
import { join } from "../base/path";
import type { PlanPort } from "../base/plan-port";
import type { FieldChange, HistoryEntry, Version } from "../generated/contract";
import { put, sameState, stateOf, valueAfter, valueBefore } from "../together/history";
import type { ComparePane } from "./change-history-compare";
import { button } from "./parts/controls";
import { type Child, h } from "./parts/markup";
import { ago, clock, moment } from "./parts/moment";
import { avatar, personOf } from "./parts/person";
import type { Sheet } from "./parts/sheet";
import { changeWords, fieldWords, valueWords } from "./parts/words";

export type EntryRows = [id: string, entry: HistoryEntry][];

interface RowState {
  called: string;
  all: EntryRows;
  compare: ComparePane;
}

/** What made an entry, where it was not a plain edit. */
const MARKS: Readonly<Record<HistoryEntry["action"], string>> = {
  edit: "",
  undo: "undo",
  redo: "redo",
  take_back: "take-back",
  restore: "restored",
  accept: "accepted proposal",
  file: "file on disk",
};
/** More changes than these are folded. */
const MOST_LINES = 4;

export function entryRow(sheet: Sheet, id: string, entry: HistoryEntry, state: RowState): Child {
  const { port, options } = sheet;
  const person = personOf(port, entry);
  const name = entry.author || (entry.action === "file" ? "File on disk" : "Somebody");
  const words = timeWords(sheet, entry.at);
  const mark = MARKS[entry.action];
  return h(
    "li",
    {
      class: "ltoplan-entry-row",
      key: id,
      "data-entry": id,
      "data-called": state.called === id ? "yes" : null,
      tabindex: -1,
    },
    avatar(person),
    h(
      "div",
      { class: "ltoplan-entry-words" },
      h(
        "div",
        { class: "ltoplan-entry-head" },
        h("span", { class: "ltoplan-person-name" }, name),
        mark && h("span", { class: "ltoplan-mark" }, mark),
        isUndone(id, state.all) && h("span", { class: "ltoplan-mark" }, "undone since"),
        !sheet.isReadOnly && restoreHere(id, state),
        moment(entry.at, words, options.locale),
      ),
      lines(sheet, id, entry),
      entry.reason && h("p", { class: "ltoplan-quote" }, `“${entry.reason}”`),
    ),
  );
}

/** Within a day that is named above: how long ago, or the time of that day. */
function timeWords({ now, options }: Sheet, at: string): string {
  const passed = ago(at, now, options.locale);
  return /min|now|h$/.test(passed) ? passed : clock(at, options.locale);
}

function restoreHere(id: string, { compare }: RowState): Child {
  const label = "Restore to here: the plan as of this change";
  const press = () => compare.ask(`entry ${id}`);
  return button({ words: "restore to here", label, look: "link", name: "restore-here", press });
}

/** Whether the latest undo or redo of an entry was an undo. */
function isUndone(id: string, all: EntryRows): boolean {
  const undone = all.find(([, { action, of }]) => action === "undo" && of === id);
  return undone !== undefined && !all.some(([, { action, of }]) => action === "redo" && of === undone[0]);
}

function lines(sheet: Sheet, id: string, entry: HistoryEntry): Child {
  const all = Object.entries(entry.changes).map(([path, change]) => line(sheet, id, path, change));
  const omitted =
    entry.omitted > 0 &&
    h("p", { class: "ltoplan-faint" }, `and ${entry.omitted} too large to be kept here; a named version holds them`);
  if (all.length === 0 && !omitted) return h("p", { class: "ltoplan-faint" }, "nothing was left to change");
  if (all.length <= MOST_LINES) return [h("ul", { class: "ltoplan-changes" }, all), omitted];
  const rest = all.slice(MOST_LINES);
  return [
    h("ul", { class: "ltoplan-changes" }, all.slice(0, MOST_LINES)),
    h(
      "details",
      { class: "ltoplan-more" },
      h("summary", {}, `and ${rest.length} more`),
      h("ul", { class: "ltoplan-changes" }, rest),
    ),
    omitted,
  ];
}

function line(sheet: Sheet, id: string, path: string, change: FieldChange): Child {
  const said = changeWords(sheet.port, { path, old: change.old, new: change.new }, sheet.format);
  return h("li", { key: path }, h("span", {}, said), !sheet.isReadOnly && wayBack(sheet, id, path, change));
}

/** Take back what is in force; bring back what is not. */
function wayBack(sheet: Sheet, id: string, path: string, change: FieldChange): Child {
  const { port } = sheet;
  const { old, new: now } = change;
  const [before, after] = [valueBefore(change), valueAfter(change)];
  const present = port.read(path);
  const isWritten = sameState(stateOf(path, present), stateOf(path, after));
  const isInForce = isWritten || (before === undefined && isRecord(path) && present !== undefined);
  const changes = withValue(port, path, isInForce ? before : after);
  if (changes === null) return null;
  const field = fieldWords(port, path);
  const words = isInForce ? "take back" : "bring back";
  const label = isInForce
    ? `Take back: ${field} returns to ${valueWords(port, path, old, sheet.format)}`
    : `Bring back ${field}: ${valueWords(port, path, now, sheet.format)}`;
  const press = () => {
    const isDone = sheet.attempt(() => port.apply(changes, { action: "restore", of: id }));
    if (isDone) sheet.offer(`${isInForce ? "Took back" : "Brought back"} ${field}.`, "Undo", () => port.undo());
  };
  return button({ words, label, look: "link", name: "restore-one", press });
}

function isRecord(path: string): boolean {
  return path.split("/").length === 2;
}

/** A record goes by its mark of deletion, so that nothing of it is lost. */
function withValue(port: PlanPort, path: string, value: unknown): Record<string, unknown> | null {
  const present = port.read(path);
  const changes: Record<string, unknown> = {};
  if (!isRecord(path)) put(changes, path, value, (at) => port.read(at));
  else if (value !== undefined && present === undefined) changes[path] = value;
  else if (value !== undefined) changes[`${path}/deleted`] = false;
  else if (present !== undefined && port.read(`${path}/deleted`) !== true) changes[`${path}/deleted`] = true;
  else return null;
  return changes;
}

export function versionRow(sheet: Sheet, id: string, version: Version, compare: ComparePane): Child {
  const { port, options } = sheet;
  const remove = (deleted: boolean) => sheet.attempt(() => port.apply({ [join("versions", id, "deleted")]: deleted }));
  const press = () => remove(true) && sheet.offer(`Deleted version “${version.name}”.`, "Undo", () => remove(false));
  return h(
    "li",
    { class: "ltoplan-entry-row ltoplan-version", key: `version ${id}`, "data-version": id },
    h("span", { class: "ltoplan-flag", "aria-hidden": "true" }, "⚑"),
    h(
      "div",
      { class: "ltoplan-entry-words" },
      h(
        "div",
        { class: "ltoplan-entry-head" },
        h("span", { class: "ltoplan-person-name" }, `Version “${version.name}”`),
        moment(version.at, timeWords(sheet, version.at), options.locale),
      ),
      h(
        "p",
        { class: "ltoplan-faint" },
        [`named by ${version.author || "somebody"}`, version.note].filter(Boolean).join(" · "),
      ),
      h(
        "div",
        { class: "ltoplan-row-tools" },
        !sheet.isReadOnly &&
          button({
            words: "Restore",
            label: `Restore version ${version.name}`,
            look: "link",
            name: "restore",
            press: () => compare.ask(`version ${id}`),
          }),
        button({
          words: "Compare",
          label: `Compare version ${version.name} with now`,
          look: "link",
          press: () => compare.begin(`version ${id}`),
        }),
        !sheet.isReadOnly && button({ words: "Delete", label: `Delete version ${version.name}`, look: "link", press }),
      ),
    ),
  );
}
