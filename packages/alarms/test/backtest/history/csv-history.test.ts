import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readCsvHistory } from '../../../src/backtest/history/csv-history.ts';
import type { SeriesSettings } from '../../../src/backtest/history/types.ts';
import { LATENCY, START, temporaryFile } from '../support.ts';

async function read(content: string, settings: SeriesSettings = { metric: LATENCY }) {
  const file = temporaryFile('history.csv', content);
  const result = await readCsvHistory(file, { settings });
  // Messages name the file; the folder is another one in each test.
  const lines = result.status === 'error' ? result.lines.map((line) => line.replace(file, 'history.csv')) : [];
  return { series: result.status === 'success' ? result.series : [], lines };
}

const numbers = (values: Float64Array | undefined, length: number) => Array.from(values ?? []).slice(0, length);

describe('a history in CSV', () => {
  it('gives the values of one metric in the order of their time', async () => {
    const { series } = await read('timestamp,value\n2026-01-05T00:01Z,2\n2026-01-05T00:00Z,1.5\n');

    expect(series).toHaveLength(1);
    expect(series[0]).toMatchObject({ metric: LATENCY, form: { type: 'values' } });
    expect(numbers(series[0]?.columns.timestamps, 2)).toEqual([START, START + 60_000]);
    expect(numbers(series[0]?.columns.values, 2)).toEqual([1.5, 2]);
  });

  it('gives a series for each metric, dimensions and unit that its columns name', async () => {
    const { series } = await read(
      'Timestamp,Namespace,Metric,Dimensions,Unit,Value,Count\n' +
        `${START / 1000},Shop,Latency,Service=web;Stage=prod,Milliseconds,1,3\n` +
        `${START},Shop,Errors,,,1,1\n` +
        `${START},Shop,Latency,Service=web;Stage=prod,Seconds,1,1\n`,
      {},
    );

    expect(series.map(({ metric, unit }) => [metric.metricName, metric.dimensions, unit])).toEqual([
      ['Latency', { Service: 'web', Stage: 'prod' }, 'Milliseconds'],
      ['Errors', {}, undefined],
      ['Latency', { Service: 'web', Stage: 'prod' }, 'Seconds'],
    ]);
    expect(numbers(series[0]?.columns.counts, 1)).toEqual([3]);
  });

  it('gives statistic sets', async () => {
    const { series } = await read(`timestamp,sample_count,sum,minimum,maximum\n${START},4,20,2,8\n`);

    const columns = series[0]?.columns;
    expect(series[0]?.form).toEqual({ type: 'sets' });
    expect([columns?.counts?.[0], columns?.values[0], columns?.minimums?.[0], columns?.maximums?.[0]]).toEqual([
      4, 20, 2, 8,
    ]);
  });

  it('may be packed', async () => {
    const file = temporaryFile('history.csv.gz', gzipSync(`timestamp,value\n${START},1\n`));

    const result = await readCsvHistory(file, { settings: { metric: LATENCY } });

    expect(result).toMatchObject({ status: 'success' });
  });

  it.each([
    ['', 'history.csv: is empty: the first line names the columns'],
    ['timestamp,value\n', 'history.csv:1: has no rows below its columns'],
    ['timestamp,valeu\n', 'history.csv:1: there is no column "valeu": did you mean value?'],
    ['timestamp,value,value\n', 'history.csv:1: column value stands there twice'],
    ['value\n1\n', 'history.csv:1: column timestamp is missing'],
    ['timestamp,sum\n', 'history.csv:1: a statistic set needs sample_count and minimum and maximum too'],
    ['timestamp,value,metric\n', 'history.csv:1: namespace and metric go together'],
    [`timestamp,value\n${START},1\n${START},\n`, 'history.csv:3: value is empty: leave the row out'],
    [`timestamp,value\n${START},1,2\n`, 'history.csv:2: has 3 fields instead of 2'],
    [`timestamp,value\n${START},0x10\n`, 'history.csv:2: value "0x10" is no number'],
    [`timestamp,value\n${START},1e999\n`, 'history.csv:2: value "1e999" is no number'],
    ['timestamp,value\n2026-01-05 00:00,1\n', 'history.csv:2: timestamp "2026-01-05 00:00" has no time zone'],
    [`timestamp,value,count\n${START},1,0\n`, 'history.csv:2: count 0 is not above 0'],
    [`timestamp,sample_count,sum,minimum,maximum\n${START},1,1,3,2\n`, 'history.csv:2: minimum 3 is above maximum 2'],
    [`timestamp,value\n${START},"1\n`, 'history.csv:2: a quotation mark is not closed'],
  ])('is refused with file and line: %j', async (content, message) => {
    const { series, lines } = await read(content);

    expect(series).toEqual([]);
    expect(lines).toEqual([expect.stringContaining(message)]);
  });

  it('needs to know its metric', async () => {
    const { lines } = await read(`timestamp,value\n${START},1\n`, {});

    expect(lines).toEqual([expect.stringContaining('name the alarm whose metric it is with --metric')]);
  });

  it('of a million lines with a broken row in the middle gives one error with its line', async () => {
    const rows = Array.from({ length: 1_000_000 }, (_, index) => `${START / 1000 + index},${index % 7}`);
    rows[499_999] = `${START / 1000},much`;

    const { lines } = await read(`timestamp,value\n${rows.join('\n')}\n`);

    expect(lines).toEqual(['history.csv:500001: value "much" is no number: write it like 12.5 or 1e3']);
  });

  it('that is no text is refused with about its line', async () => {
    const file = temporaryFile(
      'history.csv',
      Buffer.concat([Buffer.from('timestamp,value\n1'), Buffer.from([0xff, 0xfe])]),
    );

    const result = await readCsvHistory(file, { settings: { metric: LATENCY } });

    expect(result).toMatchObject({ status: 'error', lines: [expect.stringContaining('is no UTF-8 text')] });
  });

  it('that is not there is told as such', async () => {
    const result = await readCsvHistory('no-such.csv', { settings: { metric: LATENCY } });

    expect(result).toEqual({ status: 'error', lines: ['no-such.csv: cannot be read (ENOENT)'] });
  });

  it('stops when it is interrupted', async () => {
    const file = temporaryFile('history.csv', `timestamp,value\n${START},1\n`);

    const reading = readCsvHistory(file, { settings: { metric: LATENCY }, signal: AbortSignal.abort() });

    await expect(reading).rejects.toThrow('aborted');
  });
});
