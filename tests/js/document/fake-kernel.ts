/** A kernel at the other end of widgets' custom messages, as `document/relay.py` behaves; it can be busy or gone. */
import { Awareness } from "y-protocols/awareness";
import * as Y from "yjs";
import { awarenessFrame, questionFrame, receiveFrame, updateFrame } from "../../../js/src/document/frame";
import type { PlanLink } from "../../../js/src/document/plan-link";
import type { KernelLine, Relay, RelayContent, RelayPort } from "../../../js/src/document/relay";

type Message = [content: RelayContent, frames: Uint8Array<ArrayBuffer>[]];

export class FakeKernel {
  readonly doc = new Y.Doc();
  readonly awareness = new Awareness(this.doc);
  readonly heard: Message[] = [];
  readonly #waiting: Message[] = [];
  readonly #browsers = new Set<Relay | PlanLink>();
  readonly #watchers = new Set<() => void>();
  #isBusy = false;
  #isUp = true;

  constructor() {
    this.awareness.setLocalState({ user: { username: "kernel", name: "Kernel", display_name: "Kernel" } });
    this.doc.on("update", (update: Uint8Array, origin: unknown) => {
      this.#say(updateFrame(update), "", origin === null ? this.#id : String(origin));
    });
  }

  /** A widget's way to the kernel. */
  port(browser: Relay | PlanLink): RelayPort {
    this.#browsers.add(browser);
    return { send: (content, frames) => this.#hear([content, frames]) };
  }

  /** The page's connection to the kernel, of which not every host tells. */
  line(): KernelLine {
    const isUp = () => this.#isUp;
    return {
      get isUp() {
        return isUp();
      },
      observe: (callback) => {
        this.#watchers.add(callback);
        return () => this.#watchers.delete(callback);
      },
    };
  }

  /** That connection goes down: what is sent meanwhile waits on the page. */
  cut(): void {
    this.#isBusy = true;
    this.#turn(false);
  }

  mend(): void {
    this.#turn(true);
    this.rest();
  }

  get watcherCount(): number {
    return this.#watchers.size;
  }

  work(): void {
    this.#isBusy = true;
  }

  rest(): void {
    this.#isBusy = false;
    for (const message of this.#waiting.splice(0)) this.#hear(message);
  }

  destroy(): void {
    this.awareness.destroy();
  }

  #turn(isUp: boolean): void {
    this.#isUp = isUp;
    for (const watcher of [...this.#watchers]) watcher();
  }

  get #id(): string {
    return String(this.doc.clientID);
  }

  #hear(message: Message): void {
    if (this.#isBusy) {
      this.#waiting.push(message);
      return;
    }
    this.heard.push(message);
    const [{ t, from }, [frame]] = message;
    if (t === "hello") {
      this.#say(questionFrame(this.doc), from);
      this.#say(awarenessFrame(this.awareness, [...this.awareness.getStates().keys()]), from);
    } else if (frame) {
      const { reply } = receiveFrame(frame, this.doc, this.awareness, from);
      if (reply) this.#say(reply, from);
    }
  }

  #say(frame: Uint8Array<ArrayBuffer>, to: string, from = this.#id): void {
    for (const browser of this.#browsers) browser.receive({ t: "y", from, to }, [new DataView(frame.slice().buffer)]);
  }
}
