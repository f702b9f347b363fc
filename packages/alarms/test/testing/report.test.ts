import { describe, expect, it } from 'vitest';
import { createPaint, type Paint } from '../../../cli/src/paint.ts';
import { describeAlarm } from '../../src/testing/report/alarm-text.ts';
import { testReport } from '../../src/testing/report/json.ts';
import { escapeXml, junitXml } from '../../src/testing/report/junit.ts';
import { resultLines, summaryLine } from '../../src/testing/report/text.ts';
import { timeline } from '../../src/testing/report/timeline.ts';
import { wrap } from '../../src/testing/report/wrap.ts';
import type { TestResult } from '../../src/testing/run/types.ts';
import { EITHER, ERRORS, LATENCY, latencyTest, MINUTE, NOON, runAll, workbench } from './support.ts';

const { alarms, file } = workbench();
const shop = alarms({ High: LATENCY, Errors: ERRORS, Either: EITHER });
const plain: Paint = (_, text) => text;
const SLOW = '100x2 3000x4 100x9';

function run(expectation: string, values = SLOW): TestResult {
  const [result] = runAll(file(latencyTest(values, expectation)), shop);
  if (result === undefined) throw new Error('no test');
  return result;
}

function drawn(result: TestResult, width = 100, marks: readonly number[] = []): readonly string[] {
  const [expectation] = result.bound.expectations;
  return timeline(result.simulation, expectation!.alarm, result.bound.alarms, { width, paint: plain, marks });
}

describe('the timeline', () => {
  it('shows states, datapoints and instants to look at, a column a minute', () => {
    expect(drawn(run('High-Latency: { never: ALARM }'), 100, [NOON + 6 * MINUTE])).toEqual([
      '       0m   5m   10m  15m',
      'state  ▁▁▁▁▁▁█████▁▁▁▁▁▁▁▁',
      'data   ···×××××··········',
      '             ^ 6m',
    ]);
  });

  it('shows missing datapoints as gaps', () => {
    expect(drawn(run('High-Latency: { never: ALARM }', '100 _x2 3000 100'))[2]).toBe('data   ·  ×·');
  });

  it('shows what a composite alarm depends on', () => {
    const lines = drawn(run('Either: { never: ALARM }'));

    expect(lines.map((line) => line.split('  ')[0])).toEqual(['', 'state', 'High-Latency', 'Errors']);
    expect(lines[1]?.slice(-18)).toBe(lines[2]?.slice(-18));
  });

  it('fits the width, with wider columns for a longer test', () => {
    const lines = drawn(run('High-Latency: { never: ALARM }', '100x500 3000x5 100x500'), 60);

    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(60);
    expect(lines[1]).toContain('█');
    expect(lines[2]).toContain('×');
  });

  it('shows an alarm of one minute however wide a column is', () => {
    const result = runAll(
      file(
        'tests: [{ name: a, series: [{ metricOf: Errors, values: 0x600 1 0x600 }], expect: { Errors: { never: ALARM } } }]',
      ),
      shop,
    )[0];

    expect(drawn(result!, 40)[1]?.match(/█/g)).toHaveLength(1);
  });

  it('has a column for ten seconds where the alarm has a period below a minute', () => {
    const quick = alarms({ Quick: { ...ERRORS, Period: 10 } });
    const result = runAll(
      file(
        'tests: [{ name: a, interval: 10s, series: [{ metricOf: Errors, values: 0x5 1 0x5 }], expect: { Errors: { never: ALARM } } }]',
      ),
      quick,
    )[0];

    expect(drawn(result!)[1]).toBe('state  ▁▁▁▁▁▁▁█▁▁▁▁▁▁');
  });

  it('paints states on a terminal', () => {
    const paint = createPaint({ isTTY: true }, {});
    const { simulation, bound } = run('High-Latency: { never: ALARM }');

    expect(timeline(simulation, bound.alarms[0]!, bound.alarms, { width: 100, paint }).join('')).toContain(
      '\u001b[31m█',
    );
  });
});

