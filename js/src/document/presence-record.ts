/** What somebody says of themselves, as plain data that is safe to draw. */
import { bytesOf, isRecord } from "../base/json";
import { derivedColor, isPersonColor } from "../base/person-color";
import type { PeerRecord, Person } from "../base/plan-port";
import type { Identity } from "./server";

const RECORD_LIMIT_BYTES = 1000;
const NAME_LENGTH = 40;
const KEY_LENGTH = 240;

/** A peer's record; null for one that names nobody. */
export function peerOf(id: number, state: Record<string, unknown>): PeerRecord | null {
  const person = personOf(state.user);
  if (!person) return null;
  return {
    id: String(id),
    ...person,
    cursor: cursorOf(state.cursor),
    preview: previewOf(state.preview),
    selection: selectionOf(state.selection),
    view: viewOf(state.view),
    following: keyOf(state.following),
    computes: state.computes === true,
  };
}

/** Who somebody is; null for a record that names nobody. */
export function personOf(user: unknown): Person | null {
  const { username, name, display_name, initials, color, avatar_url } = (
    isRecord(user) ? user : {}
  ) as Partial<Identity>;
  const shown = plainName(display_name) || plainName(name) || plainName(username);
  if (!shown) return null;
  return {
    username: typeof username === "string" ? username.slice(0, 200) : "",
    name: shown,
    initials: plainName(initials).slice(0, 3) || initialsOf(shown),
    color: isPersonColor(color) ? color : derivedColor(String(username || name || shown)),
    avatarUrl:
      typeof avatar_url === "string" && /^(https:\/\/|\/(?!\/)|data:image\/)/.test(avatar_url) ? avatar_url : "",
  };
}

/** A record under the limit: pictures go first, then long names are cut, then goes what is dragged. */
export function withinLimit(state: Record<string, unknown>): Record<string, unknown> {
  if (bytesOf(state) <= RECORD_LIMIT_BYTES || !isRecord(state.user)) return state;
  const { username, name, display_name, initials, color } = state.user as unknown as Identity;
  const cut = (text: string) => text.slice(0, 60);
  const user = { username: cut(username), name: cut(name), display_name: cut(display_name), initials, color };
  const smaller = { ...state, user };
  return bytesOf(smaller) <= RECORD_LIMIT_BYTES ? smaller : { ...smaller, preview: null };
}

/** A name without signs that nobody sees but that turn or hide what stands beside it; cut between characters. */
function plainName(name: unknown): string {
  if (typeof name !== "string") return "";
  const seen = name.replace(/[\p{Cc}\p{Zl}\p{Zp}\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]/gu, " ");
  const text = [...seen.trim().replace(/\s+/g, " ")];
  return text.length > NAME_LENGTH ? `${text.slice(0, NAME_LENGTH - 1).join("")}…` : text.join("");
}

/** First letters of the first and the last word. */
function initialsOf(name: string): string {
  const words = name.split(" ").filter(Boolean);
  const letters = [words[0], words.length > 1 ? words.at(-1) : ""].map((word) => [...(word ?? "")][0] ?? "");
  return letters.join("").toUpperCase();
}

function cursorOf(value: unknown): PeerRecord["cursor"] {
  const { chart, x, y } = isRecord(value) ? value : {};
  return typeof chart === "string" && Number.isFinite(x) && Number.isFinite(y)
    ? { chart, x: x as number, y: y as number }
    : null;
}

function previewOf(value: unknown): PeerRecord["preview"] {
  const { field, value: shown } = isRecord(value) ? value : {};
  return typeof field === "string" ? { field, value: shown } : null;
}

function selectionOf(value: unknown): PeerRecord["selection"] {
  const { chart, field } = isRecord(value) ? value : {};
  const [place, path] = [keyOf(chart), keyOf(field)];
  return place !== null && path !== null ? { chart: place, field: path } : null;
}

function viewOf(value: unknown): PeerRecord["view"] {
  const { chart, label, viewport } = isRecord(value) ? value : {};
  const place = keyOf(chart);
  if (place === null) return null;
  const isWindow = Array.isArray(viewport) && viewport.length === 2 && viewport.every(Number.isFinite);
  return { chart: place, label: plainName(label), viewport: isWindow ? (viewport as [number, number]) : null };
}

function keyOf(value: unknown): string | null {
  return typeof value === "string" && value !== "" && value.length <= KEY_LENGTH ? value : null;
}
