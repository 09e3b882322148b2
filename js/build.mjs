// Builds one self-contained module per widget, plain (without Yjs) and shared (with the live document), and their style
// sheet, into ltoplan_widgets/widgets/static; and the demo page into js/build. Fails when a module is above its budget.
import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

const WIDGETS = ["normal-distribution", "forecast-chart", "order-chart", "parameter-slider"];
const VARIANTS = {
  plain: { host: "host", make: "plainWidget", suffix: ".js", budgetKb: 45 },
  shared: { host: "shared-host", make: "sharedWidget", suffix: ".shared.js", budgetKb: 75 },
};
const STYLES = ["src/styles/chart.css", "src/widgets/host.css", "src/widgets/status-pill.css"];

const root = new URL("./", import.meta.url);
const target = new URL("../ltoplan_widgets/widgets/static/", root);
const OPTIONS = { bundle: true, format: "esm", target: "es2022", minify: true, legalComments: "none", write: false };

/** Text of one widget's module. */
async function moduleOf(widget, { host, make }) {
  const contents = `import { definition } from "./src/widgets/${widget}";
import { ${make} } from "./src/widgets/${host}";
export default ${make}(definition);`;
  const stdin = { contents, resolveDir: fileURLToPath(root), sourcefile: `${widget}.${host}.ts`, loader: "ts" };
  const { outputFiles } = await build({ ...OPTIONS, stdin });
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

async function styleSheet() {
  const texts = await Promise.all(STYLES.map((style) => readFile(new URL(style, root), "utf8")));
  const { outputFiles } = await build({
    stdin: { contents: texts.join("\n"), loader: "css" },
    minify: true,
    write: false,
  });
  await writeFile(new URL("chart.css", target), outputFiles[0].text);
}

async function demo() {
  const entry = new URL("demo/demo.ts", root);
  if (!existsSync(entry)) return;
  await build({
    ...OPTIONS,
    entryPoints: [fileURLToPath(entry)],
    outdir: fileURLToPath(new URL("build/", root)),
    write: true,
  });
}

await mkdir(target, { recursive: true });
await styleSheet();
await demo();
const jobs = WIDGETS.flatMap((widget) => Object.values(VARIANTS).map((variant) => [widget, variant]));
let isWithinBudget = true;
for (const [widget, variant] of jobs) isWithinBudget = (await settle(widget, variant)) && isWithinBudget;
process.exitCode = isWithinBudget ? 0 : 1;
