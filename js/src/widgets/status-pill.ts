import type { ConnectionState } from "../base/plan-port";

/** A small sign in a card's header: how the connection to the plan is. */
export class StatusPill {
  readonly #root: HTMLElement;

  constructor(card: HTMLElement) {
    this.#root = card.ownerDocument.createElement("span");
    this.#root.className = "ltoplan-pill";
    this.#root.setAttribute("role", "status");
    this.place(card);
  }

  /** Into the header of the chart that is in the card now; at the end of one that has none, such as a slider. */
  place(card: HTMLElement): void {
    const header = card.querySelector(".ltoplan-header");
    if (header) header.insertBefore(this.#root, header.querySelector(".ltoplan-toolbar"));
    else (card.firstElementChild ?? card).append(this.#root);
  }

  show(state: ConnectionState): void {
    this.#root.dataset.kind = state.kind === "live" && !state.isSaved ? "offline" : state.kind;
    const words = wordsOf(state);
    if (this.#root.textContent !== words) this.#root.textContent = words;
    if (this.#root.title !== state.why) this.#root.title = state.why;
    this.#root.title = state.why;
  }
}

/** What the sign says. */
export function wordsOf({ kind, unsent, why, isSaved }: ConnectionState): string {
  if (kind === "live") return isSaved ? "Live" : "Live · not saved";
  if (kind === "connecting") return "Connecting…";
  if (kind === "refused") return `Refused: ${why}`;
  if (kind === "read-only") return `Read-only: ${why}`;
  if (kind === "local") return isSaved ? "Not shared" : "Not shared · not saved";
  return unsent > 0 ? `Offline · ${unsent} unsent` : "Offline";
}
