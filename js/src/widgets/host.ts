/** A widget without a plan: its fields are traits, the kernel follows a gesture by at most one message a frame. */
import { type FrameLoop, promptLoop } from "../base/frame-loop";
import type { Changes } from "../charts/chart";
import type { RenderProps, WidgetModel, WidgetModule } from "./afm";
import type { Definition, FieldValues } from "./definition";
import { type FieldHome, Mount } from "./mount";

/** The module of a widget that stands alone. */
export function plainWidget<View>(definition: Definition<View>): WidgetModule {
  return {
    render(props) {
      const mount = mountAlone(definition, props);
      return mount.destroy;
    },
  };
}

/** A chart whose fields are traits. */
export function mountAlone<View>(definition: Definition<View>, props: RenderProps): Mount<View> {
  const home = new TraitFields(props.model, definition.traits);
  const mount = new Mount(definition, props, home);
  home.saveWith(promptLoop(window, () => props.model.save_changes(), mount.disposer));
  return mount;
}

/** Fields held by traits. */
class TraitFields implements FieldHome {
  readonly #model: WidgetModel;
  readonly #traits: Readonly<Record<string, string>>;
  readonly #before = new Map<string, unknown>();
  /** What the gesture put into each trait last. */
  readonly #mine = new Map<string, unknown>();
  #saving: FrameLoop | null = null;

  constructor(model: WidgetModel, traits: Readonly<Record<string, string>>) {
    this.#model = model;
    this.#traits = traits;
  }

  saveWith(loop: FrameLoop): void {
    this.#saving = loop;
  }

  values(): FieldValues {
    return Object.fromEntries(Object.entries(this.#traits).map(([field, trait]) => [field, this.#model.get(trait)]));
  }

  peers(): [] {
    return [];
  }

  pointAt(): void {
    // Nobody else is here to see it.
  }

  select(): void {
    // Nor that.
  }

  /** The traits follow live; cancelled, they return to what they were. */
  preview(changes: Changes): void {
    if (Object.keys(changes).length === 0) this.#restore();
    else this.#set(changes);
    this.#saving?.schedule();
  }

  /** The last value is sent at once. */
  commit(changes: Changes): void {
    this.#set(changes);
    this.#forget();
    this.#saving?.cancel();
    this.#model.save_changes();
  }

  #set(changes: Changes): void {
    for (const [key, value] of Object.entries(changes)) {
      const [field = "", ...rest] = key.split("/");
      const trait = this.#traits[field];
      if (trait === undefined) continue;
      const present = this.#model.get(trait);
      if (!this.#before.has(trait)) this.#before.set(trait, present);
      const next = rest.length ? withEntry(present, rest.join("/"), value) : (value ?? this.#taken(field));
      this.#mine.set(trait, next);
      this.#model.set(trait, next);
    }
  }

  /** What a field is without anybody's judgement: the forecast's value where the view has one, otherwise nothing. */
  #taken(field: string): unknown {
    const view = this.#model.get("view") as FieldValues | null;
    return view?.[`forecast_${field}`] ?? null;
  }

  /** A trait that Python set meanwhile stays as Python wants it. */
  #restore(): void {
    for (const [trait, value] of this.#before) {
      if (this.#model.get(trait) === this.#mine.get(trait)) this.#model.set(trait, value);
    }
    this.#forget();
  }

  #forget(): void {
    this.#before.clear();
    this.#mine.clear();
  }
}

/** A new object, because a model compares objects by identity. */
function withEntry(present: unknown, key: string, value: unknown): FieldValues {
  const entries = { ...(present as FieldValues | null) };
  if (value === null) delete entries[key];
  else entries[key] = value;
  return entries;
}
