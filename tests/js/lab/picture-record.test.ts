import { describe, expect, it } from "vitest";
import { PLANNER, together } from "../../../js/demo/fixtures/together";
import { MemoryPort } from "../../../js/demo/memory-port";
import { isPlanPath, pictureRecord, specIn } from "../../../js/lab/picture-record";

const FIELDS = { mean: "campaigns/launch/demand_mean", price: "offers/latte/price" };
const SOUND = {
  path: "Läger/plan 1.ltoplan",
  file_id: "x",
  visualization: "forecast",
  kind: "forecast_chart",
  fields: FIELDS,
  settings: {},
};

describe("what an output says of its plan", () => {
  it("is taken where it is sound", () => {
    expect(pictureRecord({ ...SOUND, settings: { title: "Demand", height: 300, snap: 500 } })).toEqual({
      path: "Läger/plan 1.ltoplan",
      fileId: "x",
      visualization: "forecast",
      kind: "forecast_chart",
      campaign: "launch",
      field: "",
      title: "Demand",
      height: 300,
      snap: 500,
    });
  });

  it.each([
    ["nothing", null],
    ["a list", [SOUND]],
    ["no path", { ...SOUND, path: undefined }],
    ["another kind", { ...SOUND, kind: "constructor" }],
    ["fields that are none", { ...SOUND, fields: "x" }],
    ["a visualization that is none", { ...SOUND, visualization: { a: 1 } }],
  ])("is refused where it is %s", (_, value) => {
    expect(pictureRecord(value)).toBeNull();
  });

  it("may be a panel", () => {
    expect(pictureRecord({ ...SOUND, kind: "change_history", fields: {} })).toMatchObject({ kind: "change_history" });
  });

  it("loses a file id that is none", () => {
    expect(pictureRecord({ ...SOUND, file_id: "../x?y" })).toMatchObject({ fileId: "" });
  });

  it("loses settings that are none", () => {
    const record = pictureRecord({ ...SOUND, settings: { title: 5, height: 1e9, snap: -1 } });
    expect(record).toMatchObject({ title: "", height: null, snap: null });
  });

  it.each([
    "../plan.ltoplan",
    "a/../../plan.ltoplan",
    "/etc/plan.ltoplan",
    "a//plan.ltoplan",
    "./plan.ltoplan",
    "https://example.org/plan.ltoplan",
    "RTC:plan.ltoplan",
    "a\\..\\plan.ltoplan",
    "plan.ltoplan?x=.ltoplan",
    "plan\n.ltoplan",
    "plan.ipynb",
    `${"a".repeat(2000)}.ltoplan`,
  ])("names no file outside the root: %s", (path) => {
    expect(isPlanPath(path)).toBe(false);
  });
});

describe("what is drawn of it", () => {
  const port = new MemoryPort(together, PLANNER);
  const record = (changes: object) => pictureRecord({ ...SOUND, ...changes }) ?? expect.fail();

  it("is the visualization as it is in the plan now", () => {
    expect(specIn(port, record({}))).toMatchObject({ key: "forecast", kind: "forecast_chart", campaign: "launch" });
  });

  it("is the kind of chart where the plan has no such visualization", () => {
    const spec = specIn(port, record({ visualization: "__proto__" }));
    expect(spec).toMatchObject({ key: "forecast_chart:launch", campaign: "launch" });
  });

  it("is the field of a control, if that is one of the plan", () => {
    const slider = (value: string) =>
      specIn(port, record({ visualization: "", kind: "parameter_slider", fields: { value } }));
    expect(slider("offers/latte/price").field).toBe("offers/latte/price");
    expect(slider("history/x/at").field).toBe("");
  });
});
