/** The question behind a number that somebody set: why? */
import { Disposer } from "../../base/disposer";
import { tag } from "./tag";

interface Question {
  /** Where the number is at the moment; `null` once it is gone, and with it the question. */
  place(): readonly [x: number, y: number] | null;
  present: string;
  answer(reason: string): void;
}

/** Gap between the number's handle and the question. */
const AIR = 18;

export class Reason {
  private readonly form: HTMLFormElement;
  private readonly input: HTMLInputElement;
  private asked: Disposer | null = null;
  private place: Question["place"] = () => null;
  /** What had the focus before the question. */
  private home: Element | null = null;

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
    this.home = this.body.ownerDocument.activeElement;
    this.place = place;
    this.input.value = present;
    this.form.hidden = false;
    const asked = new Disposer();
    this.asked = asked;
    asked.listen(this.form, "submit", (event) => this.submit(event, answer));
    asked.listen<KeyboardEvent>(this.form, "keydown", (event) => event.key !== "Escape" && event.stopPropagation());
    asked.listen<KeyboardEvent>(this.body, "keydown", (event) => this.escape(event));
    asked.listen<PointerEvent>(this.body.ownerDocument, "pointerdown", (event) => this.outside(event), {
      capture: true,
    });
    this.follow();
  }

  /** Beside the number, wherever the axes have put it meanwhile. */
  follow(): void {
    if (this.asked === null) return;
    const place = this.place();
    if (place === null) this.close();
    else this.put(place);
  }

  focus(): void {
    this.input.focus();
    this.input.select();
  }

  close(): void {
    this.asked?.dispose();
    this.asked = null;
    if (this.form.contains(this.body.ownerDocument.activeElement)) this.goHome();
    this.form.hidden = true;
    this.home = null;
  }

  /** A form that hides would drop the focus somewhere in the page. */
  private goHome(): void {
    if (this.home !== null && this.body.contains(this.home)) (this.home as HTMLElement | SVGElement).focus();
  }

  private submit(event: Event, answer: (reason: string) => void): void {
    event.preventDefault();
    const reason = this.input.value.trim();
    this.close();
    answer(reason);
  }

  private escape(event: KeyboardEvent): void {
    if (event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    this.close();
  }

  private outside(event: PointerEvent): void {
    if (!(event.target instanceof Node && this.form.contains(event.target))) this.close();
  }

  private put([x, y]: readonly [number, number]): void {
    const { clientWidth, clientHeight } = this.body;
    const { offsetWidth, offsetHeight } = this.form;
    const left = Math.max(0, Math.min(x - 24, clientWidth - offsetWidth));
    const isBelow = y + AIR + offsetHeight <= clientHeight;
    const top = isBelow ? y + AIR : Math.max(0, y - AIR - offsetHeight);
    this.form.style.transform = `translate(${left}px, ${top}px)`;
  }
}
