import { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import type { InferwatchSettings } from '../../../config/schema.ts';
import { createStacks } from '../../../lib/create-stacks.ts';
import { testApp, testConfig } from '../shared/synth.ts';

const stacks = (settings: InferwatchSettings = {}) => createStacks(testApp(), testConfig(settings));

describe('the stacks without any setting', () => {
  test('are the pipeline and its monitoring', () => {
    const { inference, monitoring } = stacks();

    expect([inference?.stackName, monitoring.stackName]).toEqual(['InferwatchInference', 'InferwatchMonitoring']);
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

describe('the stacks with settings', () => {
  test('have the prefix in front of their names', () => {
    const { inference, monitoring } = stacks({ prefix: 'dev' });

    expect([inference?.stackName, monitoring.stackName]).toEqual([
      'dev-InferwatchInference',
      'dev-InferwatchMonitoring',
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
});
