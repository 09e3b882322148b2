/** Where the plan of a picture lies now: a picture is saved with its notebook, and its plan may have been renamed since. */
import type { Contents } from "@jupyterlab/services";
import type { Server } from "../src/document/server";
import type { SessionRecord } from "../src/generated/contract";
import { isPlanPath, type PictureRecord } from "./picture-record";

export interface PlanPlace {
  /** Path below the server's root. */
  path: string;
  session: SessionRecord;
  /** Whether the plan is no longer where the picture says. */
  isMoved: boolean;
}

/**
 * Find the plan and the session of its room.
 *
 * Whether a file is there is looked up first, because the server gives out sessions also for files that are not. Where it
 * is not, or where another plan took its name, the server's index of files says by which name the plan goes now; an index
 * that does not know the file (a notebook from elsewhere, a rename outside Jupyter) leaves the path that was written.
 * Throws in words what stands in the way.
 */
export async function placeOf(record: PictureRecord, contents: Contents, server: Server): Promise<PlanPlace> {
  const { path, fileId } = record;
  const session = (await isThere(contents, path)) ? await server.session(path) : null;
  if (session && (!fileId || session.fileId === fileId)) return { path, session, isMoved: false };
  const moved = fileId ? await server.pathOf(fileId) : null;
  if (isPlanPath(moved) && moved !== path && (await isThere(contents, moved))) {
    return { path: moved, session: await server.session(moved), isMoved: true };
  }
  if (session) return { path, session, isMoved: false };
  throw new Error("the plan is not there any more, or you may not read it.");
}

async function isThere(contents: Contents, path: string): Promise<boolean> {
  return contents.get(path, { content: false }).then(
    () => true,
    () => false,
  );
}
