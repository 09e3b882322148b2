/** Why undo or redo can do nothing: what they walk through is what this person did in this tab. */
export const NOTHING_TO: Readonly<Record<"undo" | "redo", string>> = {
  undo: "Nothing that you changed on this page is left to undo; the history takes back all else",
  redo: "Nothing to redo",
};
