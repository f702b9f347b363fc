import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

const DOCS = join(import.meta.dirname, '../../docs');

describe('the threat model', () => {
  const page = readFileSync(join(DOCS, 'threat-model.md'), 'utf8');
  const rows = page.split('\n').filter((line) => /^\| (?!Threat|---)/.test(line) && !line.startsWith('|---'));
  const named = [...page.matchAll(/\[([^\]]+)\]\(([^)]+\.test\.ts)\)/g)].map(([, title = '', file = '']) => ({
    title,
    file,
  }));

  test.each(named)('names a test that exists: $title', ({ title, file }) => {
    const source = readFileSync(join(DOCS, file), 'utf8').replaceAll("\\'", "'");

    // As the title of a test: whole, or after a placeholder.
    expect(source).toMatch(new RegExp(`['"\`](?:%[a-z] )?${escaped(title)}['"\`]`));
  });

  test('has a test for every threat', () => {
    const bare = rows.filter((row) => !/\.test\.ts\)/.test(row));

    expect(rows.length).toBeGreaterThan(20);
    expect(bare).toEqual([]);
  });
});

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
