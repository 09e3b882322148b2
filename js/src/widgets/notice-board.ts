/** Notices of a plan's changes, over the page: one stack a plan, however many widgets of it the page shows. */
import type { PlanPort } from "../base/plan-port";
import { noticeStack } from "../panels/notice-stack";
import { callFor, hasHistory } from "../panels/parts/entry-call";

interface Board {
  users: number;
  destroy(): void;
}

/** Each widget carries a copy of this code, so the boards hang on the page. */
const REGISTRY = Symbol.for("ltoplan.notice-boards.1");

function boards(): Map<string, Board> {
  const page = globalThis as { [REGISTRY]?: Map<string, Board> };
  page[REGISTRY] ??= new Map();
  return page[REGISTRY];
}

/** Have the plan's notices on the page; returns what ends that for this caller. */
export function joinNotices(document: Document, key: string, port: PlanPort): () => void {
  const all = boards();
  const board = all.get(key) ?? { users: 0, destroy: makeStack(document, port) };
  all.set(key, board);
  board.users += 1;
  let isHeld = true;
  return () => {
    if (!isHeld) return;
    isHeld = false;
    board.users -= 1;
    if (board.users > 0) return;
    all.delete(key);
    board.destroy();
  };
}

function makeStack(document: Document, port: PlanPort): () => void {
  const canShow = () => hasHistory(port);
  const stack = noticeStack(document.body, port, { canShow, onShow: (entry) => callFor(port, entry) });
  return () => stack.destroy();
}
