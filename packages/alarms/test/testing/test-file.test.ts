import { describe, expect, it } from 'vitest';
import { readTestFile } from '../../src/testing/file/read-test-file.ts';
import { latencyTest, NOON, workbench } from './support.ts';

const { file, write } = workbench();

function faults(yaml: string): readonly string[] {
  const read = readTestFile(write('faulty.alarms.yaml', yaml));
  return read.status === 'error' ? read.lines.map((line) => line.replace(/^.*(faulty)/, '$1')) : [];
}

/** One test with this series and an expectation that says nothing in particular. */
const series = (text: string) => `tests: [{ name: a, series: [${text}], expect: { Errors: { never: ALARM } } }]`;

describe('a test file', () => {
  it('has a start, an interval and a seed, whether or not it says so', () => {
    const { content } = file(latencyTest('1x4', 'High-Latency: { never: ALARM }'));

    expect(content).toMatchObject({ start: NOON, interval: 60_000, seed: 1, nonNegative: [] });
  });

  it('says what each alarm must do', () => {
    const { content } = file(
      latencyTest(
        '1x4',
        `High-Latency:
  state: { 0m: OK, 1h30m: ALARM }
  firesWithin: { time: 3m, after: 10m }
  clearsWithin: 90s
  never: INSUFFICIENT_DATA
  transitions: [OK, { ALARM: 7m }]
  email: { contains: Runbook }
  calls: { ALARM: critical, OK: [] }`,
      ),
    );

    expect(content.tests[0]?.expect).toEqual([
      {
        alarm: 'High-Latency',
        states: [
          { text: '0m', at: 0, state: 'OK' },
          { text: '1h30m', at: 5_400_000, state: 'ALARM' },
        ],
        firesWithin: { time: 180_000, after: 600_000 },
        clearsWithin: { time: 90_000 },
        never: ['INSUFFICIENT_DATA'],
        transitions: [{ state: 'OK' }, { state: 'ALARM', at: 420_000 }],
        emails: [{ state: 'ALARM', contains: ['Runbook'], matches: [] }],
        calls: { ALARM: ['critical'], OK: [] },
      },
    ]);
  });

  it('finds its template beside itself', () => {
    const { template } = file(`template: ../out/a.template.json\n${latencyTest('1x1', 'Errors: { never: ALARM }')}`);

    expect(template).toMatch(/\/out\/a\.template\.json$/);
    expect(template).not.toContain('..');
  });

  it('takes values as text, as blocks, and as a list of both', () => {
    const { content } = file(
      series(
        `{ namespace: S, metric: M, values: ["1x1", { n: 40, values: normal(200, 30), times: 2 }, { sampleCount: 4, sum: 10, minimum: 1, maximum: 5 }, _x2] }`,
      ),
    );

    expect(content.tests[0]?.series[0]?.segments).toEqual([
      { type: 'line', from: 1, step: 0, length: 2 },
      { type: 'samples', count: 40, of: { type: 'normal', mean: 200, deviation: 30 }, length: 2 },
      { type: 'statistics', set: { sampleCount: 4, sum: 10, minimum: 1, maximum: 5 }, length: 1 },
      { type: 'missing', length: 2 },
    ]);
  });

  it('takes a plain number for a value', () => {
    const { content } = file(series('{ namespace: S, metric: M, values: [5, -1.5, 1e3] }'));

    expect(content.tests[0]?.series[0]?.segments).toMatchObject([{ from: 5 }, { from: -1.5 }, { from: 1000 }]);
  });

  it('takes a distribution with quotes too', () => {
    const { content } = file(series(`{ namespace: S, metric: M, values: { n: 3, values: 'uniform(1, 2)' } }`));

    expect(content.tests[0]?.series[0]?.segments).toMatchObject([{ of: { type: 'uniform', low: 1, high: 2 } }]);
  });
});

