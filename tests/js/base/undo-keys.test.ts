import { afterEach, beforeEach, expect, it } from "vitest";
import { Disposer } from "../../../js/src/base/disposer";
import { undoKeys } from "../../../js/src/base/undo-keys";

let disposer: Disposer;
let done: string[];
let heard: string[];
const hear = (event: KeyboardEvent) => heard.push(event.key);

beforeEach(() => {
  document.body.innerHTML =
    '<div id="in"><button></button><input type="text"><input type="range"></div><button id="out"></button>';
  [disposer, done, heard] = [new Disposer(), [], []];
  const root = document.getElementById("in") as HTMLElement;
  undoKeys(root, { undo: () => done.push("undo"), redo: () => done.push("redo") }, disposer);
  document.addEventListener("keydown", hear, true);
});

afterEach(() => {
  disposer.dispose();
  document.removeEventListener("keydown", hear, true);
});

function press(selector: string, key: string, more: KeyboardEventInit = {}): boolean {
  const event = new KeyboardEvent("keydown", { key, ctrlKey: true, bubbles: true, cancelable: true, ...more });
  document.querySelector(selector)?.dispatchEvent(event);
  return event.defaultPrevented;
}

it("undoes and redoes before the page hears of it", () => {
  expect(press("#in button", "z")).toBe(true);
  press("#in button", "Z", { shiftKey: true });
  press("#in input[type=range]", "y");
  press("#in button", "z", { ctrlKey: false, metaKey: true });
  expect(done).toEqual(["undo", "redo", "redo", "undo"]);
  expect(heard).toEqual([]);
});

it("leaves alone what is meant for others", () => {
  expect(press("#out", "z")).toBe(false);
  expect(press("#in input[type=text]", "z")).toBe(false);
  expect(press("#in button", "z", { ctrlKey: false })).toBe(false);
  expect(press("#in button", "z", { altKey: true })).toBe(false);
  expect(press("#in button", "s")).toBe(false);
  disposer.dispose();
  expect(press("#in button", "z")).toBe(false);
  expect(done).toEqual([]);
  expect(heard).toHaveLength(6);
});
