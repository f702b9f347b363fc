import { describe, expect, it } from 'vitest';
import type { MetricIdentity } from '../../alarm-simulator/src/index.ts';
import { findMetrics } from '../src/search/find-metrics.ts';
import { extractSearches } from '../src/search/search-calls.ts';
import { parseSearchQuery } from '../src/search/search-query.ts';
import { matchesPartly, tokensOf } from '../src/search/tokens.ts';

const METRICS: readonly MetricIdentity[] = [
  { namespace: 'AWS/Lambda', metricName: 'Errors', dimensions: { FunctionName: 'ProjectA-pay' } },
  { namespace: 'AWS/Lambda', metricName: 'Invocations', dimensions: { FunctionName: 'ProjectA-pay' } },
  { namespace: 'AWS/Lambda', metricName: 'Errors', dimensions: { FunctionName: 'ship' } },
  { namespace: 'AWS/Lambda', metricName: 'Errors', dimensions: {} },
  { namespace: 'AWS/Lambda', metricName: 'Duration', dimensions: { FunctionName: 'ship', Resource: 'live' } },
  { namespace: 'My Shop', metricName: 'Custom:Name[x]', dimensions: { 'Dimension@Name': 'Errors' } },
];

const found = (query: string) =>
  findMetrics(parseSearchQuery(query), METRICS).map(({ metricName, dimensions }) =>
    [metricName, ...Object.values(dimensions)].join(' '),
  );

/** Examples of AWS's page on search expressions. */
describe('tokens', () => {
  it.each([
    ['CustomCount1', ['Custom', 'Count', '1']],
    ['SDBFailure', ['SDB', 'Failure']],
    ['Project2-trial333', ['Project', '2', 'trial', '333']],
    ['Network-Errors_2', ['Network', 'Errors', '2']],
  ])('cut %s', (name, expected) => {
    expect(tokensOf(name)).toEqual(expected);
  });

  it.each([
    ['count', 'CustomCount1', true],
    ['COUNT', 'CustomCount1', true],
    ['couNT', 'CustomCount1', false],
    ['CustomCount', 'CustomCount1', true],
    ['Count1', 'CustomCount1', true],
    ['customcount', 'CustomCount1', false],
    ['customcount1', 'CustomCount1', true],
    ['count1', 'CustomCount1', false],
    ['network/errors', 'Network-Errors-2', true],
    ['Network_Errors', 'NetworkErrors2', true],
    ['---', 'Network-Errors-2', false],
  ])('of %s are in %s: %s', (term, name, expected) => {
    expect(matchesPartly(term, name)).toBe(expected);
  });
});

describe('a search', () => {
  it.each([
    ['{AWS/Lambda,FunctionName} MetricName="Errors"', ['Errors ProjectA-pay', 'Errors ship']],
    ['{AWS/Lambda} MetricName="Errors"', ['Errors ProjectA-pay', 'Errors ship', 'Errors']],
    ['{AWS/Lambda,FunctionName}', ['Errors ProjectA-pay', 'Errors ship', 'Invocations ProjectA-pay']],
    ['MetricName="errors"', []],
    ['{AWS/Lambda,Resource,FunctionName} NOT NOT live', ['Duration ship live']],
    ['"Errors" NOT Namespace=AWS', ['Custom:Name[x] Errors']],
    ['{AWS/Lambda,FunctionName}, Errors NOT "ship"', ['Errors ProjectA-pay']],
    ['FunctionName=pay Invocations', ['Invocations ProjectA-pay']],
    ['FunctionName=pay AND (Errors OR Invocations)', ['Errors ProjectA-pay', 'Invocations ProjectA-pay']],
    ['{AWS/Lambda,FunctionName} MetricName=("Errors" OR "Invocations") NOT pay', ['Errors ship']],
    ['MetricName="Errors" ship OR MetricName="Invocations"', ['Errors ship', 'Invocations ProjectA-pay']],
    ['{"My Shop", "Dimension@Name"} "Custom:Name[x]"', ['Custom:Name[x] Errors']],
  ])('for %s finds %j', (query, expected) => {
    expect(found(query)).toEqual(expected);
  });

  it.each(['', '{AWS/Lambda', '{AWS/Lambda,}', '(a', 'a)', 'NOT', 'x=', `${'('.repeat(50)}a`, 'a'.repeat(1025)])(
    'is refused if it cannot be read: %s',
    (query) => {
      expect(() => parseSearchQuery(query)).toThrow();
    },
  );
});

describe('searches in an expression', () => {
  it('are replaced by ids, and text in quotation marks is left alone', () => {
    const text = `SUM(SEARCH('a', 'Sum', 60)) + FIRST(SEARCH(' b ','p90')) + SUM(METRICS("SEARCH("))`;

    const { text: left, calls } = extractSearches(text, 's');

    expect(left).toBe('SUM(s0) + FIRST(s1) + SUM(METRICS("SEARCH("))');
    expect(calls).toMatchObject([
      { id: 's0', period: 60 },
      { id: 's1', statistic: { name: 'p90' } },
    ]);
  });
});
