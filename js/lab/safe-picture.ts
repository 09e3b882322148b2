/**
 * Charts of plans in notebooks without their own JavaScript: drawn by this extension from the plan's room.
 *
 * JupyterLab prefers the type of output with the lowest rank, so every widget on a plan comes here first. Where the notebook
 * is trusted and its kernel holds the widget's model, the widget draws itself as ever; otherwise the chart is drawn here,
 * with the rights of whoever looks at it.
 */
import type { INotebookTracker, NotebookPanel } from "@jupyterlab/notebook";
import type { MimeModel, Renderer } from "@jupyterlab/rendermime";
import type { Contents, KernelConnection } from "@jupyterlab/services";
import { Panel } from "@lumino/widgets";
import { NoSessionError } from "../src/document/server";
import { type LivePicture, livePicture } from "./live-picture";
import { PICTURE_MIME, type PictureRecord, pictureRecord } from "./picture-record";

const WIDGET_MIME = "application/vnd.jupyter.widget-view+json";
const WIDGET_TARGET = "jupyter.widget";
/** Lower than that of ipywidgets, -10. */
const RANK = -20;
/** A kernel that is idle answers within this time, so that no picture flickers up before the widget. */
const PATIENCE_MS = 600;

/** Draw the charts of plans in every notebook that is open or will be. */
export function addSafePictures(notebooks: INotebookTracker, contents: Contents): void {
  const add = (panel: NotebookPanel) =>
    panel.content.rendermime.addFactory(
      { safe: true, mimeTypes: [PICTURE_MIME], createRenderer: () => new SafePicture(panel, contents) },
      RANK,
    );
  notebooks.forEach(add);
  notebooks.widgetAdded.connect((_, panel) => add(panel));
}

class SafePicture extends Panel implements Renderer {
  readonly #notebook: NotebookPanel;
  readonly #contents: Contents;
  #output: MimeModel | null = null;
  #picture: LivePicture | null = null;
  #widget: Renderer | null = null;
  #round = 0;
  /** The kernel that was asked for the model: it never gets one that it does not hold, and asking makes it busy and idle again. */
  #asked = "";

  constructor(notebook: NotebookPanel, contents: Contents) {
    super();
    this.#notebook = notebook;
    this.#contents = contents;
    this.addClass("ltoplan-picture");
    notebook.sessionContext.kernelChanged.connect(this.#onKernel, this);
    notebook.sessionContext.statusChanged.connect(this.#onKernel, this);
  }

  async renderModel(output: MimeModel): Promise<void> {
    this.#output = output;
    this.#clear();
    await this.#decide();
  }

  override dispose(): void {
    if (this.isDisposed) return;
    this.#round += 1;
    this.#notebook.sessionContext.kernelChanged.disconnect(this.#onKernel, this);
    this.#notebook.sessionContext.statusChanged.disconnect(this.#onKernel, this);
    this.#picture?.destroy();
    super.dispose();
  }

  /** A kernel that comes may hold the model; one that goes leaves the widget, which says so itself. */
  #onKernel(): void {
    const kernel = this.#kernel;
    const isNew = kernel?.status === "idle" && kernel.id !== this.#asked;
    if (isNew && !this.#widget && this.#output?.trusted) void this.#decide();
  }

  get #kernel(): KernelConnection | null {
    return this.#notebook.sessionContext.session?.kernel ?? null;
  }

  async #decide(): Promise<void> {
    const output = this.#output;
    if (!output || this.isDisposed) return;
    this.#round += 1;
    const round = this.#round;
    const id = output.trusted ? modelId(output) : "";
    if (id && this.#kernel?.hasComm?.(id)) return this.#hand(output);
    const isLate = id
      ? setTimeout(() => round === this.#round && void this.#draw(output, round), PATIENCE_MS)
      : undefined;
    const holds = id !== "" && (await this.#kernelHolds(id));
    clearTimeout(isLate);
    if (round !== this.#round || this.isDisposed) return;
    if (holds) await this.#hand(output);
    else await this.#draw(output, round);
  }

  async #kernelHolds(id: string): Promise<boolean> {
    const kernel = this.#kernel;
    if (!kernel || kernel.status === "dead") return false;
    this.#asked = kernel.id;
    try {
      const { content } = await kernel.requestCommInfo({ target_name: WIDGET_TARGET });
      return Object.hasOwn(content.comms ?? {}, id);
    } catch {
      return false; // the kernel went while it was asked
    }
  }

  /** The widget draws itself. */
  async #hand(output: MimeModel): Promise<void> {
    const { rendermime } = this.#notebook.content;
    if (!rendermime.mimeTypes.includes(WIDGET_MIME) || this.#widget) return;
    this.#clear();
    this.#widget = rendermime.createRenderer(WIDGET_MIME);
    this.addWidget(this.#widget);
    await this.#widget.renderModel(output);
  }

  async #draw(output: MimeModel, round: number): Promise<void> {
    if (this.#picture) return;
    const record = pictureRecord(output.data[PICTURE_MIME]);
    try {
      if (!record) throw new Error("This output does not say which chart of which plan it shows.");
      const picture = await livePicture(record, this.#contents, output.trusted);
      if (this.isDisposed || this.#widget || this.#picture || round !== this.#round) picture.destroy();
      else this.#show(picture);
    } catch (error) {
      if (this.isDisposed || round !== this.#round) return;
      if (output.trusted && error instanceof NoSessionError) await this.#hand(output);
      else this.#excuse(output, record, error);
    }
  }

  #show(picture: LivePicture): void {
    this.#clear();
    this.#picture = picture;
    this.node.append(picture.root);
  }

  /** What the output says in plain text, and why there is no more. */
  #excuse(output: MimeModel, record: PictureRecord | null, error: unknown): void {
    this.#clear();
    const text = document.createElement("pre");
    text.textContent = String(output.data["text/plain"] ?? "");
    const why = document.createElement("p");
    why.className = "ltoplan-picture-note";
    const reason = error instanceof Error ? error.message : String(error);
    why.textContent = `${record ? `${record.path}: ` : ""}${reason}`;
    this.node.append(text, why);
  }

  #clear(): void {
    this.#picture?.destroy();
    this.#picture = null;
    this.#widget?.dispose();
    this.#widget = null;
    this.node.replaceChildren();
  }
}

function modelId({ data }: MimeModel): string {
  const view = data[WIDGET_MIME] as { model_id?: unknown } | undefined;
  return typeof view?.model_id === "string" ? view.model_id : "";
}
