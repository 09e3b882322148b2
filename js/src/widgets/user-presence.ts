import { userPresence } from "../panels/user-presence";
import type { PanelDefinition } from "./panel-host";

export const definition: PanelDefinition = { draw: userPresence };
