/**
 * What a panel shows, as plain data, and the way to make a page show it.
 *
 * A panel describes all of itself at every redraw; only what differs is touched, and nodes stay with their key, so that
 * focus, scroll and half-written text outlive a change by somebody else. Text is only ever set as text.
 */

type Handler = (event: never) => void;
type Attribute = string | number | boolean | null | undefined | Handler;

export interface Markup {
  readonly tag: string;
  readonly key: string | undefined;
  readonly attributes: Readonly<Record<string, Attribute>>;
  readonly children: readonly (Markup | string)[];
}

export type Child = Markup | string | false | null | undefined | readonly Child[];

/** An element: attributes by name, handlers by `on…`; false, null and undefined leave an attribute or a child out. */
export function h(tag: string, attributes: Record<string, Attribute> = {}, ...children: Child[]): Markup {
  const { key, ...rest } = attributes;
  return { tag, key: key === undefined ? undefined : String(key), attributes: rest, children: flat(children) };
}

function flat(children: readonly Child[]): (Markup | string)[] {
  return children.flatMap((child) => {
    if (child === null || child === undefined || child === false || child === "") return [];
    return Array.isArray(child) ? flat(child) : [child as Markup | string];
  });
}

/** What a node shows, and who hears its events. */
interface Drawn {
  markup: Markup | null;
  handlers: Map<string, Handler | null>;
}

const drawn = new WeakMap<Node, Drawn>();
/** Properties that people change themselves; the attribute of that name says only how they began. */
const LIVE = new Set(["value", "checked", "open"]);

/** Make the children of a node what is described. */
export function patch(parent: Element, children: readonly Child[]): void {
  const root = parent.getRootNode() as Document | ShadowRoot;
  const focused = root.activeElement;
  patchChildren(parent, flat(children));
  if (focused && focused !== root.activeElement && focused.isConnected && parent.contains(focused)) {
    (focused as HTMLElement).focus({ preventScroll: true });
  }
}

function patchChildren(parent: Element, wanted: readonly (Markup | string)[]): void {
  const free = [...parent.childNodes];
  const matched = wanted.map((child) => take(free, child));
  for (const node of free) node.remove();
  let next = parent.firstChild;
  wanted.forEach((child, place) => {
    const node = fitted(matched[place] ?? null, child, parent.ownerDocument);
    if (node === next) next = node.nextSibling;
    else parent.insertBefore(node, next);
  });
}

/** The node that shows a child already, taken out of those that are free. */
function take(free: ChildNode[], child: Markup | string): ChildNode | null {
  const place = free.findIndex((node) => isSame(node, child));
  return place < 0 ? null : (free.splice(place, 1)[0] ?? null);
}

function isSame(node: ChildNode, child: Markup | string): boolean {
  if (typeof child === "string") return node.nodeType === node.TEXT_NODE;
  const before = drawn.get(node as Element)?.markup;
  return Boolean(before) && before?.tag === child.tag && before?.key === child.key;
}

function fitted(node: ChildNode | null, child: Markup | string, document: Document): ChildNode {
  if (typeof child === "string") {
    if (node === null) return document.createTextNode(child);
    if (node.nodeValue !== child) node.nodeValue = child;
    return node;
  }
  const element = (node as HTMLElement | null) ?? document.createElement(child.tag);
  dress(element, child);
  return element;
}

function dress(element: HTMLElement, markup: Markup): void {
  const record = drawn.get(element) ?? { markup: null, handlers: new Map() };
  const before = record.markup?.attributes ?? {};
  record.markup = markup;
  drawn.set(element, record);
  for (const name of Object.keys(before)) if (!(name in markup.attributes)) setAttribute(element, record, name, null);
  patchChildren(element, markup.children); // before the value of a choice, which is one of them
  for (const [name, value] of Object.entries(markup.attributes)) {
    if (LIVE.has(name) || before[name] !== value) setAttribute(element, record, name, value);
  }
}

function setAttribute(element: HTMLElement, record: Drawn, name: string, value: Attribute): void {
  if (name.startsWith("on")) setHandler(element, record, name.slice(2), value);
  else if (LIVE.has(name)) setLive(element, name, value);
  else if (value === null || value === undefined || value === false) element.removeAttribute(name);
  else element.setAttribute(name, value === true ? "" : String(value));
}

/** Listened to once; a redraw only changes who hears it. */
function setHandler(element: HTMLElement, { handlers }: Drawn, type: string, value: Attribute): void {
  if (!handlers.has(type)) element.addEventListener(type, (event) => handlers.get(type)?.(event as never));
  handlers.set(type, typeof value === "function" ? value : null);
}

function setLive(element: HTMLElement, name: string, value: Attribute): void {
  const live = element as unknown as Record<string, unknown>;
  const wanted = name === "value" ? String(value ?? "") : Boolean(value);
  if (live[name] !== wanted) live[name] = wanted;
}
