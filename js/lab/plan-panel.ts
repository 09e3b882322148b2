/** A plan in a tab of JupyterLab. */
import { ABCWidgetFactory, type DocumentContext, DocumentWidget, type FactoryOptions } from "@jupyterlab/docregistry";
import { Widget } from "@lumino/widgets";
import type { PlanPort } from "../src/base/plan-port";
import { pageServer } from "../src/document/server";
import { joinNotices } from "../src/widgets/notice-board";
import { type Connection, connect } from "./plan-connection";
import { planIcon } from "./plan-icon";
import type { SharedPlanModel } from "./plan-model";
import { copyShareLink } from "./share-link";
import { type PlanView, planView } from "./view/plan-view";

/** Content of the tab: the plan view once the plan has been joined, and what went wrong where it cannot be. */
export class PlanPanel extends Widget {
  readonly context: DocumentContext;
  #view: PlanView | null = null;
  #port: PlanPort | null = null;
  #release: () => void = () => undefined;
  #wanted = "";

  constructor(context: DocumentContext) {
    super();
    this.context = context;
    this.addClass("ltoplan-document");
    this.node.tabIndex = -1;
    void this.#open();
  }

  /** The plan, once it has been joined. */
  get port(): PlanPort | null {
    return this.#port;
  }

  /** Bring a chart into sight, now or once it is there. */
  focus(chart: string): void {
    this.#wanted = chart;
    this.#view?.focus(chart);
  }

  override dispose(): void {
    if (this.isDisposed) return;
    this.#view?.destroy();
    this.#release();
    super.dispose();
  }

  protected override onActivateRequest(): void {
    if (!this.node.contains(document.activeElement)) this.node.focus({ preventScroll: true });
  }

  async #open(): Promise<void> {
    this.#say("Loading the plan …");
    try {
      await this.context.ready;
      const server = pageServer();
      if (!server) throw new Error("This page does not say which Jupyter server it is of.");
      const connection = await connect(this.context, server);
      if (this.isDisposed) connection.release();
      else this.#show(connection);
    } catch (error) {
      this.#say(error instanceof Error ? error.message : String(error));
    }
  }

  #show({ port, key, release }: Connection): void {
    const leaveNotices = joinNotices(document, key, port);
    this.#port = port;
    this.#release = () => {
      leaveNotices();
      release();
    };
    this.#say("");
    const model = this.context.model.sharedModel as SharedPlanModel;
    this.#view = planView(this.node, port, {
      isReadOnly: this.context.contentsModel?.writable === false,
      file: this.context.localPath.split("/").at(-1) ?? "",
      unreadable: () => String(model.getState("unreadable") ?? ""),
      share: () => copyShareLink(this.context.localPath),
    });
    if (this.#wanted) this.#view.focus(this.#wanted);
    this.node.dispatchEvent(new CustomEvent("ltoplan-joined"));
  }

  #say(words: string): void {
    if (this.isDisposed) return;
    this.node.querySelector(":scope > .ltoplan-waiting")?.remove();
    if (!words) return;
    const line = document.createElement("p");
    line.className = "ltoplan-waiting";
    line.setAttribute("role", "status");
    line.textContent = words;
    this.node.append(line);
  }
}

/** The tab itself; a fragment of its address names a chart. */
export class PlanDocumentWidget extends DocumentWidget<PlanPanel> {
  override setFragment(fragment: string): void {
    const chart = decodeURIComponent(fragment.replace(/^#/, "")).replace(/^chart=/, "");
    if (chart) this.content.focus(chart);
  }
}

export class PlanPanelFactory extends ABCWidgetFactory<PlanDocumentWidget> {
  constructor(options: Pick<FactoryOptions, "contentProviderId">) {
    super({ name: "Plan", modelName: "ltoplan-model", fileTypes: ["ltoplan"], defaultFor: ["ltoplan"], ...options });
  }

  protected override createNewWidget(context: DocumentContext): PlanDocumentWidget {
    const widget = new PlanDocumentWidget({ content: new PlanPanel(context), context });
    widget.title.icon = planIcon;
    widget.toolbar.hide(); // the view has a header of its own
    return widget;
  }
}
