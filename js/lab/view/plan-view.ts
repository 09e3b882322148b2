/** A plan as a page of its own: the decision first, the charts that explain it, and beside them what people say and do. */
import { Disposer } from "../../src/base/disposer";
import { frameLoop } from "../../src/base/frame-loop";
import type { Changes, EditOptions, PlanPort } from "../../src/base/plan-port";
import { setTheme, type Theme } from "../../src/base/theme";
import { h, patch } from "../../src/panels/parts/markup";
import { scenarioTable } from "../../src/panels/scenario-table";
import { undoButtons } from "../../src/panels/undo-buttons";
import { brokenPlan } from "./broken-plan";
import { ChartGrid } from "./chart-grid";
import { campaignsOf, drawnOutlook } from "./chart-spec";
import { decisionStrip } from "./decision-strip";
import { firstCampaign } from "./first-campaign";
import { behindWords, forecastHint, NO_FORECAST, WAITING } from "./outlook-words";
import { COMMENTS_TAB, PEOPLE_TAB, REQUESTS_TAB, sideTabs } from "./panel-set";
import { type HeaderParts, planPresence, planTitles, planTools } from "./plan-header";
import { SideColumn } from "./side-column";

export interface PlanViewOptions {
  theme?: Theme;
  locale?: string;
  isReadOnly?: boolean;
  /** Name of the plan's file. */
  file?: string;
  /** Copy a link that opens the plan. */
  share(): void;
  /** Text of a file that cannot be read; empty otherwise. */
  unreadable?(): string;
  /** Time now in epoch ms. */
  now?(): number;
}

export interface PlanView {
  /** Bring a chart into sight: by id of the visualization, or kind and campaign. */
  focus(chart: string): void;
  destroy(): void;
}

export function planView(host: HTMLElement, port: PlanPort, options: PlanViewOptions): PlanView {
  const view = new View(host, port, options);
  return { focus: (chart) => view.focus(chart), destroy: () => view.destroy() };
}

class View {
  readonly #port: PlanPort;
  readonly #options: PlanViewOptions;
  readonly #disposer = new Disposer();
  readonly #root: HTMLElement;
  readonly #places: ReturnType<typeof places>;
  readonly #grid: ChartGrid;
  readonly #side: SideColumn;
  readonly #redraw: ReturnType<typeof frameLoop>;
  /** What is being written and has not been decided. */
  readonly #draft = { name: null as string | null, first: {} as Record<string, string> };
  #campaign = "";
  #trouble = "";
  #wanted = "";

  constructor(host: HTMLElement, port: PlanPort, options: PlanViewOptions) {
    this.#port = port;
    this.#options = options;
    this.#root = element(host, "ltoplan-plan");
    setTheme(this.#root, options.theme);
    this.#disposer.add(() => this.#root.remove());
    this.#places = places(this.#root);
    const panelOptions = this.#panelOptions();
    this.#grid = new ChartGrid(this.#places.charts, port, this.#cardOptions());
    this.#side = new SideColumn(
      this.#places.side,
      port,
      sideTabs(port, (id) => this.focus(id)),
      panelOptions,
    );
    this.#disposer.add(() => this.#grid.destroy());
    this.#disposer.add(() => this.#side.destroy());
    const undo = undoButtons(this.#places.undo, port, { ...panelOptions, keys: this.#root });
    this.#disposer.add(() => undo.destroy());
    const scenarios = scenarioTable(this.#places.lower, port, panelOptions);
    this.#disposer.add(() => scenarios.destroy());
    this.#redraw = frameLoop(host.ownerDocument.defaultView ?? window, () => this.#draw(), this.#disposer);
    this.#follow();
    this.#draw();
  }

  focus(chart: string): void {
    this.#wanted = chart;
    this.#redraw.schedule();
  }

  destroy(): void {
    this.#disposer.dispose();
  }

  #follow(): void {
    const again = () => this.#redraw.schedule();
    this.#disposer.add(this.#port.observe(again));
    this.#disposer.add(this.#port.observePeers(again));
    this.#disposer.add(this.#port.observeState(again));
    this.#disposer.add(this.#port.observeFocus(() => this.#port.focus && this.#side.show(COMMENTS_TAB)));
  }

  get #isReadOnly(): boolean {
    const { kind } = this.#port.state;
    return Boolean(this.#options.isReadOnly) || kind === "read-only" || kind === "refused";
  }

  #panelOptions() {
    const { theme, locale, isReadOnly, now } = this.#options;
    return {
      ...(theme && { theme }),
      ...(locale && { locale }),
      ...(isReadOnly && { readOnly: true }),
      ...(now && { now }),
    };
  }

  #cardOptions() {
    const { theme, locale } = this.#options;
    return {
      ...(theme && { theme }),
      ...(locale !== undefined && { locale }),
      readOnly: this.#isReadOnly,
      whenEmpty: NO_FORECAST,
      staleness: (campaign: string) => behindWords(this.#port, campaign, this.#options.now?.() ?? Date.now(), locale),
    };
  }

