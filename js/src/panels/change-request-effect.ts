/** What accepting a change request leads to, against the plan as people work in it, in one line a campaign. */
import type { PublishedOutlook } from "../generated/contract";
import { currentScenario, isBehind } from "../together/outlooks";
import { campaignsOf, outlookOf, type Terms, termsOf } from "./parts/figures";
import { type Child, h } from "./parts/markup";
import type { Sheet } from "./parts/sheet";

export function effectLine(sheet: Sheet, request: string): Child {
  const { port } = sheet;
  const current = currentScenario(sheet.read);
  const campaigns = campaignsOf(port);
  const lines = campaigns.map(([id, campaign]) => {
    const after = outlookOf(port, id, { changeRequest: request });
    const before = outlookOf(port, id, { scenario: current });
    if (!after || !before) return null;
    const name = campaigns.length > 1 ? `${campaign.name || campaign.item}: ` : "";
    const parts = effects(sheet, before, after, termsOf(port, campaign));
    const behind = isBehind(after, sheet.read) ? " (behind: the plan has changed since)" : "";
    return h(
      "p",
      { class: "ltoplan-effect", key: id },
      name,
      parts.length ? parts : "no difference to the outlook",
      behind,
    );
  });
  return lines.some(Boolean)
    ? lines
    : h(
        "p",
        { class: "ltoplan-effect ltoplan-faint", key: "effect" },
        "Effect not computed yet: a kernel with this plan open computes it.",
      );
}

function effects(
  { format }: Sheet,
  before: PublishedOutlook,
  after: PublishedOutlook,
  { unit, currency }: Terms,
): Child[] {
  const by = (key: string) => (after.figures[key] ?? Number.NaN) - (before.figures[key] ?? Number.NaN);
  const signed = (value: number, words: string) => `${value < 0 ? "−" : "+"}${words}`;
  const units = (key: string) => signed(by(key), `${format.short(Math.abs(by(key)))} ${unit}`);
  const parts: [words: string, isShown: boolean, tone: string][] = [
    [`order ${units("order_quantity")}`, differs(by("order_quantity"), 0.5), ""],
    [`demand ${units("mean")}`, differs(by("mean"), 0.5), ""],
    [
      `profit ${signed(by("profit"), format.moneyShort(Math.abs(by("profit")), currency))}`,
      differs(by("profit"), 0.5),
      by("profit") < 0 ? "risk" : "good",
    ],
    [`leftover ${units("leftover")}`, differs(by("leftover"), 0.5), by("leftover") > 0 ? "risk" : "good"],
  ];
  const shown = parts.filter(([, isShown]) => isShown);
  return shown.map(([words, , tone], place) => [
    place > 0 ? " · " : "",
    h("span", { key: words, class: tone ? `ltoplan-${tone}-words` : "ltoplan-plain" }, words),
  ]);
}

function differs(value: number, least: number): boolean {
  return Math.abs(value) >= least;
}
