/** People as a panel shows them: a disc with initials or a picture in their colour, and their name. */
import { derivedColor, isPersonColor } from "../../base/person-color";
import type { Person, PlanPort } from "../../base/plan-port";
import { h, type Markup } from "./markup";

/** Somebody who wrote something, here or not. */
export interface Author {
  author: string;
  username: string;
}

/** The author as somebody with a colour: as they are in the plan now, or derived from the name. */
export function personOf(port: PlanPort, { author, username }: Author): Person {
  const present = [port.user, ...port.peers()].find((one) =>
    username ? one.username === username : one.name === author,
  );
  if (present) return { ...present, name: author || present.name };
  const name = author || "Somebody";
  return { username, name, initials: initialsOf(name), color: derivedColor(username || name), avatarUrl: "" };
}

/** Whether something was written by this page's user. */
export function isOwn(port: PlanPort, { author, username }: Author): boolean {
  return username ? username === port.user.username : author === port.user.name;
}

export function initialsOf(name: string): string {
  const words = name
    .trim()
    .split(/[\s._-]+/u)
    .filter(Boolean);
  const letters =
    words.length > 1
      ? [words[0], words.at(-1)].map((word) => [...(word ?? "")][0])
      : [...(words[0] ?? "?")].slice(0, 2);
  return letters.join("").toLocaleUpperCase();
}

/** Style that carries somebody's colour; a colour that is none stays out. */
export function inColor(color: string): string | null {
  return isPersonColor(color) ? `--ltoplan-person: ${color}` : null;
}

export function avatar(person: Person, size: "small" | "large" = "small"): Markup {
  const picture = soundPicture(person.avatarUrl);
  const inside = picture
    ? h("img", { src: picture, alt: "" })
    : (person.initials || initialsOf(person.name)).slice(0, 3);
  return h(
    "span",
    { class: `ltoplan-avatar ltoplan-${size}`, style: inColor(person.color), "aria-hidden": "true" },
    inside,
  );
}

/** Pictures of this server only: another's would tell it who looks at the plan. */
function soundPicture(url: string): string {
  if (url.startsWith("data:image/")) return url;
  try {
    return url && new URL(url, location.href).origin === location.origin ? url : "";
  } catch {
    return "";
  }
}
