/** Under which client ids this tab of the browser was in a document before it was loaded anew: what they wrote is its own. */

const MOST_PAGES = 20;

/** The ids of before; the present one is remembered for the next time. */
export function pagesBefore(document: string, client: string): readonly unknown[] {
  const key = `ltoplan.pages:${document}`;
  try {
    const before = JSON.parse(sessionStorage.getItem(key) ?? "[]") as unknown[];
    sessionStorage.setItem(key, JSON.stringify([...before, client].slice(-MOST_PAGES)));
    return before;
  } catch {
    return []; // a page without a storage of its own, such as a view in another editor, begins anew
  }
}
