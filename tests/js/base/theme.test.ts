import { expect, it } from "vitest";
import { isColor, setTheme } from "../../../js/src/base/theme";

it("marks the theme and takes hexadecimal colours only", () => {
  const root = document.createElement("div");
  setTheme(root, "dark", "#b0559e");
  expect(root.dataset.theme).toBe("dark");
  expect(root.style.getPropertyValue("--ltoplan-accent")).toBe("#b0559e");
  setTheme(root, undefined, "red; background: url(//example.org)");
  expect(root.dataset.theme).toBe("auto");
  expect(root.style.getPropertyValue("--ltoplan-accent")).toBe("");
});

it("knows a colour", () => {
  expect(["#2b6cd4", "#2B6CD4"].every(isColor)).toBe(true);
  expect(["", "red", "#fff", "#2b6cd4;", "url(x)"].some(isColor)).toBe(false);
});
