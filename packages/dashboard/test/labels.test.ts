import { describe, expect, it } from 'vitest';
import { drawn, dynamic, eachMinute, LATENCY, MINUTE, NOON } from './helpers/sources.ts';

const given = { metrics: [[LATENCY, eachMinute([10, 20, null, 40, 30])]] as const, now: NOON + 10 * MINUTE };
const range = { start: NOON, end: NOON + 5 * MINUTE };

const labels = (rows: readonly unknown[]) => drawn(rows, given, { range, period: 60 }).series.map(({ label }) => label);
const cart = (metric: string, ...more: readonly unknown[]) => ['Shop', metric, 'Service', 'cart', ...more];

const rowsOf = (...rows: readonly string[]) => rows.map((each) => each.split(' '));

describe('default labels', () => {
  it('are the name of a lone metric', () => {
    expect(labels([cart('Latency')])).toEqual(['Latency']);
  });

  it('are the dimensions that differ', () => {
    expect(labels([cart('Latency'), ['...', 'stock']])).toEqual(['cart', 'stock']);
  });

  it('have the name of the metric where it differs, too', () => {
    expect(labels([cart('Latency'), ['.', 'Errors', '.', 'stock']])).toEqual(['Latency cart', 'Errors stock']);
  });

  it('have the statistic where nothing else differs', () => {
    expect(labels([cart('Latency', { stat: 'p50' }), ['...', { stat: 'p99' }]])).toEqual([
      'Latency p50',
      'Latency p99',
    ]);
  });

  it('have the namespace where metrics of one name come from several', () => {
    expect(
      labels([
        ['Shop', 'Errors'],
        ['Stock', 'Errors'],
      ]),
    ).toEqual(['Shop Errors', 'Stock Errors']);
    expect(labels(rowsOf('Shop Errors', 'Stock Up'))).toEqual(['Errors', 'Up']);
  });

  it('have the name where a metric lacks the dimension that tells the others apart', () => {
    expect(labels([['Shop', 'Errors'], cart('Errors')])).toEqual(['Errors', 'cart']);
  });

  it('do not look at rows that are hidden or called otherwise', () => {
    const rows = [
      cart('Latency'),
      ['.', 'Errors', '.', 'stock', { visible: false }],
      ['.', 'Up', '.', '.', { label: 'up' }],
    ];

    expect(labels(rows)).toEqual(['Latency', 'up']);
  });

  it('of an expression are its id, or else its text', () => {
    const rows = [
      [{ expression: 'm1 * 2', id: 'twice' }],
      [{ expression: 'm1 * 3' }],
      cart('Latency', { id: 'm1', visible: false }),
    ];

    expect(labels(rows)).toEqual(['twice', 'm1 * 3']);
  });
});

describe('dynamic labels', () => {
  it.each([
    ['{LAST}', '30'],
    ['{FIRST}', '10'],
    ['{MIN} to {MAX}', '10 to 40'],
    ['{AVG} {SUM} {DATAPOINT_COUNT}', '25 100 4'],
    ['{FIRST_LAST_RANGE} {MIN_MAX_RANGE}', '20 30'],
    ['{MAX_TIME}', '2026-01-11 12:03 UTC'],
    ['{LAST_TIME_RELATIVE} {FIRST_LAST_TIME_RANGE} {MIN_MAX_TIME_RANGE}', '6m 4m 3m'],
    ["{PROP('MetricName')} {PROP('Namespace')} {PROP('Stat')} {PROP('Period')}", 'Latency Shop Average 60'],
    ["{PROP('Dim.Service')} {PROP('Dim.constructor')} {PROP('Region')}", 'cart -- --'],
    ['[{LABEL}]', '[Latency]'],
    ['{UNKNOWN} $LAST {last}', dynamic('{UNKNOWN} $LAST {last}')],
  ])('have values put in: %s', (label, expected) => {
    expect(labels([cart('Latency', { label: dynamic(label) })])).toEqual([expected]);
  });

  it('have a dash for values of no datapoint', () => {
    expect(labels([cart('Errors', { label: dynamic('{LAST} {DATAPOINT_COUNT}') })])).toEqual(['-- 0']);
  });
});
