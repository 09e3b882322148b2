/** The top of a plan: its name, when and where it runs, the scenario in force, who is here, how the connection is. */
import { formatFor } from "../../src/base/format";
import { join } from "../../src/base/path";
import type { Changes, EditOptions, PeerRecord, Person, PlanPort } from "../../src/base/plan-port";
import type { Campaign, Scenario } from "../../src/generated/contract";
import { type Child, h } from "../../src/panels/parts/markup";
import { avatar } from "../../src/panels/parts/person";
import { currentScenario } from "../../src/together/outlooks";
import { campaignsOf } from "./chart-spec";
import { connectionWords } from "./connection-words";

const MOST_AVATARS = 5;

export interface HeaderParts {
  port: PlanPort;
  /** The name as it is being written; null while nobody writes. */
  draft: { name: string | null };
  /** Id of the campaign that is shown. */
  campaign: string;
  isReadOnly: boolean;
  locale?: string | undefined;
  apply(changes: Changes, options?: EditOptions): void;
  chooseCampaign(id: string): void;
  showPeople(): void;
  propose(): void;
  share(): void;
}

/** Name, time and place, scenario. */
export function planTitles(parts: HeaderParts): Child[] {
  return [nameField(parts), campaignPicker(parts), subtitle(parts), scenarioPicker(parts)];
}

/** How the connection is, and who is here. */
export function planPresence(parts: HeaderParts): Child[] {
  return [connection(parts), people(parts)];
}

/** What is being written stays while others edit; Enter and leaving keep it, Escape does not. */
function nameField({ port, draft, isReadOnly, apply }: HeaderParts): Child {
  const name = String(port.read("name") ?? "");
  const write = (event: Event) => {
    draft.name = (event.target as HTMLInputElement).value;
  };
  const end = (event: Event) => {
    const text = draft.name?.trim() ?? name;
    draft.name = null;
    (event.target as HTMLInputElement).value = text;
    if (text !== name) apply({ name: text });
  };
  const press = (event: KeyboardEvent) => {
    if (event.key === "Escape") draft.name = null;
    if (event.key === "Enter" || event.key === "Escape") (event.target as HTMLInputElement).blur();
  };
  return h("input", {
    class: "ltoplan-plan-name",
    key: "name",
    "aria-label": "Name of the plan",
    placeholder: "Untitled plan",
    value: draft.name ?? name,
    size: Math.min(40, Math.max(8, name.length || "Untitled plan".length)),
    maxlength: 200,
    readonly: isReadOnly,
    autocomplete: "off",
    spellcheck: "false",
    oninput: write,
    onblur: end,
    onkeydown: press,
  });
}

function campaignPicker({ port, campaign, chooseCampaign }: HeaderParts): Child {
  const campaigns = campaignsOf(port);
  if (campaigns.length < 2) return null;
  const options = campaigns.map(([id, record]) => [id, record.name || record.item] as const);
  return picker("Campaign", options, campaign, chooseCampaign);
}

function subtitle({ port, campaign, locale }: HeaderParts): Child {
  const record = port.read(join("campaigns", campaign)) as Campaign | undefined;
  if (!campaign || !record) return null;
  const format = formatFor(locale);
  const [start, end] = [Date.parse(record.start), Date.parse(record.end)];
  const year = new Date(end).getUTCFullYear();
  const window = Number.isNaN(start) || Number.isNaN(end) ? "" : `${format.day(start)} – ${format.day(end)} ${year}`;
  const places = Object.keys(record.locations ?? {}).length;
  const words = [window, places ? `${places} ${places === 1 ? "place" : "places"}` : ""].filter(Boolean);
  return h("span", { class: "ltoplan-plan-subtitle", key: "subtitle" }, words.join(" · "));
}

function scenarioPicker({ port, isReadOnly, apply }: HeaderParts): Child {
  const records = Object.entries((port.read("scenarios") as Record<string, Scenario> | undefined) ?? {});
  const live = records.filter(([, { deleted }]) => !deleted).sort(([, a], [, b]) => (a.rank ?? 0) - (b.rank ?? 0));
  if (live.length === 0) return null;
  const options = [["", "Plan as it stands"] as const, ...live.map(([id, { name }]) => [id, name || id] as const)];
  const choose = (id: string) => apply({ current_scenario: id });
  return picker(
    "Scenario",
    options,
    currentScenario((path) => port.read(path)),
    choose,
    isReadOnly,
  );
}

function picker(
  label: string,
  options: readonly (readonly [id: string, words: string])[],
  value: string,
  choose: (id: string) => void,
  isOff = false,
): Child {
  const change = (event: Event) => choose((event.target as HTMLSelectElement).value);
  const entries = options.map(([id, words]) => h("option", { value: id, key: id, selected: id === value }, words));
  return h(
    "label",
    { class: "ltoplan-chip", key: label, "data-set": value ? "yes" : null },
    h("span", {}, `${label}:`),
    h("select", { "aria-label": label, value, disabled: isOff, onchange: change }, entries),
  );
}

function connection({ port }: HeaderParts): Child {
  const { state } = port;
  const words = connectionWords(state);
  const kind = state.kind === "live" && !state.isSaved ? "offline" : state.kind;
  return h(
    "span",
    { class: "ltoplan-pill ltoplan-plan-state", key: "state", role: "status", "data-kind": kind, title: words },
    words,
  );
}

/** Everybody else once, however many pages they have open. */
function people({ port, showPeople }: HeaderParts): Child {
  const others = new Map<string, PeerRecord>();
  for (const peer of port.peers()) others.set(peer.username || peer.id, peer);
  const here: Person[] = [port.user, ...[...others.values()].filter(({ username }) => username !== port.user.username)];
  const names = here.map(({ name }) => name).join(", ");
  const more = here.length - MOST_AVATARS;
  return h(
    "button",
    {
      type: "button",
      class: "ltoplan-people-button",
      key: "people",
      onclick: showPeople,
      "aria-label": `Here now: ${names}`,
      title: names,
    },
    here.slice(0, MOST_AVATARS).map((person) => avatar(person)),
    more > 0 && h("span", { class: "ltoplan-more" }, `+${more}`),
  );
}

/** What can be done with the plan as a whole. */
export function planTools({ isReadOnly, propose, share }: HeaderParts): Child[] {
  const tool = (words: string, title: string, press: () => void, look = "") =>
    h("button", { type: "button", class: `ltoplan-tool ${look}`, key: words, title, onclick: press }, words);
  return [
    tool("Share", "Copy a link that opens this plan", share),
    !isReadOnly && tool("Propose change", "Suggest changes that others accept or reject", propose, "ltoplan-primary"),
  ];
}
