/** Marks of a list: as many of a kind as there are entries, which stay in place as entries come and go. */
import { setAttributes, tag } from "./tag";

export type Attributes = Record<string, string | number>;

/** @returns The marks in the order of the entries. */
export function joined<Datum, Name extends keyof SVGElementTagNameMap>(
  layer: SVGElement,
  [name, kind]: readonly [name: Name, kind: string],
  data: readonly Datum[],
  attributes: (datum: Datum) => Attributes,
): SVGElementTagNameMap[Name][] {
  const make = tag(layer.ownerDocument);
  const present = [...layer.children].filter(({ tagName }) => tagName === name) as SVGElementTagNameMap[Name][];
  for (const spare of present.splice(data.length)) spare.remove();
  return data.map((datum, place) => {
    const mark = present[place] ?? make.svg(name, kind);
    const told = Object.entries(attributes(datum)).map(([key, value]) => [key, String(value)]);
    setAttributes(mark, Object.fromEntries(told));
    if (!mark.parentNode) layer.append(mark);
    return mark;
  });
}
