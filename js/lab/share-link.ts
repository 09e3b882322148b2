/** Links that open a plan, or one of its charts, on this server; they carry no token. */
import { Notification } from "@jupyterlab/apputils";
import { PageConfig, URLExt } from "@jupyterlab/coreutils";

/** Address of the plan view; with a chart the view brings that into sight. */
export function shareLink(path: string, chart = ""): string {
  const address = URLExt.join(PageConfig.getBaseUrl(), "lab/tree", URLExt.encodeParts(path));
  return chart ? `${address}#chart=${encodeURIComponent(chart)}` : address;
}

/** Copy the address and say so; where the browser forbids it, show it instead. */
export async function copyShareLink(path: string, chart = ""): Promise<void> {
  const link = shareLink(path, chart);
  try {
    await navigator.clipboard.writeText(link);
    Notification.success("Link copied. It opens the plan for everybody who may use this server.", { autoClose: 4000 });
  } catch {
    Notification.info(`Link to the plan: ${link}`, { autoClose: false });
  }
}

/** The chart that this page's address asks for, before JupyterLab rewrites it; null where it asks for none. */
export function wantedChart(address = location.href): { path: string; chart: string } | null {
  const { hash, pathname } = new URL(address);
  const chart = /^#chart=(.+)$/.exec(hash)?.[1];
  const path = /\/lab\/(?:workspaces\/[^/]+\/)?tree\/(.+)$/.exec(pathname)?.[1];
  return chart && path ? { path: decodeURIComponent(path), chart: decodeURIComponent(chart) } : null;
}
