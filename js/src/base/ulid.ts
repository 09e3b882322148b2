/** Ids that ascend with time (ULID): 48 bits of milliseconds, then 80 random bits, in Crockford's base 32. */

const SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const TIME_LENGTH = 10;
const LENGTH = 26;
/** An id from further ahead than this comes from a broken clock, and nobody follows it. */
const TRUSTED_MS = 24 * 3600 * 1000;

let latest = "";

/**
 * A new id, above every other of this page and above `after`.
 *
 * Clocks of different computers differ, so who adds to a sequence gives its newest id: what follows then sorts after it.
 */
export function ulid(after = ""): string {
  const now = Date.now();
  const floor = isTrusted(after, now) && after > latest ? after : latest;
  const fresh = timeSigns(now) + randomSigns(LENGTH - TIME_LENGTH);
  latest = fresh > floor ? fresh : next(floor);
  return latest;
}

/** Milliseconds since 1970 of an id; NaN of what is none. */
export function timeOf(id: string): number {
  if (!/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/.test(id)) return Number.NaN;
  return [...id.slice(0, TIME_LENGTH)].reduce((time, sign) => time * 32 + SIGNS.indexOf(sign), 0);
}

function isTrusted(id: string, now: number): boolean {
  return timeOf(id) <= now + TRUSTED_MS;
}

function timeSigns(time: number): string {
  let [rest, signs] = [time, ""];
  for (let place = 0; place < TIME_LENGTH; place += 1) {
    signs = SIGNS.charAt(rest % 32) + signs;
    rest = Math.floor(rest / 32);
  }
  return signs;
}

function randomSigns(count: number): string {
  return [...crypto.getRandomValues(new Uint8Array(count))].map((byte) => SIGNS.charAt(byte % 32)).join("");
}

/** The id right above. */
function next(id: string): string {
  const kept = id.replace(/Z+$/, "");
  const raised = SIGNS.charAt(SIGNS.indexOf(kept.slice(-1)) + 1);
  return (kept.slice(0, -1) + raised).padEnd(LENGTH, "0");
}
