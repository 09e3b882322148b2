/**
 * One link a plan on a page, however many widgets, panels and views are on it.
 *
 * Every widget carries a Yjs of its own, and Yjs objects of different copies do not mix. So the first widget of a plan
 * makes the document, and all others on the page use that through a registry, counted by reference.
 */
import type { LinkRecord } from "../generated/contract";
import { type LinkGround, PlanLink } from "./plan-link";
import { pageServer } from "./server";

interface Entry {
  link: PlanLink;
  references: number;
}

/** Raise it when what widgets of different releases ask of a link differs. */
const REGISTRY = Symbol.for("ltoplan.plan-links.2");

function registry(): Map<string, Entry> {
  const page = globalThis as { [REGISTRY]?: Map<string, Entry> };
  page[REGISTRY] ??= new Map();
  return page[REGISTRY];
}

/** Use the page's link to a plan, made if there is none; release it when done. */
export function acquire(
  record: LinkRecord,
  ground: LinkGround = { server: pageServer() },
): { link: PlanLink; release(): void } {
  const entries = registry();
  const present = entries.get(record.document);
  const entry = present ?? { link: new PlanLink(record, ground), references: 0 };
  entries.set(record.document, entry);
  entry.references += 1;
  present?.link.refresh(record);
  let isHeld = true;
  const release = () => {
    if (!isHeld) return;
    isHeld = false;
    entry.references -= 1;
    closeWhenDone(record.document, entry);
  };
  return { link: entry.link, release };
}

/** A link that nobody uses ends, but not before what was edited in it has reached somebody. */
function closeWhenDone(key: string, entry: Entry): void {
  if (entry.references > 0 || registry().get(key) !== entry) return;
  if (entry.link.unsent > 0) {
    const stop = entry.link.observeState(() => {
      if (entry.link.unsent > 0 && entry.references === 0) return;
      stop();
      closeWhenDone(key, entry);
    });
    return;
  }
  registry().delete(key);
  entry.link.destroy();
}
