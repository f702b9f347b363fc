import { Match, type Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, test } from 'vitest';
import { inferenceTemplate, only } from '../shared/synth.ts';

const TABLE = 'AWS::DynamoDB::Table';

const table = (template: Template) => Object.values(template.findResources(TABLE))[0];

describe('the result table without any setting', () => {
  let template: Template;
  beforeAll(() => {
    template = inferenceTemplate();
  });

  test('holds one item for each request id', () => {
    template.hasResourceProperties(TABLE, { KeySchema: [{ AttributeName: 'requestId', KeyType: 'HASH' }] });
  });

  test('is paid for by request', () => {
    template.hasResourceProperties(TABLE, { BillingMode: 'PAY_PER_REQUEST' });
  });

  test('can be restored to any second of the last weeks', () => {
    template.hasResourceProperties(TABLE, { PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true } });
  });

  test('lets items expire by their own attribute', () => {
    template.hasResourceProperties(TABLE, { TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true } });
  });

  test('streams its changes with both images', () => {
    template.hasResourceProperties(TABLE, { StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' } });
  });

  test('is encrypted with the key of AWS', () => {
    template.resourceCountIs('AWS::KMS::Key', 0);
    template.hasResourceProperties(TABLE, { SSESpecification: Match.objectLike({ SSEEnabled: false }) });
  });

  test('outlives its stack', () => {
    expect(table(template)).toMatchObject({ DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
  });

  test('cannot be deleted by hand', () => {
    expect(only(template, TABLE).DeletionProtectionEnabled).toBe(true);
  });
});

describe('the result table with a customer-managed key', () => {
  test('is encrypted with a key that rotates and outlives the stack', () => {
    const template = inferenceTemplate({ table: { encryption: 'customer-managed' } });

    template.hasResourceProperties(TABLE, { SSESpecification: { SSEEnabled: true, SSEType: 'KMS' } });
    template.hasResource('AWS::KMS::Key', {
      Properties: { EnableKeyRotation: true },
      DeletionPolicy: 'Retain',
    });
  });
});

describe('the result table when both removal switches are on', () => {
  test('goes with its stack', () => {
    const template = inferenceTemplate({ removeDataOnDestroy: true, confirmDataRemoval: true });

    expect(table(template)).toMatchObject({
      DeletionPolicy: 'Delete',
      Properties: { DeletionProtectionEnabled: false },
    });
  });
});
