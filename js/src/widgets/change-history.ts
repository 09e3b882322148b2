import { changeHistory } from "../panels/change-history";
import type { PanelDefinition } from "./panel-host";

export const definition: PanelDefinition = { draw: changeHistory };
