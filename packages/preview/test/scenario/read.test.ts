import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FAULT_NAMES } from '../../../console/src/faults.ts';
import { parseScenario, readScenario } from '../../src/scenario/read.ts';
import { NO_FAULTS } from '../../src/types.ts';

const PHASE = `
  - name: first
    duration: 5m
    requestsPerMinute: 30`;
const scenario = (rest = '', phases = PHASE) => `name: test\nphases:${phases}\n${rest}`;

function problemsOf(text: string): readonly string[] {
  const result = parseScenario(text, 'test.yaml');
  return result.status === 'error' ? result.lines : [];
}

function scenarioOf(text: string) {
  const result = parseScenario(text, 'test.yaml');
  if (result.status === 'error') throw new Error(result.lines.join('\n'));
  return result.value;
}

describe('a valid scenario', () => {
  it('gets its defaults', () => {
    const read = scenarioOf(scenario());

    expect(read.arrivals).toBe('poisson');
    expect(read.phases).toEqual([
      {
        name: 'first',
        durationMs: 300_000,
        requestsPerMinute: 30,
        invalidRate: 0,
        faults: NO_FAULTS,
      },
    ]);
  });

  it('may give the rate in requests a second', () => {
    const read = scenarioOf(scenario('', PHASE.replace('requestsPerMinute: 30', 'requestsPerSecond: 20')));

    expect(read.phases[0]?.requestsPerMinute).toBe(1200);
  });

  it('may be without end', () => {
    const read = scenarioOf(scenario('', PHASE.replace('5m', 'endless')));

    expect(read.phases[0]?.durationMs).toBe(Number.POSITIVE_INFINITY);
  });

  it('takes faults, and leaves those out that it does not name', () => {
    const read = scenarioOf(scenario('', `${PHASE}\n    faults: { modelLatency: 2500ms, tableThrottleRate: 1 }`));

    expect(read.phases[0]?.faults).toEqual({ ...NO_FAULTS, modelLatencyMs: 2500, tableThrottleRate: 1 });
  });

  it.each([
    ['10m', 600_000],
    ['-1h30m', -5_400_000],
  ])('takes clocks that are off by %s', (skew, milliseconds) => {
    const read = scenarioOf(scenario('', `${PHASE}\n    faults: { functionClockSkew: ${skew} }`));

    expect(read.phases[0]?.faults.functionClockSkewMs).toBe(milliseconds);
  });

  it('takes every fault that there is', () => {
    const written = FAULT_NAMES.map((name) => (name.endsWith('Ms') ? `${name.slice(0, -2)}: 1s` : `${name}: 1`));

    const read = scenarioOf(scenario('', `${PHASE}\n    faults: { ${written.join(', ')} }`));

    expect(Object.values(read.phases[0]?.faults ?? {}).every((value) => value > 0)).toBe(true);
    expect(Object.keys(read.phases[0]?.faults ?? {}).toSorted()).toEqual(FAULT_NAMES.toSorted());
  });

  it('takes a single number as both limits', () => {
    const read = scenarioOf(scenario('expect: { records: { lost: 0 }, emails: { atLeast: 4 } }'));

    expect(read.expect).toEqual({ records: { lost: { atLeast: 0, atMost: 0 } }, emails: { atLeast: 4 } });
  });

  it('says where a setting stands', () => {
    const result = parseScenario(scenario('expect:\n  alarms:\n    Some-Alarm: { never: [ALARM] }'), 'test.yaml');

    expect(result.status === 'success' && result.locate(['expect', 'alarms', 'Some-Alarm'])).toBe('test.yaml:8:5');
  });
});

