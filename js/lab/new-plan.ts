/** A new, empty plan in the current folder; it asks nothing, the plan view does. */
import type { Contents, ContentsEntry } from "@jupyterlab/services";
import { canonical } from "../src/base/canonical";
import { PLAN_LAYOUT } from "../src/generated/plan-layout";
import { PLAN_SCHEMA } from "../src/generated/plan-schema";

/** Text of a plan in which nothing has been decided. */
export function emptyPlan(): string {
  const fields = Object.entries(PLAN_SCHEMA.Plan?.properties ?? {});
  return canonical(
    Object.fromEntries(fields.map(([name, schema]) => [name, schema.default ?? {}])),
    PLAN_LAYOUT.conversation,
  );
}

/** Write it as `untitled.ltoplan`, or the next free name; gives its path. */
export async function newPlan(contents: Contents, folder: string): Promise<string> {
  const made: ContentsEntry = await contents.newUntitled({ path: folder, type: "file", ext: ".ltoplan" });
  await contents.save(made.path, { type: "file", format: "text", content: emptyPlan() });
  return made.path;
}
