/** Why undo or redo can do nothing: what they walk through is what this page did, and it starts anew with the page. */
export const NOTHING_TO: Readonly<Record<"undo" | "redo", string>> = {
  undo: "Nothing to undo since this page was opened; the history takes back what came before",
  redo: "Nothing to redo",
};
