// A peer on yjs: reads one JSON command a line, answers one a line. Updates travel as base64.
import { createInterface } from "node:readline";
import * as Y from "yjs";

const doc = new Y.Doc();

function container(path) {
  const [root, ...keys] = path;
  let map = doc.getMap(root);
  for (const key of keys) {
    if (!(map.get(key) instanceof Y.Map)) map.set(key, new Y.Map());
    map = map.get(key);
  }
  return map;
}

const commands = {
  set({ path, value }) {
    doc.transact(() => container(path.slice(0, -1)).set(path.at(-1), value));
  },
  remove({ path }) {
    container(path.slice(0, -1)).delete(path.at(-1));
  },
  apply({ update }) {
    Y.applyUpdate(doc, Buffer.from(update, "base64"));
  },
  merge({ updates }) {
    return Buffer.from(Y.mergeUpdates(updates.map((one) => Buffer.from(one, "base64")))).toString("base64");
  },
  state() {
    return Buffer.from(Y.encodeStateVector(doc)).toString("base64");
  },
  update({ state }) {
    const since = state ? Buffer.from(state, "base64") : undefined;
    return Buffer.from(Y.encodeStateAsUpdate(doc, since)).toString("base64");
  },
  json({ roots }) {
    return Object.fromEntries(roots.map((root) => [root, doc.getMap(root).toJSON()]));
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const { command, ...given } = JSON.parse(line);
  const result = commands[command](given) ?? null;
  process.stdout.write(`${JSON.stringify(result)}\n`);
}
