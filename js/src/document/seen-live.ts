/** Plans that were live in this page at some time, kept beyond their links and for every widget's copy of this module. */
const SEEN = Symbol.for("ltoplan.seen-live");

function seen(): Set<string> {
  const page = globalThis as { [SEEN]?: Set<string> };
  page[SEEN] ??= new Set();
  return page[SEEN];
}

export function noteLive(document: string): void {
  seen().add(document);
}

/** Whether a link to the document that cannot be made now could be made before. */
export function wasSeenLive(document: string): boolean {
  return seen().has(document);
}
