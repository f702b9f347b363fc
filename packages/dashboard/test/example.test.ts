import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { describeDashboard } from '../examples/error-rate.ts';

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');

describe('the example of the README', () => {
  it('is the file that is run here', () => {
    expect(read('../README.md')).toContain(read('../examples/error-rate.ts').trim());
  });

  it('prints what the README says', () => {
    expect(read('../README.md')).toContain(describeDashboard().join('\n'));
  });
});
