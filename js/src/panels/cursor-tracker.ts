/** Who points where, and how this page shows cursors. */
import {
  type CursorSettings,
  changeCursorSettings,
  cursorSettings,
  observeCursorSettings,
} from "../base/cursor-settings";
import type { PeerRecord, PlanPort } from "../base/plan-port";
import { type Child, h } from "./parts/markup";
import { avatar, inColor } from "./parts/person";
import { type Panel, type PanelOptions, Sheet } from "./parts/sheet";
import { placeName } from "./user-presence";

export function cursorTracker(root: HTMLElement, port: PlanPort, options: PanelOptions = {}): Panel {
  const sheet = new Sheet(root, port, options, {
    kind: "cursor-tracker",
    title: "Cursors",
    paths: ["visualizations"],
    body: () => [pointing(port), settingsForm(port)],
  });
  sheet.disposer.add(observeCursorSettings(sheet.redraw));
  sheet.drawNow();
  return sheet;
}

function pointing(port: PlanPort): Child {
  const peers = port.peers().filter(({ cursor }) => cursor !== null);
  if (peers.length === 0) {
    return h("p", { class: "ltoplan-nothing", key: "nothing" }, "Nobody else points at a chart at the moment.");
  }
  return h(
    "ul",
    { key: "people", "aria-label": "Who points where" },
    peers.map((peer) => line(port, peer)),
  );
}

function line(port: PlanPort, peer: PeerRecord): Child {
  const place = placeName(port, peer.cursor?.chart ?? "");
  return h(
    "li",
    { class: "ltoplan-person", key: peer.id, style: inColor(peer.color) },
    avatar(peer),
    h(
      "span",
      { class: "ltoplan-person-words" },
      h("span", {}, h("b", {}, peer.name), ` points at ${place || "a chart"}`),
    ),
  );
}

function settingsForm(port: PlanPort): Child {
  const settings = cursorSettings();
  const own = (isOwnShown: boolean) => {
    changeCursorSettings({ isOwnShown });
    if (!isOwnShown) port.setCursor(null);
  };
  return h(
    "fieldset",
    { class: "ltoplan-settings", key: "settings" },
    h("legend", { class: "ltoplan-faint" }, "On this page"),
    check("Names beside cursors", settings.hasNames, (hasNames) => changeCursorSettings({ hasNames })),
    check("Others see my cursor", settings.isOwnShown, own),
    fade(settings),
  );
}

function check(words: string, value: boolean, set: (value: boolean) => void): Child {
  const change = (event: Event) => set((event.target as HTMLInputElement).checked);
  const box = h("input", { type: "checkbox", checked: value, onchange: change });
  return h("label", { class: "ltoplan-check", key: words }, box, words);
}

function fade({ fadeSeconds }: CursorSettings): Child {
  const change = (event: Event) =>
    changeCursorSettings({ fadeSeconds: Number((event.target as HTMLInputElement).value) });
  const attributes = { type: "number", min: 1, max: 600, step: 1, class: "ltoplan-input ltoplan-short" };
  const field = h("input", { ...attributes, value: fadeSeconds, onchange: change });
  return h("label", { class: "ltoplan-check", key: "fade" }, "Fade after", field, "seconds at rest");
}
