import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');

/** Files that `tsc` checks; each TypeScript snippet of a page must be one of them, whole. */
const EXAMPLES = ['docs/examples', 'packages/alarm-simulator/examples/semantics'];

/** Pages a user reads. */
function pages(): string[] {
  const inDocs = readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.md'))
    .map((path) => join('docs', path));
  return ['README.md', 'CHANGELOG.md', 'CONTRIBUTING.md', ...inDocs];
}

function snippets(page: string): string[] {
  const text = readFileSync(join(ROOT, page), 'utf8');
  return [...text.matchAll(/^```ts\n(.*?)^```$/gms)].map((match) => match[1] ?? '');
}

describe('documentation', () => {
  const examples = EXAMPLES.flatMap((folder) =>
    readdirSync(join(ROOT, folder)).map((name) => readFileSync(join(ROOT, folder, name), 'utf8')),
  );

  test.each(pages().flatMap((page) => snippets(page).map((snippet) => ({ page, snippet }))))(
    'a TypeScript snippet in $page is a compiled example',
    ({ snippet }) => {
      expect(examples).toContain(snippet);
    },
  );

  test('some page shows every example file', () => {
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
