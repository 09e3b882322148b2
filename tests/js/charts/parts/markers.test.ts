import { expect, it } from "vitest";
import { Disposer } from "../../../../js/src/base/disposer";
import { Markers } from "../../../../js/src/charts/parts/markers";
import { host } from "../gestures";

const marker = (id: string, x = 1) => ({ id, x, y: null, label: `Ben: ${id}`, isUnread: id === "new" });

it("stands where the axes put it, beside others, says who said what and can be pressed", () => {
  const body = host();
  const pressed: string[] = [];
  const disposer = new Disposer();
  const markers = new Markers(body, (id) => pressed.push(id), disposer);
  markers.set([marker("old"), marker("new"), marker("far", 9)]);
  markers.place(({ x }) => (x < 5 ? [x * 10, 20] : null));
  const nodes = [...body.querySelectorAll<HTMLButtonElement>("button")];
  expect(nodes.map(({ style }) => style.transform)).toEqual([
    "translate(10.0px, 20.0px)",
    "translate(-8.0px, 20.0px)",
    "",
  ]);
  expect(nodes.map(({ hidden }) => hidden)).toEqual([false, false, true]);
  expect(nodes[1]?.getAttribute("aria-label")).toBe("Comment: Ben: new (unread)");
  nodes[1]?.click();
  expect(pressed).toEqual(["new"]);
  markers.set([marker("old")]);
  expect(body.querySelectorAll("button")).toHaveLength(1);
  expect(body.querySelector("button")).toBe(nodes[0]);
  disposer.dispose();
  expect(body.querySelector("button")).toBeNull();
});
