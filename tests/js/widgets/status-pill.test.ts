import { expect, it } from "vitest";
import type { ConnectionState } from "../../../js/src/base/plan-port";
import { StatusPill, wordsOf } from "../../../js/src/widgets/status-pill";

const STATE: ConnectionState = { kind: "live", unsent: 0, why: "", isSaved: true };

it.each([
  [{}, "Live"],
  [{ isSaved: false }, "Live · not saved"],
  [{ kind: "connecting" }, "Connecting…"],
  [{ kind: "offline" }, "Offline"],
  [{ kind: "offline", unsent: 2 }, "Offline · 2 unsent"],
  [{ kind: "refused", why: "you may not open it" }, "Refused: you may not open it"],
  [{ kind: "read-only", why: "a newer format" }, "Read-only: a newer format"],
  [{ kind: "local" }, "Not shared"],
  [{ kind: "local", isSaved: false }, "Not shared · not saved"],
] as const)("says of %o: %s", (state, words) => {
  expect(wordsOf({ ...STATE, ...state })).toBe(words);
});

it("tells why on pointing, also where all is well otherwise", () => {
  const card = document.createElement("div");
  const pill = new StatusPill(card);
  pill.show({ ...STATE, why: "The file was changed outside." });
  const node = card.querySelector<HTMLElement>(".ltoplan-pill");
  expect([node?.textContent, node?.title]).toEqual(["Live", "The file was changed outside."]);
  pill.show(STATE);
  expect(node?.title).toBe("");
});
