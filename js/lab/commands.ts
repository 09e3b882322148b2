/** Commands of plans, and where people find them: launcher, file menu, edit menu and palette. */
import type { JupyterFrontEnd } from "@jupyterlab/application";
import { type ICommandPalette, showErrorMessage, type WidgetTracker } from "@jupyterlab/apputils";
import type { IDefaultFileBrowser } from "@jupyterlab/filebrowser";
import type { ILauncher } from "@jupyterlab/launcher";
import type { IMainMenu } from "@jupyterlab/mainmenu";
import type { Widget } from "@lumino/widgets";
import { newPlan } from "./new-plan";
import { planIcon } from "./plan-icon";
import type { PlanDocumentWidget } from "./plan-panel";
import { copyShareLink } from "./share-link";

export const COMMANDS = {
  create: "ltoplan:create",
  open: "ltoplan:open",
  share: "ltoplan:share",
  undo: "ltoplan:undo",
  redo: "ltoplan:redo",
} as const;

/** Where commands can be shown; an application may lack each of them. */
export interface CommandPlaces {
  palette: ICommandPalette;
  launcher: ILauncher;
  menu: IMainMenu;
  browser: IDefaultFileBrowser;
}

type Places = { [Name in keyof CommandPlaces]: CommandPlaces[Name] | null };
type Tracker = WidgetTracker<PlanDocumentWidget>;

export function addCommands(app: JupyterFrontEnd, tracker: Tracker, places: Places): void {
  addCreate(app, places);
  addOpen(app);
  app.commands.addCommand(COMMANDS.share, {
    label: "Copy Link to Plan",
    icon: planIcon,
    isEnabled: () => tracker.currentWidget !== null,
    execute: () => tracker.currentWidget && copyShareLink(tracker.currentWidget.context.localPath),
  });
  addUndo(app, tracker, places.menu);
  for (const command of [COMMANDS.create, COMMANDS.share]) places.palette?.addItem({ command, category: "Plans" });
}

function addCreate(app: JupyterFrontEnd, { launcher, menu, browser }: Places): void {
  app.commands.addCommand(COMMANDS.create, {
    label: "New Plan",
    caption: "Make a plan in the current folder and open it",
    icon: planIcon,
    async execute({ cwd }) {
      try {
        const path = await newPlan(app.serviceManager.contents, String(cwd ?? browser?.model.path ?? ""));
        return await app.commands.execute("docmanager:open", { path, factory: "Plan" });
      } catch (error) {
        return showErrorMessage("The plan could not be made", error);
      }
    },
  });
  launcher?.add({ command: COMMANDS.create, category: "Other", rank: 0 });
  menu?.fileMenu.newMenu.addItem({ command: COMMANDS.create, rank: 40 });
}

/** Opens a plan, or brings it to the front, at one of its charts. */
function addOpen(app: JupyterFrontEnd): void {
  app.commands.addCommand(COMMANDS.open, {
    label: "Open Plan",
    async execute({ path, chart }) {
      const widget = (await app.commands.execute("docmanager:open", { path, factory: "Plan" })) as
        | PlanDocumentWidget
        | undefined;
      if (widget && chart) widget.content.focus(String(chart));
      return widget;
    },
  });
}

function addUndo(app: JupyterFrontEnd, tracker: Tracker, menu: IMainMenu | null): void {
  const port = () => tracker.currentWidget?.content.port ?? null;
  const isEnabled = { undo: () => port()?.canUndo ?? false, redo: () => port()?.canRedo ?? false };
  app.commands.addCommand(COMMANDS.undo, {
    label: "Undo in Plan",
    isEnabled: isEnabled.undo,
    execute: () => port()?.undo(),
  });
  app.commands.addCommand(COMMANDS.redo, {
    label: "Redo in Plan",
    isEnabled: isEnabled.redo,
    execute: () => port()?.redo(),
  });
  for (const name of ["undo", "redo"] as const) {
    const isPlan = (widget: unknown) => tracker.has(widget as Widget) && isEnabled[name]();
    menu?.editMenu.undoers[name].add({ id: COMMANDS[name], isEnabled: isPlan });
  }
}
