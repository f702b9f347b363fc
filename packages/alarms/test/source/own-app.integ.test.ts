import { readFileSync } from 'node:fs';
import { describe, expect, inject, it } from 'vitest';
import { loaded } from './source-files.ts';

describe('our own application, synthesised', () => {
  const { alarms, notices } = loaded(inject('assemblyDirectory'));

  it('has alarms that can all be evaluated', () => {
    expect(alarms.length).toBeGreaterThan(0);
    expect(alarms.filter(({ problems }) => problems.length > 0)).toEqual([]);
    expect(notices).toEqual([]);
  });

  it('says of each in which line of which template it stands', () => {
    for (const { file, line = 0, logicalId } of alarms) {
      expect(readFileSync(file, 'utf8').split('\n')[line - 1]).toContain(`"${logicalId}": {`);
    }
  });

  it('says of each where the application makes it', () => {
    expect(alarms.map(({ constructPath }) => constructPath)).not.toContain(undefined);
    for (const { sourceLocation = '' } of alarms) expect(sourceLocation).toMatch(/\/lib\/monitoring\/.*\.ts:\d+$/);
  });
});
