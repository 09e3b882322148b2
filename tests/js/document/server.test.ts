import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { NoSessionError, pageServer, type Server } from "../../../js/src/document/server";

const SESSION = { format: "text", type: "ltoplan", fileId: "f", sessionId: "s" };
const answered = vi.fn();
const opened: string[] = [];

function page(config: object): Server {
  document.head.innerHTML = "";
  const script = document.createElement("script");
  script.id = "jupyter-config-data";
  script.type = "application/json";
  script.textContent = JSON.stringify(config);
  document.head.append(script);
  const server = pageServer();
  if (!server) throw new Error("no server on the page");
  return server;
}

beforeEach(() => {
  answered.mockReset().mockResolvedValue(new Response(JSON.stringify(SESSION), { status: 201 }));
  vi.stubGlobal("fetch", answered);
  vi.stubGlobal(
    "WebSocket",
    class {
      binaryType = "";
      constructor(url: URL) {
        opened.push(url.href);
      }
    },
  );
  // biome-ignore lint/suspicious/noDocumentCookie: the server sets it this way
  document.cookie = "_xsrf=2|abc|def; path=/";
  opened.length = 0;
});

afterEach(() => vi.unstubAllGlobals());

describe("the page's server", () => {
  it("is none where the page is not one of Jupyter's", () => {
    document.head.innerHTML = "";
    expect(pageServer()).toBeNull();
  });

  it("asks below the base url, with blanks and umlauts encoded, token and xsrf", async () => {
    const server = page({ baseUrl: "/u/x/", token: "secret" });
    await expect(server.session("sub dir/plän 1.ltoplan")).resolves.toEqual(SESSION);
    const [url, request] = answered.mock.calls[0] as [URL, RequestInit];
    expect(url.pathname).toBe("/u/x/api/collaboration/session/sub%20dir%2Fpl%C3%A4n%201.ltoplan");
    expect(request.method).toBe("PUT");
    expect(request.headers).toMatchObject({ "X-XSRFToken": "2|abc|def", Authorization: "token secret" });
  });

  it("opens the room below the base url, or where the page says websockets go", () => {
    page({ baseUrl: "/u/x/", token: "secret" }).open(SESSION);
    page({ baseUrl: "/", wsUrl: "wss://hub.example/ws" }).open(SESSION);
    expect(opened[0]).toBe("ws://localhost:3000/u/x/api/collaboration/room/text:ltoplan:f?sessionId=s&token=secret");
    expect(opened[1]).toBe("wss://hub.example/ws/api/collaboration/room/text:ltoplan:f?sessionId=s");
  });

  it.each([
    [404, "absent"],
    [405, "absent"],
    [403, "refused"],
    [401, "refused"],
  ])("says of status %i that it is %s", async (status, kind) => {
    answered.mockResolvedValue(new Response("{}", { status }));
    const failure = await page({ baseUrl: "/" })
      .session("a.ltoplan")
      .catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(NoSessionError);
    expect((failure as NoSessionError).kind).toBe(kind);
  });

  it("knows the path of a file by its id, or says nothing", async () => {
    answered.mockResolvedValueOnce(new Response(JSON.stringify({ id: "f 1", path: "b.ltoplan" })));
    await expect(page({ baseUrl: "/u/x/" }).pathOf("f 1")).resolves.toBe("b.ltoplan");
    expect((answered.mock.calls[0] as [URL])[0].href).toBe("http://localhost:3000/u/x/api/fileid/path?id=f%201");
    answered.mockResolvedValueOnce(new Response("", { status: 404 }));
    await expect(page({ baseUrl: "/" }).pathOf("f")).resolves.toBeNull();
    answered.mockRejectedValueOnce(new TypeError("offline"));
    await expect(page({ baseUrl: "/" }).pathOf("f")).resolves.toBeNull();
  });

  it("can be tried again after a fault of the server", async () => {
    answered.mockResolvedValue(new Response("", { status: 502 }));
    const failure = await page({ baseUrl: "/" })
      .session("a.ltoplan")
      .catch((error: unknown) => error);
    expect(failure).not.toBeInstanceOf(NoSessionError);
  });

  it("knows the user, or nobody", async () => {
    const identity = { username: "ada", name: "Ada", display_name: "Ada" };
    answered.mockResolvedValueOnce(new Response(JSON.stringify({ identity })));
    await expect(page({ baseUrl: "/" }).identity()).resolves.toEqual(identity);
    answered.mockResolvedValueOnce(new Response("", { status: 403 }));
    await expect(page({ baseUrl: "/" }).identity()).resolves.toBeNull();
    answered.mockRejectedValueOnce(new TypeError("offline"));
    await expect(page({ baseUrl: "/" }).identity()).resolves.toBeNull();
  });
});
