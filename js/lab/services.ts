/** Plugins whose every requirement is optional, so that they start in JupyterLab, in Notebook 7 and without collaboration. */
import type { JupyterFrontEnd } from "@jupyterlab/application";
import type { Token } from "@lumino/coreutils";

/** What an application may offer, by the plugin's own name for it; a token that the application does not know is undefined. */
export type Tokens<Services> = { readonly [Name in keyof Services]-?: Token<NonNullable<Services[Name]>> | undefined };

export interface Plugin {
  id: string;
  description: string;
  autoStart: boolean;
  optional: Token<unknown>[];
  activate(app: JupyterFrontEnd, ...found: unknown[]): void;
}

/** A plugin that receives what there is by name, null for what there is not. */
export function plugin<Services extends object>(
  id: string,
  description: string,
  tokens: Tokens<Services>,
  activate: (app: JupyterFrontEnd, services: { [Name in keyof Services]: Services[Name] | null }) => void,
): Plugin {
  const known = Object.entries(tokens).filter((entry): entry is [string, Token<unknown>] => entry[1] !== undefined);
  return {
    id: `@ltoplan/lab:${id}`,
    description,
    autoStart: true,
    optional: known.map(([, token]) => token),
    activate(app, ...found) {
      const missing = Object.fromEntries(Object.keys(tokens).map((name) => [name, null]));
      const here = Object.fromEntries(known.map(([name], place) => [name, found[place] ?? null]));
      activate(app, { ...missing, ...here } as { [Name in keyof Services]: Services[Name] | null });
    },
  };
}
