import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { withParts } from '../../../packages/cli/src/marked-parts.ts';
import { readmeTables } from '../../../scripts/readme-tables.ts';

describe('the README', () => {
  const readme = readFileSync(join(import.meta.dirname, '../../../README.md'), 'utf8');
  const tables = readmeTables();

  test.each(Object.entries(tables))('has the generated part "%s" (npm run readme writes it)', (_, content) => {
    expect(readme).toContain(content);
  });

  test('is what the generator would write', () => {
    expect(withParts(readme, { ...tables })).toBe(readme);
  });
});
