import { scenarioTable } from "../panels/scenario-table";
import type { PanelDefinition } from "./panel-host";

export const definition: PanelDefinition = { draw: scenarioTable };
