import { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import type { InferwatchSettings } from '../../../config/schema.ts';
import { createStacks } from '../../../lib/create-stacks.ts';
import { testApp, testConfig } from '../shared/synth.ts';

const stacks = (settings: InferwatchSettings = {}) => createStacks(testApp(), testConfig(settings));

describe('the stacks without any setting', () => {
  test('are the pipeline, its monitoring and the data lake', () => {
    const { inference, monitoring, dataLake } = stacks();

    expect([inference?.stackName, monitoring.stackName, dataLake?.stackName]).toEqual([
      'InferwatchInference',
      'InferwatchMonitoring',
      'InferwatchDataLake',
    ]);
  });

  test('deploy the pipeline before the lake that its records flow into', () => {
    const { inference, dataLake } = stacks();

    if (dataLake !== undefined) Template.fromStack(dataLake);

    expect(dataLake?.dependencies).toContain(inference);
  });

  test('deploy the pipeline before what watches it', () => {
    const { inference, monitoring } = stacks();

    Template.fromStack(monitoring);

    expect(monitoring.dependencies).toContain(inference);
  });

  test('take account and region from the deployment', () => {
    expect(stacks().monitoring.environment).toBe('aws://unknown-account/unknown-region');
  });

  test('carry a tag by which their cost is found', () => {
    const { inference } = stacks();

    expect(inference && Template.fromStack(inference).findResources('AWS::SageMaker::Endpoint')).toMatchObject({
      Endpoint8024A810: { Properties: { Tags: [{ Key: 'application', Value: 'inferwatch' }] } },
    });
  });
});

describe('the end-to-end tests', () => {
  test('are a stack of their own, deployed after what they test', () => {
    const { inference, monitoring, e2eTest } = stacks();

    expect(e2eTest?.stackName).toBe('InferwatchE2eTest');
    expect(e2eTest?.dependencies).toEqual(expect.arrayContaining([inference, monitoring]));
  });

  test('have the prefix in front of their name', () => {
    expect(stacks({ prefix: 'dev' }).e2eTest?.stackName).toBe('dev-InferwatchE2eTest');
  });
});

describe('the stacks with settings', () => {
  test('have the prefix in front of their names', () => {
    const { inference, monitoring, dataLake } = stacks({ prefix: 'dev' });

    expect([inference?.stackName, monitoring.stackName, dataLake?.stackName]).toEqual([
      'dev-InferwatchInference',
      'dev-InferwatchMonitoring',
      'dev-InferwatchDataLake',
    ]);
  });

  test('go to the account and region that are given', () => {
    const { monitoring } = stacks({ account: '123456789012', region: 'eu-central-1' });

    expect(monitoring.environment).toBe('aws://123456789012/eu-central-1');
  });

  test('are monitoring alone when it watches what exists already', () => {
    const { inference, monitoring } = stacks({
      monitorExisting: { functionName: 'my-function', functionTimeoutSeconds: 30 },
    });

    expect(inference).toBeUndefined();
    expect(monitoring.dependencies).toEqual([]);
  });

  test('have no lake when it is off', () => {
    expect(stacks({ dataLake: { enabled: false } }).dataLake).toBeUndefined();
  });

  test('have no lake beside monitoring alone: nobody asked for it', () => {
    const monitorExisting = { functionName: 'my-function', functionTimeoutSeconds: 30 };

    expect(stacks({ monitorExisting }).dataLake).toBeUndefined();
  });

  test('have a lake beside monitoring alone when records are named', () => {
    const { dataLake } = stacks({
      monitorExisting: { functionName: 'my-function', functionTimeoutSeconds: 30 },
      dataLake: {
        recordsStreamArn: 'arn:aws:dynamodb:eu-west-1:123456789012:table/records/stream/2026-01-01T00:00:00.000',
      },
    });

    expect(dataLake?.stackName).toBe('InferwatchDataLake');
  });
});
