/// <reference lib="dom" />

const ELEMENTS = new Set(
  'a,blockquote,br,code,del,div,em,h1,h2,h3,h4,h5,h6,hr,li,ol,p,pre,s,span,strong,table,tbody,td,th,thead,tr,ul'.split(
    ',',
  ),
);
const CLASSES = /^(?:md-button|primary|align-(?:left|right|center)|language-[\w-]+)$/;

/** Whether an element may be in HTML that somebody else wrote. */
export const isAllowedElement = (name: string): boolean => ELEMENTS.has(name.toLowerCase());

/** Value that an attribute may keep; undefined for one that goes. */
export function allowedAttribute(name: string, value: string): string | undefined {
  switch (name.toLowerCase()) {
    case 'href':
      return /^(?:https?:|mailto:|#)/i.test(value.trim()) ? value : undefined;
    case 'class':
      return (
        value
          .split(/\s+/)
          .filter((word) => CLASSES.test(word))
          .join(' ') || undefined
      );
    case 'start':
      return /^\d+$/.test(value) ? value : undefined;
    default:
      return undefined;
  }
}

/**
 * Levels by which the headings of a text move, so that its highest becomes `first` and the outline of the page stays
 * true, whatever the text begins with.
 *
 * @param names of its elements
 */
export function headingShift(names: Iterable<string>, first: number): number {
  const levels = [...names].flatMap((name) => headingLevel(name) ?? []);
  return levels.length === 0 ? 0 : first - Math.min(...levels);
}

/** Name of an element whose headings move by so many levels. */
export function shiftedHeading(name: string, shift: number): string {
  const level = headingLevel(name);
  return level === undefined ? name.toLowerCase() : `h${Math.min(6, Math.max(2, level + shift))}`;
}

function headingLevel(name: string): number | undefined {
  const [, level] = /^h([1-6])$/i.exec(name) ?? [];
  return level === undefined ? undefined : Number(level);
}

/**
 * HTML as elements, of which only the harmless kinds and attributes are kept: a second guard behind the renderer's own.
 * An element that may not stay gives its text.
 *
 * @param first level of heading that the text's highest gets, from 2: the first is the page's own
 */
export function safeFragment(html: string, first: number): DocumentFragment {
  // A document of its own, with neither scripts nor a security policy to complain about what is about to be dropped.
  const { body } = new DOMParser().parseFromString(html, 'text/html');
  const shift = headingShift(
    [...body.querySelectorAll('*')].map(({ localName }) => localName),
    first,
  );
  const fragment = document.createDocumentFragment();
  copyChildren(body, fragment, shift);
  return fragment;
}

function copyChildren(from: Node, to: Node, shift: number): void {
  for (const child of from.childNodes) {
    if (child instanceof Element) {
      if (/^(?:script|style)$/i.test(child.localName)) continue;
      const element = isAllowedElement(child.localName) ? copyElement(child, shift) : document.createElement('span');
      copyChildren(child, element, shift);
      to.appendChild(element);
    } else if (child.nodeType === Node.TEXT_NODE) {
      to.appendChild(document.createTextNode(child.textContent ?? ''));
    }
  }
}

function copyElement(source: Element, shift: number): Element {
  const element = document.createElement(shiftedHeading(source.localName, shift));
  for (const { name, value } of source.attributes) {
    const kept = allowedAttribute(name, value);
    if (kept !== undefined) element.setAttribute(name, kept);
  }
  if (element.localName === 'a') {
    element.setAttribute('rel', 'noopener noreferrer');
    if (!element.getAttribute('href')?.startsWith('#')) element.setAttribute('target', '_blank');
  }
  // Wide code and tables scroll by themselves, and by keyboard too.
  if (element.localName === 'pre') element.setAttribute('tabindex', '0');
  return element;
}
