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

/** Moves headings below the page's and the widget's own, so that the outline stays true. */
export function headingBelow(name: string, level: number): string {
  const [, own] = /^h([1-6])$/i.exec(name) ?? [];
  return own === undefined ? name.toLowerCase() : `h${Math.min(6, Number(own) + level)}`;
}

/**
 * HTML as elements, of which only the harmless kinds and attributes are kept: a second guard behind the renderer's own.
 * An element that may not stay gives its text.
 *
 * @param level heading that a `#` comes below
 */
export function safeFragment(html: string, level: number): DocumentFragment {
  const template = document.createElement('template');
  template.innerHTML = html;
  const fragment = document.createDocumentFragment();
  copyChildren(template.content, fragment, level);
  return fragment;
}

function copyChildren(from: Node, to: Node, level: number): void {
  for (const child of from.childNodes) {
    if (child instanceof Element) {
      // A template's document never runs or loads what it holds, so scripts can be left out here.
      if (/^(?:script|style)$/i.test(child.localName)) continue;
      const element = isAllowedElement(child.localName) ? copyElement(child, level) : document.createElement('span');
      copyChildren(child, element, level);
      to.appendChild(element);
    } else if (child.nodeType === Node.TEXT_NODE) {
      to.appendChild(document.createTextNode(child.textContent ?? ''));
    }
  }
}

function copyElement(source: Element, level: number): Element {
  const element = document.createElement(headingBelow(source.localName, level));
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
