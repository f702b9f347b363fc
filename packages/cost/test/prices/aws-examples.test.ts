import { describe, expect, test } from 'vitest';
import { known, type Usage } from '../../src/model/types.ts';
import { priceListOf } from '../../src/prices/price-list.ts';
import { rate } from '../../src/prices/rate.ts';
import { amountOf, estimateOf, PIPELINE, type Resources } from '../support.ts';

/** Examples that AWS works out on its pricing pages, for US East (N. Virginia); what they come to is AWS's. */

const cents = (amount: number | undefined): number => Math.round((amount ?? Number.NaN) * 100) / 100;

const functionOf = (memory: number, more = {}): Resources => ({
  Fn: { Type: 'AWS::Lambda::Function', Properties: { MemorySize: memory, ...more } },
});

/** Lines of one meter each, for examples that begin with quantities. */
function rated(quantities: Readonly<Record<string, number>>, freeTier: boolean): number[] {
  const resource = { stack: 'App', logicalId: 'R', type: 'T' };
  const usages: Usage[] = Object.entries(quantities).map(([meter, value]) => ({
    meter,
    component: meter,
    resource,
    quantity: known(value, ''),
  }));
  return rate(usages, priceListOf('us-east-1'), freeTier).map(({ price }) =>
    price.status === 'priced' ? cents(price.amount) : Number.NaN,
  );
}

describe('https://aws.amazon.com/lambda/pricing/', () => {
  test('example 1, a mobile backend: $2.33 compute and $0.40 requests', () => {
    const functions = { Fn: { invocations: 3_000_000, durationMs: 120 } };
    const made = estimateOf(functionOf(1536), { functions }, { freeTier: true });

    expect(cents(amountOf(made, 'lambda.duration.x86_64'))).toBe(2.33);
    expect(cents(amountOf(made, 'lambda.requests'))).toBe(0.4);
    expect(cents(made.total)).toBe(2.73);
  });

  test('example 2, telemetry of 10,000 vehicles: $1.49 requests and $248.00 compute', () => {
    const functions = { Fn: { invocations: 10_000 * 24 * 31, durationMs: 2000 } };
    const made = estimateOf(functionOf(1024), { functions });

    expect(cents(amountOf(made, 'lambda.requests'))).toBe(1.49);
    expect(cents(amountOf(made, 'lambda.duration.x86_64'))).toBe(248);
  });

  test('example 3, language model with ephemeral storage: $105.33, $1.00 and $0.08', () => {
    const functions = { Fn: { invocations: 6_000_000, durationMs: 280 } };
    const made = estimateOf(functionOf(4096, { EphemeralStorage: { Size: 2048 } }), { functions }, { freeTier: true });

    expect(cents(amountOf(made, 'lambda.duration.x86_64'))).toBe(105.33);
    expect(cents(amountOf(made, 'lambda.requests'))).toBe(1);
    expect(cents(amountOf(made, 'lambda.ephemeral-storage'))).toBe(0.08);
    expect(cents(made.total)).toBe(106.41);
  });
});

describe('https://aws.amazon.com/cloudwatch/pricing/', () => {
  test('ten instances with seven detailed metrics each cost $21', () => {
    expect(rated({ 'cloudwatch.metrics': 70 }, false)).toEqual([21]);
  });

  test('30 GB of logs that compress to 6 GB cost $12.50 and $0.03', () => {
    expect(rated({ 'logs.ingestion.custom': 30, 'logs.storage': 6 }, true)).toEqual([12.5, 0.03]);
  });

  test('four standard resolution alarms cost $0.40', () => {
    const alarms = Object.fromEntries(
      ['A', 'B', 'C', 'D'].map((id) => [id, { Type: 'AWS::CloudWatch::Alarm', Properties: { Period: 60 } }]),
    );

    expect(cents(estimateOf(alarms).total)).toBe(0.4);
  });
});

describe('https://aws.amazon.com/xray/pricing/', () => {
  test('2,000 requests an hour, sampled at 10 percent over 31 days, cost $0.24', () => {
    const profile = {
      traffic: { requestsPerSecond: 2000 / 3600 },
      tracing: { sampledShare: 0.1 },
      month: { hours: 24 * 31 },
    };
    const made = estimateOf(PIPELINE, profile, { freeTier: true });

    expect(cents(amountOf(made, 'xray.traces'))).toBe(0.24);
  });
});

describe('https://aws.amazon.com/athena/pricing/', () => {
  test('a query that scans 3 TB costs $15', () => {
    const made = estimateOf({ Group: { Type: 'AWS::Athena::WorkGroup' } }, { lake: { scannedTb: 3 } });

    expect(cents(made.total)).toBe(15);
  });
});
