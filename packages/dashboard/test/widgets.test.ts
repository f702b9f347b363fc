import { describe, expect, it } from 'vitest';
import {
  type DashboardSources,
  type DataWidget,
  evaluateWidget,
  type MetricView,
  type TimeRange,
} from '../src/index.ts';
import {
  eachMinute,
  isData,
  latencyAlarm,
  MINUTE,
  metricWidget,
  NOON,
  sourcesOf,
  widgetOf,
} from './helpers/sources.ts';

/**
 * Each kind of widget over the same ten minutes. Requests of the cart: 1 to 10, of which every fifth minute has 2 errors;
 * requests of the stock: 100 a minute, with a gap.
 */
const metric = (metricName: string, service: string) => ({
  namespace: 'Shop',
  metricName,
  dimensions: { Service: service },
});
const CART = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
const STOCK = [100, 100, 100, null, null, null, 100, 100, 100, 100];
const ERRORS = [2, 0, 0, 0, 0, 2, 0, 0, 0, 0];

const SOURCES: DashboardSources = sourcesOf({
  metrics: [
    [metric('Requests', 'cart'), eachMinute(CART, NOON, 'Count')],
    [metric('Requests', 'stock'), eachMinute(STOCK, NOON, 'Count')],
    [metric('Errors', 'cart'), eachMinute(ERRORS, NOON, 'Count')],
  ],
  alarms: [latencyAlarm('Slow', 'ALARM', NOON)],
  events: [3, 5].map((minute) => ({
    logGroup: 'g',
    logStream: 's',
    timestamp: NOON + minute * MINUTE,
    message: JSON.stringify({ level: 'ERROR', code: minute }),
  })),
});

const RANGE: TimeRange = { start: NOON, end: NOON + 10 * MINUTE };

const BOTH = [
  ['Shop', 'Requests', 'Service', 'cart'],
  ['...', 'stock'],
];

const shown = (view: MetricView, properties: object) =>
  evaluateWidget(metricWidget({ view, stat: 'Sum', period: 300, metrics: BOTH, ...properties }), RANGE, SOURCES);

const lines = (view: MetricView, properties: object = {}) =>
  shown(view, properties).series.map(({ label, values }) => [label, ...values]);

describe('every kind of widget', () => {
  it('draws lines over time', () => {
    expect(lines('timeSeries')).toEqual([
      ['cart', 15, 40],
      ['stock', 300, 400],
    ]);
  });

  it('draws the gap in a line', () => {
    expect(lines('timeSeries', { period: 60 })[1]?.slice(3, 8)).toEqual([100, null, null, null, 100]);
  });

  it('draws stacked lines from the same values', () => {
    expect(lines('timeSeries', { stacked: true })).toEqual(lines('timeSeries'));
  });

  it('draws an expression on the right axis beside a metric on the left', () => {
    const { series } = shown('timeSeries', {
      metrics: [
        [{ expression: '100 * errors / requests', label: 'share', yAxis: 'right' }],
        ['Shop', 'Errors', 'Service', 'cart', { id: 'errors' }],
        ['.', 'Requests', '.', '.', { id: 'requests', visible: false }],
      ],
    });

    expect(series).toMatchObject([
      { label: 'share', axis: 'right', values: [(100 * 2) / 15, 5] },
      { label: 'Errors', axis: 'left', unit: 'Count', values: [2, 2] },
    ]);
  });

  it('has the newest value of a number and the line behind it', () => {
    expect(lines('singleValue', { sparkline: true })).toEqual([
      ['cart', 15, 40],
      ['stock', 300, 400],
    ]);
  });

  it.each(['singleValue', 'gauge', 'bar', 'pie'] as const)('has one value over the whole range: %s', (view) => {
    const yAxis = { left: { min: 0, max: 1000 } };

    expect(lines(view, { setPeriodToTimeRange: true, yAxis })).toEqual([
      ['cart', 55],
      ['stock', 700],
    ]);
  });

  it('has a row of a table for each line, with what its columns are computed from', () => {
    expect(lines('table', { table: { summaryColumns: ['MIN', 'SUM'] } })).toEqual([
      ['cart', 15, 40],
      ['stock', 300, 400],
    ]);
  });

  it('has the states of alarms', () => {
    expect(data('alarm', { alarms: ['Slow'] })).toMatchObject({
      kind: 'alarm',
      alarms: [{ name: 'Slow', state: 'ALARM' }],
    });
  });

  it('has the lines of a log', () => {
    const query = "SOURCE 'g' | filter level = 'ERROR' | stats count(*) as n, max(code) as code by bin(5m) | sort n";

    expect(data('log', { query, view: 'bar' })).toMatchObject({
      kind: 'log',
      columns: ['bin(5m)', 'n', 'code'],
      rows: [
        ['2026-01-11 12:05:00.000', 1, 5],
        ['2026-01-11 12:00:00.000', 1, 3],
      ],
    });
  });

  it('has no data for text and for what cannot be drawn', () => {
    expect([widgetOf('text', { markdown: '' }), widgetOf('custom', {})].filter(isData)).toEqual([]);
  });
});

function data(type: string, properties: object) {
  const widget: DataWidget | undefined = [widgetOf(type, properties)].find(isData);
  return widget && evaluateWidget(widget, RANGE, SOURCES);
}
