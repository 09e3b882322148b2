/** A kernel with a plan at the other end of widgets' messages, and Ben, who is there. Rooms have tests of their own. */
import { Awareness } from "y-protocols/awareness";
import * as Y from "yjs";
import { awarenessFrame, questionFrame, receiveFrame, updateFrame } from "../../../js/src/document/frame";
import type { BindingRecord } from "../../../js/src/generated/contract";
import { planned } from "../document/plan";
import type { FakeModel } from "./fake-model";

/** How a widget is bound to the kernel's plan. */
export function boundTo(chart: string, fields: BindingRecord["fields"] = {}): BindingRecord {
  const link = { document: "kernel:7", path: "", session: null, kernel_live: false, client: "4711" };
  return { link, chart, fields, complaint: "" };
}

export class WidgetKernel {
  readonly doc = new Y.Doc();
  readonly people = new Awareness(this.doc);

  constructor() {
    this.people.setLocalState({ user: { username: "ben", name: "Ben", display_name: "Ben", color: "#123456" } });
    Y.applyUpdate(this.doc, Y.encodeStateAsUpdate(planned().doc));
  }

  /** Answer what a widget sends. */
  attend(model: FakeModel): void {
    model.send = (content, _callbacks, buffers) =>
      this.#answer(model, content as { t: string }, buffers as Uint8Array[] | undefined);
  }

  say(model: FakeModel, frame: Uint8Array): void {
    model.tell("msg:custom", { t: "y", from: "kernel", to: "" }, [new DataView(frame.slice().buffer as ArrayBuffer)]);
  }

  /** Change the document and tell a widget of it. */
  change(model: FakeModel, edit: (doc: Y.Doc) => void): void {
    const before = Y.encodeStateVector(this.doc);
    edit(this.doc);
    this.say(model, updateFrame(Y.encodeStateAsUpdate(this.doc, before)));
  }

  destroy(): void {
    this.people.destroy();
  }

  #answer(model: FakeModel, { t }: { t: string }, buffers: Uint8Array[] | undefined): void {
    if (t === "hello") {
      this.say(model, questionFrame(this.doc));
      this.say(model, awarenessFrame(this.people, [...this.people.getStates().keys()]));
    } else if (buffers?.[0]) {
      const { reply } = receiveFrame(buffers[0], this.doc, this.people, "browser");
      if (reply) this.say(model, reply);
    }
  }
}
