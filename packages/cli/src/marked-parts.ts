/** Pages of which a program writes parts: those between `<!-- name -->` and `<!-- /name -->`. */

/** The page with one part replaced; undefined if it has no such part. */
export function withPart(page: string, name: string, content: string): string | undefined {
  const [begin, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const from = page.indexOf(begin);
  const to = page.indexOf(end, from);
  if (from < 0 || to < 0) return undefined;
  return `${page.slice(0, from)}${begin}\n${content}\n${page.slice(to)}`;
}

/** The page with each part replaced that it has; others are left out. */
export function withParts(page: string, parts: Readonly<Record<string, string>>): string {
  return Object.entries(parts).reduce((text, [name, content]) => withPart(text, name, content) ?? text, page);
}
