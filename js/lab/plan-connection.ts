/**
 * How a plan view reaches its plan.
 *
 * With collaboration the page joins the room on a connection of its own, the same one that widgets of the plan on this page
 * use: it knows what the server has for certain, asks for a new session where the server forgot the old one, and makes one
 * person of all that they have open here. JupyterLab's own provider goes on keeping the document model, for its Save, rename
 * and dirty mark. Without collaboration the plan stands on the document model, and saving merges.
 */
import type { DocumentContext } from "@jupyterlab/docregistry";
import type { PlanPort } from "../src/base/plan-port";
import type { ProvidedDocument } from "../src/document/held-document";
import { acquire } from "../src/document/link-registry";
import type { Identity, Server } from "../src/document/server";
import type { LinkRecord } from "../src/generated/contract";
import type { SharedPlanModel } from "./plan-model";

export interface Connection {
  port: PlanPort;
  /** Key of the document, the same for all on the page that show it. */
  key: string;
  release(): void;
}

/** Join the plan of an open document; throws `NoSessionError` where the server refuses. */
export async function connect(context: DocumentContext, server: Server): Promise<Connection> {
  return context.model.collaborative ? inRoom(context, server) : onModel(context, server);
}

async function inRoom(context: DocumentContext, server: Server): Promise<Connection> {
  const path = context.localPath;
  const record = roomRecord(path, await server.session(path));
  const { link, release } = acquire(record, { server });
  const rename = () => link.refresh({ ...record, path: context.localPath });
  context.pathChanged.connect(rename);
  const leave = () => {
    context.pathChanged.disconnect(rename);
    release();
  };
  return { port: link, key: record.document, release: leave };
}

export function roomRecord(path: string, session: LinkRecord["session"] & object): LinkRecord {
  const document = `${session.format}:${session.type}:${session.fileId}`;
  return { document, path, session, kernel_live: false, client: "" };
}

async function onModel(context: DocumentContext, server: Server): Promise<Connection> {
  const model = context.model.sharedModel as SharedPlanModel;
  const identity: Identity | null = await server.identity();
  if (identity) model.awareness.setLocalStateField("user", identity);
  const record = { document: `file:${context.path}`, path: "", session: null, kernel_live: false, client: "" };
  const provided = {
    doc: model.ydoc,
    awareness: model.awareness,
    state: () => stateOf(context, model),
    observeState: (callback: () => void) => observed(context, callback),
    save: () => void context.save(),
  };
  const { link, release } = acquire(record, { provided });
  return { port: link, key: record.document, release };
}

/** A file that the server does not let this user write cannot be edited here either. */
function stateOf(
  { contentsModel }: DocumentContext,
  { dirty }: SharedPlanModel,
): ReturnType<ProvidedDocument["state"]> {
  if (contentsModel?.writable === false) return { kind: "read-only", why: "You may read this file, not write it." };
  return { kind: "local", isSaved: !dirty };
}

function observed(context: DocumentContext, callback: () => void): () => void {
  const { sharedModel } = context.model;
  sharedModel.changed.connect(callback);
  context.saveState.connect(callback);
  return () => {
    sharedModel.changed.disconnect(callback);
    context.saveState.disconnect(callback);
  };
}
