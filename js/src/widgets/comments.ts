import { comments } from "../panels/comments";
import type { PanelDefinition } from "./panel-host";

export const definition: PanelDefinition = { draw: comments };
