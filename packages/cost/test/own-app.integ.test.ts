import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, inject, test } from 'vitest';
import { readAccessTemplates } from '../../access-matrix/src/template/index.ts';
import { withParts } from '../../cli/src/marked-parts.ts';
import { estimate } from '../src/model/estimate.ts';
import { constantProfile } from '../src/profile/profile.ts';
import { scaleTables } from '../src/scale/page.ts';

const PAGE = join(import.meta.dirname, '../../../docs/scale.md');

describe('our own application, synthesised', () => {
  const read = readAccessTemplates(inject('assemblyDirectory'));
  if (read.status === 'error') throw new Error(read.message);
  const { template } = read;
  const made = estimate(template, constantProfile(10));

  test('has no resource whose cost nobody knows of', () => {
    expect(made.unknownTypes).toEqual([]);
  });

  test.each(['API Gateway', 'Lambda', 'SageMaker', 'DynamoDB', 'CloudWatch', 'CloudWatch Logs', 'X-Ray', 'SQS', 'KMS'])(
    'pays for %s',
    (service) => {
      const priced = made.lines.filter((line) => line.service === service && line.price.status === 'priced');

      expect(priced.some(({ price }) => price.status === 'priced' && price.amount > 0)).toBe(true);
    },
  );

  test('counts alarms as the decision record on their cost does: 30 metrics, 3 composites', () => {
    const metrics = made.lines.filter(({ meter }) => meter === 'cloudwatch.alarms.standard');
    const counted = metrics.reduce((sum, { quantity }) => sum + (quantity.status === 'known' ? quantity.value : 0), 0);

    expect([metrics.length, counted]).toEqual([21, 30]);
    expect(made.lines.filter(({ meter }) => meter === 'cloudwatch.alarms.composite')).toHaveLength(3);
  });

  test('has the tables that docs/scale.md shows (written by packages/cost/src/scale/update-page.ts)', () => {
    const page = readFileSync(PAGE, 'utf8');

    expect(withParts(page, { ...scaleTables(template) })).toBe(page);
  });
});
