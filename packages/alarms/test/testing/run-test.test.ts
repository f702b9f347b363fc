import { describe, expect, it } from 'vitest';
import { readyTests } from '../../src/testing/run/run-test.ts';
import type { TestResult } from '../../src/testing/run/types.ts';
import { definitionsOf } from '../../src/testing/session.ts';
import { EITHER, ERRORS, LATENCY, latencyTest, MINUTE, NOON, runAll, TOPIC, workbench } from './support.ts';

const { alarms, file } = workbench();
const shop = alarms({ High: LATENCY, Errors: ERRORS, Either: EITHER });

/** Slow from minute 3 to 7: ALARM at 6m, OK at 11m. */
const SLOW = '100x2 3000x4 100x9';

function run(expectation: string, values = SLOW): TestResult {
  const [result] = runAll(file(latencyTest(values, expectation)), shop);
  if (result === undefined) throw new Error('no test');
  return result;
}

const messages = (result: TestResult) => result.failures.map(({ message }) => message);

describe('an expectation that holds:', () => {
  it.each([
    ['the state at times', 'High-Latency: { state: { 0m: OK, 5m: OK, 6m: ALARM, 10m: ALARM, 11m: OK } }'],
    ['firing from the start', 'High-Latency: { firesWithin: 6m }'],
    ['firing after a time', 'High-Latency: { firesWithin: { time: 3m, after: 3m } }'],
    ['clearing after firing', 'High-Latency: { clearsWithin: 5m }'],
    ['clearing after a time', 'High-Latency: { clearsWithin: { time: 1m, after: 10m } }'],
    ['never being in a state', 'High-Latency: { never: INSUFFICIENT_DATA }'],
    ['transitions in order', 'High-Latency: { transitions: [OK, ALARM, OK] }'],
    ['transitions at their times', 'High-Latency: { transitions: [OK: 0m, ALARM: 6m, OK: 11m] }'],
    ['a composite alarm', 'Either: { transitions: [OK: 0m, ALARM: 6m, OK: 11m] }'],
    ['an alarm by its logical id', 'High: { firesWithin: 6m }'],
    ['an alarm by the end of its name', 'Latency: { firesWithin: 6m }'],
    ['what is called', 'High-Latency: { calls: { ALARM: critical, OK: [critical], INSUFFICIENT_DATA: [] } }'],
    [
      'a text in the e-mail',
      'High-Latency: { email: { contains: [High-Latency, "high-latency.md"], matches: "^- State Change: +OK -> ALARM" } }',
    ],
    ['an e-mail for OK', 'High-Latency: { email: { state: OK, contains: ALARM -> OK } }'],
  ])('%s', (_, expectation) => {
    expect(messages(run(expectation))).toEqual([]);
  });
});

