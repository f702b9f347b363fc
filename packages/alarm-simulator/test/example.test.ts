import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { simulate } from '../examples/slow-model.ts';

function read(path: string): string {
  return readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');
}

describe('the README', () => {
  it('shows the example as it is', () => {
    expect(read('README.md')).toContain(read('examples/slow-model.ts'));
  });

  it('shows what the example prints', () => {
    const { timeline, emails } = simulate();

    expect(read('README.md')).toContain(timeline.join('\n'));
    expect(emails).toHaveLength(1);
    expect(emails[0]).toContain('has entered the ALARM state');
  });
});
