/** One thread of comments, or the start of one, under the chart that it is about. */
import { Disposer } from "../base/disposer";
import type { Changes, Person, PlanPort } from "../base/plan-port";
import { ulid } from "../base/ulid";
import { tag } from "../charts/parts/tag";
import type { Anchor, Comment } from "../generated/contract";
import { reading, resolving, saying, type Thread, threadsOf } from "../together/threads";

export interface ThreadBoxOptions {
  /** Id of the thread; empty to start one. */
  thread: string;
  anchor: Anchor;
  close(): void;
}

export class ThreadBox {
  thread: string;
  readonly anchor: Anchor;
  readonly #port: PlanPort;
  readonly #close: () => void;
  readonly #disposer = new Disposer();
  readonly #make: ReturnType<typeof tag>;
  readonly #list: HTMLElement;
  readonly #resolve: HTMLButtonElement;
  readonly #input: HTMLTextAreaElement;
  readonly #trouble: HTMLElement;

  constructor(card: HTMLElement, port: PlanPort, { thread, anchor, close }: ThreadBoxOptions) {
    this.thread = thread;
    this.anchor = anchor;
    this.#port = port;
    this.#close = close;
    const make = tag(card.ownerDocument);
    this.#make = make;
    this.#list = make("ol", "remark-list");
    this.#resolve = this.#button("Resolve", () => this.#settle());
    this.#input = make("textarea", "remark-input", { rows: "2", maxlength: "4000", "aria-label": "Your comment" });
    this.#trouble = make("p", "remark-trouble", { role: "alert" });
    const root = this.#frame();
    (card.querySelector(".ltoplan-chart") ?? card).append(root);
    this.#disposer.add(() => root.remove());
    this.#disposer.listen<KeyboardEvent>(root, "keydown", (event) => this.#key(event));
    this.#disposer.add(port.observe(() => this.#draw(), ["comments"]));
    this.#draw();
    this.#input.focus({ preventScroll: true });
  }

  destroy(): void {
    this.#disposer.dispose();
  }

  #frame(): HTMLElement {
    const make = this.#make;
    const heading = make("strong", "remark-place");
    heading.textContent = this.anchor.label || "Comment";
    const close = this.#button("×", () => this.#close());
    close.setAttribute("aria-label", "Close the comments");
    const head = make("div", "remark-head", {}, [heading, this.#resolve, close]);
    const send = this.#button("Comment", () => this.#send());
    const form = make("div", "remark-form", {}, [this.#input, send]);
    const attributes = { "aria-label": `Comments on ${heading.textContent}`, "data-lm-suppress-shortcuts": "true" };
    return make("section", "remark", attributes, [head, this.#list, form, this.#trouble]);
  }

  #button(text: string, press: () => void): HTMLButtonElement {
    const button = this.#make("button", "button", { type: "button" });
    button.textContent = text;
    this.#disposer.listen(button, "click", press);
    return button;
  }

  #draw(): void {
    const thread = this.#found;
    if (this.thread && !thread) {
      this.#close();
      return;
    }
    this.#resolve.hidden = !thread;
    this.#resolve.textContent = thread?.isResolved ? "Open again" : "Resolve";
    this.#input.placeholder = thread ? "Reply, @name to mention" : "What about this? @name to mention";
    const said = thread ? [thread.first, ...thread.replies.map(([, reply]) => reply)] : [];
    this.#list.replaceChildren(...said.map((comment) => this.#line(comment)));
    if (thread) this.#apply(reading(thread, this.#port.user.username));
  }

  #line({ author, text, at }: Comment): HTMLElement {
    const name = this.#make("b", "remark-author");
    name.textContent = author || "Somebody";
    const when = this.#make("time", "remark-time", { datetime: at });
    const moment = new Date(at);
    when.textContent = Number.isNaN(moment.getTime())
      ? ""
      : moment.toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" });
    const words = this.#make("p", "remark-words");
    words.textContent = text;
    return this.#make("li", "remark-comment", {}, [name, when, words]);
  }

  get #found(): Thread | undefined {
    const threads = threadsOf((path) => this.#port.read(path), this.#port.user.username);
    return threads.find(({ id }) => id === this.thread);
  }

  #send(): void {
    const id = ulid();
    const { user } = this.#port;
    const about = this.thread ? { thread: this.thread } : { anchor: this.anchor };
    try {
      const said = { user, at: new Date().toISOString(), people: this.#people(), ...about };
      const changes = saying(id, this.#input.value, said);
      this.thread ||= id;
      this.#port.apply(changes);
      this.#input.value = "";
      this.#trouble.textContent = "";
    } catch (error) {
      if (this.thread === id) this.thread = "";
      this.#trouble.textContent = error instanceof Error ? error.message : String(error);
    }
  }

  #settle(): void {
    const thread = this.#found;
    if (!thread) return;
    this.#apply(resolving(thread, thread.isResolved ? "" : this.#port.user.name, new Date().toISOString()));
    if (!thread.isResolved) this.#close();
  }

  #apply(changes: Changes): void {
    try {
      if (Object.keys(changes).length) this.#port.apply(changes);
    } catch (error) {
      this.#trouble.textContent = error instanceof Error ? error.message : String(error);
    }
  }

  /** Who can be mentioned: everybody here, and whoever has commented. */
  #people(): Pick<Person, "username" | "name">[] {
    const comments = Object.values((this.#port.read("comments") ?? {}) as Record<string, Comment>);
    const authors = comments.map(({ username, author }) => ({ username, name: author }));
    return [...this.#port.peers(), this.#port.user, ...authors];
  }

  #key(event: KeyboardEvent): void {
    event.stopPropagation();
    if (event.key === "Escape") this.#close();
    else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) this.#send();
    else return;
    event.preventDefault();
  }
}
