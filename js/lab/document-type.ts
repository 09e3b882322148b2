/** `.ltoplan` among JupyterLab's documents: its file type, its model, and the plan view that opens it. */
import type { ICollaborativeContentProvider } from "@jupyter/collaborative-drive";
import type { JupyterFrontEnd } from "@jupyterlab/application";
import { mergeOnSave } from "./merge-on-save";
import { planIcon } from "./plan-icon";
import { PlanModelFactory, SharedPlanModel } from "./plan-model";
import { type PlanDocumentWidget, PlanPanelFactory } from "./plan-panel";
import { quiet } from "./quiet-awareness";

/** Teach the application plans; gives every plan view that opens to `opened`. */
export function addDocumentType(
  app: JupyterFrontEnd,
  provider: ICollaborativeContentProvider | null,
  opened: (widget: PlanDocumentWidget) => void,
): void {
  app.docRegistry.addFileType({
    name: "ltoplan",
    displayName: "Plan",
    extensions: [".ltoplan"],
    mimeTypes: ["application/vnd.ltoplan+json"],
    fileFormat: "text",
    contentType: "ltoplan",
    icon: planIcon,
  });
  app.docRegistry.addModelFactory(new PlanModelFactory());
  provider?.sharedModelFactory.registerDocumentFactory("ltoplan", quietModel);
  const factory = new PlanPanelFactory(provider ? { contentProviderId: "rtc" } : {});
  factory.widgetCreated.connect((_, widget) => {
    if (!widget.context.model.collaborative) mergeOnSave(widget.context, app.serviceManager.contents);
    opened(widget);
  });
  app.docRegistry.addWidgetFactory(factory);
}

function quietModel(): SharedPlanModel {
  const model = new SharedPlanModel();
  quiet(model.awareness);
  return model;
}
