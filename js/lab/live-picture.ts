/** One chart of a plan, live from its room, outside the plan view. */
import type { Contents } from "@jupyterlab/services";
import type { PlanPort } from "../src/base/plan-port";
import { setTheme } from "../src/base/theme";
import { acquire } from "../src/document/link-registry";
import { pageServer } from "../src/document/server";
import type { Panel } from "../src/panels/parts/sheet";
import { StatusPill } from "../src/widgets/status-pill";
import { type PictureRecord, specIn } from "./picture-record";
import { roomRecord } from "./plan-connection";
import { placeOf } from "./plan-place";
import { ChartCard } from "./view/chart-card";
import { behindWords, NO_FORECAST } from "./view/outlook-words";
import { PANELS } from "./view/panel-set";
import type { Tab } from "./view/side-column";

export interface LivePicture {
  root: HTMLElement;
  destroy(): void;
}

/**
 * Join the plan's room and draw the chart.
 *
 * The room is asked for with the rights of this page's user. Throws what stands in the way, in words.
 */
export async function livePicture(record: PictureRecord, contents: Contents, isTrusted: boolean): Promise<LivePicture> {
  const server = pageServer();
  if (!server) throw new Error("This page does not say which Jupyter server it is of.");
  const place = await placeOf(record, contents, server);
  const { link, release } = acquire(roomRecord(place.path, place.session), { server });
  const root = document.createElement("div");
  root.className = "ltoplan-widget";
  setTheme(root);
  const panel = PANELS[record.kind];
  const shown = panel ? drawPanel(root, link, record, panel) : drawChart(root, link, record);
  root.append(note(isTrusted));
  if (place.isMoved)
    root.append(line(`The plan goes by the name of ${place.path} now; the cell still opens ${record.path}.`));
  return {
    root,
    destroy() {
      shown.destroy();
      release();
      root.remove();
    },
  };
}

function drawPanel(root: HTMLElement, link: PlanPort, { title, height }: PictureRecord, draw: Tab["draw"]): Panel {
  if (height !== null) root.style.setProperty("--ltoplan-list-height", `${height}px`);
  return draw(root, link, title ? { title } : {});
}

function drawChart(root: HTMLElement, link: PlanPort, record: PictureRecord): Panel {
  const card = new ChartCard(root, link, () => specIn(link, record), {
    whenEmpty: NO_FORECAST,
    staleness: (campaign) => behindWords(link, campaign, Date.now()),
  });
  const pill = new StatusPill(card.root);
  pill.show(link.state);
  const stop = link.observeState(() => pill.show(link.state));
  return {
    destroy() {
      stop();
      card.destroy();
    },
  };
}

function note(isTrusted: boolean): HTMLElement {
  return line(
    isTrusted
      ? "Live from the plan; no kernel holds this widget. Run the cell again for what Python computes."
      : "Live from the plan; this notebook is not trusted, so none of its own code runs.",
  );
}

function line(words: string): HTMLElement {
  const made = document.createElement("p");
  made.className = "ltoplan-picture-note";
  made.textContent = words;
  return made;
}