describe('the result for people', () => {
  const failed = run('High-Latency: { state: { 5m: ALARM } }');
  const passed = run('High-Latency: { firesWithin: 6m }');

  it('names what has passed in one line', () => {
    expect(resultLines([passed], { width: 100, paint: plain })).toEqual([passed.file, '  ✓ one']);
  });

  it('says of a failure where it stands, what was evaluated and why', () => {
    const text = resultLines([failed], { width: 100, paint: plain }).join('\n');

    expect(text).toContain('  ✗ one');
    expect(text).toContain(`${failed.file}:6:32`);
    expect(text).toContain('High-Latency: expected ALARM at 5m, but it was OK');
    expect(text).toContain('High-Latency: p90 of Shop Latency {Service=checkout} > 2000, 3 of 5 x 1m');
    expect(text).toContain('    6m  OK -> ALARM, 1 called  (documented: newest datapoints)');
    expect(text).toContain('evaluated at 5m: OK  (documented: newest datapoints)');
    expect(text).toContain('          4m  3000 breaching, 1 sample');
    expect(text).toContain('          2m  100 good, 1 sample');
  });

  it('says of a missing datapoint that it is missing', () => {
    const text = resultLines([run('High-Latency: { state: { 2m: ALARM } }', '100 _x2')], {
      width: 100,
      paint: plain,
    }).join('\n');

    expect(text).toContain('1m  missing');
    expect(text).toContain('-2m  missing');
  });

  it('keeps to the width, quoted e-mails excepted', () => {
    const lines = resultLines([failed], { width: 60, paint: plain });

    expect(lines.filter((line) => line.length > 60 && !line.includes('.yaml'))).toEqual([]);
  });

  it('says how much of it flapped instead of telling all', () => {
    const flapping = run('Errors: { never: ALARM }\nHigh-Latency: { never: OK }', '3000x2 100x4 '.repeat(12));

    expect(resultLines([flapping], { width: 100, paint: plain }).join('\n')).toMatch(/and \d+ more/);
  });

  it('sums up', () => {
    expect(summaryLine([passed, failed], plain)).toMatch(/^2 tests: 1 failed, 1 passed \(\d+\.\d\d s\)$/);
    expect(summaryLine([passed], plain)).toMatch(/^1 test: 1 passed/);
  });
});

describe('the result as JSON', () => {
  it('has each transition with its rule and certainty, and each failure with its place', () => {
    const report = testReport([run('High-Latency: { state: { 5m: ALARM } }')]);

    expect(report).toMatchObject({ version: 1, passed: false });
    expect(report.tests[0]).toMatchObject({
      name: 'one',
      passed: false,
      from: '2025-01-13T12:00:00.000Z',
      to: '2025-01-13T12:18:00.000Z',
      failures: [
        { alarm: 'High-Latency', message: 'expected ALARM at 5m, but it was OK', at: '2025-01-13T12:05:00.000Z' },
      ],
    });
    expect(report.tests[0]?.alarms[0]?.transitions).toMatchObject([
      { at: '2025-01-13T12:00:00.000Z', from: 'INSUFFICIENT_DATA', to: 'OK', certainty: 'documented' },
      {
        at: '2025-01-13T12:06:00.000Z',
        to: 'ALARM',
        rule: 'newest datapoints',
        actions: [expect.stringContaining('critical')],
      },
      { at: '2025-01-13T12:11:00.000Z', to: 'OK' },
    ]);
  });
});

describe('the result as JUnit XML', () => {
  const failed = run('High-Latency: { state: { 5m: ALARM } }');

  it('has a suite for a file and a case for a test', () => {
    const xml = junitXml([run('High-Latency: { firesWithin: 6m }')]);

    expect(xml).toMatch(
      /^<\?xml version="1.0" encoding="UTF-8"\?>\n<testsuites name="inferwatch alarms test" tests="1" failures="0" errors="0" time="\d+\.\d{3}">/,
    );
    expect(xml).toMatch(
      /<testcase name="one" classname="[^"]+\.alarms\.yaml" file="[^"]+" line="2" time="\d+\.\d{3}"\/>/,
    );
  });

  it('has the message and the timeline of a failure', () => {
    const xml = junitXml([failed]);

    expect(xml).toContain('tests="1" failures="1"');
    expect(xml).toContain(
      '<failure message="High-Latency: expected ALARM at 5m, but it was OK" type="AlarmExpectation">',
    );
    expect(xml).toContain('OK -&gt; ALARM');
    expect(xml).toContain('█');
  });

  it('is well formed whatever a test is called', () => {
    const xml = junitXml([{ ...failed, name: `<a> & "b" 'c' ]]>\u0000\ud800 \u{1f600}\n` }]);

    expect(xml).toContain('name="&lt;a&gt; &amp; &quot;b&quot; &apos;c&apos; ]]&gt;\ufffd\ufffd \u{1f600}&#10;"');
    expect(tagsOf(xml)).toEqual([
      'testsuites',
      'testsuite',
      'testcase',
      'failure',
      '/failure',
      '/testcase',
      '/testsuite',
      '/testsuites',
    ]);
  });

  it('replaces what XML cannot hold', () => {
    expect(escapeXml('a\u0007b\ufffec\td')).toBe('a\ufffdb\ufffdc&#9;d');
  });
});