describe('a broken scenario', () => {
  it.each<[string, string, string]>([
    [
      'a duration without a unit',
      scenario('', PHASE.replace('5m', '5')),
      'test.yaml:4:5: phases[0].duration: is 5: write a duration such as 2500ms, 30s, 5m or 1h30m, or endless in the last phase',
    ],
    [
      'a duration of nothing',
      scenario('', PHASE.replace('5m', '0s')),
      'test.yaml:4:5: phases[0].duration: is "0s": write a duration such as 2500ms, 30s, 5m or 1h30m, or endless in the last phase',
    ],
    [
      'a rate that is no number',
      scenario('', PHASE.replace('30', 'many')),
      'test.yaml:5:5: phases[0].requestsPerMinute: is "many": write how many requests, for example 30; 0 for no traffic',
    ],
    [
      'a negative rate',
      scenario('', PHASE.replace('30', '-1')),
      'test.yaml:5:5: phases[0].requestsPerMinute: is -1: write how many requests, for example 30; 0 for no traffic',
    ],
    [
      'no rate',
      scenario('', PHASE.replace('\n    requestsPerMinute: 30', '')),
      'test.yaml:3:5: phases[0]: give either requestsPerMinute or requestsPerSecond; 0 for no traffic',
    ],
    [
      'two rates',
      scenario('', `${PHASE}\n    requestsPerSecond: 1`),
      'test.yaml:3:5: phases[0]: give either requestsPerMinute or requestsPerSecond; 0 for no traffic',
    ],
    [
      'a share above 1',
      scenario('', `${PHASE}\n    faults: { modelErrorRate: 5 }`),
      'test.yaml:6:15: phases[0].faults.modelErrorRate: is 5: write a share from 0 to 1, for example 0.2 for one request in five',
    ],
    [
      'a misspelt fault',
      scenario('', `${PHASE}\n    faults: { modelErorRate: 0.5 }`),
      'test.yaml:6:15: phases[0].faults.modelErorRate: there is no such setting; did you mean modelErrorRate?',
    ],
    ['a misspelt setting', scenario('sped: 10'), 'test.yaml:6:1: sped: there is no such setting; did you mean speed?'],
    [
      'a setting that resembles none',
      scenario('colour: blue'),
      'test.yaml:6:1: colour: there is no such setting; write one of name, description, speed, maxSpeed, seed, arrivals, phases, expect',
    ],
    ['a speed of 0', scenario('speed: 0'), 'test.yaml:6:1: speed: is 0: write a number above 0'],
    ['a seed with a fraction', scenario('seed: 1.5'), 'test.yaml:6:1: seed: is 1.5: write a whole number'],
    ['another kind of arrivals', scenario('arrivals: odd'), 'test.yaml:6:1: arrivals: is "odd": write poisson or even'],
    [
      'a speed above the highest',
      scenario('speed: 20\nmaxSpeed: 10'),
      'test.yaml:6:1: speed: is 20: write at most maxSpeed, which is 10',
    ],
    [
      'an endless phase that is not the last',
      scenario('', `${PHASE.replace('5m', 'endless')}${PHASE.replace('first', 'second')}`),
      'test.yaml:4:5: phases[0].duration: is "endless": only the last phase may be endless',
    ],
    [
      'the same name twice',
      scenario('', `${PHASE}${PHASE}`),
      'test.yaml:6:5: phases[1].name: is "first": give each phase its own name',
    ],
    ['no phases', 'name: test\nphases: []\n', 'test.yaml:2:1: phases: write at least one phase'],
    [
      'no name',
      `phases:${PHASE}`,
      'test.yaml:1:1: name: is missing: write a short name, for example latency-and-errors',
    ],
    [
      'an alarm state that does not exist',
      scenario('expect: { alarms: { A: { reaches: [RED] } } }'),
      'test.yaml:6:36: expect.alarms.A.reaches[0]: is "RED": write OK, ALARM or INSUFFICIENT_DATA',
    ],
    [
      'an alarm without an expectation',
      scenario('expect: { alarms: { A: {} } }'),
      'test.yaml:6:21: expect.alarms.A: give reaches, transitions, never or notifies',
    ],
    [
      'a time limit for nothing',
      scenario('expect: { alarms: { A: { never: [ALARM], within: 5m } } }'),
      'test.yaml:6:21: expect.alarms.A: within says when the first state of reaches is entered: give reaches too',
    ],
    [
      'an alarm after a phase that does not exist',
      scenario('expect: { alarms: { A: { reaches: [OK], after: third } } }'),
      'test.yaml:6:41: expect.alarms.A.after: is "third": write the name of a phase: first',
    ],
    [
      'a bound that is no number',
      scenario('expect: { accuracy: high }'),
      'test.yaml:6:11: expect.accuracy: is "high": write a number, or atLeast and atMost',
    ],
    [
      'a misspelt bound',
      scenario('expect: { emails: { atleast: 4 } }'),
      'test.yaml:6:21: expect.emails.atleast: there is no such setting; did you mean atLeast?',
    ],
    [
      'a bound without a limit',
      scenario('expect: { emails: {} }'),
      'test.yaml:6:11: expect.emails: write a number, or atLeast and atMost',
    ],
    [
      'limits that exclude each other',
      scenario('expect: { emails: { atLeast: 5, atMost: 1 } }'),
      'test.yaml:6:11: expect.emails: atLeast is above atMost: no number can be both',
    ],
    ['an empty file', '', 'test.yaml:1:1: is empty: write a scenario: name and phases'],
    ['a list', '- 1\n', 'test.yaml:1:1: write a scenario: name and phases'],
    ['a key twice', 'name: a\nname: b\n', 'test.yaml:2:1: Map keys must be unique'],
  ])('is told about %s', (_, text, message) => {
    expect(problemsOf(text)).toContain(message);
  });

  it('is told about every mistake at once', () => {
    const problems = problemsOf(scenario('speed: 0\nseed: x\narrivals: odd'));

    expect(problems).toHaveLength(3);
  });

  it('is not told what follows from a misspelt setting', () => {
    const problems = problemsOf(scenario('expect: { alarms: { A: { reach: [OK] } } }'));

    expect(problems).toEqual([
      'test.yaml:6:26: expect.alarms.A.reach: there is no such setting; did you mean reaches?',
    ]);
  });

  it('that is not YAML is told where it ends to be', () => {
    const [problem] = problemsOf('name: [');

    expect(problem).toMatch(/^test\.yaml:1:\d+: /);
  });

  it('does not blow up on aliases that multiply', () => {
    const levels = Array.from({ length: 12 }, (_, level) => {
      const item = level === 0 ? 'x' : `*l${level - 1}`;
      return `l${level}: &l${level} [${Array.from({ length: 10 }, () => item).join(', ')}]`;
    });

    const problems = problemsOf(levels.join('\n'));

    expect(problems.join()).toMatch(/alias/i);
  });
});

describe('readScenario', () => {
  it('names a file that cannot be read', () => {
    const result = readScenario('/does/not/exist.yaml');

    expect(result.status === 'error' && result.lines[0]).toContain('/does/not/exist.yaml: cannot be read (ENOENT)');
  });

  it('reads a file', () => {
    const folder = mkdtempSync(join(tmpdir(), 'scenario-'));
    writeFileSync(join(folder, 'one.yaml'), scenario());

    const result = readScenario(join(folder, 'one.yaml'));
    rmSync(folder, { recursive: true });

    expect(result.status).toBe('success');
  });
});

describe('the scenarios that are shipped', () => {
  it.each(['steady', 'latency-and-errors', 'table-throttled'])('%s is valid', (name) => {
    const result = readScenario(new URL(`../../../../scenarios/${name}.yaml`, import.meta.url).pathname);

    expect(result).toMatchObject({ status: 'success', value: { name } });
  });
});
