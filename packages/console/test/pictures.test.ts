import { describe, expect, it } from 'vitest';
import type { LogData, SeriesData } from '../../dashboard/src/data.ts';
import { GAUGE_FROM, GAUGE_TO, gaugeAngle, pieSlices, ringPath, sparklinePaths } from '../src/app/chart/geometry.ts';
import { legendLines } from '../src/app/chart/legend-lines.ts';
import { contrast, PALETTE, parseHex, readableOn, seriesStyles } from '../src/app/chart/series-style.ts';
import { dataTable, factsOf, summarise } from '../src/app/chart/summary.ts';
import { logSeries } from '../src/app/widgets/log-series.ts';

const series = (values: readonly (number | null)[]): SeriesData => ({
  id: 'a',
  label: 'p90',
  axis: 'left',
  unit: 'Milliseconds',
  period: 60,
  timestamps: values.map((_, index) => index * 60_000),
  values,
});

describe('colours of lines', () => {
  it('are those of the body, and else those of the palette that the body leaves free', () => {
    const styles = seriesStyles([undefined, PALETTE[1], undefined]);

    expect(styles.map(({ color }) => color)).toEqual([PALETTE[0], PALETTE[1], PALETTE[2]]);
  });

  it('may be equal, since dashes tell lines apart', () => {
    const styles = seriesStyles(['#111111', '#111111', '#111111', '#111111']);

    expect(new Set(styles.map(({ dash }) => dash.join())).size).toBe(4);
  });

  it('are moved until they can be seen on the ground, light and dark', () => {
    for (const ground of ['#ffffff', '#161c22']) {
      const least = Math.min(...PALETTE.map((color) => contrast(readableOn(color, ground), ground)));
      expect(least).toBeGreaterThanOrEqual(3);
    }
  });

  it('stay as they are where they can be seen, and where they are names', () => {
    expect([readableOn('#1f77b4', '#ffffff'), readableOn('red', '#ffffff')]).toEqual(['#1f77b4', 'red']);
  });

  it('are read in the long and the short form', () => {
    expect([parseHex('#fa0'), parseHex('#ffaa00'), parseHex('red')]).toEqual([[255, 170, 0], [255, 170, 0], undefined]);
  });
});

describe('a legend', () => {
  it('needs a line more for each name that does not fit', () => {
    const labels = ['Error rate over 6 hours', 'Error rate over 30 minutes'];

    expect([legendLines(labels, 500), legendLines(labels, 300), legendLines([], 300)]).toEqual([1, 2, 0]);
  });

  it('cuts names that are longer than a line', () => {
    expect(legendLines(['x'.repeat(500), 'y'], 330)).toBe(1);
  });
});

describe('a pie', () => {
  it('is shared by its values; missing and negative ones have none', () => {
    expect(pieSlices([1, 3, null, -5]).map(({ share }) => share)).toEqual([0.25, 0.75, 0, 0]);
  });

  it('of nothing has no slice', () => {
    expect(pieSlices([0, null]).every(({ share }) => share === 0)).toBe(true);
  });

  it('of one value is a whole ring, which one arc cannot draw', () => {
    expect(ringPath(60, 50, 40, 0, 2 * Math.PI).match(/A/g)).toHaveLength(4);
    expect(ringPath(60, 50, 40, 1, 1)).toBe('');
  });
});

describe('a gauge', () => {
  it('goes from end to end and not beyond', () => {
    expect([-5, 0, 50, 100, 130].map((value) => gaugeAngle(value, 0, 100))).toEqual([
      GAUGE_FROM,
      GAUGE_FROM,
      (GAUGE_FROM + GAUGE_TO) / 2,
      GAUGE_TO,
      GAUGE_TO,
    ]);
  });
});

describe('a sparkline', () => {
  it('is interrupted by gaps, and a single datapoint is still seen', () => {
    expect(sparklinePaths([0, 1, null, 1], 30, 10)).toEqual(['M0.0,10.0L10.0,0.0', 'M30.0,0.0L31,0.0']);
  });

  it('of nothing is none', () => {
    expect(sparklinePaths([null, null], 30, 10)).toEqual([]);
  });
});

describe('what is said of a line', () => {
  it('are its least, greatest, average, sum and latest', () => {
    expect(factsOf(series([1, 5, null, 3, null]))).toEqual({
      least: 1,
      greatest: 5,
      average: 3,
      sum: 9,
      latest: 3,
      latestAt: 180_000,
      count: 3,
    });
  });

  it('counts what is in the range only', () => {
    expect(factsOf(series([1, 5, 7]), { start: 60_000, end: 60_000 })).toMatchObject({ sum: 5, latest: 5 });
  });

  it('is nothing where there is no datapoint', () => {
    expect(factsOf(series([null]))).toMatchObject({ least: null, latest: null, count: 0 });
  });

  it('is a sentence for those who do not see the graph', () => {
    const text = summarise([series([1, 5, 3])], { start: 0, end: 180_000 });

    expect(text).toBe(
      'p90: latest 3\u202fms, lowest 1\u202fms, highest 5\u202fms. 1970-01-01 00:00:00 to 1970-01-01 00:03:00 UTC, 3 min.',
    );
  });

  it('is a table with the newest first, and says how many rows are left out', () => {
    const table = dataTable([series([1, 2, 3]), { ...series([9]), label: 'p50' }], { start: 0, end: 200_000 }, 2);

    expect(table).toEqual({
      columns: ['p90', 'p50'],
      rows: [
        { at: 120_000, values: [3, undefined] },
        { at: 60_000, values: [2, undefined] },
      ],
      left: 1,
    });
  });
});

describe('the result of a log query', () => {
  const data = (columns: string[], rows: LogData['rows']): LogData => ({
    kind: 'log',
    range: { start: 0, end: 600_000 },
    columns,
    rows,
  });

  it('over time is a line for each column, with missing bins as gaps', () => {
    const rows = [
      ['2026-11-21 14:03:00.000', 4],
      ['2026-11-21 14:00:00.000', 1],
      ['2026-11-21 14:01:00.000', '2'],
    ];

    const [only, ...others] = logSeries(data(['bin(1m)', 'count(*)'], rows), true);

    expect(others).toEqual([]);
    expect(only).toMatchObject({ label: 'count(*)', period: 60, values: [1, 2, null, 4] });
    expect(only?.timestamps[0]).toBe(Date.UTC(2026, 10, 21, 14));
  });

  it('else is a value for each row, named by its other columns', () => {
    const lines = logSeries(
      data(
        ['code', 'level', 'count(*)'],
        [
          ['model-error', 'ERROR', '42'],
          ['throttled', null, 7],
        ],
      ),
      false,
    );

    expect(lines.map(({ label, values }) => [label, values[0]])).toEqual([
      ['model-error ERROR', 42],
      ['throttled –', 7],
    ]);
  });

  it('without an instant is no line', () => {
    expect(logSeries(data(['code', 'count'], [['x', 1]]), true)).toEqual([]);
  });
});
