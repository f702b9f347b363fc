import { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import { DataLakeStack } from '../../../lib/stacks/data-lake-stack.ts';
import { dataLakeStack } from '../data-lake/support.ts';
import { testApp, testConfig } from '../shared/synth.ts';

describe('the data lake stack', () => {
  test.each([
    'DataBucket',
    'AdministratorRoleArn',
    'ProjectLeaderRoleArn',
    'DataAnalystRoleArn',
    'WorkflowRoleArn',
    'ProjectLeaderWorkgroup',
    'DataAnalystWorkgroup',
  ])('has the output %s', (name) => {
    expect(Object.keys(Template.fromStack(dataLakeStack()).findOutputs(name))).toEqual([name]);
  });

  test('can be deployed to any account and region', () => {
    expect(JSON.stringify(Template.fromStack(dataLakeStack()).toJSON())).not.toMatch(/unknown-(account|region)/);
  });

  test('deletes data with both switches only', () => {
    const deleted = Template.fromStack(dataLakeStack({ removeDataOnDestroy: true, confirmDataRemoval: true }));
    const kept = Template.fromStack(dataLakeStack({ removeDataOnDestroy: true }));

    deleted.allResources('AWS::S3::Bucket', { DeletionPolicy: 'Delete' });
    kept.allResources('AWS::S3::Bucket', { DeletionPolicy: 'Retain' });
  });

  test('keeps the settings even when data is deleted: they are the account’s', () => {
    const template = Template.fromStack(dataLakeStack({ removeDataOnDestroy: true, confirmDataRemoval: true }));

    template.hasResource('AWS::LakeFormation::DataLakeSettings', { DeletionPolicy: 'Retain' });
    template.hasResource('Custom::LakeSettings', { DeletionPolicy: 'Retain' });
  });

  test('takes records from a table that exists already', () => {
    const recordsStreamArn = 'arn:aws:dynamodb:eu-central-1:123456789012:table/records/stream/2026-01-01T00:00:00.000';
    const config = testConfig({
      monitorExisting: { functionName: 'f', functionTimeoutSeconds: 3 },
      dataLake: { recordsStreamArn },
    });

    const template = Template.fromStack(new DataLakeStack(testApp(), 'Test', { config }));

    template.hasResourceProperties('AWS::Pipes::Pipe', { Source: recordsStreamArn });
  });

  test('works without records', () => {
    const template = Template.fromStack(new DataLakeStack(testApp(), 'Test', { config: testConfig() }));

    template.resourceCountIs('AWS::KinesisFirehose::DeliveryStream', 0);
  });
});
