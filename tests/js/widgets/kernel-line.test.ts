import { describe, expect, it } from "vitest";
import { kernelLine } from "../../../js/src/widgets/kernel-line";
import { FakeModel } from "./fake-model";

/** A connection as Jupyter's own class is, as far as it is used. */
function connection() {
  const slots = new Set<() => void>();
  return {
    connectionStatus: "connected",
    connectionStatusChanged: {
      connect: (slot: () => void) => slots.add(slot),
      disconnect: (slot: () => void) => slots.delete(slot),
    },
    become(status: string) {
      this.connectionStatus = status;
      for (const slot of slots) slot();
    },
  };
}

const modelOn = (host: unknown) => Object.assign(new FakeModel({}), { widget_manager: host });

describe("a page's line to a kernel", () => {
  it("is up while Jupyter's connection is, and tells of every change until nobody listens", () => {
    const kernel = connection();
    const line = kernelLine(modelOn({ kernel }));
    const seen: unknown[] = [line?.isUp];
    const stop = line?.observe(() => seen.push(line.isUp));
    for (const status of ["connecting", "connected", "disconnected"]) kernel.become(status);
    stop?.();
    kernel.become("connected");
    expect(seen).toEqual([true, false, true, false]);
  });

  it.each([undefined, {}, { kernel: null }, { kernel: {} }, { kernel: { connectionStatus: "connected" } }])(
    "is not known where the host tells %o",
    (host) => expect(kernelLine(modelOn(host))).toBeNull(),
  );
});
