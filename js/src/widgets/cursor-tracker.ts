import { changeCursorSettings } from "../base/cursor-settings";
import { cursorTracker } from "../panels/cursor-tracker";
import type { PanelDefinition } from "./panel-host";

export const definition: PanelDefinition = {
  draw: cursorTracker,
  traits: ["show_names", "fade_seconds", "own_cursor"],
  settle: (model) =>
    changeCursorSettings({
      hasNames: model.get("show_names") as boolean,
      fadeSeconds: model.get("fade_seconds") as number,
      isOwnShown: model.get("own_cursor") as boolean,
    }),
};
