/// <reference lib="dom" />

/** What an element may hold; nothing for the empty values, so that conditions can stand where they are needed. */
export type Child = Node | string | number | null | undefined | false;

type AttributeValue = string | number | boolean | null | undefined;
type Listener<E extends Event> = (event: E) => void;

/** Attributes by their HTML names, and listeners as `onclick`, `onkeydown`… */
export type Attributes = {
  readonly [name: string]: AttributeValue | Listener<never>;
  // A style attribute is what the page's security policy refuses; see setVariables.
  readonly style?: never;
  readonly onclick?: Listener<MouseEvent>;
  readonly onkeydown?: Listener<KeyboardEvent>;
  readonly oninput?: Listener<Event>;
  readonly onchange?: Listener<Event>;
  readonly onsubmit?: Listener<SubmitEvent>;
  readonly onpointerdown?: Listener<PointerEvent>;
  readonly onpointermove?: Listener<PointerEvent>;
  readonly onpointerup?: Listener<PointerEvent>;
  readonly onpointerleave?: Listener<PointerEvent>;
};

const SVG = 'http://www.w3.org/2000/svg';

/** An HTML element. Texts are only ever set as text. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  setAttributes(element, attributes);
  append(element, children);
  return element;
}

/** An SVG element. */
export function s<K extends keyof SVGElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly Child[]
): SVGElementTagNameMap[K] {
  const element = document.createElementNS(SVG, tag);
  setAttributes(element, attributes);
  append(element, children);
  return element;
}

function setAttributes(element: Element, attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(name.slice(2), value as EventListener);
    else if (value !== undefined && value !== null && value !== false) {
      element.setAttribute(name, value === true ? '' : String(value));
    }
  }
}

function append(element: Element, children: readonly Child[]): void {
  for (const child of children) {
    if (child !== null && child !== undefined && child !== false) {
      element.append(typeof child === 'number' ? String(child) : child);
    }
  }
}

/** Custom properties of an element, through the object model, which the security policy allows. */
export function setVariables(element: HTMLElement | SVGElement, variables: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(variables)) element.style.setProperty(name, value);
}

/** Touches the document only if the text is another one: screen readers announce every change. */
export function setText(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}

export function setAttribute(element: Element, name: string, value: string | null): void {
  if (element.getAttribute(name) === value) return;
  if (value === null) element.removeAttribute(name);
  else element.setAttribute(name, value);
}

export interface Reconciled<T> {
  readonly key: (item: T) => string;
  readonly create: (item: T) => Element;
  /** Called for items that had an element before. */
  readonly update?: (element: Element, item: T) => void;
}

/** Makes the children those of the items, and keeps the elements of items that were there: focus and scrolling stay. */
export function reconcile<T>(parent: Element, items: readonly T[], { key, create, update }: Reconciled<T>): void {
  const before = new Map([...parent.children].map((child) => [child.getAttribute('data-key'), child]));
  let place: Element | null = parent.firstElementChild;
  for (const item of items) {
    const name = key(item);
    let element = before.get(name);
    if (element === undefined) {
      element = create(item);
      element.setAttribute('data-key', name);
    } else {
      before.delete(name);
      update?.(element, item);
    }
    if (element === place) place = place.nextElementSibling;
    else parent.insertBefore(element, place);
  }
  for (const element of before.values()) element.remove();
}
