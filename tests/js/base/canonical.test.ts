import { expect, it } from "vitest";
import { canonical, numberText } from "../../../js/src/base/canonical";

const CONVERSATION = ["comments", "history"];

it("writes one record a line, names sorted by code point, empty conversation left out", () => {
  const tree = {
    offers: { b: { price: 5, name: "é" }, a: {} },
    name: "x",
    comments: {},
    history: { h: 1 },
    campaigns: {},
  };
  expect(canonical(tree, CONVERSATION)).toBe(
    '{\n"campaigns": {},\n"history": {\n"h": 1\n},\n"name": "x",\n"offers": {\n"a": {},\n"b": {"name": "é", "price": 5}\n}\n}\n',
  );
});

it("sorts a name beyond the basic plane after one at its end, as Python does", () => {
  expect(canonical({ "\u{1f600}": 1, "\uffee": 2 }, [])).toBe('{\n"\uffee": 2,\n"\u{1f600}": 1\n}\n');
});

it.each([
  [5, "5"],
  [-0, "0"],
  [0.1, "0.1"],
  [1e16, "10000000000000000"],
  [1e22, "10000000000000000000000"],
  [0.0001, "0.0001"],
  [0.000012345, "1.2345e-05"],
  [1e-7, "1e-07"],
  [-2.5e-10, "-2.5e-10"],
  [1e-100, "1e-100"],
])("writes %d as Python does", (value, text) => {
  expect(numberText(value)).toBe(text);
});
