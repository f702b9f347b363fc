import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { mergeSeries } from '../../../src/backtest/history/merge-series.ts';
import { readHistoryFiles } from '../../../src/backtest/history/read-files.ts';
import { compositeAlarm, LATENCY, metricAlarm, START, seriesOf, temporaryFolder } from '../support.ts';

const ROWS = `timestamp,value\n${START},1\n`;

/** A folder with a file of one series and a mapping for it. */
function withMapping(mapping: string): string {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'latency.csv'), ROWS);
  writeFileSync(join(folder, 'history.yaml'), mapping);
  return folder;
}

const RATE = metricAlarm({
  AlarmName: 'Rate',
  Namespace: undefined,
  MetricName: undefined,
  Dimensions: undefined,
  Statistic: undefined,
  Period: undefined,
  Metrics: [
    { Id: 'rate', Expression: 'a / b' },
    ...['a', 'b'].map((id) => ({
      Id: id,
      ReturnData: false,
      MetricStat: { Metric: { Namespace: 'Shop', MetricName: id }, Stat: 'Sum', Period: 60 },
    })),
  ],
});

describe('the files of a history', () => {
  it('belong to the metric of the alarm that is named', async () => {
    const folder = withMapping('series: []');

    const result = await readHistoryFiles({
      files: [join(folder, 'latency.csv')],
      metricOf: 'Slow',
      alarms: [metricAlarm()],
    });

    expect(result).toMatchObject({ status: 'success', series: [{ metric: LATENCY }] });
  });

  it.each([
    ['Fast', '--metric: no alarm is named "Fast"; write one of Slow, Rate, Either'],
    ['Rate', '--metric: Rate watches Shop/a and Shop/b: map each file'],
    ['Either', '--metric: Either is composite and watches no metric: map each file'],
  ])('cannot belong to %s', async (metricOf, message) => {
    const alarms = [metricAlarm(), RATE, compositeAlarm('Either', 'ALARM("Slow")')];

    const result = await readHistoryFiles({ files: ['any.csv'], metricOf, alarms });

    expect(result).toMatchObject({ status: 'error', lines: [expect.stringContaining(message)] });
  });

  it('are found beside the mapping that names their metrics', async () => {
    const folder = withMapping(
      'series:\n  - file: latency.csv\n    namespace: Shop\n    metric: Latency\n    dimensions: { Service: web }\n    statistic: p90\n    period: 60\n',
    );

    const result = await readHistoryFiles({ files: [join(folder, 'history.yaml')], alarms: [] });

    expect(result).toMatchObject({
      status: 'success',
      series: [{ metric: LATENCY, form: { type: 'statistic', statistic: 'p90' }, period: 60 }],
    });
  });

  it.each([
    [
      'series:\n  - file: latency.csv\n    metrics: x\n',
      ':3:5: series[0].metrics: there is no such setting; did you mean metric?',
    ],
    [
      'series:\n  - file: latency.csv\n    alarm: Slow\n    metric: x\n    namespace: y\n',
      'keep one way to name the metric',
    ],
    ['series:\n  - file: latency.csv\n    metric: x\n', 'write namespace and metric, or neither'],
    [
      'series:\n  - file: latency.csv\n    alarm: Slow\n    statistic: Average\n',
      'write how many seconds each value sums up',
    ],
    ['series:\n  - file: latency.csv\n    alarm: Slow\n    period: 90\n', 'write 1, 5, 10, 20, 30 or a multiple of 60'],
    ['series:\n  - file: latency.csv\n    alarm: Slow\n    period: 60\n    statistic: mean\n', 'unknown statistic'],
    ['series:\n  - file: latency.csv\n    alarm: Fast\n', ':2:5: no alarm is named "Fast"'],
    ['series: []\n', 'write at least one file'],
  ])('are not read with a faulty mapping: %j', async (mapping, message) => {
    const folder = withMapping(mapping);

    const result = await readHistoryFiles({ files: [join(folder, 'history.yaml')], alarms: [metricAlarm()] });

    expect(result.status === 'error' && result.lines.join('\n')).toContain(message);
  });

  it('have an ending that says what they are', async () => {
    const result = await readHistoryFiles({ files: ['history.json'], alarms: [] });

    expect(result).toEqual({
      status: 'error',
      lines: ['history.json: write a file that ends in .csv, .csv.gz, .parquet or .yaml'],
    });
  });
});

describe('series of several files', () => {
  it('of the same metric become one in the order of time', () => {
    const later = seriesOf([undefined, undefined, 3]);

    const result = mergeSeries([later, seriesOf([1, 2])]);

    expect(result).toMatchObject({ status: 'success', series: [{ columns: { length: 3 } }] });
    expect(result.status === 'success' && Array.from(result.series[0]?.columns.values ?? []).slice(0, 3)).toEqual([
      1, 2, 3,
    ]);
  });

  it('of other units stay apart', () => {
    const result = mergeSeries([seriesOf([1], { unit: 'Seconds' }), seriesOf([1])]);

    expect(result).toMatchObject({ status: 'success', series: [{}, {}] });
  });

  it('that have a period twice are refused, since it would be counted twice', () => {
    const averages = seriesOf([1, 2], { form: { type: 'statistic', statistic: 'Average' }, period: 60 });

    const result = mergeSeries([averages, averages]);

    expect(result).toEqual({
      status: 'error',
      lines: ['history.csv: Shop/Latency{Service=web} has two rows for 2026-01-05T00:00:00.000Z: keep one'],
    });
  });

  it('may have several values at one instant', () => {
    const result = mergeSeries([seriesOf([1]), seriesOf([2])]);

    expect(result).toMatchObject({ status: 'success', series: [{ columns: { length: 2 } }] });
  });
});
