import type { Contents, ContentsEntry } from "@jupyterlab/services";
import { describe, expect, it } from "vitest";
import { chartsOf, entryOf, findPlans, type Shelf } from "../../../js/lab/plan-shelf";

type Tree = { [name: string]: Tree | string };

/** Contents of a folder, as the server lists them; a folder called `secret` may not be read. */
function contentsOf(tree: Tree): Contents {
  const get = async (path: string): Promise<ContentsEntry> => {
    if (path.endsWith("secret")) throw new Error("403");
    let found: Tree | string = tree;
    for (const part of path.split("/").filter(Boolean)) found = (found as Tree)[part] as Tree | string;
    const entry = { name: path, path, last_modified: "" };
    if (typeof found === "string") return { ...entry, type: "file", content: found };
    const content = Object.entries(found).map(([name, one]) => ({
      name,
      path: path ? `${path}/${name}` : name,
      type: typeof one === "string" ? "file" : "directory",
    }));
    return { ...entry, type: "directory", content };
  };
  return { get } as unknown as Contents;
}

const PLAN = JSON.stringify({
  name: "Winter",
  visualizations: {
    b: { name: "Order", type: "order_chart", rank: 2 },
    a: { name: "Demand", type: "normal_distribution", rank: 1 },
    gone: { name: "Old", type: "order_chart", deleted: true },
  },
});

describe("plans below a root", () => {
  it("are found in every folder that may be read, with their charts in order", async () => {
    const tree = {
      "b.ltoplan": PLAN,
      deep: { er: { "a.ltoplan": "" } },
      secret: {},
      ".hidden": { "x.ltoplan": PLAN },
      node_modules: { "y.ltoplan": PLAN },
      "notes.txt": "",
    };
    const told: number[] = [];
    const shelf = await findPlans(
      contentsOf(tree),
      ({ looked }: Shelf) => told.push(looked),
      () => true,
    );
    expect(shelf.plans.map(({ path, name }) => [path, name])).toEqual([
      ["deep/er/a.ltoplan", "a"],
      ["b.ltoplan", "Winter"],
    ]);
    expect(shelf.plans[1]?.charts.map(({ id }) => id)).toEqual(["a", "b"]);
    expect(told).toEqual([1, 2, 3, 4]);
  });

  it("are no longer looked for once nobody wants them", async () => {
    let looks = 0;
    const tree = { a: { b: { c: {} } } };
    await findPlans(
      contentsOf(tree),
      () => undefined,
      () => ++looks < 3,
    );
    expect(looks).toBe(3);
  });

  it("are not looked for without end", async () => {
    const many = Object.fromEntries(Array.from({ length: 600 }, (_, number) => [`f${number}`, {}]));
    const shelf = await findPlans(
      contentsOf(many),
      () => undefined,
      () => true,
    );
    expect([shelf.isCut, shelf.looked]).toEqual([true, 500]);
  });

  it.each([
    ["half of {", "cannot be read"],
    ["[]", "not a plan"],
    ["", ""],
  ])("say of %s what is wrong", (text, complaint) => {
    expect(entryOf("x/Summer.ltoplan", text)).toEqual({
      path: "x/Summer.ltoplan",
      name: "Summer",
      charts: [],
      complaint,
    });
  });

  it("list nothing where records are none", () => {
    expect(chartsOf({ a: 1, b: null, c: { name: 5 } })).toEqual([{ id: "c", name: "5", kind: "" }]);
    expect(chartsOf("no")).toEqual([]);
  });
});
