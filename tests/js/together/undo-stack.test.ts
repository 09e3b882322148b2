import { describe, expect, it } from "vitest";
import { UndoStack } from "../../../js/src/together/undo-stack";
import { entry } from "./plan";

const step = (id: string, action: "edit" | "undo" | "redo" = "edit") => ({ id, entry: entry({}, { action }) });

describe("UndoStack", () => {
  it("walks back and forth through what was written", () => {
    const stack = new UndoStack();
    for (const id of ["a", "b"]) stack.note(step(id));
    expect(stack.take()?.id).toBe("b");
    stack.note(step("undo b", "undo"));
    expect([stack.next?.id, stack.nextAgain?.id]).toEqual(["a", "undo b"]);
    expect(stack.takeAgain()?.id).toBe("undo b");
    stack.note(step("b again", "redo"));
    expect([stack.next?.id, stack.nextAgain]).toEqual(["b again", null]);
  });

  it("forgets what could be done again once something else is done", () => {
    const stack = new UndoStack();
    stack.note(step("undo", "undo"));
    stack.note(step("a"));
    expect(stack.nextAgain).toBeNull();
  });

  it("takes up where the page was before it was loaded anew, beneath what was done since", () => {
    const stack = new UndoStack();
    stack.note(step("e"));
    const undo = { id: "d", entry: entry({}, { action: "undo", of: "b" }) };
    stack.resume([undo, step("b"), step("a")]);
    expect([stack.take()?.id, stack.take()?.id, stack.take()]).toEqual(["e", "a", null]);
    expect(stack.nextAgain).toBeNull();
  });

  it("can do again what was undone before the page was loaded anew", () => {
    const stack = new UndoStack();
    const of = (id: string, action: "undo" | "redo", done: string) => ({ id, entry: entry({}, { action, of: done }) });
    stack.resume([step("a"), step("b"), of("c", "undo", "b"), of("d", "undo", "a"), of("e", "redo", "d")]);
    expect([stack.next?.id, stack.nextAgain?.id]).toEqual(["e", "c"]);
  });

  it("remembers the latest 200 steps", () => {
    const stack = new UndoStack();
    for (let count = 0; count < 300; count++) stack.note(step(String(count)));
    let steps = 0;
    while (stack.take()) steps++;
    expect(steps).toBe(200);
  });
});
