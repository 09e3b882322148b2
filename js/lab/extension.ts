/** What the extension adds to JupyterLab and Notebook 7. */
import { ICollaborativeContentProvider } from "@jupyter/collaborative-drive";
import { ILabShell, ILayoutRestorer } from "@jupyterlab/application";
import { ICommandPalette, WidgetTracker } from "@jupyterlab/apputils";
import { IDocumentManager } from "@jupyterlab/docmanager";
import { IDefaultFileBrowser } from "@jupyterlab/filebrowser";
import { ILauncher } from "@jupyterlab/launcher";
import { IMainMenu } from "@jupyterlab/mainmenu";
import { INotebookTracker } from "@jupyterlab/notebook";
import { addCommands, COMMANDS, type CommandPlaces } from "./commands";
import { addDocumentType } from "./document-type";
import type { PlanDocumentWidget } from "./plan-panel";
import { PlansSidebar } from "./plans-sidebar";
import { addSafePictures } from "./safe-picture";
import { type Plugin, plugin } from "./services";
import { wantedChart } from "./share-link";
import { addStyle } from "./style";

interface PlanServices extends CommandPlaces {
  documents: IDocumentManager;
  provider: ICollaborativeContentProvider;
  restorer: ILayoutRestorer;
  shell: object;
}

const plans = plugin<PlanServices>(
  "plans",
  "Opens .ltoplan files as live plans, makes new ones and lists them.",
  {
    documents: IDocumentManager,
    provider: ICollaborativeContentProvider,
    restorer: ILayoutRestorer,
    shell: ILabShell,
    palette: ICommandPalette,
    launcher: ILauncher,
    menu: IMainMenu,
    browser: IDefaultFileBrowser,
  },
  (app, { documents, provider, restorer, shell, ...places }) => {
    if (!documents) return;
    addStyle();
    const linked = wantedChart();
    const tracker = new WidgetTracker<PlanDocumentWidget>({ namespace: "ltoplan" });
    addDocumentType(app, provider, (widget) => {
      const path = widget.context.localPath;
      if (linked && linked.path === path) widget.content.focus(linked.chart);
      widget.context.pathChanged.connect(() => void tracker.save(widget));
      void tracker.add(widget);
    });
    void restorer?.restore(tracker, {
      command: "docmanager:open",
      args: ({ context }) => ({ path: context.path, factory: "Plan" }),
      name: ({ context }) => context.path,
    });
    addCommands(app, tracker, places);
    if (!shell) return;
    const sidebar = new PlansSidebar({
      contents: app.serviceManager.contents,
      createPlan: () => void app.commands.execute(COMMANDS.create),
      open: (path, chart) => void app.commands.execute(COMMANDS.open, { path, chart: chart ?? "" }),
    });
    app.shell.add(sidebar, "left", { rank: 250, type: "Plans" });
    restorer?.add(sidebar, "ltoplan-plans");
  },
);

const safePictures = plugin<{ notebooks: INotebookTracker }>(
  "safe-pictures",
  "Shows charts of plans live in notebooks that are not trusted, or whose kernel is gone.",
  { notebooks: INotebookTracker },
  (app, { notebooks }) => {
    if (!notebooks) return;
    addStyle();
    addSafePictures(notebooks, app.serviceManager.contents);
  },
);

const plugins: Plugin[] = [plans, safePictures];

export default plugins;
