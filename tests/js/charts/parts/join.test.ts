import { expect, it } from "vitest";
import { joined } from "../../../../js/src/charts/parts/join";
import { tag } from "../../../../js/src/charts/parts/tag";

const layer = () => tag(document).svg("g", "marks");
const places = (root: SVGElement) => [...root.querySelectorAll("rect")].map((one) => one.getAttribute("x"));

it("makes a mark for each entry, keeps those that stay, and drops those that are too many", () => {
  const root = layer();
  const draw = (data: number[]) => joined(root, ["rect", "bar"], data, (x) => ({ x, height: 2 }));
  const [first] = draw([1, 2, 3]);
  expect(places(root)).toEqual(["1", "2", "3"]);
  expect(first?.getAttribute("class")).toBe("ltoplan-bar");
  expect(draw([5])[0]).toBe(first);
  expect(places(root)).toEqual(["5"]);
  draw([]);
  expect(root.children).toHaveLength(0);
});

it("leaves marks of other kinds in the layer alone", () => {
  const root = layer();
  const other = tag(document).svg("path", "line");
  root.append(other);
  joined(root, ["rect", "bar"], [1, 2], (x) => ({ x }));
  joined(root, ["rect", "bar"], [1], (x) => ({ x }));
  expect([...root.children].map(({ tagName }) => tagName)).toEqual(["path", "rect"]);
});
