import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";

const LOADED = readFileSync("js/lab/style.ts", "utf8");
const SHEETS = ["js/src/styles", "js/src/widgets"].flatMap((folder) =>
  readdirSync(folder)
    .filter((name) => name.endsWith(".css"))
    .map((name) => `../${folder.slice("js/".length)}/${name}`),
);

it.each(SHEETS)(
  "the extension brings %s along: whatever charts and panels look like, they look so in a plan view",
  (sheet) => {
    expect(LOADED).toContain(`"${sheet}"`);
  },
);
