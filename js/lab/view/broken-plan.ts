/** A file that cannot be read: what is wrong with it, and its text, untouched. */
import { type Child, h } from "../../src/panels/parts/markup";

const LONGEST = 200_000;

export function brokenPlan(why: string, text: string): Child {
  const shown = text.length > LONGEST ? `${text.slice(0, LONGEST)}\n…` : text;
  return h(
    "section",
    { class: "ltoplan-broken", key: "broken", role: "alert" },
    h("h2", {}, "This plan cannot be read"),
    h("p", {}, why),
    h("p", {}, "Nothing is written to the file. This is what it holds:"),
    h("pre", { tabindex: "0", "aria-label": "Text of the file" }, shown),
  );
}
