/** Addresses of fields inside a plan, `offers/latte/price`; `/` in a key is written `~1` and `~` is written `~0` (RFC 6901). */

/** Write a path of its segments. */
export function join(...segments: readonly string[]): string {
  return segments.map((segment) => segment.replaceAll("~", "~0").replaceAll("/", "~1")).join("/");
}

/** Read a path into its segments. */
export function split(path: string): string[] {
  return path.split("/").map((segment) => segment.replaceAll("~1", "/").replaceAll("~0", "~"));
}
