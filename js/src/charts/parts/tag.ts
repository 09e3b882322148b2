/** Nodes made with their class and attributes; text is only ever set as text. */

const SVG = "http://www.w3.org/2000/svg";

type Attributes = Record<string, string>;

export interface Tag {
  <Name extends keyof HTMLElementTagNameMap>(
    name: Name,
    kind: string,
    attributes?: Attributes,
    children?: readonly Node[],
  ): HTMLElementTagNameMap[Name];
  svg<Name extends keyof SVGElementTagNameMap>(
    name: Name,
    kind: string,
    attributes?: Attributes,
  ): SVGElementTagNameMap[Name];
}

/** A maker of nodes in a document; `kind` becomes the class `ltoplan-kind`. */
export function tag(document: Document): Tag {
  const html = (name: string, kind: string, attributes: Attributes = {}, children: readonly Node[] = []) => {
    const element = dressed(document.createElement(name), kind, attributes);
    element.append(...children);
    return element;
  };
  const svg = (name: string, kind: string, attributes: Attributes = {}) =>
    dressed(document.createElementNS(SVG, name), kind, attributes);
  return Object.assign(html, { svg }) as Tag;
}

function dressed<Node extends Element>(element: Node, kind: string, attributes: Attributes): Node {
  element.setAttribute("class", `ltoplan-${kind}`);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}

/** Words of a node that holds nothing else. What has not changed is left alone, so that a frame of a drag costs no more than it shows. */
export function setWords(node: Element, words: string): void {
  const text = node.firstChild;
  if (text === null) node.append(words);
  else if (text.nodeValue !== words) text.nodeValue = words;
}

/** Attributes, where they have changed. */
export function setAttributes(node: Element, attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (node.getAttribute(name) !== value) node.setAttribute(name, value);
  }
}

/** An id that two charts on a page do not share, nor two copies of this code. */
export function identity(): string {
  return `ltoplan-${Math.random().toString(36).slice(2, 10)}`;
}