describe('an expectation that does not hold says what happened instead:', () => {
  it.each([
    ['another state', 'High-Latency: { state: { 5m: ALARM } }', 'expected ALARM at 5m, but it was OK', 5],
    ['firing late', 'High-Latency: { firesWithin: 5m }', 'expected ALARM within 5m, but it fired only at 6m', 5],
    [
      'firing before the time',
      'High-Latency: { firesWithin: { time: 1m, after: 7m } }',
      'expected ALARM within 1m after 7m, but it was in ALARM already at 7m',
      7,
    ],
    [
      'not firing after the time',
      'High-Latency: { firesWithin: { time: 3m, after: 12m } }',
      'expected ALARM within 3m after 12m, but it went to OK at 0m, ALARM at 6m, OK at 11m',
      15,
    ],
    [
      'clearing late',
      'High-Latency: { clearsWithin: 4m }',
      'expected OK within 4m after 6m, but it cleared only at 11m',
      10,
    ],
    [
      'nothing to clear',
      'High-Latency: { clearsWithin: { time: 5m, after: 2m } }',
      'expected OK within 5m after 2m, but it was OK then: there was nothing to clear',
      2,
    ],
    ['being in a state', 'High-Latency: { never: ALARM }', 'expected never ALARM, but it was ALARM at 6m', 6],
    [
      'one transition more',
      'High-Latency: { transitions: [OK, ALARM] }',
      'expected the states OK, ALARM, but it went to OK at 0m, ALARM at 6m, OK at 11m',
      11,
    ],
    [
      'a transition at another time',
      'High-Latency: { transitions: [OK, ALARM: 7m, OK] }',
      'expected the states OK, ALARM at 7m, OK, but it went to OK at 0m, ALARM at 6m, OK at 11m',
      6,
    ],
    [
      'no call',
      'High-Latency: { calls: { ALARM: [] } }',
      'expected nothing to be called for ALARM, but it called critical',
      6,
    ],
    [
      'a call',
      'Either: { calls: { OK: critical } }',
      'expected critical to be called for OK, but nothing was called',
      0,
    ],
    [
      'a call for a state that never came',
      'High-Latency: { calls: { INSUFFICIENT_DATA: critical } }',
      'expected critical to be called for INSUFFICIENT_DATA, but it never went there',
      undefined,
    ],
    [
      'no e-mail',
      'Either: { email: { state: OK } }',
      'expected an e-mail for OK, but it called nothing when it went to OK at 0m',
      0,
    ],
    [
      'no e-mail for a state that never came',
      'High-Latency: { email: { state: INSUFFICIENT_DATA } }',
      'expected an e-mail for INSUFFICIENT_DATA, but it never went to INSUFFICIENT_DATA',
      undefined,
    ],
  ])('%s', (_, expectation, message, minute) => {
    const { failures } = run(expectation);

    expect(failures).toMatchObject([{ message }]);
    expect(failures[0]?.at).toBe(minute === undefined ? undefined : NOON + minute * MINUTE);
  });

  it('an e-mail that reads otherwise is shown', () => {
    const [message] = messages(run('High-Latency: { email: { contains: Runbuk, matches: "p99" } }'));

    expect(message).toContain('the e-mail for ALARM does not contain "Runbuk" and does not match /p99/m:');
    expect(message).toContain('| ALARM: "High-Latency" in US East');
  });

  it('each has the place of its line', () => {
    const { failures } = run('High-Latency:\n  state: { 6m: OK }\n  never: ALARM');

    expect(failures.map(({ place }) => place.replace(/.*yaml/, ''))).toEqual([':7:18', ':8:9']);
  });

  it('an alarm that never fires has nothing to clear', () => {
    expect(messages(run('High-Latency: { clearsWithin: 5m }', '100x9'))).toEqual([
      'expected OK within 5m after firing, but it never fired',
    ]);
  });

  it('an alarm that clears never is told as such', () => {
    expect(messages(run('High-Latency: { clearsWithin: 2m }', '3000x9'))).toEqual([
      'expected OK within 2m after 3m, but it went to OK at 0m, ALARM at 3m',
    ]);
  });

  it('an alarm without any evaluation that changed it stayed as it was', () => {
    const silent = alarms({ Silent: { ...ERRORS, TreatMissingData: 'missing' } });
    const [result] = runAll(
      file('tests: [{ name: a, expect: { Errors: { firesWithin: 5m, never: INSUFFICIENT_DATA } } }]'),
      silent,
    );

    expect(messages(result as TestResult)).toEqual([
      'expected ALARM within 5m, but it stayed INSUFFICIENT_DATA',
      'expected never INSUFFICIENT_DATA, but it was INSUFFICIENT_DATA at 0m',
    ]);
  });
});

