/** The question behind a number that somebody set: why? */
import { Disposer } from "../../base/disposer";
import { tag } from "./tag";

interface Question {
  place: readonly [x: number, y: number];
  present: string;
  answer(reason: string): void;
}

export class Reason {
  private readonly form: HTMLFormElement;
  private readonly input: HTMLInputElement;
  private asked: Disposer | null = null;

  constructor(
    private readonly body: HTMLElement,
    disposer: Disposer,
  ) {
    const make = tag(body.ownerDocument);
    const attributes = {
      type: "text",
      maxlength: "4000",
      placeholder: "Why? e.g. TV starts with launch",
      "aria-label": "Reason",
    };
    this.input = make("input", "reason-input", attributes);
    const save = make("button", "button", { type: "submit" });
    save.textContent = "Save";
    this.form = make("form", "reason", {}, [this.input, save]);
    this.form.hidden = true;
    body.append(this.form);
    disposer.add(() => this.close());
  }

  /** The focus stays where it is, so that arrow keys and Delete still act on the handle. */
  ask({ place, present, answer }: Question): void {
    this.close();
    this.input.value = present;
    this.form.hidden = false;
    this.put(place);
    const asked = new Disposer();
    this.asked = asked;
    asked.listen(this.form, "submit", (event) => this.submit(event, answer));
    asked.listen<KeyboardEvent>(this.form, "keydown", (event) => this.key(event));
    asked.listen<PointerEvent>(this.body.ownerDocument, "pointerdown", (event) => this.outside(event), {
      capture: true,
    });
  }

  focus(): void {
    this.input.focus();
    this.input.select();
  }

  close(): void {
    this.asked?.dispose();
    this.asked = null;
    this.form.hidden = true;
  }

  private submit(event: Event, answer: (reason: string) => void): void {
    event.preventDefault();
    const reason = this.input.value.trim();
    this.close();
    answer(reason);
  }

  private key(event: KeyboardEvent): void {
    event.stopPropagation();
    if (event.key === "Escape") this.close();
  }

  private outside(event: PointerEvent): void {
    if (!(event.target instanceof Node && this.form.contains(event.target))) this.close();
  }

  private put([x, y]: readonly [number, number]): void {
    const { clientWidth, clientHeight } = this.body;
    const left = Math.max(0, Math.min(x - 24, clientWidth - this.form.offsetWidth));
    const top = y + 18 + this.form.offsetHeight > clientHeight ? Math.max(0, y - 22 - this.form.offsetHeight) : y + 18;
    this.form.style.transform = `translate(${left}px, ${top}px)`;
  }
}
