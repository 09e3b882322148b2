/** Saving without collaboration: what somebody else has saved meanwhile is merged, instead of one of the two being lost. */
import { Notification } from "@jupyterlab/apputils";
import type { DocumentContext } from "@jupyterlab/docregistry";
import type { Contents } from "@jupyterlab/services";
import type { SharedPlanModel } from "./plan-model";

/** Make a document take in the file before it writes it. */
export function mergeOnSave(context: DocumentContext, contents: Contents): void {
  const write = context.save.bind(context);
  const model = context.model.sharedModel as SharedPlanModel;
  context.save = async () => {
    if (await isChangedOutside(context, contents)) await context.revert();
    if (model.plan.isUnreadableOutside) throw refusal(model.plan.complaint);
    await write();
    model.plan.settle();
    if (model.plan.isChanged) model.dirty = true; // edited while it was written
  };
}

/** `revert` takes the file in field by field: what was edited here since stays. */
async function isChangedOutside(context: DocumentContext, contents: Contents): Promise<boolean> {
  const known = context.contentsModel;
  if (!known) return false;
  try {
    const found = await contents.get(context.path, { content: false, hash: true });
    return known.hash && found.hash ? found.hash !== known.hash : found.last_modified !== known.last_modified;
  } catch {
    return false;
  }
}

/** Said to people here; JupyterLab takes an error of this name as an answer that was given already. */
function refusal(complaint: string): Error {
  const error = new Error(`The plan was not saved, so that the file stays as it is. ${complaint}`);
  Notification.error(error.message, { autoClose: false });
  error.name = "ModalCancelError";
  return error;
}
