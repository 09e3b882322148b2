export type Theme = "auto" | "light" | "dark";

/** The style sheet does the rest: `auto` follows JupyterLab's theme, or the system's where there is none. */
export function setTheme(root: HTMLElement, theme: Theme = "auto", color = ""): void {
  root.dataset.theme = theme;
  if (isColor(color)) root.style.setProperty("--ltoplan-accent", color);
  else root.style.removeProperty("--ltoplan-accent");
}

/** Hexadecimal only: any other text stays out of the style. */
export function isColor(color: string): boolean {
  return /^#[0-9a-f]{6}$/i.test(color);
}
