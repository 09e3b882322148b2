/**
 * The federated container through which JupyterLab loads the extension.
 *
 * It is written by hand: JupyterLab's builder would bring 150 MB of packages, and an extension that it builds does not start
 * where a module is missing, such as the collaboration's. Here a missing module is an empty one, and what needs it stays away.
 */
import { type ShareScope, sharedModules } from "./share-scope";

/** The extension as one function in CommonJS style; `js/build.mjs` puts it in. */
declare const EXTENSION: (require: (name: string) => unknown, module: { exports: unknown }) => void;
/** Names of the modules that the extension takes from JupyterLab, and those without which nothing of it can be. */
declare const SHARED: readonly string[];
declare const NEEDED: readonly string[];
declare const PACKAGE: string;

interface Container {
  init(scope: ShareScope): void;
  get(name: string): Promise<() => unknown>;
}

let scope: ShareScope = {};
const NOTHING = { __esModule: true, default: [] };

async function extension(): Promise<unknown> {
  const modules = await sharedModules(scope, SHARED);
  if (NEEDED.some((name) => !modules.has(name))) return NOTHING;
  const module = { exports: {} as unknown };
  EXTENSION((name) => modules.get(name) ?? {}, module);
  return module.exports;
}

const container: Container = {
  init(shared) {
    scope = shared;
  },
  async get(name) {
    const found = name === "./extension" ? await extension() : {};
    return () => found;
  },
};

const page = window as unknown as { _JUPYTERLAB?: Record<string, Container> };
page._JUPYTERLAB ??= {};
page._JUPYTERLAB[PACKAGE] = container;
