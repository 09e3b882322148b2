import { expect, it } from "vitest";
import { setAttributes, setWords, tag } from "../../../../js/src/charts/parts/tag";

const make = tag(document);

function watched(node: Node, change: () => void): MutationRecord[] {
  const observer = new MutationObserver(() => undefined);
  observer.observe(node, { subtree: true, childList: true, attributes: true, characterData: true });
  change();
  return observer.takeRecords();
}

it("sets words as text, in the node that was there", () => {
  const node = make("p", "name");
  setWords(node, "<b>one</b>");
  const { firstChild } = node;
  setWords(node, "two");
  expect(node.textContent).toBe("two");
  expect(node.firstChild).toBe(firstChild);
  expect(node.childElementCount).toBe(0);
});

it("takes words away", () => {
  const node = make("p", "name");
  setWords(node, "one");
  setWords(node, "");
  expect(node.textContent).toBe("");
});

it("touches nothing that has not changed", () => {
  const node = make("p", "name", { role: "note" });
  setWords(node, "one");
  const records = watched(node, () => {
    setWords(node, "one");
    setAttributes(node, { role: "note" });
  });
  expect(records).toEqual([]);
  setAttributes(node, { role: "alert" });
  expect(node.getAttribute("role")).toBe("alert");
});
