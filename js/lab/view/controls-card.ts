/** The assumptions of a campaign on one card: a control for each, and under them what they come to. */
import { formatFor } from "../../src/base/format";
import { criticalRatio, hasCosts, overage, underage } from "../../src/base/newsvendor";
import type { PlanPort } from "../../src/base/plan-port";
import { orderViewOf } from "./order-view";

export class ControlsCard {
  readonly root: HTMLElement;
  /** Where the controls stand. */
  readonly rows: HTMLElement;
  readonly #sum: HTMLElement;
  readonly #port: PlanPort;
  readonly #locale: string | undefined;

  constructor(host: HTMLElement, port: PlanPort, locale: string | undefined) {
    this.#port = port;
    this.#locale = locale;
    this.root = element(host, "section", "ltoplan-controls");
    const header = element(this.root, "header", "ltoplan-header");
    element(header, "h2", "ltoplan-title").textContent = "Assumptions";
    element(header, "span", "ltoplan-subtitle").textContent = "what the order rests on";
    this.rows = element(this.root, "div", "ltoplan-controls-rows");
    this.#sum = element(this.root, "p", "ltoplan-controls-sum");
  }

  /** Say anew what the assumptions of a campaign come to; hidden where it has no controls. */
  update(campaign: string): void {
    this.root.hidden = this.rows.childElementCount === 0;
    const words = costWords(this.#port, campaign, this.#locale);
    if (this.#sum.textContent !== words) this.#sum.textContent = words;
  }
}

/** What a unit too few and one too many cost, and the share of outcomes that is covered for it; empty where it is not known. */
function costWords(port: PlanPort, campaign: string, locale: string | undefined): string {
  const view = orderViewOf(port, campaign);
  if (!view || !hasCosts(view.terms) || underage(view.terms) <= 0) return "";
  const { terms, currency } = view;
  const format = formatFor(locale);
  const [few, many] = [underage(terms), overage(terms)].map((amount) => format.money(amount, currency));
  return `One too few costs ${few}, one too many ${many}: the best order covers ${format.percent(criticalRatio(terms))} of outcomes.`;
}

function element(parent: HTMLElement, tag: string, name: string): HTMLElement {
  const made = parent.ownerDocument.createElement(tag);
  made.className = name;
  parent.append(made);
  return made;
}
