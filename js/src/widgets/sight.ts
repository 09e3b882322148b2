/** What this page looks at, told to the others; and what somebody looks at who is followed, shown here. */
import type { Disposer } from "../base/disposer";
import type { PeerRecord, PlanPort } from "../base/plan-port";
import type { Viewport } from "../charts/chart";

export interface SightOptions {
  /** The chart's card. */
  root: HTMLElement;
  /** Key of the chart, as cursors have it. */
  key(): string;
  /** What people call it. */
  label(): string;
  show(viewport: Viewport | null): void;
}

/** What somebody does himself at a chart, other than pointing there. */
const OWN_ACTS = ["pointerdown", "wheel", "keydown", "touchstart"];
/** A chart of which so much is on the screen is looked at, until somebody turns to another. */
const ENOUGH = 0.6;

export class Sight {
  readonly #port: PlanPort;
  readonly #options: SightOptions;
  #viewport: Viewport | null = null;
  /** What was shown last of the one who is followed. */
  #shown = "";

  constructor(port: PlanPort, options: SightOptions, disposer: Disposer) {
    this.#port = port;
    this.#options = options;
    const { root } = options;
    for (const turn of ["pointerenter", "focusin"]) disposer.listen(root, turn, () => this.#look());
    for (const act of OWN_ACTS) disposer.listen(root, act, () => port.follow(null), { capture: true, passive: true });
    disposer.add(port.observePeers(() => this.#follow()));
    disposer.add(() => this.#leave());
    this.#watch(disposer);
    this.#follow();
  }

  /** The window over the chart was moved here. */
  moved(viewport: Viewport | null): void {
    this.#viewport = viewport;
    this.#look();
  }

  #look(): void {
    this.#port.setView({ chart: this.#options.key(), label: this.#options.label(), viewport: this.#viewport });
  }

  /** The first chart on the screen is looked at until somebody turns to one. */
  #watch(disposer: Disposer): void {
    if (typeof IntersectionObserver === "undefined") return;
    const seen = ([entry]: IntersectionObserverEntry[]) => {
      if (!entry) return;
      if (entry.intersectionRatio < ENOUGH) this.#leave();
      else if (this.#port.view === null) this.#look();
    };
    const observer = new IntersectionObserver(seen, { threshold: [0, ENOUGH] });
    observer.observe(this.#options.root);
    disposer.add(() => observer.disconnect());
  }

  #leave(): void {
    if (this.#port.view?.chart === this.#options.key()) this.#port.setView(null);
  }

  /** Scrolls here when the one who is followed looks here, and keeps to the window that they see. */
  #follow(): void {
    const followed = this.#followed();
    const view = followed?.view?.chart === this.#options.key() ? followed.view : null;
    const place = view === null ? "" : `${followed?.id} ${JSON.stringify(view.viewport ?? null)}`;
    if (place === this.#shown) return;
    const isNew = this.#shown === "";
    this.#shown = place;
    if (view === null) return;
    this.#viewport = view.viewport ?? null;
    this.#options.show(this.#viewport);
    if (isNew) this.#scroll();
  }

  #followed(): PeerRecord | undefined {
    const { following } = this.#port;
    return following === null ? undefined : this.#port.peers().find(({ id }) => id === following);
  }

  #scroll(): void {
    const { root } = this.#options;
    const isCalm = root.ownerDocument.defaultView?.matchMedia?.("(prefers-reduced-motion: reduce)").matches;
    root.scrollIntoView?.({ block: "center", behavior: isCalm ? "auto" : "smooth" });
  }
}
