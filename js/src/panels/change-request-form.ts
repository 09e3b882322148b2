/** Proposing a set of changes: fields with their present values, chosen one by one or taken from a scenario. */
import { checked } from "../base/field";
import type { Changes } from "../base/plan-port";
import { ulid } from "../base/ulid";
import type { ChangeRequest } from "../generated/contract";
import { proposing } from "../together/change-request";
import { rankAfter, scenariosOf } from "../together/scenarios";
import { actions, button, choice, labelled, quoted, textField } from "./parts/controls";
import { type Child, h } from "./parts/markup";
import type { Sheet } from "./parts/sheet";
import { fieldWords, typedValue, valueText, valueWords } from "./parts/words";
import { candidates } from "./scenario-assumptions";

interface Draft {
  title: string;
  reason: string;
  /** What somebody typed, by path. */
  fields: Record<string, string>;
}

export class ProposalForm {
  readonly #sheet: Sheet;
  #draft: Draft | null = null;

  constructor(sheet: Sheet) {
    this.#sheet = sheet;
  }

  begin(): void {
    this.#draft = { title: "", reason: "", fields: {} };
    this.#sheet.focusOn("[name=title]");
  }

  body(): Child {
    const draft = this.#draft;
    if (!draft) return null;
    const set = (change: Partial<Draft>) => {
      this.#draft = { ...this.#latest(draft), ...change };
      this.#sheet.redraw();
    };
    const submit = (event: Event) => {
      event.preventDefault();
      this.#propose(this.#latest(draft));
    };
    const isReady = draft.title.trim() !== "" && Object.keys(draft.fields).length > 0;
    return h(
      "form",
      { class: "ltoplan-form", key: "form", onsubmit: submit, "aria-label": "Propose a change" },
      labelled(
        "What is it about?",
        textField({
          name: "title",
          value: draft.title,
          placeholder: "e.g. A price that rounds",
          type: (title) => set({ title }),
        }),
      ),
      labelled(
        "Why?",
        textField({ name: "reason", value: draft.reason, longest: 4000, type: (reason) => set({ reason }) }),
      ),
      this.#fields(draft, set),
      actions(
        this.#fieldChoice(draft, set),
        this.#scenarioChoice(draft, set),
        h("button", { type: "submit", class: "ltoplan-button ltoplan-primary", disabled: !isReady }, "Propose"),
        button({ words: "Cancel", press: () => this.#close() }),
      ),
    );
  }

  /** What was typed since the form was drawn is in it: drawing waits for the next frame, people do not. */
  #latest(drawn: Draft): Draft {
    return this.#draft ?? drawn;
  }

  #fields(draft: Draft, set: (change: Partial<Draft>) => void): Child {
    const { port, format } = this.#sheet;
    const rows = Object.entries(draft.fields).map(([path, text]) => {
      const words = fieldWords(port, path);
      const type = (typed: string) => set({ fields: { ...this.#latest(draft).fields, [path]: typed } });
      const drop = () =>
        set({ fields: Object.fromEntries(Object.entries(this.#latest(draft).fields).filter(([one]) => one !== path)) });
      return h(
        "li",
        { key: path, class: "ltoplan-draft-field" },
        h(
          "span",
          { class: "ltoplan-draft-words" },
          words,
          h("span", { class: "ltoplan-faint" }, ` now ${valueWords(port, path, port.read(path), format)}`),
        ),
        textField({ name: `field ${path}`, label: `${words}, proposed`, value: text, placeholder: "nothing", type }),
        button({ words: "×", label: `Leave ${words} out`, look: "quiet", press: drop }),
      );
    });
    return rows.length > 0 && h("ul", { class: "ltoplan-draft-fields", key: "fields" }, rows);
  }

  #fieldChoice(draft: Draft, set: (change: Partial<Draft>) => void): Child {
    const { port, format } = this.#sheet;
    const free = candidates(port).filter((path) => !(path in draft.fields));
    const choose = (path: string) => {
      if (!path) return;
      set({ fields: { ...this.#latest(draft).fields, [path]: valueText(port.read(path), format) } });
      this.#sheet.focusOn(`[name=${quoted(`field ${path}`)}]`);
    };
    return choice(
      "Add a field",
      [["", "Add a field …"], ...free.map((path) => [path, fieldWords(port, path)] as const)],
      "",
      choose,
    );
  }

  #scenarioChoice(draft: Draft, set: (change: Partial<Draft>) => void): Child {
    const { read, format } = this.#sheet;
    const listed = scenariosOf(read).filter(({ scenario }) => Object.keys(scenario.changes).length > 0);
    if (listed.length === 0) return null;
    const choose = (id: string) => {
      const scenario = listed.find((one) => one.id === id)?.scenario;
      if (!scenario) return;
      const taken = Object.entries(scenario.changes).map(([path, value]) => [path, valueText(value, format)] as const);
      const { fields, title } = this.#latest(draft);
      set({ fields: { ...fields, ...Object.fromEntries(taken) }, title: title || scenario.name });
    };
    return choice(
      "Take from a scenario",
      [["", "From a scenario …"], ...listed.map(({ id, scenario }) => [id, scenario.name] as const)],
      "",
      choose,
    );
  }

  #propose(draft: Draft): void {
    const { port, now, read } = this.#sheet;
    const rank = rankAfter(read("change_requests") as Record<string, ChangeRequest> | undefined);
    const isDone = this.#sheet.attempt(() => {
      const about = {
        title: draft.title.trim(),
        reason: draft.reason.trim(),
        user: port.user,
        at: new Date(now).toISOString(),
        rank,
        read,
      };
      port.apply(proposing(ulid(), this.#typed(draft), about));
    });
    if (isDone) this.#close();
  }

  #typed({ fields }: Draft): Changes {
    const { port, format } = this.#sheet;
    const values = Object.entries(fields).map(([path, text]) => {
      const value = typedValue(path, text, port.read(path), format);
      if (value === undefined)
        throw new Error(
          `${fieldWords(port, path)}: “${text}” is not understood. Give a number, such as 1,250 or 5.45.`,
        );
      return [path, checked(path, value)];
    });
    return Object.fromEntries(values);
  }

  #close(): void {
    this.#draft = null;
    this.#sheet.focusOn("[data-tool=new]");
  }
}
