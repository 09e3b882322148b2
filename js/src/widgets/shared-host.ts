/** A widget on a plan: its fields live in the plan's document, gestures become edits, others are seen at it. */
import type { Changes, Peer, Point } from "../charts/chart";
import { acquire, type PlanLink } from "../document/plan-link";
import type { PeerRecord } from "../document/presence";
import type { BindingRecord } from "../generated/contract";
import type { InitializeProps, RenderProps, WidgetModel, WidgetModule } from "./afm";
import type { Definition, FieldValues } from "./definition";
import { mountAlone } from "./host";
import { type FieldHome, Mount } from "./mount";
import { StatusPill } from "./status-pill";

/** The module of a widget on a plan; detached from it the widget stands alone. */
export function sharedWidget<View>(definition: Definition<View>): WidgetModule {
  return {
    initialize,
    render(props) {
      const mount = bindingOf(props.model) ? mountShared(definition, props) : mountAlone(definition, props);
      return mount.destroy;
    },
  };
}

/** Join the plan for as long as the model is there; nothing here waits for the network. */
export function initialize({ model, signal }: InitializeProps): (() => void) | undefined {
  const binding = bindingOf(model);
  if (!binding) return undefined;
  const { link, release } = acquire(binding.link);
  const receive = (content: unknown, buffers: readonly DataView[] = []) => link.receive(content, buffers);
  const refresh = () => link.refresh(bindingOf(model)?.link ?? binding.link);
  model.on("msg:custom", receive);
  model.on("change:binding", refresh);
  const detach = link.attach({ send: (content, buffers) => model.send(content, undefined, buffers) });
  const leave = () => {
    model.off("msg:custom", receive);
    model.off("change:binding", refresh);
    detach();
    release();
  };
  signal?.addEventListener("abort", leave, { once: true });
  return leave;
}

function mountShared<View>(definition: Definition<View>, props: RenderProps): Mount<View> {
  const { link, release } = acquire(currentBinding(props.model).link);
  const home = new PlanFields(link, props.model);
  const mount = new Mount(definition, props, home);
  home.onRefused = (why) => mount.fail(why);
  const pill = new StatusPill(mount.root);
  const { disposer } = mount;
  disposer.add(release);
  disposer.add(link.observe(mount.schedule));
  disposer.add(link.observe(() => mount.probeKernel()));
  disposer.add(link.observePeers(() => mount.setPeers()));
  disposer.add(link.observeState(() => pill.show(link.state)));
  disposer.add(() => home.leave());
  mount.on("change:binding", mount.schedule);
  mount.onRemake(() => pill.place(mount.root));
  pill.show(link.state);
  mount.setPeers();
  return mount;
}

/** Fields held by the document of a plan. */
class PlanFields implements FieldHome {
  /** Told why an edit is not allowed. */
  onRefused: (why: string) => void = () => undefined;
  readonly #link: PlanLink;
  readonly #model: WidgetModel;

  constructor(link: PlanLink, model: WidgetModel) {
    this.#link = link;
    this.#model = model;
  }

  values(): FieldValues {
    const live = Object.entries(this.#fields).map(([field, path]) => [field, this.#link.read(path)] as const);
    return Object.fromEntries(live.filter(([, value]) => value !== undefined));
  }

  peers(): Peer[] {
    return this.#link.peers().map((peer) => this.#asSeenHere(peer));
  }

  preview(changes: Changes): void {
    const [first] = Object.entries(changes);
    this.#link.setPreview(first ? { field: this.#pathOf(first[0]), value: first[1] } : null);
  }

  commit(changes: Changes): void {
    const signed = Object.entries(changes).map(([key, value]) => [this.#pathOf(key), this.#signed(value)]);
    this.#link.setPreview(null);
    try {
      this.#link.apply(Object.fromEntries(signed));
    } catch (error) {
      this.onRefused(error instanceof Error ? error.message : String(error));
    }
  }

  pointAt(point: Point | null): void {
    this.#link.setCursor(point && { chart: currentBinding(this.#model).chart, ...point });
  }

  leave(): void {
    this.#link.setCursor(null);
  }

  get #fields(): Readonly<Record<string, string>> {
    return currentBinding(this.#model).fields;
  }

  #pathOf(key: string): string {
    const [field = "", ...rest] = key.split("/");
    return [this.#fields[field] ?? field, ...rest].join("/");
  }

  /** An override says who made it and when. */
  #signed(value: unknown): unknown {
    if (typeof value !== "object" || value === null || !("author" in value)) return value;
    const { author, at } = value as { author: string; at?: string };
    return { ...value, author: author || this.#link.userName, at: at || new Date().toISOString() };
  }

  #asSeenHere({ id, name, color, cursor, preview }: PeerRecord): Peer {
    const { chart } = currentBinding(this.#model);
    const field = preview && this.#fieldAt(preview.field);
    return {
      id,
      name,
      color,
      cursor: cursor?.chart === chart ? { x: cursor.x, y: cursor.y } : null,
      preview: field ? { field, value: preview.value } : null,
    };
  }

  /** The chart's own name for what lies at a path; null where the chart does not show it. */
  #fieldAt(path: string): string | null {
    for (const [field, home] of Object.entries(this.#fields)) {
      if (path === home) return field;
      if (path.startsWith(`${home}/`)) return field + path.slice(home.length);
    }
    return null;
  }
}

export function bindingOf(model: WidgetModel): BindingRecord | null {
  return (model.get("binding") as BindingRecord | null | undefined) ?? null;
}

/** The binding of a widget that has one; the kernel never takes it back while the widget is open. */
export function currentBinding(model: WidgetModel): BindingRecord {
  const binding = bindingOf(model);
  if (!binding) throw new Error("The widget was detached from its plan.");
  return binding;
}
