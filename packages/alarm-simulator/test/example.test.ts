import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { simulate } from '../examples/slow-model.ts';

describe('the example of the README', () => {
  it('prints what the README says', () => {
    const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

    const { timeline, emails } = simulate();

    for (const line of timeline) expect(readme).toContain(line);
    expect(timeline).toHaveLength(3);
    expect(emails).toHaveLength(1);
    expect(emails[0]).toContain('has entered the ALARM state');
  });
});
