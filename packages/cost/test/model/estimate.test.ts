import { describe, expect, test } from 'vitest';
import { compareTransports, estimate } from '../../src/model/estimate.ts';
import { FREE_TYPES, PRICERS } from '../../src/model/pricers.ts';
import { constantProfile } from '../../src/profile/profile.ts';
import { estimateOf, lineOf, PIPELINE, reasonOf, templateOf } from '../support.ts';

describe('resources', () => {
  test('of a type that nobody knows are listed, not taken for free', () => {
    const made = estimateOf({ Db: { Type: 'AWS::RDS::DBInstance' }, Role: { Type: 'AWS::IAM::Role' } });

    expect(made.unknownTypes).toEqual([{ stack: 'App', logicalId: 'Db', type: 'AWS::RDS::DBInstance' }]);
    expect(made.free.map(({ resource }) => resource.logicalId)).toEqual(['Role']);
  });

  test('that cost nothing say why', () => {
    expect(Object.values(FREE_TYPES).filter((reason) => reason.length < 10)).toEqual([]);
  });

  test('have either a pricer or are free', () => {
    expect(Object.keys(PRICERS).filter((type) => type in FREE_TYPES)).toEqual([]);
  });
});

describe('the total', () => {
  test('is that of the known lines, whatever is unknown beside them', () => {
    const made = estimateOf({ ...PIPELINE, Bucket: { Type: 'AWS::S3::Bucket' } });
    const without = estimateOf(PIPELINE);

    expect(made.lines.some(({ price }) => price.status === 'unknown')).toBe(true);
    expect(made.total).toBeCloseTo(without.total, 9);
  });

  test('grows with the traffic', () => {
    const totals = [0, 1, 10, 100, 1000].map((rps) => estimate(templateOf(PIPELINE), constantProfile(rps)).total);

    expect(totals).toEqual(totals.toSorted((left, right) => left - right));
    expect(new Set(totals).size).toBe(5);
  });

  test('without traffic is what is paid in any case', () => {
    const made = estimateOf({ ...PIPELINE, Key: { Type: 'AWS::KMS::Key' } }, { traffic: { requestsPerSecond: 0 } });

    expect(made.total).toBeCloseTo(12 * 0.3 + 1, 9);
  });

  test('with the free tier is lower, and never below nothing', () => {
    const [paid, free] = [false, true].map((freeTier) => estimateOf(PIPELINE, {}, { freeTier }));
    const idle = estimateOf(
      PIPELINE,
      { traffic: { requestsPerSecond: 0 }, metrics: { custom: 5 } },
      { freeTier: true },
    );

    expect(free!.total).toBeLessThan(paid!.total);
    expect(idle.total).toBe(0);
  });
});

describe('a Region', () => {
  test('has its own prices', () => {
    const line = lineOf(estimateOf(PIPELINE, {}, { region: 'eu-central-1' }), 'dynamodb.writes');

    expect(line.price).toMatchObject({ status: 'priced', unitPrice: expect.closeTo(0.0000007625, 12) });
  });

  test('leaves out what could not be cited, tiers included', () => {
    const small = estimateOf(PIPELINE, {}, { region: 'eu-central-1' });
    const large = estimateOf(PIPELINE, { traffic: { requestsPerSecond: 50_000 } }, { region: 'eu-central-1' });

    expect(reasonOf(small, 'api-gateway.http.requests')).toBe('no price that could be cited for this Region');
    expect(reasonOf(small, 'lambda.duration.arm64')).toBeUndefined();
    expect(
      large.lines.filter(({ meter, price }) => meter === 'logs.ingestion.vended' && price.status === 'priced'),
    ).toEqual([]);
  });

  test('without any price makes all lines unknown', () => {
    const made = estimateOf(PIPELINE, {}, { region: 'sa-east-1' });

    expect(made.pricesRead).toBeUndefined();
    expect(made.total).toBe(0);
    expect(made.lines.every(({ price }) => price.status === 'unknown')).toBe(true);
  });
});

describe('the transports of metrics', () => {
  test('differ by what each adds', () => {
    const template = templateOf(PIPELINE);
    const [emf, put] = compareTransports(template, constantProfile(10));

    expect([emf?.transport, put?.transport]).toEqual(['emf', 'put-metric-data']);
    expect(emf!.total - emf!.metrics).toBeCloseTo(put!.total - put!.metrics, 6);
    expect(put?.metrics).toBeCloseTo(262.8, 6);
  });

  test("follow the template's setting", () => {
    const variables = { METRICS_TRANSPORT: 'put-metric-data' };
    const fn = { ...PIPELINE.Fn!, Properties: { ...PIPELINE.Fn!.Properties, Environment: { Variables: variables } } };

    expect(estimateOf({ ...PIPELINE, Fn: fn }).transport).toBe('put-metric-data');
    expect(estimateOf({ ...PIPELINE, Fn: fn }, {}, { transport: 'emf' }).transport).toBe('emf');
  });
});
