import type { Chart, ChartOptions } from "../charts/chart";

/** Field name to value: what a chart lays over its view. */
export type FieldValues = Record<string, unknown>;

/** What makes a widget of a chart. */
export interface Definition<View> {
  draw(root: HTMLElement, options: ChartOptions): Chart<View>;
  /** The view with the fields' values in force. */
  overlay(view: View, values: FieldValues): View;
  /** The view under another heading. */
  titled(view: View, title: string): View;
  /** Field name to the trait that holds it where there is no plan. */
  traits: Readonly<Record<string, string>>;
}
