/** A colour for everybody, the same on every page. */
const PEOPLE = ["#2b6cd4", "#b0559e", "#1a8f6b", "#c77d12", "#6b5bd2", "#0e8aa5", "#b5483f", "#5d7a1f"];

/** The colour of somebody who has chosen none, by user name. */
export function derivedColor(name: string): string {
  let hash = 0x811c9dc5;
  for (const char of name) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193);
  return PEOPLE[(hash >>> 0) % PEOPLE.length] ?? "#2b6cd4";
}

/** A colour that another person may set on this page: hexadecimal or one of JupyterLab's variables, nothing else. */
export function isPersonColor(color: unknown): color is string {
  return typeof color === "string" && /^(#[0-9a-f]{3,8}|var\(--jp-[\w-]+\))$/i.test(color);
}
