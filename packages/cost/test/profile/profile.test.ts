import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { constantProfile, createProfile, readProfile } from '../../src/profile/profile.ts';
import { temporaryFolder } from '../support.ts';

function read(text: string) {
  const file = join(temporaryFolder(), 'traffic.yaml');
  writeFileSync(file, text);
  const result = readProfile(file);
  if (result.status === 'success') return { profile: result.profile, lines: [] };
  return { profile: undefined, lines: result.lines.map((line) => line.replace(file, 'traffic.yaml')) };
}

describe('a traffic profile', () => {
  test('gives its own values before the defaults', () => {
    const { profile } = read('traffic: { requestsPerSecond: 5 }\nmodel: { latencyMs: 120 }\n');

    expect(profile?.hourlyRates).toEqual(Array.from({ length: 24 }, () => 5));
    expect(profile?.value('model.latencyMs')).toBe(120);
    expect(profile?.value('record.bytes')).toBe(592);
  });

  test('takes a rate for each hour', () => {
    const { profile } = read(`traffic: { byHour: [${Array.from({ length: 24 }, (_, hour) => hour).join(', ')}] }`);

    expect(profile?.hourlyRates[23]).toBe(23);
  });

  test('knows functions by the names that it gives', () => {
    const { profile } = read(
      'traffic: { requestsPerSecond: 5 }\nfunctions: { job: { invocations: 3, durationMs: 10 } }',
    );

    expect(profile?.functionUse(['other', 'job'])).toEqual({ invocations: 3, durationMs: 10 });
    expect(profile?.functionUse(['constructor'])).toBeUndefined();
  });

  test.each([
    [
      'a misspelt setting',
      'traffic: { requestsPerSecnd: 5 }',
      'traffic.yaml:1:12: traffic.requestsPerSecnd: there is no such setting; did you mean requestsPerSecond?',
    ],
    [
      'a misspelt block',
      'trafic: { requestsPerSecond: 5 }',
      'traffic.yaml:1:1: trafic: there is no such setting; did you mean traffic?',
    ],
    [
      'a rate that is text',
      'traffic: { requestsPerSecond: ten }',
      'traffic.yaml:1:12: traffic.requestsPerSecond: is "ten": write a number, for example 10',
    ],
    [
      'a negative rate',
      'traffic: { requestsPerSecond: -1 }',
      'traffic.yaml:1:12: traffic.requestsPerSecond: is -1: write a number from 0',
    ],
    [
      'too few hours',
      'traffic: { byHour: [1, 2] }',
      'traffic.yaml:1:12: traffic.byHour: write 24 numbers, one for each hour of the day',
    ],
    [
      'a share above one',
      'traffic: { requestsPerSecond: 1, errorShare: 5 }',
      'traffic.yaml:1:34: traffic.errorShare: is 5: write a share from 0 to 1, for example 0.01 for one percent',
    ],
    [
      'both kinds of rate',
      `traffic: { requestsPerSecond: 1, byHour: [${'1,'.repeat(23)}1] }`,
      'traffic.yaml:1:1: traffic: give either requestsPerSecond or byHour',
    ],
    ['no rate', 'traffic: {}', 'traffic.yaml:1:1: traffic: give either requestsPerSecond or byHour'],
    [
      'a latency of nothing',
      'traffic: { requestsPerSecond: 1 }\nmodel: { latencyMs: 0 }',
      'traffic.yaml:2:10: model.latencyMs: is 0: write a number above 0',
    ],
  ])('with %s is refused with its place', (_, text, line) => {
    expect(read(text).lines).toContain(line);
  });

  test('that is not there is an error that says what to do', () => {
    const result = readProfile('nowhere.yaml');

    expect(result).toEqual({
      status: 'error',
      lines: ['nowhere.yaml: cannot be read (ENOENT); give the path of a traffic profile'],
    });
  });
});

describe('assumptions', () => {
  test('are the defaults that were asked for, and no others', () => {
    const profile = constantProfile(1);
    profile.value('model.latencyMs');

    expect(profile.assumptions()).toEqual([
      { setting: 'model.latencyMs', value: 50, why: 'no measurement: give your own' },
    ]);
  });

  test('a value of the profile is none', () => {
    const profile = createProfile({ traffic: { requestsPerSecond: 1, errorShare: 0 } });

    expect(profile.value('traffic.errorShare')).toBe(0);
    expect(profile.assumptions()).toEqual([]);
  });
});
