/** What the extension adds to JupyterLab and Notebook 7. */
import { ICollaborativeContentProvider } from "@jupyter/collaborative-drive";
import { IDocumentManager } from "@jupyterlab/docmanager";
import { addDocumentType } from "./document-type";
import type { PlanDocumentWidget } from "./plan-panel";
import { type Plugin, plugin } from "./services";
import { addStyle } from "./style";

const plans = plugin<{ documents: IDocumentManager; provider: ICollaborativeContentProvider }>(
  "plans",
  "Opens .ltoplan files as live plans.",
  { documents: IDocumentManager, provider: ICollaborativeContentProvider },
  (app, { documents, provider }) => {
    if (!documents) return;
    addStyle();
    addDocumentType(app, provider, (_widget: PlanDocumentWidget) => undefined);
  },
);

const plugins: Plugin[] = [plans];

export default plugins;