/** Names of the tags, in order; whatever stands between them must hold neither < nor a bare &. */
function tagsOf(xml: string): readonly string[] {
  const tags: string[] = [];
  const rest = xml.replace(/^<\?xml[^?]*\?>/, '').replace(/<(\/?\w+)((?: \w+="[^"<]*")*)\/?>/g, (_, name: string) => {
    tags.push(name);
    return '';
  });
  expect(rest).not.toContain('<');
  expect(xml.replace(/&(?:amp|lt|gt|quot|apos|#\d+);/g, '')).not.toContain('&');
  return tags;
}

describe('an alarm on an anomaly detection band', () => {
  const banded = alarms({
    Odd: {
      AlarmName: 'Odd',
      Metrics: [
        {
          Id: 'm1',
          ReturnData: true,
          MetricStat: { Metric: { Namespace: 'Shop', MetricName: 'Orders' }, Period: 60, Stat: 'Average' },
        },
        { Id: 'band', Expression: 'ANOMALY_DETECTION_BAND(m1, 2)', ReturnData: true },
      ],
      ThresholdMetricId: 'band',
      EvaluationPeriods: 1,
      ComparisonOperator: 'GreaterThanUpperThreshold',
      TreatMissingData: 'notBreaching',
    },
  });
  const [result] = runAll(
    file(
      'tests: [{ name: a, series: [{ metricOf: Odd, id: m1, before: 48h, values: [{ n: 1, values: normal(100, 5), times: 2885 }, 900x4] }], expect: { Odd: { never: ALARM } } }]',
    ),
    banded,
  );

  it('is described by its band, and its datapoints by what the band says of them', () => {
    const lines = drawn(result!);

    expect(describeAlarm(banded[0]!.definition!)).toBe(
      'Average of Shop Orders {} above the band band, 1 of 1 x 1m, missing data notBreaching',
    );
    expect(lines[2]).toMatch(/^data {3}[·×]{5}×{1,5}/);
    expect(result?.failures).toHaveLength(1);
  });

  it('says in its verdict where the band comes from', () => {
    const text = resultLines([result!], { width: 100, paint: plain }).join('\n');

    expect(text).toContain('undocumented');
    expect(text).toMatch(/stand-in/i);
  });
});

describe('an alarm in one line', () => {
  const lineOf = (properties: object) =>
    describeAlarm(
      alarms({ High: LATENCY, Errors: ERRORS, X: properties }).find(({ logicalId }) => logicalId === 'X')!.definition!,
    );

  it('names metric, threshold, periods and missing data', () => {
    expect(lineOf({ ...ERRORS, AlarmName: 'X', ComparisonOperator: 'LessThanOrEqualToThreshold', Period: 300 })).toBe(
      'Sum of Shop Errors {} <= 0, 1 of 1 x 5m, missing data notBreaching',
    );
  });

  it('names the rule of a composite alarm without ARNs', () => {
    const rule = 'ALARM("arn:aws:cloudwatch:us-east-1:123456789012:alarm:Errors")';

    expect(lineOf({ AlarmName: 'X', AlarmRule: rule })).toBe('ALARM("Errors")');
  });
});

describe('wrapped text', () => {
  it('breaks at spaces and leaves long words and quotations whole', () => {
    expect(wrap('aa bb cc\n  | a quotation stays', 5)).toEqual(['aa bb', 'cc', '  | a quotation stays']);
    expect(wrap('longerthanfive x', 5)).toEqual(['longerthanfive', 'x']);
  });
});
