/** What charts of all kinds tell about people: selections, markers, places to comment on. */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { ChartOptions, CommentPlace, Peer } from "../../../js/src/charts/chart";
import { forecastChart } from "../../../js/src/charts/forecast-chart";
import { normalDistribution } from "../../../js/src/charts/normal-distribution";
import { orderChart } from "../../../js/src/charts/order-chart";
import { host } from "./gestures";
import { demand, forecast } from "./views";

const BEN: Peer = { id: "2", name: "Ben", color: "#1a8f6b" };
const CHARTS = {
  forecast: { draw: forecastChart, view: forecast, field: `overrides/${forecast.starts[1]}` },
  bell: { draw: normalDistribution, view: demand, field: "mean" },
  order: { draw: orderChart, view: demand, field: "order_quantity" },
};

function show(kind: keyof typeof CHARTS, options: ChartOptions = {}) {
  const root = host();
  const { draw, view, field } = CHARTS[kind];
  const chart = (draw as typeof normalDistribution)(root, { ...options });
  chart.update(view as never);
  const handles = [...root.querySelectorAll<SVGElement>('[role="slider"]')];
  return { root, chart, field, handles };
}

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

describe.each(Object.keys(CHARTS) as (keyof typeof CHARTS)[])("the %s chart", (kind) => {
  it("tells which handle has the focus", () => {
    const told: (string | null)[] = [];
    const { handles, field, chart } = show(kind, { onSelect: (selected) => told.push(selected) });
    for (const handle of handles) {
      handle.focus();
      handle.blur();
    }
    expect(told).toContain(field);
    expect(told.at(-1)).toBeNull();
    handles[0]?.focus();
    chart.destroy();
    expect(told.at(-1)).toBeNull();
  });

  it("rings what others have selected, with their names, unless they drag", async () => {
    const { root, chart, field } = show(kind);
    const ghosts = () => [...root.querySelectorAll(".ltoplan-peer-words")].map(({ textContent }) => textContent);
    chart.setPeers([
      { ...BEN, selection: field },
      { ...BEN, id: "3", name: "Cy", selection: field },
    ]);
    await vi.advanceTimersByTimeAsync(17);
    expect(ghosts()).toEqual(["Ben", "Cy"]);
    const paths = [...root.querySelectorAll(".ltoplan-peer-path")].map((path) => path.getAttribute("d"));
    expect(new Set(paths).size).toBe(2);
    chart.setPeers([{ ...BEN, selection: "nothing/here" }]);
    await vi.advanceTimersByTimeAsync(17);
    expect(ghosts()).toEqual([]);
  });

  it("offers no comments where nobody takes them", () => {
    expect(show(kind).root.querySelector("[aria-label^='Comment on']")).toBeNull();
  });

  it("gives the place that was clicked, and moves nothing", async () => {
    const places: CommentPlace[] = [];
    const changes: unknown[] = [];
    const options = { onComment: (place: CommentPlace) => places.push(place), onCommit: () => changes.push(1) };
    const { root, handles } = show(kind, options);
    const button = root.querySelector<HTMLButtonElement>("button[aria-label^='Comment on']");
    button?.click();
    expect(root.querySelector(".ltoplan-comment-hint")?.textContent).toContain("Esc to cancel");
    const target = handles[0] as SVGElement;
    target.dispatchEvent(new PointerEvent("pointerdown", { bubbles: true, clientX: 200, clientY: 100 }));
    target.dispatchEvent(new MouseEvent("click", { bubbles: true, clientX: 200, clientY: 100 }));
    expect(places).toHaveLength(1);
    expect(places[0]?.label).not.toBe("");
    expect(Number.isFinite(places[0]?.x)).toBe(true);
    expect(root.querySelector(".ltoplan-held")).toBeNull();
    expect(button?.getAttribute("aria-pressed")).toBe("false");
    expect(changes).toEqual([]);
  });

  it("forgets the wish to comment on Escape", () => {
    const places: CommentPlace[] = [];
    const { root, chart } = show(kind, { onComment: (place) => places.push(place) });
    const button = root.querySelector<HTMLButtonElement>("button[aria-label^='Comment on']");
    button?.click();
    button?.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true }));
    root.querySelector("svg.ltoplan-plot")?.dispatchEvent(new MouseEvent("click", { bubbles: true }));
    expect(places).toEqual([]);
    button?.click();
    chart.destroy();
  });

  it("comments on a handle by the key C", () => {
    const places: CommentPlace[] = [];
    const { handles, field } = show(kind, { onComment: (place) => places.push(place) });
    for (const handle of handles) handle.dispatchEvent(new KeyboardEvent("keydown", { key: "c", bubbles: true }));
    expect(places.map((place) => place.field)).toContain(field);
  });

  it("shows comments where they are and follows the zoom", async () => {
    const pressed: string[] = [];
    const { root, chart, field } = show(kind, { onMarker: (id) => pressed.push(id) });
    const places: CommentPlace[] = [];
    const other = show(kind, { onComment: (place) => places.push(place) });
    for (const handle of other.handles) handle.dispatchEvent(new KeyboardEvent("keydown", { key: "c", bubbles: true }));
    const place = places.find((one) => one.field === field) as CommentPlace;
    chart.setMarkers([{ id: "t1", x: place.x, y: place.y, label: "Ben: why?", isUnread: true }]);
    await vi.advanceTimersByTimeAsync(17);
    const marker = root.querySelector<HTMLButtonElement>(".ltoplan-marker");
    expect(marker?.hidden).toBe(false);
    marker?.click();
    expect(pressed).toEqual(["t1"]);
    chart.setViewport([place.x + 1e-3 * Math.abs(place.x), place.x + 2e-3 * Math.abs(place.x)]);
    await vi.advanceTimersByTimeAsync(17);
    expect(marker?.hidden).toBe(true);
  });
});
