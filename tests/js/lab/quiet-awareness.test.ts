import { expect, it } from "vitest";
import { Awareness, applyAwarenessUpdate, encodeAwarenessUpdate } from "y-protocols/awareness";
import * as Y from "yjs";
import { quiet } from "../../../js/lab/quiet-awareness";

it("says whether to save, but neither who is here nor what others said", () => {
  const [awareness, other] = [new Awareness(new Y.Doc()), new Awareness(new Y.Doc())];
  quiet(awareness);
  const sent: unknown[] = [];
  awareness.on("update", (_: unknown, origin: unknown) => sent.push(origin));
  awareness.setLocalStateField("user", { name: "Ada" });
  expect(sent).toEqual([]);
  awareness.setLocalStateField("autosave", true);
  expect(sent).toEqual(["local"]);
  other.setLocalState({ user: { name: "Ben" } });
  applyAwarenessUpdate(awareness, encodeAwarenessUpdate(other, [other.clientID]), "provider");
  expect(sent).toEqual(["local"]);
  expect(awareness.getLocalState()).toEqual({ autosave: true });
  awareness.destroy();
  other.destroy();
});
