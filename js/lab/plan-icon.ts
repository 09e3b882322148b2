/** A bell curve and where one orders: the sign of plans. */
import { LabIcon } from "@jupyterlab/ui-components";

/** JupyterLab colours what has this class by its `fill` and `stroke`, so `fill` stands outside it. */
const LINES = '<g class="jp-icon3" stroke="#616161" stroke-linecap="round" stroke-linejoin="round" stroke-width="2">';
const PATHS = '<path d="M3 20h18"/><path d="M3.500 16.500c4.500 0 4-11 8-11s4 11 9 11"/><path d="M15 3v13.500"/>';
const DRAWING = `<svg xmlns="http://www.w3.org/2000/svg" width="16" viewBox="0 0 24 24"><g fill="none">${LINES}${PATHS}</g></g></svg>`;

export const planIcon = new LabIcon({ name: "ltoplan:plan", svgstr: DRAWING });