describe('a fault in a test file is told with its place:', () => {
  it.each([
    [
      'a misspelt expectation',
      latencyTest('1x1', 'Errors: { fireswithin: 5m }'),
      'faulty.alarms.yaml:6:17: tests[0].expect.Errors.fireswithin: there is no such setting; did you mean firesWithin?',
    ],
    ['a misspelt setting of a series', series('{ namspace: S, metric: M, values: "1" }'), 'did you mean namespace?'],
    [
      'a setting that the file does not have',
      `intervall: 1m\n${series('')}`,
      'faulty.alarms.yaml:1:1: intervall: there is no such setting; did you mean interval?',
    ],
    [
      'values that YAML takes for a hexadecimal number',
      series('{ namespace: S, metric: M, values: 0x4 }'),
      'faulty.alarms.yaml:1:64: 0x4 is a hexadecimal number to YAML: write "0x4" in quotes',
    ],
    ['values that are no series', series('{ namespace: S, metric: M, values: 1 2y }'), 'at character 3, "2y"'],
    [
      'a distribution that does not exist',
      series(`{ namespace: S, metric: M, values: { n: 3, values: 'gamma(1, 2)' } }`),
      'there is no distribution "gamma"',
    ],
    [
      'no samples',
      series('{ namespace: S, metric: M, values: { n: 0, values: constant(1) } }'),
      'write a whole number from 1 to 10000',
    ],
    [
      'a minimum above the maximum',
      series('{ namespace: S, metric: M, values: { sampleCount: 1, sum: 1, minimum: 2, maximum: 1 } }'),
      'minimum is above maximum',
    ],
    [
      'more samples than fit',
      series('{ namespace: S, metric: M, values: { n: 10000, values: constant(1), times: 1000 } }'),
      'write at most 1000000 and 5000000',
    ],
    [
      'a unit that CloudWatch does not have',
      series('{ namespace: S, metric: M, unit: ms, values: "1" }'),
      'write a unit of CloudWatch, for example Milliseconds',
    ],
    ['a series without a metric', series('{ namespace: S, values: "1" }'), 'give namespace and metric, or metricOf'],
    [
      'a series with two metrics',
      series('{ metricOf: Errors, namespace: S, metric: M, values: "1" }'),
      'metricOf names the metric already',
    ],
    ['an id without an alarm', series('{ namespace: S, metric: M, id: m1, values: "1" }'), 'id is for metricOf'],
    ['a duration without a unit', latencyTest('1x1', 'Errors: { firesWithin: 5 }'), 'write a duration such as'],
    [
      'a state that does not exist',
      latencyTest('1x1', 'Errors: { state: { 1m: FIRING } }'),
      'write OK, ALARM or INSUFFICIENT_DATA',
    ],
    ['a time that is none', latencyTest('1x1', 'Errors: { state: { soon: OK } }'), 'write a duration such as'],
    [
      'a transition to two states',
      latencyTest('1x1', 'Errors: { transitions: [{ OK: 1m, ALARM: 2m }] }'),
      'write one state and its time',
    ],
    ['a pattern that is none', latencyTest('1x1', 'Errors: { email: { matches: "(" } }'), 'is no regular expression'],
    ['an expectation that says nothing', latencyTest('1x1', 'Errors: {}'), 'says nothing; give state'],
    ['a test that expects nothing', 'tests: [{ name: a, expect: {} }]', 'expects nothing; name at least one alarm'],
    ['no tests', 'tests: []', 'write at least one test'],
    [
      'a name twice',
      'tests: [{ name: a, expect: { E: { never: OK } } }, { name: a, expect: { E: { never: OK } } }]',
      'tests[1].name: is "a": give each test its own name',
    ],
    ['a start between two minutes', `start: 2025-01-13T12:00:30Z\n${series('')}`, 'write a whole minute in UTC'],
    ['a start in local time', `start: 2025-01-13T12:00:00+01:00\n${series('')}`, 'write a whole minute in UTC'],
    ['text that is no YAML', 'tests: [', 'faulty.alarms.yaml:1:'],
  ])('%s', (_, yaml, message) => {
    expect(faults(yaml).join('\n')).toContain(message);
  });

  it('a file that is not there', () => {
    expect(readTestFile('nowhere.alarms.yaml')).toEqual({
      status: 'error',
      lines: [
        'nowhere.alarms.yaml: cannot be read (ENOENT); give the path of a file of alarm tests, such as alarms/nowhere.alarms.yaml',
      ],
    });
  });
});
