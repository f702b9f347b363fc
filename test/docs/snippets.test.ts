import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');

/** Pages a user reads; each TypeScript snippet in them must be a whole file of docs/examples, which `tsc` checks. */
function pages(): string[] {
  const inDocs = readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.md'))
    .map((path) => join('docs', path));
  return ['README.md', ...inDocs];
}

function snippets(page: string): string[] {
  const text = readFileSync(join(ROOT, page), 'utf8');
  return [...text.matchAll(/^```ts\n(.*?)^```$/gms)].map((match) => match[1] ?? '');
}

describe('documentation', () => {
  const examples = readdirSync(join(ROOT, 'docs/examples')).map((name) =>
    readFileSync(join(ROOT, 'docs/examples', name), 'utf8'),
  );

  test.each(pages().flatMap((page) => snippets(page).map((snippet) => ({ page, snippet }))))(
    'a TypeScript snippet in $page is a compiled file of docs/examples',
    ({ snippet }) => {
      expect(examples).toContain(snippet);
    },
  );

  test('the README shows every example file', () => {
    const shown = pages().flatMap(snippets);
    expect(examples.filter((example) => !shown.includes(example))).toEqual([]);
  });

  test.each(pages())('relative links in %s lead to files', (page) => {
    const text = readFileSync(join(ROOT, page), 'utf8').replaceAll(/```.*?```/gs, '');
    const links = [...text.matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)[^)]*\)/g)].map((match) => match[1] ?? '');
    const missing = links.filter((link) => {
      try {
        readdirSync(join(ROOT, page, '..', link));
        return false;
      } catch (error) {
        return (error as NodeJS.ErrnoException).code !== 'ENOTDIR';
      }
    });
    expect(missing).toEqual([]);
  });
});
