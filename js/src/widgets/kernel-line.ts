/**
 * The page's own connection to a widget's kernel, as JupyterLab, Notebook and Voila tell of it.
 *
 * They keep what is sent while it is down for later and say nothing, so that without asking a page would count as live until
 * a question stays unanswered.
 */
import type { KernelLine } from "../document/relay";
import type { WidgetModel } from "./afm";

interface Signal {
  connect(slot: () => void): unknown;
  disconnect(slot: () => void): unknown;
}

/** Jupyter's connection to a kernel, as far as it is used here. */
interface KernelConnection {
  readonly connectionStatus: string;
  readonly connectionStatusChanged: Signal;
}

/** The connection behind a model; null where the host does not tell. */
export function kernelLine(model: WidgetModel): KernelLine | null {
  const kernel = connectionOf(model);
  if (!kernel) return null;
  return {
    get isUp() {
      return kernel.connectionStatus === "connected";
    },
    observe(callback) {
      const slot = () => callback();
      kernel.connectionStatusChanged.connect(slot);
      return () => kernel.connectionStatusChanged.disconnect(slot);
    },
  };
}

function connectionOf({ widget_manager: host }: WidgetModel): KernelConnection | null {
  const { kernel } = (host ?? {}) as { kernel?: Partial<KernelConnection> | null };
  const isTold = typeof kernel?.connectionStatus === "string" && Boolean(kernel.connectionStatusChanged);
  return isTold ? (kernel as KernelConnection) : null;
}
