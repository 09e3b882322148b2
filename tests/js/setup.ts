/** `LTOPLAN_EXPLORE=1` draws new cases for the properties; otherwise each run draws the same. */
import { configureGlobal } from "fast-check";

configureGlobal(process.env.LTOPLAN_EXPLORE ? {} : { seed: 20261122 });

// jsdom tells other windows of what a page keeps by a timer, and tests count timers that are left over.
const kept = new Map<string, string>();
const storage = {
  getItem: (key: string) => kept.get(key) ?? null,
  setItem: (key: string, value: string) => void kept.set(key, value),
  clear: () => kept.clear(),
};
Object.defineProperty(globalThis, "sessionStorage", { value: storage, configurable: true });
