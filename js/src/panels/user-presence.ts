/** Who is here, what each of them looks at, and how the connection is. */
import { spaced } from "../base/label";
import type { PeerRecord, Person, PlanPort } from "../base/plan-port";
import { type Child, h } from "./parts/markup";
import { avatar, inColor } from "./parts/person";
import { connectionWords, type Panel, type PanelOptions, Sheet } from "./parts/sheet";

/** Somebody with every page that they have open. */
interface Present {
  person: Person;
  pages: PeerRecord[];
}

export function userPresence(root: HTMLElement, port: PlanPort, options: PanelOptions = {}): Panel {
  const sheet = new Sheet(root, port, options, {
    kind: "user-presence",
    title: "People",
    paths: ["visualizations", "name"],
    note: () => count(port),
    body: () => [
      connection(port),
      h("ul", { class: "ltoplan-people", "aria-label": "Who is here" }, self(sheet), others()),
    ],
  });
  const others = () => grouped(strangers(port)).map((present) => somebody(sheet, present));
  sheet.drawNow();
  return sheet;
}

function count(port: PlanPort): string {
  const others = grouped(strangers(port)).length;
  if (others === 0) return "only you";
  return others === 1 ? "you and one other" : `you and ${others} others`;
}

function connection(port: PlanPort): Child {
  const { kind } = port.state;
  return h(
    "p",
    { class: "ltoplan-connection", "data-kind": kind, role: "status", key: "connection" },
    connectionWords(port.state),
  );
}

/** Pages of other people. */
function strangers(port: PlanPort): PeerRecord[] {
  return port.peers().filter((peer) => !isSelf(port, peer));
}

function isSelf({ user }: PlanPort, { username }: PeerRecord): boolean {
  return username !== "" && username === user.username;
}

function self(sheet: Sheet): Child {
  const { port } = sheet;
  const { user } = port;
  const followed = port.peers().find(({ id }) => id === port.following);
  const pages = port.peers().filter((peer) => isSelf(port, peer));
  return h(
    "li",
    { class: "ltoplan-person", key: "self", style: inColor(user.color) },
    avatar(user, "large"),
    h(
      "span",
      { class: "ltoplan-person-words" },
      named(user.name, "you"),
      h("span", { class: "ltoplan-place" }, followed ? `following ${followed.name}` : ""),
      pages.map((page) => alsoHere(sheet, page)),
    ),
  );
}

function alsoHere(sheet: Sheet, page: PeerRecord): Child {
  return h("span", { class: "ltoplan-place", key: page.id }, `also here: ${doing(sheet, page)}`);
}

function named(name: string, mark = ""): Child {
  return h("span", { class: "ltoplan-person-name" }, name, mark && h("span", { class: "ltoplan-mark" }, mark));
}

/** The page that did something last stands for the person; each other one has a line of its own. */
function somebody(sheet: Sheet, { person, pages }: Present): Child {
  const { port } = sheet;
  const [first, ...more] = pages;
  if (!first) return null;
  const isFollowed = pages.some(({ id }) => id === port.following);
  const mark = followWords(port, pages);
  return h(
    "li",
    {
      class: "ltoplan-person",
      key: person.username || first.id,
      style: inColor(person.color),
      "data-followed": isFollowed ? "yes" : null,
    },
    avatar(person, "large"),
    h(
      "span",
      { class: "ltoplan-person-words" },
      named(person.name, mark),
      h("span", { class: "ltoplan-place" }, doing(sheet, first)),
      more.map((page) => alsoHere(sheet, page)),
    ),
    followButton(port, person, first, isFollowed),
  );
}

/** Whom somebody follows; whoever is nobody else is this page. */
function followWords(port: PlanPort, pages: readonly PeerRecord[]): string {
  const lead = pages.find(({ following }) => following !== null)?.following;
  if (lead === null || lead === undefined) return "";
  return `follows ${port.peers().find(({ id }) => id === lead)?.name ?? "you"}`;
}

function followButton(port: PlanPort, person: Person, page: PeerRecord, isFollowed: boolean): Child {
  const press = () => port.follow(isFollowed ? null : page.id);
  const label = isFollowed ? `Stop following ${person.name}` : `Follow ${person.name}`;
  return h(
    "button",
    {
      type: "button",
      class: "ltoplan-button",
      onclick: press,
      "aria-label": label,
      title: label,
      "aria-pressed": String(isFollowed),
    },
    isFollowed ? "Following" : "Follow",
  );
}

/** What somebody does at the moment: drags, points, or looks. */
function doing({ port }: Sheet, page: PeerRecord): string {
  const place = placeOf(port, page);
  if (page.preview) return place ? `changes something in ${place}` : "changes something";
  if (page.cursor) return place ? `points at ${place}` : "points at a chart";
  return place ? `looks at ${place}` : "is here";
}

function placeOf(port: PlanPort, { view, cursor, selection }: PeerRecord): string {
  if (cursor === null && view?.label) return view.label;
  const chart = cursor?.chart ?? view?.chart ?? selection?.chart ?? "";
  return placeName(port, chart) || view?.label || "";
}

/** What people call a place: the visualization's name, or the kind of chart. */
export function placeName(port: PlanPort, chart: string): string {
  const [kind = ""] = chart.split(":");
  const record = port.read("visualizations") as Record<string, { name: string }> | undefined;
  return (record && Object.hasOwn(record, chart) && record[chart]?.name) || spaced(kind);
}

/** One entry a person, in the order in which they came; without a user name every page is somebody. */
export function grouped(peers: readonly PeerRecord[]): Present[] {
  const found = new Map<string, Present>();
  for (const peer of peers) {
    const key = peer.username || peer.id;
    const present = found.get(key);
    if (present) present.pages.push(peer);
    else found.set(key, { person: peer, pages: [peer] });
  }
  return [...found.values()];
}
