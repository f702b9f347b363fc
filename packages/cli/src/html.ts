const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text of others in HTML and SVG, inside and outside of attributes. */
export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');

/** JSON inside of a script element: nothing in it can end the element, or open a comment in it. */
export const escapeJson = (value: unknown): string => JSON.stringify(value).replace(/</g, '\\u003c');