describe('a test', () => {
  it('lasts until series and expectations are over', () => {
    const length = (result: TestResult) => (result.bound.to - result.bound.from) / MINUTE;

    expect(length(run('High-Latency: { never: ALARM }', '100x9'))).toBe(10);
    expect(length(run('High-Latency: { state: { 40m: OK } }', '100x9'))).toBe(40);
    expect(length(run('High-Latency: { firesWithin: { time: 15m, after: 15m } }', '100x9'))).toBe(30);
  });

  it('lasts until an alarm that fires as late as it may can have cleared', () => {
    const { bound } = run('High-Latency: { firesWithin: 20m, clearsWithin: 30m }');

    expect((bound.to - bound.from) / MINUTE).toBe(50);
  });

  it('may not last longer than two years', () => {
    const result = readyTests(file(latencyTest('1x1', 'High-Latency: { state: { 20000h: OK } }')), definitionsOf(shop));

    expect(result).toMatchObject({ ok: false, lines: [expect.stringContaining('lasts 20000h; two years are enough')] });
  });

  it('has series that begin before it, for alarms that take missing data for breaching', () => {
    const heartbeat = alarms({
      Heartbeat: {
        ...ERRORS,
        Statistic: 'SampleCount',
        Threshold: 1,
        ComparisonOperator: 'LessThanThreshold',
        TreatMissingData: 'breaching',
      },
    });
    const states = (before: string) =>
      runAll(
        file(
          `tests: [{ name: a, series: [{ metricOf: Errors, ${before} values: 1x9 }], expect: { Errors: { never: ALARM } } }]`,
        ),
        heartbeat,
      ).flatMap(messages);

    expect(states('')).toEqual(['expected never ALARM, but it was ALARM at 0m']);
    expect(states('before: 5m,')).toEqual([]);
  });

  it('draws other values for each of its series, and the same for each run', () => {
    const noise = '{ metricOf: Errors, values: { n: 3, values: normal(5, 1) } }';
    const drawn = () =>
      runAll(
        file(`tests: [{ name: a, series: [${noise}, ${noise}], expect: { Errors: { never: OK } } }]`),
        shop,
      )[0]?.bound.series.map(({ samples }) => samples);
    const [first, second] = drawn() ?? [];

    expect(drawn()).toEqual([first, second]);
    expect(first).not.toEqual(second);
  });

  it('evaluates only what its alarms depend on', () => {
    const evaluated = (expectation: string) => run(expectation).bound.alarms.map(({ name }) => name);

    expect(evaluated('High-Latency: { never: ALARM }')).toEqual(['High-Latency']);
    expect(evaluated('Either: { never: ALARM }')).toEqual(['High-Latency', 'Errors', 'Either']);
  });

  it('may have a start, an interval and a duration of its own', () => {
    const [result] = runAll(
      file(
        'tests: [{ name: a, start: 2025-03-01T00:00:00Z, interval: 5m, duration: 1h, series: [{ metricOf: Errors, values: 0 0 1 }], expect: { Errors: { firesWithin: { time: 1m, after: 10m } } } }]',
      ),
      shop,
    );

    expect(result?.failures).toEqual([]);
    expect(result?.bound).toMatchObject({ from: Date.UTC(2025, 2, 1), to: Date.UTC(2025, 2, 1, 1) });
  });

  it('adds up several series of one metric', () => {
    const [result] = runAll(
      file(
        'tests: [{ name: a, series: [{ metricOf: Errors, values: "-1x9" }, { metricOf: Errors, values: "0x4 1 0x3" }], expect: { Errors: { never: ALARM } } }]',
      ),
      shop,
    );

    expect(result?.failures).toEqual([]);
  });

  it('holds back what a suppressor suppresses', () => {
    const suppressed = {
      ...EITHER,
      ActionsSuppressor: 'Errors',
      ActionsSuppressorWaitPeriod: 60,
      ActionsSuppressorExtensionPeriod: 60,
    };
    const [result] = runAll(
      file(
        `tests:
  - name: a
    series:
      - { metricOf: High-Latency, values: '${SLOW}' }
      - { metricOf: Errors, values: 0x3 1x14 }
    expect:
      Either: { calls: { ALARM: critical } }`,
      ),
      alarms({ High: LATENCY, Errors: ERRORS, Either: suppressed }),
    );

    expect(messages(result as TestResult)).toEqual([
      expect.stringMatching(
        /^expected critical to be called for ALARM, but its actions were suppressed \((WaitPeriod|Alarm)\)$/,
      ),
    ]);
  });
});

