import { describe, expect, it } from 'vitest';
import type { MetricIdentity } from '../../alarm-simulator/src/index.ts';
import { evaluateWidget } from '../src/index.ts';
import { drawn, dynamic, eachMinute, HOUR, LATENCY, MINUTE, metricWidget, NOON, sourcesOf } from './helpers/sources.ts';

const metric = (metricName: string, service = 'cart'): MetricIdentity => ({
  namespace: 'Shop',
  metricName,
  dimensions: { Service: service },
});

const given = {
  metrics: [
    [metric('Errors'), eachMinute([1, 0, null, 3, 4])],
    [metric('Requests'), eachMinute([10, 20, 30, null, 40])],
    [metric('Errors', 'stock'), eachMinute([5, 5, 5, 5, 5])],
  ] as const,
};

const range = { start: NOON, end: NOON + 5 * MINUTE };
const hidden = (id: string, name: string, service = 'cart', more: object = {}) => [
  'Shop',
  name,
  'Service',
  service,
  { id, visible: false, stat: 'Sum', ...more },
];
const errors = hidden('errors', 'Errors');
const requests = hidden('requests', 'Requests');

const evaluated = (rows: readonly unknown[], properties: object = {}) =>
  drawn(rows, given, { range, period: 60, ...properties });

/** The values of an expression over the metrics above. */
const valuesOf = (expression: string) =>
  evaluated([[{ expression }], errors, requests, hidden('stock', 'Errors', 'stock')]).series.map(
    ({ values }) => values,
  );

describe('expressions', () => {
  it('are computed period by period from hidden rows, what is missing beside a value as 0', () => {
    expect(valuesOf('100 * errors / requests')).toEqual([[10, 0, 0, null, 10]]);
  });

  it('may refer to other expressions, also to those below', () => {
    const rows = [[{ expression: 'share * 2' }], [{ expression: 'errors / requests', id: 'share', visible: false }]];

    expect(evaluated([...rows, errors, requests]).series[0]?.values).toEqual([0.2, 0, 0, null, 0.2]);
  });

  it('may take all metrics of the graph, or those with a text in their ids', () => {
    expect(valuesOf('SUM(METRICS())')).toEqual([[16, 25, 35, 8, 49]]);
    expect(valuesOf('SUM(METRICS("r"))')).toEqual([[11, 20, 30, 3, 44]]);
  });

  it('are a line for each series where they give several', () => {
    const { series } = evaluated([
      [{ expression: '[errors, requests] * 2', label: 'twice', color: 'red' }],
      errors,
      requests,
    ]);

    expect(series.map(({ values }) => values)).toEqual([
      [2, 0, null, 6, 8],
      [20, 40, 60, null, 80],
    ]);
    expect(series.map(({ label }) => label)).toEqual(['twice 1', 'twice 2']);
    expect(series[0]).not.toHaveProperty('color');
  });

  it('know the period', () => {
    expect(valuesOf('requests / PERIOD(requests) * 60')).toEqual([[10, 20, 30, null, 40]]);
  });

  it('are one value over the whole range where the widget asks for it', () => {
    const settings = { view: 'singleValue', setPeriodToTimeRange: true };

    const { series } = evaluated([[{ expression: '100 * errors / requests' }], errors, requests], settings);

    expect(series[0]?.values).toEqual([8]);
  });

  it('have the longest of the periods of their metrics', () => {
    const slow = hidden('requests', 'Requests', 'cart', { period: 300 });

    const { series } = evaluated([[{ expression: 'requests' }], slow]);

    expect(series[0]).toMatchObject({ period: 300, timestamps: [NOON], values: [100] });
  });

  it('take from metrics with a shorter period the datapoints of their own timestamps', () => {
    const { series } = evaluated([[{ expression: 'requests * 1', period: 120 }], requests]);

    expect(series[0]).toMatchObject({ period: 120, values: [10, 30, 40] });
  });

  it('have the band of a metric as two lines', () => {
    const source = { metrics: [[LATENCY, eachMinute(Array(180).fill(100), NOON - 3 * HOUR)]] } as const;
    const rows = [
      [{ expression: 'ANOMALY_DETECTION_BAND(m1, 2)', label: 'expected' }],
      ['Shop', 'Latency', 'Service', 'cart', { id: 'm1', visible: false }],
    ];

    const { series } = drawn(rows, source, { range, period: 60 });

    expect(series.map(({ label, values }) => [label, values])).toEqual([
      ['expected upper', [100, 100, 100, 100, 100]],
      ['expected lower', [100, 100, 100, 100, 100]],
    ]);
  });
});

