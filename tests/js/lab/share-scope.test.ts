import { expect, it } from "vitest";
import { byVersion, sharedModules } from "../../../js/lab/share-scope";

const shared = (value: unknown) => ({ get: async () => () => value });

it("takes the newest version of what is shared and leaves out what is not", async () => {
  const scope = { yjs: { "13.6.9": shared("old"), "13.6.10": shared("new"), "13.6.10-rc.1": shared("early") } };
  const modules = await sharedModules(scope, ["yjs", "@jupyter/collaborative-drive"]);
  expect([...modules]).toEqual([["yjs", "new"]]);
});

it.each([
  ["4.6.6", "4.6.10", -1],
  ["4.6.0-rc.1", "4.6.0", -1],
  ["4.6.0-rc.2", "4.6.0-rc.10", -1],
  ["5.0.0", "4.9.9", 1],
])("orders %s and %s", (one, other, sign) => {
  expect(Math.sign(byVersion(one, other))).toBe(sign);
});
