/** A bell curve and where one orders: the sign of plans. */
import { LabIcon } from "@jupyterlab/ui-components";

const STROKE =
  'class="jp-icon3" fill="none" stroke="#616161" stroke-linecap="round" stroke-linejoin="round" stroke-width="2"';
const DRAWING = `<svg xmlns="http://www.w3.org/2000/svg" width="16" viewBox="0 0 24 24"><g ${STROKE}><path d="M3 19.5h18"/><path d="M4 17c4 0 4.500-11 8-11s4 11 8 11"/><path d="M15.500 3v14"/></g></svg>`;

export const planIcon = new LabIcon({ name: "ltoplan:plan", svgstr: DRAWING });
