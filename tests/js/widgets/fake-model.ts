/** A widget model as a host gives it: traits, events, and a record of what went to the kernel. */
import type { WidgetModel } from "../../../js/src/widgets/afm";

type Listener = (...received: never[]) => void;

export const TRAITS = {
  theme: "auto",
  height: null,
  snap: null,
  read_only: false,
  title: "",
  viewport: null,
  shared_view: true,
  view: null,
  binding: null,
};

export class FakeModel implements WidgetModel {
  readonly saved: Record<string, unknown>[] = [];
  readonly sent: { content: unknown; buffers: unknown }[] = [];
  readonly #traits: Record<string, unknown>;
  readonly #listeners = new Map<string, Set<Listener>>();
  #unsaved: Record<string, unknown> = {};

  constructor(traits: Record<string, unknown>) {
    this.#traits = { ...TRAITS, ...traits };
  }

  get(name: string): unknown {
    return this.#traits[name];
  }

  /** Set by the page: compared by identity, as Backbone does. */
  set(name: string, value: unknown): void {
    if (this.#traits[name] === value) return;
    this.#traits[name] = value;
    this.#unsaved[name] = value;
    this.tell(`change:${name}`);
  }

  /** Set by the kernel. */
  receive(name: string, value: unknown): void {
    this.#traits[name] = value;
    this.tell(`change:${name}`);
  }

  save_changes(): void {
    if (Object.keys(this.#unsaved).length) this.saved.push(this.#unsaved);
    this.#unsaved = {};
  }

  send(content: unknown, _callbacks?: unknown, buffers?: unknown): void {
    this.sent.push({ content, buffers });
  }

  on(event: string, callback: Listener): void {
    const listeners = this.#listeners.get(event) ?? new Set();
    this.#listeners.set(event, listeners.add(callback));
  }

  off(event: string, callback: Listener): void {
    this.#listeners.get(event)?.delete(callback);
  }

  tell(event: string, ...received: unknown[]): void {
    for (const listener of [...(this.#listeners.get(event) ?? [])]) listener(...(received as never[]));
  }

  get listenerCount(): number {
    return [...this.#listeners.values()].reduce((sum, listeners) => sum + listeners.size, 0);
  }
}
