/** JupyterLab's modules, as it shares them with extensions: per name and version a way to load it. */

interface SharedVersion {
  get(): Promise<() => unknown>;
}

export type ShareScope = Record<string, Record<string, SharedVersion> | undefined>;

export type Modules = ReadonlyMap<string, unknown>;

/** Load the named modules, each in its newest version; those that this application does not share are left out. */
export async function sharedModules(scope: ShareScope, names: readonly string[]): Promise<Modules> {
  const loaded = await Promise.all(names.map(async (name) => [name, await newest(scope, name)] as const));
  return new Map(loaded.filter(([, module]) => module !== null));
}

async function newest(scope: ShareScope, name: string): Promise<unknown> {
  const versions = Object.entries(scope[name] ?? {}).sort(([one], [other]) => byVersion(one, other));
  const last = versions.at(-1);
  return last ? (await last[1].get())() : null;
}

/** Numbers within a version count as numbers; a pre-release comes before its release. */
export function byVersion(one: string, other: string): number {
  const [ours, theirs] = [one.split("-"), other.split("-")];
  const order = (ours[0] ?? "").localeCompare(theirs[0] ?? "", "en", { numeric: true });
  return order || theirs.length - ours.length || one.localeCompare(other, "en", { numeric: true });
}
