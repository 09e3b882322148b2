/** The plan as JupyterLab's document model: the same shared types as everywhere, under the protocol version of the server. */
import { YDocument } from "@jupyter/ydoc";
import { DocumentModel, type ModelOptions } from "@jupyterlab/docregistry";
import { PlanSource } from "../src/document/plan-source";
import { quiet } from "./quiet-awareness";

/** Registered for the content type `ltoplan`; with collaboration JupyterLab's provider keeps it in step with the room. */
export class SharedPlanModel extends YDocument {
  /** One version for all documents of a server; another than the notebooks' makes their pages loop. */
  readonly version = "2.0.0";
  readonly plan = new PlanSource(this.ydoc);
  #isQuiet = false;

  override get awareness() {
    const own = super.awareness;
    if (!this.#isQuiet) {
      this.#isQuiet = true;
      quiet(own);
    }
    return own;
  }

  override getSource(): string {
    return this.plan.text();
  }

  /** Takes in the difference to what was last in the file; what was edited here since stays. */
  override setSource(text: string): void {
    this.plan.take(text);
  }
}

/** Without collaboration every edit makes the file dirty, as nobody else would say so. */
export class PlanModel extends DocumentModel {
  constructor(options: ModelOptions) {
    super(options);
    if (!this.collaborative) this.#watch(this.sharedModel as SharedPlanModel);
  }

  #watch(model: SharedPlanModel): void {
    model.plan.observe(() => {
      this.triggerContentChange();
      this.dirty = true;
    });
  }
}

/** Makes the model of a `.ltoplan` file. */
export class PlanModelFactory {
  readonly name = "ltoplan-model";
  readonly contentType = "ltoplan";
  readonly fileFormat = "text";
  readonly collaborative = true;
  readonly isDisposed = false;

  dispose(): void {
    // It holds nothing.
  }

  preferredLanguage(): string {
    return "";
  }

  createNew(options: ModelOptions = {}): PlanModel {
    return new PlanModel({ ...options, sharedModel: options.sharedModel ?? new SharedPlanModel() });
  }
}
