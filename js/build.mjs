// Builds one self-contained module per widget, plain (without Yjs) and shared (with the live document), and their style
// sheet, into ltoplan_widgets/widgets/static; and the demo page into js/build. Fails when a module is above its budget.
import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { buildLab } from "./lab/build.mjs";

const WIDGETS = ["normal-distribution", "forecast-chart", "order-chart", "parameter-slider"];
const PANELS = ["user-presence", "cursor-tracker", "change-history", "scenario-table", "change-requests", "comments"];
const VARIANTS = {
  plain: { host: "host", make: "plainWidget", suffix: ".js", budgetKb: 45 },
  shared: { host: "shared-host", make: "sharedWidget", suffix: ".shared.js", budgetKb: 75 },
  panel: { host: "panel-host", make: "panelWidget", suffix: ".shared.js", budgetKb: 75 },
};
/** What charts need, and what panels need besides. */
const CHART_STYLES = [
  "src/styles/chart.css",
  "src/styles/conversation.css",
  "src/styles/notice.css",
  "src/widgets/host.css",
  "src/widgets/status-pill.css",
];
/** Last, because it makes everything that is pressed larger. */
const TOUCH = "src/styles/touch.css";
const STYLES = {
  "chart.css": [...CHART_STYLES, TOUCH],
  "panel.css": [...CHART_STYLES, "src/styles/panel.css", TOUCH],
};

const root = new URL("./", import.meta.url);
const target = new URL("../ltoplan_widgets/widgets/static/", root);
const lean = (name) => fileURLToPath(new URL(`lean/${name}.ts`, root));
const OPTIONS = {
  bundle: true,
  format: "esm",
  target: "es2022",
  minify: true,
  legalComments: "none",
  write: false,
  alias: { "d3-interpolate": lean("d3-interpolate"), "d3-format": lean("d3-format") },
};

// Every bundle carries a Yjs of its own on purpose, and Yjs warns of a second one on the page for fear of mixed objects. Ours
// never cross: widgets share one link through a registry and plain data only. So each import starts without the mark.
const OWN_YJS = { js: 'delete globalThis["__ $YJS$ __"];' };

/** Text of one widget's module. */
async function moduleOf(widget, { host, make }) {
  const contents = `import { definition } from "./src/widgets/${widget}";
import { ${make} } from "./src/widgets/${host}";
export default ${make}(definition);`;
  const stdin = { contents, resolveDir: fileURLToPath(root), sourcefile: `${widget}.${host}.ts`, loader: "ts" };
  const { outputFiles } = await build({ ...OPTIONS, stdin, banner: host === "host" ? {} : OWN_YJS });
  return outputFiles[0].text;
}

/** Write a module and report its size; true within the budget. */
async function settle(widget, variant) {
  const text = await moduleOf(widget, variant);
  const file = widget.replaceAll("-", "_") + variant.suffix;
  await writeFile(new URL(file, target), text);
  const kb = gzipSync(text, { level: 9 }).length / 1000;
  const isWithin = kb <= variant.budgetKb;
  const verdict = isWithin ? "" : `  above its budget of ${variant.budgetKb} kB`;
  console.log(
    `${file.padEnd(34)}${(text.length / 1000).toFixed(1).padStart(7)} kB${kb.toFixed(1).padStart(7)} kB gz${verdict}`,
  );
  return isWithin;
}

async function styleSheet(name) {
  const texts = await Promise.all(STYLES[name].map((style) => readFile(new URL(style, root), "utf8")));
  const { outputFiles } = await build({
    stdin: { contents: texts.join("\n"), loader: "css" },
    minify: true,
    write: false,
  });
  await writeFile(new URL(name, target), outputFiles[0].text);
}

async function demo() {
  const entries = ["demo/demo.ts", "demo/together.ts", "demo/two-people.ts"].map((name) =>
    fileURLToPath(new URL(name, root)),
  );
  if (!entries.every(existsSync)) return;
  await build({
    ...OPTIONS,
    entryPoints: entries,
    outdir: fileURLToPath(new URL("build/", root)),
    write: true,
  });
}

await mkdir(target, { recursive: true });
for (const name of Object.keys(STYLES)) await styleSheet(name);
await demo();
const { plain, shared, panel } = VARIANTS;
const jobs = [
  ...WIDGETS.flatMap((one) => [plain, shared].map((variant) => [one, variant])),
  ...PANELS.map((one) => [one, panel]),
];
let isWithinBudget = true;
for (const [widget, variant] of jobs) isWithinBudget = (await settle(widget, variant)) && isWithinBudget;
isWithinBudget = (await buildLab()) && isWithinBudget;
process.exitCode = isWithinBudget ? 0 : 1;
