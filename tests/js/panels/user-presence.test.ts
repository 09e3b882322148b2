import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { PEERS } from "../../../js/demo/fixtures/together";
import { userPresence } from "../../../js/src/panels/user-presence";
import { find, frame, press, show, words } from "./page";

beforeEach(() => {
  vi.useFakeTimers();
  document.body.replaceChildren();
});
afterEach(() => vi.useRealTimers());

const people = (root: HTMLElement) => [...root.querySelectorAll("li")].map(words);

it("shows oneself first, then everybody once with all that they look at", () => {
  const { root } = show(userPresence);
  expect(people(root)).toEqual([
    "PLPia Lundyou",
    "MKMika Katopoints at Forecast by weekalso here: looks at OrderFollow",
    "SUSuri Ungerchanges something in scenario tableFollow",
    "FIFinn Iversenfollows Suri Ungeris hereFollow",
  ]);
  expect(words(find(root, ".ltoplan-subtitle"))).toBe("you and 3 others");
});

it("follows somebody and stops", () => {
  const { root, port } = show(userPresence);
  press(root, "Follow Suri Unger");
  expect(port.following).toBe("12");
  expect(people(root)[0]).toContain("following Suri Unger");
  press(root, "Stop following Suri Unger");
  expect(port.following).toBeNull();
});

it("says how the connection is, in words", () => {
  const { root, port } = show(userPresence);
  expect(words(find(root, "[role=status]"))).toBe("Live · saved");
  port.setState({ isSaved: false });
  frame();
  expect(words(find(root, "[role=status]"))).toBe("Live · not saved");
  port.setState({ kind: "offline", unsent: 1 });
  frame();
  expect(words(find(root, "[role=status]"))).toBe("Offline · 1 edit unsent");
});

it("counts another page of the same person as oneself", () => {
  const { root, port } = show(userPresence);
  port.setPeers([
    {
      ...port.user,
      id: "2",
      cursor: null,
      preview: null,
      selection: null,
      following: null,
      computes: false,
      view: { chart: "order", label: "Order" },
    },
  ]);
  frame();
  expect(people(root)).toEqual(["PLPia Lundyoualso here: looks at Order"]);
  expect(words(find(root, ".ltoplan-subtitle"))).toBe("only you");
});

it("lets whoever leaves go", () => {
  const { root, port } = show(userPresence);
  port.setPeers(PEERS.slice(0, 1));
  frame();
  expect(people(root)).toHaveLength(2);
});

it("loads pictures of this server only", () => {
  const { root, port } = show(userPresence);
  const [mika] = PEERS;
  if (!mika) throw new Error("the fixture has people");
  port.setPeers([{ ...mika, avatarUrl: "https://elsewhere.example/pixel.png" }]);
  frame();
  expect(root.querySelector("img")).toBeNull();
  port.setPeers([{ ...mika, avatarUrl: `${location.origin}/avatar.png` }]);
  frame();
  expect(root.querySelector("img")?.getAttribute("src")).toBe(`${location.origin}/avatar.png`);
});