  #draw(): void {
    const unreadable = this.#options.unreadable?.() ?? "";
    const { state } = this.#port;
    const hasArrived =
      unreadable !== "" ||
      this.#port.read("name") !== undefined ||
      campaignsOf(this.#port).length > 0 ||
      state.kind === "live" ||
      state.kind === "local";
    this.#root.dataset.state = unreadable
      ? "broken"
      : !hasArrived
        ? "loading"
        : campaignsOf(this.#port).length
          ? "ready"
          : "empty";
    this.#root.setAttribute("aria-busy", String(!hasArrived));
    this.#chooseCampaign();
    const parts = this.#headerParts();
    patch(this.#places.titles, planTitles(parts));
    patch(this.#places.presence, planPresence(parts));
    patch(this.#places.tools, planTools(parts));
    patch(this.#places.top, [this.#alert(), this.#complaint(), this.#top(unreadable)]);
    this.#grid.update(unreadable ? "" : this.#campaign);
    this.#side.draw();
    if (this.#wanted && this.#grid.focus(this.#wanted)) this.#wanted = "";
  }

  #top(unreadable: string) {
    const { state } = this.#port;
    if (unreadable) return brokenPlan(state.why, unreadable);
    if (this.#root.dataset.state === "loading")
      return h("p", { class: "ltoplan-waiting", key: "loading" }, "Loading the plan …");
    if (this.#campaign) return this.#decision();
    const currency = String(this.#port.read("currency") || "USD");
    const now = this.#options.now?.() ?? Date.now();
    return firstCampaign({
      draft: this.#draft.first,
      currency,
      isReadOnly: this.#isReadOnly,
      now,
      author: this.#port.user.name,
      create: (changes) => this.#apply(changes, { reason: "First campaign" }),
    });
  }

  #decision() {
    const strip = decisionStrip(this.#port, this.#campaign, this.#options.locale);
    const words = behindWords(this.#port, this.#campaign, this.#options.now?.() ?? Date.now(), this.#options.locale);
    const note =
      words &&
      h(
        "p",
        { class: "ltoplan-asof", key: "asof", role: "status", "data-waiting": words === WAITING },
        `Forecast: ${words.charAt(0).toLowerCase()}${words.slice(1)}`,
      );
    const hint = drawnOutlook(this.#port, this.#campaign) ? null : forecastHint(this.#options.file ?? "my.ltoplan");
    return [strip, note, hint];
  }

  /** What a file or another client brought that no plan can hold; the last good values stay in force. */
  #complaint() {
    const { kind, why, isSaved } = this.#port.state;
    const isSaid = !why || !isSaved || !(kind === "live" || kind === "local");
    return isSaid ? null : h("div", { class: "ltoplan-trouble", role: "status", key: "complaint" }, h("span", {}, why));
  }

  #alert() {
    if (!this.#trouble) return null;
    const close = () => {
      this.#trouble = "";
      this.#redraw.schedule();
    };
    return h(
      "div",
      { class: "ltoplan-trouble", role: "alert", key: "trouble" },
      h("span", {}, this.#trouble),
      h("button", { type: "button", class: "ltoplan-tool", onclick: close, "aria-label": "Close this message" }, "×"),
    );
  }

  /** The campaign that was chosen while it is there, else that of the chart that is wanted, else the first. */
  #chooseCampaign(): void {
    const ids = campaignsOf(this.#port).map(([id]) => id);
    const wanted = this.#wanted && String(this.#port.read(`visualizations/${this.#wanted}/campaign`) ?? "");
    if (wanted && ids.includes(wanted)) this.#campaign = wanted;
    else if (!ids.includes(this.#campaign)) this.#campaign = ids[0] ?? "";
  }

  #headerParts(): HeaderParts {
    return {
      port: this.#port,
      draft: this.#draft,
      campaign: this.#campaign,
      isReadOnly: this.#isReadOnly,
      locale: this.#options.locale,
      apply: (changes, options) => this.#apply(changes, options),
      chooseCampaign: (id) => {
        this.#campaign = id;
        this.#redraw.schedule();
      },
      showPeople: () => this.#side.show(PEOPLE_TAB),
      propose: () => this.#side.show(REQUESTS_TAB),
      share: () => this.#options.share(),
    };
  }

  #apply(changes: Changes, options?: EditOptions): void {
    try {
      this.#port.apply(changes, options);
      this.#trouble = "";
    } catch (error) {
      this.#trouble = error instanceof Error ? error.message : String(error);
    }
    this.#redraw.schedule();
  }
}

function places(root: HTMLElement) {
  const header = element(root, "ltoplan-plan-header", "header");
  const titles = element(header, "ltoplan-plan-titles");
  const right = element(header, "ltoplan-plan-right");
  const presence = element(right, "ltoplan-plan-presence");
  const undo = element(right, "ltoplan-plan-undo");
  const tools = element(right, "ltoplan-plan-tools");
  const top = element(root, "ltoplan-plan-top");
  const columns = element(root, "ltoplan-plan-columns");
  const main = element(columns, "ltoplan-plan-main");
  const charts = element(main, "ltoplan-plan-charts");
  const lower = element(main, "ltoplan-plan-lower");
  const side = element(columns, "ltoplan-plan-side", "aside");
  return { titles, presence, undo, tools, top, charts, lower, side };
}

function element(parent: HTMLElement, name: string, tag = "div"): HTMLElement {
  const made = parent.ownerDocument.createElement(tag);
  made.className = name;
  parent.append(made);
  return made;
}
