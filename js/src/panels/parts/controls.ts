/** Buttons, fields and choices as every panel has them. */
import { type Child, h, type Markup } from "./markup";

interface ButtonParts {
  words: string;
  press(): void;
  /** For screen readers and the tooltip, where the words are short. */
  label?: string;
  look?: "button" | "primary" | "link" | "quiet";
  name?: string;
  isOff?: boolean;
  isPressed?: boolean;
}

const LOOKS = {
  button: "ltoplan-button",
  primary: "ltoplan-button ltoplan-primary",
  link: "ltoplan-link",
  quiet: "ltoplan-quiet",
};

export function button({ words, press, label, look = "button", name, isOff, isPressed }: ButtonParts): Markup {
  return h(
    "button",
    {
      type: "button",
      class: LOOKS[look],
      key: name ?? label ?? words,
      "data-tool": name,
      onclick: press,
      "aria-label": label,
      title: label,
      disabled: isOff,
      "aria-pressed": isPressed === undefined ? null : String(isPressed),
    },
    words,
  );
}

/** A field under its name. */
export function labelled(words: string, field: Child): Markup {
  return h("label", { class: "ltoplan-label-row", key: words }, h("span", {}, words), field);
}

export function choice(
  label: string,
  options: readonly (readonly [value: string, words: string])[],
  value: string,
  choose: (value: string) => void,
): Markup {
  const change = (event: Event) => choose((event.target as HTMLSelectElement).value);
  const entries = options.map(([key, words]) => h("option", { value: key, key, selected: key === value }, words));
  return h("select", { class: "ltoplan-input", "aria-label": label, key: label, value, onchange: change }, entries);
}

interface TextParts {
  name: string;
  label?: string;
  value: string;
  placeholder?: string;
  longest?: number;
  type(text: string): void;
}

export function textField({ name, label, value, placeholder, longest = 200, type }: TextParts): Markup {
  const input = (event: Event) => type((event.target as HTMLInputElement).value);
  const rest = { "aria-label": label, placeholder, maxlength: longest, autocomplete: "off" };
  return h("input", { ...rest, name, key: name, class: "ltoplan-input", value, oninput: input });
}

interface TextAreaParts extends TextParts {
  rows?: number;
  press?(event: KeyboardEvent): void;
}

export function textArea({
  name,
  label,
  value,
  placeholder,
  longest = 4000,
  rows = 2,
  type,
  press,
}: TextAreaParts): Markup {
  const input = (event: Event) => type((event.target as HTMLTextAreaElement).value);
  const rest = { "aria-label": label, placeholder, maxlength: longest, rows };
  return h("textarea", { ...rest, name, key: name, class: "ltoplan-input", value, oninput: input, onkeydown: press });
}

/** A name that is being written in place: Enter and leaving keep it, Escape does not. */
export function inPlace(parts: TextParts, done: (isKept: boolean) => void): Markup {
  let isDone = false;
  const end = (isKept: boolean) => {
    if (isDone) return;
    isDone = true;
    done(isKept);
  };
  const press = (event: KeyboardEvent) => {
    if (event.key !== "Enter" && event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    end(event.key === "Enter");
  };
  const field = textField(parts);
  return { ...field, attributes: { ...field.attributes, onkeydown: press, onblur: () => end(true) } };
}

/** Buttons of a form or question. */
export function actions(...buttons: Child[]): Markup {
  return h("div", { class: "ltoplan-actions" }, buttons);
}

/** A text inside a selector of an attribute. */
export function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, "\\$&").replace(/\n/g, "\\a ")}"`;
}