describe('what a test names', () => {
  const ratio = {
    AlarmName: 'Ratio',
    Metrics: ['errors', 'all']
      .map((Id) => ({
        Id,
        ReturnData: false,
        MetricStat: {
          Metric: { Namespace: 'Shop', MetricName: Id, Dimensions: [{ Name: 'Queue', Value: `stack-${Id}-X1` }] },
          Period: 60,
          Stat: 'Sum',
        },
      }))
      .concat([{ Id: 'rate', Expression: 'errors / all', ReturnData: true } as never]),
    EvaluationPeriods: 1,
    Threshold: 0.5,
    ComparisonOperator: 'GreaterThanThreshold',
    OKActions: ['arn:aws:sns:eu-west-1:123456789012:Stack-TopicsWarning0A1B2C3D-X7'],
    AlarmActions: ['arn:aws:sns:eu-west-1:123456789012:Stack-TopicsCritical0A1B2C3D-X8'],
  };
  const twice = (queue: string) => ({
    ...ERRORS,
    AlarmName: `Queue-${queue}`,
    MetricName: 'twice',
    Dimensions: [{ Name: 'Queue', Value: queue }],
  });
  const definitions = definitionsOf(
    alarms({ High: LATENCY, Errors: ERRORS, Ratio: ratio, A: twice('a'), B: twice('b') }),
  );

  function faults(test: string): readonly string[] {
    const result = readyTests(file(`tests: [{ name: a, ${test} }]`), definitions);
    return result.ok ? [] : result.lines.map((line) => line.replace(/^.*yaml:\d+:\d+: /, ''));
  }

  const quiet = 'expect: { Errors: { never: ALARM } }';

  it.each([
    [
      'an alarm that is misspelt',
      'expect: { High-Latncy: { never: ALARM } }',
      'there is no alarm "High-Latncy"; did you mean High-Latency?',
    ],
    [
      'an alarm unlike any',
      'expect: { Nonsense-Alarm: { never: ALARM } }',
      'there is no alarm "Nonsense-Alarm"; write one of High-Latency, Errors, Ratio, Queue-a, Queue-b',
    ],
    [
      'a dimension with another value',
      `series: [{ namespace: Shop, metric: Latency, dimensions: { Service: chekout }, values: 1x1 }], ${quiet}`,
      'this series is read by no alarm: Shop Latency {Service=chekout}; the nearest metric that one reads is Shop Latency {Service=checkout}',
    ],
    [
      'a dimension too few',
      `series: [{ namespace: Shop, metric: Latency, values: 1x1 }], ${quiet}`,
      'this series is read by no alarm: Shop Latency {}; the nearest',
    ],
    [
      'a pattern that fits nothing',
      `series: [{ namespace: Shop, metric: errors, dimensions: { Queue: "*-other-*" }, values: 1x1 }], ${quiet}`,
      'this series is read by no alarm',
    ],
    [
      'the metric of an alarm that is misspelt',
      `series: [{ metricOf: Erors, values: 1x1 }], ${quiet}`,
      'did you mean Errors?',
    ],
    [
      'the metric of an alarm with several',
      `series: [{ metricOf: Ratio, values: 1x1 }], ${quiet}`,
      'Ratio reads several metrics; give an id: errors, all',
    ],
    [
      'an id that does not exist',
      `series: [{ metricOf: Ratio, id: error, values: 1x1 }], ${quiet}`,
      'Ratio has no metric with the id "error"; did you mean errors?',
    ],
    [
      'a pattern that fits two metrics',
      `series: [{ namespace: Shop, metric: twice, dimensions: { Queue: "*" }, values: 1x1 }], ${quiet}`,
      'fits several metrics: Shop twice {Queue=a} and Shop twice {Queue=b}; write the dimensions out',
    ],
    [
      'a topic that no alarm calls',
      'expect: { Ratio: { calls: { OK: criticl } } }',
      'no alarm calls "criticl"; did you mean critical?',
    ],
    ['a topic that fits two', 'expect: { Ratio: { calls: { OK: Stack } } }', 'fits'],
  ])('%s is an error', (_, test, message) => {
    expect(faults(test).join('\n')).toContain(message);
  });

  it.each([
    [
      'a metric with a pattern for a generated name',
      `series: [{ namespace: Shop, metric: errors, dimensions: { Queue: "*-errors-*" }, values: 1x1 }], ${quiet}`,
    ],
    ['a metric of an alarm by its id', `series: [{ metricOf: Ratio, id: errors, values: 1x1 }], ${quiet}`],
    [
      'a topic by its ARN',
      `expect: { Errors: { calls: { ALARM: [], OK: [] } }, High-Latency: { calls: { ALARM: "${TOPIC}" } } }`,
    ],
    ['a topic by its logical id', 'expect: { Ratio: { calls: { OK: TopicsWarning0A1B2C3D } } }'],
    ["a topic by its logical id without the CDK's hash", 'expect: { Ratio: { calls: { OK: TopicsWarning } } }'],
  ])('%s is understood', (_, test) => {
    expect(faults(test)).toEqual([]);
  });

  it('a negative value of a metric that is said to have none is an error', () => {
    const source = file(
      'nonNegative: [{ namespace: Shop, metric: Errors }]\ntests: [{ name: a, series: [{ metricOf: Errors, values: "0 -1" }], expect: { Errors: { never: ALARM } } }]',
    );

    expect(readyTests(source, definitions)).toMatchObject({
      ok: false,
      lines: [expect.stringContaining('has the value -1, but nonNegative says that Shop Errors is never below 0')],
    });
  });

  it('everything that is wrong is told at once', () => {
    expect(faults('series: [{ metricOf: Erors, values: 1x1 }], expect: { Error: { never: ALARM } }')).toHaveLength(2);
  });
});
