/** Panels in a page without a kernel: what a test sees and presses. */
import { vi } from "vitest";
import { NOW, PEERS, PLANNER, together } from "../../../js/demo/fixtures/together";
import { MemoryPort } from "../../../js/demo/memory-port";
import type { PlanPort } from "../../../js/src/base/plan-port";
import type { Panel, PanelOptions } from "../../../js/src/panels/parts/sheet";

type Draw = (root: HTMLElement, port: PlanPort, options: PanelOptions) => Panel;

export const HOSTILE = '<img src=x onerror="alert(1)">';

export interface Shown {
  root: HTMLElement;
  port: MemoryPort;
  panel: Panel;
}

/** A panel on the fixture's plan, or on another one. */
export function show(draw: Draw, options: PanelOptions & object = {}, tree: Record<string, unknown> = together): Shown {
  const root = document.createElement("div");
  document.body.append(root);
  const port = new MemoryPort(tree, PLANNER);
  port.now = () => NOW;
  if (tree === together) port.setPeers(PEERS);
  const panel = draw(root, port, { locale: "en-GB", now: () => NOW, ...options });
  return { root, port, panel };
}

export function frame(): void {
  vi.advanceTimersByTime(20);
}

export function find<E extends HTMLElement = HTMLElement>(root: ParentNode, selector: string): E {
  const found = root.querySelector<E>(selector);
  if (!found) throw new Error(`nothing is ${selector}`);
  return found;
}

/** A button by its words or its label. */
export function button(root: ParentNode, words: string): HTMLButtonElement {
  const all = [...root.querySelectorAll("button")];
  const found =
    all.find((one) => one.getAttribute("aria-label") === words) ?? all.find((one) => one.textContent === words);
  if (!found) throw new Error(`no button says ${words}; there are: ${all.map((one) => one.textContent).join(", ")}`);
  return found;
}

export function press(root: ParentNode, words: string): void {
  const found = button(root, words);
  found.focus();
  found.click();
  frame();
}

export function type(root: ParentNode, selector: string, text: string): HTMLInputElement {
  const field = find<HTMLInputElement>(root, selector);
  field.focus();
  field.value = text;
  field.setSelectionRange?.(text.length, text.length);
  field.dispatchEvent(new Event("input", { bubbles: true }));
  frame();
  return field;
}

export function key(target: Element, name: string, more: KeyboardEventInit = {}): void {
  target.dispatchEvent(
    new KeyboardEvent("keydown", { key: name, bubbles: true, cancelable: true, composed: true, ...more }),
  );
  frame();
}

export function submit(root: ParentNode, selector = "form"): void {
  find(root, selector).dispatchEvent(new Event("submit", { bubbles: true, cancelable: true }));
  frame();
}

export function choose(root: ParentNode, label: string, value: string): void {
  const select = find<HTMLSelectElement>(root, `select[aria-label="${label}"]`);
  select.value = value;
  select.dispatchEvent(new Event("change", { bubbles: true }));
  frame();
}

/** All that a node says, with single spaces. */
export function words(node: Element): string {
  return (node.textContent ?? "").replace(/\s+/g, " ").trim();
}
