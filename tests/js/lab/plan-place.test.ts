import type { Contents } from "@jupyterlab/services";
import { beforeEach, describe, expect, it } from "vitest";
import { type PictureRecord, pictureRecord } from "../../../js/lab/picture-record";
import { placeOf } from "../../../js/lab/plan-place";
import { FakeServer } from "../document/fake-server";

const there = new Set<string>();
const contents = {
  get: (path: string) => (there.has(path) ? Promise.resolve({ path }) : Promise.reject(new Error("404"))),
} as unknown as Contents;
let server: FakeServer;

function saved(fileId: string): PictureRecord {
  const record = pictureRecord({ path: "spring.ltoplan", file_id: fileId, kind: "order_chart" });
  if (!record) throw new Error("the record is sound");
  return record;
}

beforeEach(() => {
  there.clear();
  server = new FakeServer();
});

describe("the place of a picture's plan", () => {
  it("is where the picture says, and nothing more is asked", async () => {
    there.add("spring.ltoplan");
    server.index.set("file-1", "summer.ltoplan");
    await expect(placeOf(saved("file-1"), contents, server)).resolves.toMatchObject({
      path: "spring.ltoplan",
      isMoved: false,
    });
  });

  it("is found by the file's id after a rename", async () => {
    there.add("summer.ltoplan");
    server.index.set("file-1", "summer.ltoplan");
    const place = await placeOf(saved("file-1"), contents, server);
    expect(place).toMatchObject({ path: "summer.ltoplan", isMoved: true });
    expect(server.asked).toEqual(["summer.ltoplan"]);
  });

  it("follows the plan where another one took its name", async () => {
    for (const path of ["spring.ltoplan", "summer.ltoplan"]) there.add(path);
    server.index.set("file-0", "summer.ltoplan");
    await expect(placeOf(saved("file-0"), contents, server)).resolves.toMatchObject({ path: "summer.ltoplan" });
  });

  it("is the path as written where the server does not know the file", async () => {
    there.add("spring.ltoplan");
    await expect(placeOf(saved("of-another-server"), contents, server)).resolves.toMatchObject({
      path: "spring.ltoplan",
      isMoved: false,
    });
  });

  it.each([
    ["nobody knows the file", "file-1", null],
    ["the picture knows no id", "", "summer.ltoplan"],
    ["the index names a file that is gone", "file-1", "winter.ltoplan"],
    ["the index names something else than a plan", "file-1", "../secret.txt"],
  ])("is nowhere where %s", async (_, fileId, known) => {
    there.add("summer.ltoplan");
    if (known) server.index.set("file-1", known);
    await expect(placeOf(saved(fileId), contents, server)).rejects.toThrow("not there any more");
    expect(server.asked).toEqual([]);
  });
});
