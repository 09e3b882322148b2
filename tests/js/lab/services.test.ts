import type { JupyterFrontEnd } from "@jupyterlab/application";
import type { Token } from "@lumino/coreutils";
import { expect, it } from "vitest";
import { plugin } from "../../../js/lab/services";

const token = (name: string) => ({ name }) as unknown as Token<{ is: string }>;
const app = {} as JupyterFrontEnd;

it("gives what there is by name, and null for what the application lacks or does not know", () => {
  let given: unknown;
  const made = plugin<{ menu: { is: string }; drive: { is: string }; shell: { is: string } }>(
    "x",
    "what it does",
    { menu: token("menu"), drive: undefined, shell: token("shell") },
    (_, services) => {
      given = services;
    },
  );
  expect(made.optional).toHaveLength(2);
  made.activate(app, { is: "menu" }, null);
  expect(given).toEqual({ menu: { is: "menu" }, drive: null, shell: null });
});