describe('expressions that cannot be evaluated', () => {
  it.each([
    ['errors +', 'character'],
    ['unknown * 2', 'no metric or expression has the id unknown'],
    ['MEDIAN(errors)', 'unknown function MEDIAN'],
    ['AVG(errors)', 'TIME_SERIES'],
    ["SELECT AVG(x) FROM SCHEMA('y')", 'Metrics Insights'],
    ['self * 2', 'refers back to it'],
    ['a + 1', 'refers back to it'],
    [`${'('.repeat(1000)}errors${')'.repeat(1000)}`, 'nested deeper'],
  ])('are a problem, and the rest is drawn: %s', (expression, message) => {
    const loop = [
      [{ expression: 'self * 2', id: 'self', visible: false }],
      [{ expression: 'b + 1', id: 'a', visible: false }],
      [{ expression: 'a + 1', id: 'b', visible: false }],
    ];

    const { series, problems } = evaluated([
      [{ expression }],
      ...loop,
      ['Shop', 'Errors', 'Service', 'cart', { id: 'errors' }],
    ]);

    expect(series.map(({ id }) => id)).toEqual(['errors']);
    expect(problems.join('\n')).toContain(message);
  });

  it('do not grow without end', () => {
    const rows = Array.from({ length: 40 }, (_, index) => [
      { expression: index === 0 ? '[m, m]' : `[e${index - 1}, e${index - 1}]`, id: `e${index}`, visible: index === 39 },
    ]);

    const { series, problems } = evaluated([...rows, hidden('m', 'Errors')]);

    expect(series.length).toBeLessThanOrEqual(500);
    expect(problems.join()).toContain('more than 5000 time series');
  });
});

describe('search expressions', () => {
  it('are a line for each metric that is found, called by what tells it apart', () => {
    const { series } = evaluated([
      [{ expression: `SEARCH('{Shop,Service} MetricName="Errors"', 'Sum', 60)`, id: 'e1' }],
    ]);

    expect(series.map(({ id, label, values }) => [id, label, values])).toEqual([
      ['e1.0', 'cart', [1, 0, null, 3, 4]],
      ['e1.1', 'stock', [5, 5, 5, 5, 5]],
    ]);
  });

  it('may stand inside of other expressions, directly and by their id', () => {
    const search = `SEARCH('{Shop,Service} MetricName="Errors"', 'Sum', 60)`;

    const direct = evaluated([[{ expression: `SUM(${search})` }]]);
    const byId = evaluated([[{ expression: 'SUM(e1)' }], [{ expression: search, id: 'e1', visible: false }]]);

    expect(direct.series[0]?.values).toEqual([6, 5, 5, 8, 9]);
    expect(byId.series[0]?.values).toEqual([6, 5, 5, 8, 9]);
  });

  it('have the period of their row without one of their own', () => {
    const { series } = evaluated([[{ expression: `SEARCH('Requests', 'Sum')`, period: 300 }]]);

    expect(series).toMatchObject([{ period: 300, values: [100] }]);
  });

  it('have a period of their own instead of that of their row', () => {
    const { series } = evaluated([[{ expression: `SEARCH('Requests', 'Sum', 60)`, period: 300 }]]);

    expect(series).toMatchObject([{ period: 60, values: [10, 20, 30, null, 40] }]);
  });

  it('put a dynamic label on each line', () => {
    const row = {
      expression: `SEARCH('{Shop,Service} Errors', 'Sum')`,
      label: dynamic("{PROP('Dim.Service')}: {MAX} {LABEL}"),
    };

    expect(evaluated([[row]]).series.map(({ label }) => label)).toEqual(['cart: 4 cart', 'stock: 5 stock']);
  });

  it.each([
    [`SEARCH('{Shop', 'Sum')`, '{ has no }'],
    [`SEARCH('Errors', 'Median')`, 'unknown statistic'],
    ['SEARCH(Errors)', "takes 'query', 'statistic'"],
    [`SEARCH('(((a', 'Sum')`, '( has no )'],
  ])('say what is wrong with them: %s', (expression, message) => {
    expect(evaluated([[{ expression }]]).problems[0]).toContain(message);
  });

  it('need a source that lists its metrics', () => {
    const { metrics: _, ...sources } = sourcesOf(given);

    const { problems } = evaluateWidget(
      metricWidget({ metrics: [[{ expression: `SEARCH('x', 'Sum')` }]] }),
      range,
      sources,
    );

    expect(problems[0]).toContain('list of all metrics');
  });
});
