/** Choosing a place to comment on: a button in the header, then a click in the plot. */
import { Disposer } from "../../base/disposer";
import type { Frame } from "./frame";
import { bubble } from "./markers";
import { tag } from "./tag";

const HINT = "Click where your comment belongs · Esc to cancel";

export class CommentMode {
  private mode: Disposer | null = null;
  private readonly hint: HTMLElement;
  private readonly button: HTMLElement;

  constructor(
    private readonly frame: Frame,
    private readonly choose: (clientX: number, clientY: number) => void,
    disposer: Disposer,
  ) {
    this.hint = tag(frame.root.ownerDocument)("div", "comment-hint", { role: "status" });
    frame.body.append(this.hint);
    const label = "Comment on a place in the chart (or press C on a handle)";
    const press = () => (this.mode === null ? this.start() : this.stop());
    this.button = frame.addButton({ text: "", label, press, isPressed: () => this.mode !== null }, disposer);
    this.button.append(bubble(tag(frame.root.ownerDocument), 14));
    disposer.add(() => this.stop());
  }

  private start(): void {
    const mode = new Disposer();
    this.mode = mode;
    const { root, svg } = this.frame;
    root.classList.add("ltoplan-placing");
    this.hint.textContent = HINT;
    mode.add(() => root.classList.remove("ltoplan-placing"));
    // Before the handles and the zoom hear of it: a click here moves nothing.
    mode.listen<PointerEvent>(svg, "pointerdown", (event) => event.stopPropagation(), { capture: true });
    mode.listen<MouseEvent>(svg, "click", (event) => this.click(event), { capture: true });
    mode.listen<KeyboardEvent>(root, "keydown", (event) => this.escape(event), { capture: true });
  }

  private stop(): void {
    this.mode?.dispose();
    this.mode = null;
    this.hint.textContent = "";
    this.button?.setAttribute("aria-pressed", "false");
  }

  private click(event: MouseEvent): void {
    event.stopPropagation();
    event.preventDefault();
    this.stop();
    this.choose(event.clientX, event.clientY);
  }

  private escape(event: KeyboardEvent): void {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    event.preventDefault();
    this.stop();
  }
}
