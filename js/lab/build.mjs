// Builds the JupyterLab extension into ltoplan_widgets/labextension: one script that JupyterLab loads, and its metadata.
import { createHash } from "node:crypto";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

const PACKAGE = "@ltoplan/lab";
const BUDGET_KB = 130;
/** JupyterLab's modules are external, and so is Yjs: its objects of different copies do not mix. */
const SHARED = ["@jupyter/*", "@jupyterlab/*", "@lumino/*", "yjs"];
/** Without these there are no documents, so nothing to add. */
const NEEDED = [
  "@jupyter/ydoc",
  "@jupyterlab/apputils",
  "@jupyterlab/coreutils",
  "@jupyterlab/docregistry",
  "@jupyterlab/ui-components",
  "@lumino/widgets",
  "yjs",
];
const OPTIONS = { bundle: true, target: "es2022", minify: true, legalComments: "none", write: false };

const here = new URL("./", import.meta.url);
const target = new URL("../../ltoplan_widgets/labextension/", here);

const styles = {
  name: "styles",
  setup(bundler) {
    bundler.onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const text = await readFile(path, "utf8");
      const { outputFiles } = await build({ stdin: { contents: text, loader: "css" }, minify: true, write: false });
      return { contents: outputFiles[0].text, loader: "text" };
    });
  },
};

/** The extension in CommonJS style, and the names of what it requires. */
async function extension() {
  const { outputFiles, metafile } = await build({
    ...OPTIONS,
    entryPoints: [fileURLToPath(new URL("extension.ts", here))],
    format: "cjs",
    external: SHARED,
    plugins: [styles],
    metafile: true,
  });
  const names = Object.values(metafile.outputs).flatMap(({ imports }) => imports.map(({ path }) => path));
  return { text: outputFiles[0].text, names: [...new Set(names)].sort() };
}

/** The container with the extension in it. */
async function remoteEntry() {
  const { text, names } = await extension();
  const { outputFiles } = await build({
    ...OPTIONS,
    entryPoints: [fileURLToPath(new URL("container.ts", here))],
    format: "iife",
    define: {
      SHARED: JSON.stringify(names),
      NEEDED: JSON.stringify(NEEDED),
      PACKAGE: JSON.stringify(PACKAGE),
      EXTENSION: "LTOPLAN_EXTENSION",
    },
  });
  return `(()=>{const LTOPLAN_EXTENSION=(require,module)=>{const exports=module.exports;${text}\n};${outputFiles[0].text}})();\n`;
}

/** Write the extension; true within its budget. */
export async function buildLab() {
  const text = await remoteEntry();
  const digest = createHash("sha256").update(text).digest("hex").slice(0, 16);
  const load = `static/remoteEntry.${digest}.js`;
  const { version, license } = JSON.parse(await readFile(new URL("../../package.json", here), "utf8"));
  const metadata = {
    name: PACKAGE,
    version,
    description: "Plans of limited-time offers as live documents in JupyterLab",
    license,
    jupyterlab: { extension: true, _build: { load, extension: "./extension" } },
  };
  await rm(new URL("static/", target), { recursive: true, force: true });
  await mkdir(new URL("static/", target), { recursive: true });
  await writeFile(new URL(load, target), text);
  await writeFile(new URL("package.json", target), `${JSON.stringify(metadata, null, 2)}\n`);
  await writeFile(new URL("install.json", target), `${JSON.stringify(INSTALL, null, 2)}\n`);
  const kb = gzipSync(text, { level: 9 }).length / 1000;
  const verdict = kb <= BUDGET_KB ? "" : `  above its budget of ${BUDGET_KB} kB`;
  console.log(
    `${"labextension".padEnd(34)}${(text.length / 1000).toFixed(1).padStart(7)} kB${kb.toFixed(1).padStart(7)} kB gz${verdict}`,
  );
  return kb <= BUDGET_KB;
}

const INSTALL = {
  packageManager: "python",
  packageName: "ltoplan_widgets",
  uninstallInstructions: "Use your Python package manager (pip, conda, etc.) to uninstall the package ltoplan_widgets",
};
