import { describe, expect, inject, it } from 'vitest';
import { lintAlarms } from '../../src/lint/lint-alarms.ts';
import { loaded } from '../source/source-files.ts';

describe('our own application, synthesised', () => {
  it('has alarms in which nothing is found, and nothing that had to be suppressed', () => {
    const { findings, suppressed, alarms } = lintAlarms(loaded(inject('assemblyDirectory')).alarms);

    expect(findings).toEqual([]);
    expect(suppressed).toEqual([]);
    expect(alarms).toBeGreaterThan(20);
  });
});
