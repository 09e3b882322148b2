/** Naming the plan as it is now, so that people find back to it. */
import { join } from "../base/path";
import { ulid } from "../base/ulid";
import { decisionsOf, LONGEST_VERSION, MOST_VERSIONS, versionText } from "../together/versions";
import { actions, button, labelled, textField } from "./parts/controls";
import { type Child, h } from "./parts/markup";
import type { Sheet } from "./parts/sheet";
import { liveVersions } from "./version-list";

export interface NamingState {
  naming: { name: string; note: string } | null;
}

export class NamingPane {
  readonly #sheet: Sheet;
  readonly #state: NamingState;

  constructor(sheet: Sheet, state: NamingState) {
    this.#sheet = sheet;
    this.#state = state;
  }

  begin(): void {
    this.#state.naming = { name: "", note: "" };
    this.#sheet.focusOn("[name=version-name]");
  }

  body(): Child {
    const { naming } = this.#state;
    if (!naming) return null;
    const set = (change: Partial<typeof naming>) => {
      this.#state.naming = { ...naming, ...change };
      this.#sheet.redraw();
    };
    const submit = (event: Event) => {
      event.preventDefault();
      if (naming.name.trim()) this.#keep(naming.name.trim(), naming.note.trim());
    };
    return h(
      "form",
      { class: "ltoplan-form", key: "naming", onsubmit: submit },
      labelled(
        "Name of this version",
        textField({
          name: "version-name",
          value: naming.name,
          placeholder: "e.g. Before TV",
          type: (name) => set({ name }),
        }),
      ),
      labelled(
        "Note",
        textField({ name: "version-note", value: naming.note, longest: 4000, type: (note) => set({ note }) }),
      ),
      actions(
        h("button", { type: "submit", class: "ltoplan-button ltoplan-primary", disabled: !naming.name.trim() }, "Keep"),
        button({ words: "Cancel", press: () => this.#close() }),
      ),
    );
  }

  #keep(name: string, note: string): void {
    const { port, now } = this.#sheet;
    const id = ulid();
    const { name: author, username } = port.user;
    const version = () => ({
      name,
      note,
      author,
      username,
      at: new Date(now).toISOString(),
      text: this.#text(),
      deleted: false,
    });
    if (!this.#sheet.attempt(() => port.apply({ [join("versions", id)]: version() }))) return;
    this.#sheet.offer(`Named this version “${name}”.`);
    this.#close();
  }

  #text(): string {
    const { port, read } = this.#sheet;
    const count = liveVersions(port).length;
    if (count >= MOST_VERSIONS)
      throw new Error(`The plan holds ${count} versions, which is the most. Delete one that nobody needs.`);
    const text = versionText(decisionsOf(read));
    if (text.length > LONGEST_VERSION) throw new Error("The plan is too large to be kept as a version.");
    return text;
  }

  #close(): void {
    this.#state.naming = null;
    this.#sheet.focusOn("[data-tool=name]");
  }
}
