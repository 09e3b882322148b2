/** The Jupyter server behind the page: where it is, the session of a plan, its room, and who the user is. */

import type { SessionRecord } from "../generated/contract";

/** User as Jupyter's identity endpoint gives it and as JupyterLab publishes it. */
export interface Identity {
  username: string;
  name: string;
  display_name: string;
  initials?: string | null;
  avatar_url?: string | null;
  color?: string | null;
}

/** Why there is no session: `absent` (no collaboration on this page), `refused` (the server said no). */
export class NoSessionError extends Error {
  readonly kind: "absent" | "refused";

  constructor(kind: "absent" | "refused", message: string) {
    super(message);
    this.kind = kind;
  }
}

/** What a room needs of a server; tests give their own. */
export interface Server {
  session(path: string): Promise<SessionRecord>;
  open(session: SessionRecord): WebSocket;
  identity(): Promise<Identity | null>;
  /** Path by which the server's index knows a file now; null where it does not say. */
  pathOf(fileId: string): Promise<string | null>;
}

interface PageConfig {
  baseUrl: string;
  wsUrl: string;
  token: string;
}

/** The server of this page, or null where the page is not one of Jupyter's. */
export function pageServer(): Server | null {
  const config = pageConfig();
  return (
    config && {
      session: (path) => session(config, path),
      open: (of) => open(config, of),
      identity: () => identity(config),
      pathOf: (fileId) => pathOf(config, fileId),
    }
  );
}

function pageConfig(): PageConfig | null {
  const text = document.getElementById("jupyter-config-data")?.textContent;
  if (!text) return null;
  try {
    const { baseUrl, wsUrl, token } = JSON.parse(text) as Partial<PageConfig>;
    return { baseUrl: baseUrl ?? "/", wsUrl: wsUrl ?? "", token: token ?? "" };
  } catch {
    return null;
  }
}

async function session(config: PageConfig, path: string): Promise<SessionRecord> {
  const address = `api/collaboration/session/${encodeURIComponent(path)}`;
  const body = JSON.stringify({ format: "text", type: "ltoplan" });
  const response = await fetch(absolute(config, address), {
    method: "PUT",
    credentials: "same-origin",
    headers: headers(config),
    body,
  });
  if (response.ok) return (await response.json()) as SessionRecord;
  if (response.status === 404 || response.status === 405)
    throw new NoSessionError("absent", "this server has no collaboration");
  if (response.status === 401 || response.status === 403)
    throw new NoSessionError("refused", `the server does not let you open ${path}`);
  throw new Error(`the server answered ${response.status}`);
}

function open(config: PageConfig, { format, type, fileId, sessionId }: SessionRecord): WebSocket {
  const base = config.wsUrl ? withSlash(config.wsUrl) : absolute(config, "");
  const url = new URL(`api/collaboration/room/${format}:${type}:${fileId}`, base);
  url.protocol = url.protocol.replace("http", "ws");
  url.searchParams.set("sessionId", sessionId);
  if (config.token) url.searchParams.set("token", config.token);
  const socket = new WebSocket(url);
  socket.binaryType = "arraybuffer";
  return socket;
}

/** The user, or null where the server does not say (a dashboard of its own, no right to ask, no connection). */
async function identity(config: PageConfig): Promise<Identity | null> {
  try {
    const response = await fetch(absolute(config, "api/me"), { credentials: "same-origin", headers: headers(config) });
    return response.ok ? ((await response.json()) as { identity: Identity }).identity : null;
  } catch {
    return null;
  }
}

async function pathOf(config: PageConfig, fileId: string): Promise<string | null> {
  const address = `api/fileid/path?id=${encodeURIComponent(fileId)}`;
  try {
    const response = await fetch(absolute(config, address), { credentials: "same-origin", headers: headers(config) });
    return response.ok ? ((await response.json()) as { path: string }).path : null;
  } catch {
    return null;
  }
}

function headers(config: PageConfig): Record<string, string> {
  const xsrf = /(?:^|;\s*)_xsrf=([^;]*)/.exec(document.cookie)?.[1];
  return {
    "Content-Type": "application/json",
    ...(xsrf && { "X-XSRFToken": xsrf }),
    ...(config.token && { Authorization: `token ${config.token}` }),
  };
}

function absolute(config: PageConfig, address: string): URL {
  return new URL(withSlash(config.baseUrl) + address, location.href);
}

function withSlash(address: string): string {
  return address.endsWith("/") ? address : `${address}/`;
}
