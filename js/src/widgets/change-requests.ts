import { changeRequests } from "../panels/change-requests";
import type { PanelDefinition } from "./panel-host";

export const definition: PanelDefinition = { draw: changeRequests };
