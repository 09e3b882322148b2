/** A panel on a plan as a widget: it reads and edits the document by itself, the kernel only says where the plan is. */
import { Disposer } from "../base/disposer";
import type { PlanPort } from "../base/plan-port";
import type { Theme } from "../base/theme";
import { acquire } from "../document/link-registry";
import type { PanelView } from "../generated/contract";
import type { Panel, PanelOptions } from "../panels/parts/sheet";
import type { RenderProps, WidgetModel, WidgetModule } from "./afm";
import { currentBinding, initialize } from "./shared-host";

type DrawPanel = (root: HTMLElement, port: PlanPort, options: PanelOptions) => Panel;

export interface PanelDefinition {
  draw: DrawPanel;
  /** Take over traits that say more than what every panel has; called when one of them changes, too. */
  settle?(model: WidgetModel): void;
  /** Those traits. */
  traits?: readonly string[];
}

/** Traits that a panel takes when it is made. */
const OPTIONS = ["theme", "title", "view", "read_only", "height"];

export function panelWidget({ draw, settle, traits = [] }: PanelDefinition): WidgetModule {
  return {
    initialize,
    render(props) {
      const disposer = new Disposer();
      const root = place(props, disposer);
      const { link, release } = acquire(currentBinding(props.model).link);
      disposer.add(release);
      let panel = draw(root, link, optionsOf(props.model, root));
      disposer.add(() => panel.destroy());
      const remake = () => {
        panel.destroy();
        panel = draw(root, link, optionsOf(props.model, root));
      };
      for (const name of OPTIONS) listen(props.model, `change:${name}`, remake, disposer);
      for (const name of traits) listen(props.model, `change:${name}`, () => settle?.(props.model), disposer);
      settle?.(props.model);
      props.signal?.addEventListener("abort", () => disposer.dispose(), { once: true });
      return () => disposer.dispose();
    },
  };
}

function place({ el }: RenderProps, disposer: Disposer): HTMLElement {
  const root = el.ownerDocument.createElement("div");
  root.className = "ltoplan-widget";
  el.append(root);
  disposer.add(() => root.remove());
  return root;
}

function listen(model: WidgetModel, event: string, callback: () => void, disposer: Disposer): void {
  model.on(event, callback);
  disposer.add(() => model.off(event, callback));
}

function optionsOf(model: WidgetModel, root: HTMLElement): PanelOptions {
  const height = model.get("height") as number | null;
  if (height === null) root.style.removeProperty("--ltoplan-list-height");
  else root.style.setProperty("--ltoplan-list-height", `${height}px`);
  return {
    theme: model.get("theme") as Theme,
    title: (model.get("title") as string) || (model.get("view") as PanelView | null)?.title || "",
    readOnly: model.get("read_only") as boolean,
  };
}
