/** Labels and hairlines of an axis; no boxes, no ticks. */
import { select } from "d3-selection";

export interface AxisTick {
  value: number;
  text: string;
  /** On hover, where the text is short for it. */
  full?: string;
}

interface Placement {
  at(value: number): number;
  /** From where to where a grid line runs across; `null` draws none. */
  grid: readonly [number, number] | null;
  /** Place of the labels across the axis. */
  label: number;
}

export function xAxis(layer: SVGGElement, ticks: readonly AxisTick[], { at, grid, label }: Placement): void {
  const groups = tickGroups(layer, ticks).attr("transform", ({ value }) => `translate(${round(at(value))},0)`);
  groups
    .select("line")
    .attr("y1", grid?.[0] ?? 0)
    .attr("y2", grid?.[1] ?? 0);
  groups.select("text").attr("y", label).attr("text-anchor", "middle");
}

export function yAxis(layer: SVGGElement, ticks: readonly AxisTick[], { at, grid, label }: Placement): void {
  const groups = tickGroups(layer, ticks).attr("transform", ({ value }) => `translate(0,${round(at(value))})`);
  groups
    .select("line")
    .attr("x1", grid?.[0] ?? 0)
    .attr("x2", grid?.[1] ?? 0);
  groups.select("text").attr("x", label).attr("dy", "0.32em").attr("text-anchor", "end");
}

function tickGroups(layer: SVGGElement, ticks: readonly AxisTick[]) {
  const groups = select(layer)
    .selectAll<SVGGElement, AxisTick>("g")
    .data(ticks, ({ value }) => String(value))
    .join((enter) => {
      const group = enter.append("g").attr("class", "ltoplan-tick");
      group.append("line").attr("class", "ltoplan-grid");
      group.append("text").attr("class", "ltoplan-tick-text");
      return group;
    });
  groups.select("text").text(({ text }) => text);
  return groups;
}

/** Half pixels keep hairlines sharp and paths short. */
export function round(pixel: number): number {
  return Math.round(pixel * 2) / 2;
}
