import { describe, expect, test } from 'vitest';
import { show } from '../../src/model/numbers.ts';
import type { Estimate } from '../../src/model/types.ts';
import { counted, dollars, unitPriceText } from '../../src/output/format.ts';
import { groupBy } from '../../src/output/group.ts';
import {
  formulaText,
  inferredTexts,
  resourceText,
  serviceRows,
  sourcesOf,
  unknownRows,
} from '../../src/output/report.ts';
import { terminalLines } from '../../src/output/terminal.ts';
import { estimateOf, PIPELINE } from '../support.ts';

const bucket = { Type: 'AWS::S3::Bucket' };
const key = { Type: 'AWS::KMS::Key' };

describe('rows', () => {
  test('put lines of a kind together', () => {
    const { lines } = estimateOf({ One: key, Two: key, Three: key }, { kms: { requests: 0 } });

    const [service] = serviceRows(lines, false);
    const [row] = service?.rows ?? [];

    expect(service).toMatchObject({ service: 'KMS', amount: 3 });
    expect(row).toMatchObject({ component: 'key', quantity: 3, amount: 3 });
    expect(resourceText(row!)).toBe('3 resources: One, …');
    expect(formulaText(row!)).toBe('1 key, before its first rotation');
  });

  test('leave out what comes to nothing, unless all is wanted', () => {
    const { lines } = estimateOf({ One: key }, { kms: { requests: 0 } });

    expect(serviceRows(lines, false).flatMap(({ rows }) => rows)).toHaveLength(1);
    expect(serviceRows(lines, true).flatMap(({ rows }) => rows)).toHaveLength(2);
  });

  test('of what is unknown are one for each reason', () => {
    const { lines } = estimateOf({ One: bucket, Two: bucket });

    expect(unknownRows(lines, false).map(({ reason }) => reason)).toEqual([
      'give lake.storedGb',
      'give lake.putRequests',
      'give lake.getRequests',
    ]);
    expect(unknownRows(lines, true)).toHaveLength(6);
  });

  test('add up to the total', () => {
    const made = estimateOf(PIPELINE);
    const sum = serviceRows(made.lines, false).reduce((all, { amount }) => all + amount, 0);

    expect(sum).toBeCloseTo(made.total, 9);
  });

  test('say what is inferred, once', () => {
    const { lines } = estimateOf(PIPELINE);
    const row = serviceRows(lines, false)
      .flatMap(({ rows }) => rows)
      .find(({ component }) => component === 'access log, ingested');

    expect(inferredTexts(row!)).toEqual(['a line is as long as its format']);
  });

  test('have their sources, each once', () => {
    expect(sourcesOf(estimateOf({ One: key, Two: key }).lines)).toEqual(['https://aws.amazon.com/kms/pricing/']);
  });
});

describe('the terminal', () => {
  const reportOf = (estimate: Estimate) => ({ source: 'app', estimate, transports: [], assumptions: [] });
  const plain = (estimate: Estimate) => terminalLines(reportOf(estimate), (_, text) => text).join('\n');
  const oneKey = () => estimateOf({ Key: key }, { kms: { requests: 0 } });

  test('gets the services bold and the formulas dim, where it has colours', () => {
    const painted = terminalLines(reportOf(oneKey()), (style, text) => `[${String(style)}]${text}`);

    expect(painted).toContain('[bold]        1.00  KMS');
    expect(painted).toContain('[dim]                1 key, before its first rotation');
  });

  test('gets no empty chapters', () => {
    expect(plain(oneKey())).not.toMatch(/Not in the total|How metrics are sent|Taken for/);
  });

  test('is told the tiers that a line falls into', () => {
    const busy = estimateOf(PIPELINE, { traffic: { requestsPerSecond: 1000 } });

    expect(plain(busy)).toContain(
      'of all together: 300,000,000 requests at $0.000001, 2,328,000,000 requests at $0.0000009',
    );
  });
});

test.each([
  [0, '0.00'],
  [0.001, '<0.01'],
  [0.005, '0.01'],
  [1234.5, '1,234.50'],
])('%d dollars are shown as %s', (amount, text) => {
  expect(dollars(amount)).toBe(text);
});

test.each([
  [0, '$0.00'],
  [0.1, '$0.10'],
  [0.30000000000000004, '$0.30'],
  [0.0000133334, '$0.0000133334'],
  [0.144, '$0.144'],
  [3, '$3.00'],
])('a unit price of %d is shown as %s', (price, text) => {
  expect(unitPriceText(price)).toBe(text);
});

test.each([
  ['1', 'request', '1 request'],
  ['2', 'request', '2 requests'],
  ['0.5', 'GB', '0.5 GB'],
  ['7', 'GB-month', '7 GB-months'],
])('%s of %s is %s', (quantity, unit, text) => {
  expect(counted(quantity, unit)).toBe(text);
});

test.each([
  [1_234_567, '1,234,567'],
  [12.345, '12.3'],
  [1.2345, '1.235'],
  [0.00024271, '0.00024271'],
])('the number %d is shown as %s', (value, text) => {
  expect(show(value)).toBe(text);
});

test('groups keep the order in which their keys come', () => {
  expect([...groupBy(['b1', 'a1', 'b2'], ([first]) => first)]).toEqual([
    ['b', ['b1', 'b2']],
    ['a', ['a1']],
  ]);
});
