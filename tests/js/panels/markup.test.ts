import fc from "fast-check";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { type Child, h, patch } from "../../../js/src/panels/parts/markup";

let root: HTMLElement;

beforeEach(() => {
  root = document.createElement("div");
  document.body.replaceChildren(root);
});

const word = fc.constantFrom("a", "b", "c", "<b>");
const { tree } = fc.letrec<{ tree: Child; node: Child }>((tie) => ({
  tree: fc.oneof({ depthSize: "small", withCrossShrink: true }, word, tie("node")),
  node: fc
    .tuple(fc.constantFrom("p", "div", "ul"), fc.option(word), fc.option(word), fc.array(tie("tree"), { maxLength: 4 }))
    .map(([tag, key, title, children]) => h(tag, { key, title }, children)),
}));

describe("what a panel shows", () => {
  it("is the same whatever was shown before", () => {
    fc.assert(
      fc.property(fc.array(fc.array(tree, { maxLength: 5 }), { minLength: 1, maxLength: 4 }), (shows) => {
        const [patched, fresh] = [document.createElement("div"), document.createElement("div")];
        for (const children of shows) patch(patched, children);
        patch(fresh, shows.at(-1) ?? []);
        patched.normalize();
        fresh.normalize();
        expect(patched.innerHTML).toBe(fresh.innerHTML);
      }),
    );
  });

  it("is text and never markup", () => {
    patch(root, [h("p", { title: "<i>" }, "<img src=x onerror=alert(1)>")]);
    expect(root.querySelector("img")).toBeNull();
    expect(root.textContent).toBe("<img src=x onerror=alert(1)>");
  });

  it("keeps a node with its key, and with it focus and caret, wherever it moves", () => {
    const list = (keys: string[]) =>
      h(
        "ul",
        {},
        keys.map((key) => h("li", { key }, h("input", { value: "half written", name: key }))),
      );
    patch(root, [list(["a", "b", "c"])]);
    const input = root.querySelector<HTMLInputElement>("[name=c]");
    input?.focus();
    input?.setSelectionRange(4, 4);
    patch(root, [list(["x", "c", "a", "y"])]);
    expect(document.activeElement).toBe(input);
    expect(input?.selectionStart).toBe(4);
    expect([...root.querySelectorAll("input")].map(({ name }) => name)).toEqual(["x", "c", "a", "y"]);
  });

  it("hears an event once, and only the latest description of it", () => {
    const [first, second] = [vi.fn(), vi.fn()];
    patch(root, [h("button", { onclick: first })]);
    patch(root, [h("button", { onclick: second })]);
    root.querySelector("button")?.click();
    patch(root, [h("button", {})]);
    root.querySelector("button")?.click();
    expect(first).not.toHaveBeenCalled();
    expect(second).toHaveBeenCalledOnce();
  });

  it("sets what people change to what is described, and leaves it alone where it is that already", () => {
    const choice = (value: string) => h("select", { value }, h("option", { value: "a" }), h("option", { value: "b" }));
    patch(root, [h("input", { type: "checkbox", checked: true }), choice("b")]);
    expect(root.querySelector("input")?.checked).toBe(true);
    expect(root.querySelector("select")?.value).toBe("b");
    patch(root, [h("input", { type: "checkbox", checked: false }), choice("a")]);
    expect(root.querySelector("input")?.checked).toBe(false);
    expect(root.querySelector("select")?.value).toBe("a");
  });
});
