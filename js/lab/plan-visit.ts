/** A short visit to a plan, to change something in it from outside its view: in its room, or in its file. */
import type { Contents } from "@jupyterlab/services";
import type { PlanPort } from "../src/base/plan-port";
import { acquire } from "../src/document/link-registry";
import { PlanDocument } from "../src/document/plan-document";
import { PlanSource } from "../src/document/plan-source";
import { NoSessionError, pageServer, type Server } from "../src/document/server";
import { roomRecord } from "./plan-connection";

export type Visitor = Pick<PlanPort, "read" | "apply">;

const PATIENCE_MS = 15_000;

/** Do something in a plan; resolves once the server has it. Throws where the plan cannot be reached or refuses. */
export async function visit(path: string, contents: Contents, work: (plan: Visitor) => void): Promise<void> {
  const server = pageServer();
  if (!server) throw new Error("This page does not say which Jupyter server it is of.");
  try {
    await visitRoom(path, server, work);
  } catch (error) {
    if (!(error instanceof NoSessionError && error.kind === "absent")) throw error;
    await visitFile(path, contents, server, work);
  }
}

async function visitRoom(path: string, server: Server, work: (plan: Visitor) => void): Promise<void> {
  const session = await server.session(path);
  const { link, release } = acquire(roomRecord(path, session), { server });
  try {
    await until(link, ({ kind }) => kind === "live");
    work(link);
    await until(link, ({ unsent }) => unsent === 0);
    link.save();
  } finally {
    release();
  }
}

/** Wait for a state; a refusal or too long a silence ends it. */
export function until(
  port: Pick<PlanPort, "state" | "observeState">,
  isReached: (state: PlanPort["state"]) => boolean,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = () => end(() => reject(new Error("The plan could not be reached. Is the server there?")));
    const timer = setTimeout(fail, PATIENCE_MS);
    const stop = port.observeState(() => look());
    const end = (finish: () => void) => {
      clearTimeout(timer);
      stop();
      finish();
    };
    const look = () => {
      const { kind, why } = port.state;
      if (isReached(port.state)) end(resolve);
      else if (kind === "refused" || kind === "read-only")
        end(() => reject(new Error(why || "The plan is read-only.")));
    };
    look();
  });
}

async function visitFile(
  path: string,
  contents: Contents,
  server: Server,
  work: (plan: Visitor) => void,
): Promise<void> {
  const { content } = await contents.get(path, { content: true, type: "file", format: "text" });
  const plan = new PlanDocument();
  try {
    const source = new PlanSource(plan.doc);
    source.take(String(content ?? ""));
    if (source.complaint) throw new Error(source.complaint);
    const user = await server.identity();
    const author = user?.display_name || user?.name || "";
    plan.signature = () => ({ author, username: user?.username ?? "" });
    work(plan as unknown as Visitor);
    await contents.save(path, { type: "file", format: "text", content: source.text() });
  } finally {
    plan.destroy();
  }
}
