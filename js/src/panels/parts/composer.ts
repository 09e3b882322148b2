/** A place to write a comment in: keeps what is half written, suggests whom `@` means, sends with Ctrl+Enter. */
import { actions, button, quoted, textArea } from "./controls";
import { type Child, h, type Markup } from "./markup";
import { halfWritten, type Known, knownPeople, suggestions } from "./mention";
import { avatar, personOf } from "./person";
import type { Sheet } from "./sheet";

interface Draft {
  text: string;
  /** Whom the `@` before the caret may mean, and which of them is chosen. */
  offered: readonly Known[];
  chosen: number;
}

interface ComposerParts {
  /** Which of a panel's drafts it is. */
  name: string;
  label: string;
  verb: string;
  /** Send it; whether it was sent. */
  send(text: string): boolean;
  cancel?(): void;
}

export class Composer {
  readonly #sheet: Sheet;
  readonly #drafts = new Map<string, Draft>();

  constructor(sheet: Sheet) {
    this.#sheet = sheet;
  }

  /** Begin with a text, such as that of a comment to edit. */
  begin(name: string, text = ""): void {
    if (text || !this.#drafts.has(name)) this.#drafts.set(name, { text, offered: [], chosen: 0 });
    this.#sheet.focusOn(`[name=${quoted(name)}]`);
  }

  draw(parts: ComposerParts): Markup {
    const draft = this.#drafts.get(parts.name) ?? { text: "", offered: [], chosen: 0 };
    const list = `${this.#sheet.id}-${parts.name.replace(/\W/g, "-")}`;
    const area = textArea({
      name: parts.name,
      label: parts.label,
      placeholder: `${parts.label} …`,
      value: draft.text,
      type: (text) => this.#type(parts.name, text),
      press: (event) => this.#press(event, parts, draft),
    });
    const isOffered = draft.offered.length > 0;
    const relation = {
      "aria-autocomplete": "list",
      "aria-controls": isOffered ? list : null,
      "aria-activedescendant": isOffered ? `${list}-${draft.chosen}` : null,
    };
    const isEmpty = draft.text.trim() === "";
    return h(
      "form",
      {
        class: "ltoplan-composer",
        key: `composer ${parts.name}`,
        onsubmit: (event: Event) => this.#submit(event, parts),
      },
      { ...area, attributes: { ...area.attributes, ...relation } },
      isOffered && this.#offers(parts.name, draft, list),
      (!isEmpty || parts.cancel) &&
        actions(
          h("button", { type: "submit", class: "ltoplan-button ltoplan-primary", disabled: isEmpty }, parts.verb),
          parts.cancel && button({ words: "Cancel", press: () => this.#cancel(parts) }),
        ),
    );
  }

  #type(name: string, text: string): void {
    this.#drafts.set(name, { text, offered: this.#offeredAt(name, text), chosen: 0 });
    this.#sheet.redraw();
  }

  #field(name: string): HTMLTextAreaElement | null {
    return this.#sheet.root.querySelector<HTMLTextAreaElement>(`[name=${quoted(name)}]`);
  }

  #offeredAt(name: string, text: string): Known[] {
    const half = halfWritten(text, this.#field(name)?.selectionStart ?? text.length);
    return half ? suggestions(knownPeople(this.#sheet.port), half.wanted) : [];
  }

  #press(event: KeyboardEvent, parts: ComposerParts, draft: Draft): void {
    const { offered, chosen } = draft;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key] ?? 0;
    const person = offered[chosen];
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) this.#submit(event, parts);
    else if (person && step)
      this.#set(parts.name, { ...draft, chosen: (chosen + step + offered.length) % offered.length }, event);
    else if (person && (event.key === "Enter" || event.key === "Tab")) this.#mention(parts.name, person, event);
    else if (event.key === "Escape" && offered.length) this.#set(parts.name, { ...draft, offered: [] }, event);
    else if (event.key === "Escape" && parts.cancel) this.#cancel(parts);
    event.stopPropagation(); // the notebook's own keys stay out of a text
  }

  #set(name: string, draft: Draft, event: Event): void {
    event.preventDefault();
    this.#drafts.set(name, draft);
    this.#sheet.redraw();
  }

  #mention(name: string, person: Known, event: Event): void {
    const field = this.#field(name);
    const text = this.#drafts.get(name)?.text ?? "";
    const caret = field?.selectionStart ?? text.length;
    const start = halfWritten(text, caret)?.start ?? caret;
    const before = `${text.slice(0, start)}@${person.name} `;
    this.#set(name, { text: before + text.slice(caret), offered: [], chosen: 0 }, event);
    this.#sheet.drawNow();
    field?.focus();
    field?.setSelectionRange(before.length, before.length);
  }

  #offers(name: string, { offered, chosen }: Draft, list: string): Child {
    const option = (person: Known, place: number) =>
      h(
        "li",
        {
          role: "option",
          id: `${list}-${place}`,
          key: person.username,
          "aria-selected": String(place === chosen),
          onpointerdown: (event: Event) => this.#mention(name, person, event),
        },
        avatar(personOf(this.#sheet.port, { author: person.name, username: person.username })),
        person.name,
      );
    return h(
      "ul",
      { class: "ltoplan-offers", role: "listbox", id: list, "aria-label": "People to mention", key: "offers" },
      offered.map(option),
    );
  }

  #submit(event: Event, parts: ComposerParts): void {
    event.preventDefault();
    const text = this.#drafts.get(parts.name)?.text.trim() ?? "";
    if (text === "" || !parts.send(text)) return;
    this.#drafts.delete(parts.name);
    this.#sheet.redraw();
  }

  #cancel(parts: ComposerParts): void {
    this.#drafts.delete(parts.name);
    parts.cancel?.();
    this.#sheet.redraw();
  }
}
