/** The plans below the server's root, found folder by folder through the contents API, with what their files say of them. */
import type { Contents, ContentsEntry } from "@jupyterlab/services";
import { isRecord } from "../src/base/json";

export interface PlanChart {
  id: string;
  name: string;
  kind: string;
}

export interface PlanEntry {
  path: string;
  /** What people call the plan; the file's name where it has none. */
  name: string;
  charts: PlanChart[];
  /** What is wrong with the file; empty when nothing is. */
  complaint: string;
}

export interface Shelf {
  plans: PlanEntry[];
  /** Folders looked into so far, and those that are still to come. */
  looked: number;
  waiting: number;
  /** Whether there are more folders than are looked into. */
  isCut: boolean;
}

const MOST_FOLDERS = 500;
const DEEPEST = 12;
const LARGEST_TEXT = 16 * 1024 * 1024;
const SKIPPED = new Set(["node_modules", "__pycache__", "site-packages"]);

/** Look for plans; says at every folder what has been found so far, and stops once `isWanted` says no. */
export async function findPlans(
  contents: Contents,
  tell: (shelf: Shelf) => void,
  isWanted: () => boolean,
): Promise<Shelf> {
  const folders = [""];
  const shelf: Shelf = { plans: [], looked: 0, waiting: 1, isCut: false };
  while (folders.length && isWanted()) {
    if (shelf.looked >= MOST_FOLDERS) {
      shelf.isCut = true;
      break;
    }
    const entries = await entriesOf(contents, folders.shift() ?? "");
    folders.push(...entries.filter(isFolder).map(({ path }) => path));
    const files = entries.filter(({ type, path }) => type !== "directory" && path.endsWith(".ltoplan"));
    for (const { path } of files) shelf.plans.push(await readEntry(contents, path));
    shelf.looked += 1;
    shelf.waiting = folders.length;
    shelf.plans.sort(byName);
    if (isWanted()) tell(shelf);
  }
  return shelf;
}

async function entriesOf(contents: Contents, folder: string): Promise<ContentsEntry[]> {
  try {
    const { content } = await contents.get(folder, { content: true, type: "directory" });
    return Array.isArray(content) ? (content as ContentsEntry[]) : [];
  } catch {
    return []; // a folder that may not be read holds no plans for this user
  }
}

function isFolder({ type, name, path }: ContentsEntry): boolean {
  return type === "directory" && !name.startsWith(".") && !SKIPPED.has(name) && path.split("/").length <= DEEPEST;
}

export function byName(one: PlanEntry, other: PlanEntry): number {
  return one.name.localeCompare(other.name, undefined, { numeric: true }) || one.path.localeCompare(other.path);
}

/** What a plan's file says of it. */
export async function readEntry(contents: Contents, path: string): Promise<PlanEntry> {
  try {
    const { content } = await contents.get(path, { content: true, type: "file", format: "text" });
    return entryOf(path, String(content ?? ""));
  } catch (error) {
    return {
      path,
      name: fileName(path),
      charts: [],
      complaint: error instanceof Error ? error.message : String(error),
    };
  }
}

/** Name and charts in the text of a plan; nothing in it is trusted to be what it should. */
export function entryOf(path: string, text: string): PlanEntry {
  const nothing = { path, name: fileName(path), charts: [] };
  if (text.length > LARGEST_TEXT) return { ...nothing, complaint: "too large to be listed" };
  if (!text.trim()) return { ...nothing, complaint: "" };
  try {
    const tree: unknown = JSON.parse(text);
    if (!isRecord(tree)) return { ...nothing, complaint: "not a plan" };
    const name = typeof tree.name === "string" && tree.name.trim() ? tree.name.trim() : nothing.name;
    return { path, name, charts: chartsOf(tree.visualizations), complaint: "" };
  } catch {
    return { ...nothing, complaint: "cannot be read" };
  }
}

/** The charts that are not deleted, in the order of lists. */
export function chartsOf(records: unknown): PlanChart[] {
  if (!isRecord(records)) return [];
  const live = Object.entries(records).filter(([, one]) => isRecord(one) && one.deleted !== true) as [
    string,
    Record<string, unknown>,
  ][];
  const rank = (one: Record<string, unknown>) => (typeof one.rank === "number" ? one.rank : 0);
  const sorted = live.sort(([, a], [, b]) => rank(a) - rank(b));
  return sorted.map(([id, { name, type }]) => ({ id, name: String(name ?? id), kind: String(type ?? "") }));
}

export function fileName(path: string): string {
  return (path.split("/").at(-1) ?? path).replace(/\.ltoplan$/, "");
}
