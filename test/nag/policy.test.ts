import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, CfnResource, Stack } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { beforeAll, describe, expect, test } from 'vitest';
import type { InferwatchSettings } from '../../config/schema.ts';
import { createStacks } from '../../lib/create-stacks.ts';
import { acknowledge } from '../../lib/policy/acknowledge.ts';
import { addPolicyChecks, isFailedCheck, POLICY_CONTEXT } from '../../lib/policy/policy-checks.ts';
import { FEATURE_FLAGS, testConfig } from '../lib/shared/synth.ts';

/** An app with the checks that `bin/app.ts` runs; nothing is bundled. */
const checkedApp = (): App => {
  const app = new App({
    context: { ...FEATURE_FLAGS, 'aws:cdk:bundling-stacks': [] },
    postCliContext: POLICY_CONTEXT,
  });
  addPolicyChecks(app);
  return app;
};

/** What the checks find, warnings included: the rules' ids. */
const findings = (app: App): string[] => {
  try {
    app.synth();
  } catch (error) {
    if (!isFailedCheck(error)) throw error;
  }
  const report = JSON.parse(readFileSync(join(app.outdir, 'validation-report.json'), 'utf8'));
  return report.pluginReports.flatMap(({ violations }: { violations: { ruleName: string }[] }) =>
    violations.map(({ ruleName }) => ruleName),
  );
};

const alertEmail = 'on-call@example.com';
const model = {
  artifact: 's3://models/fraud/model.tar.gz',
  image: '123456789012.dkr.ecr.eu-west-1.amazonaws.com/fraud:1',
};
const scaled = { type: 'ml.m5.large', count: 1, autoscaling: { min: 1, max: 4, invocationsPerInstance: 300 } };

const CONFIGURATIONS: Record<string, InferwatchSettings> = {
  'an address only': {},
  'a known account and region': { account: '123456789012', region: 'eu-central-1', prefix: 'dev' },
  'tokens and a browser page': {
    api: {
      auth: { type: 'jwt', issuer: 'https://login.example.com', audience: ['inferences'] },
      allowedOrigins: ['https://app.example.com'],
    },
  },
  'a customer-managed key and the metrics API': {
    table: { encryption: 'customer-managed', ttlDays: 90 },
    metrics: { transport: 'put-metric-data' },
  },
  'scaled instances with data capture': { endpoint: { sample: { instance: scaled, dataCapture: true } } },
  'data that goes with the stacks': {
    removeDataOnDestroy: true,
    confirmDataRemoval: true,
    endpoint: { sample: { instance: scaled, dataCapture: true } },
    table: { encryption: 'customer-managed' },
  },
  'a model of the user': { endpoint: { model } },
  'an existing endpoint': { endpoint: { existing: { name: 'Fraud-Endpoint' } } },
  'monitoring of what exists': {
    monitorExisting: {
      functionName: 'my-function',
      functionTimeoutSeconds: 30,
      endpointName: 'fraud',
      tableName: 'records',
      apiId: 'a1b2c3d4e5',
    },
  },
  "one's own data in the lake, in a known account, with AWS's own policies": {
    account: '123456789012',
    region: 'eu-central-1',
    dataLake: {
      managedPolicies: true,
      ownData: { bucket: 'my-data', prefix: 'retail/' },
      personas: { dataAnalyst: { principals: ['sso:Analysts', '123456789012'] } },
    },
  },
  "one's own data in the lake, a whole bucket, and records of a table that exists": {
    monitorExisting: { functionName: 'my-function', functionTimeoutSeconds: 30 },
    dataLake: {
      ownData: { bucket: 'my-data', keyArn: 'arn:aws:kms:eu-central-1:123456789012:key/k' },
      recordsStreamArn: 'arn:aws:dynamodb:eu-central-1:123456789012:table/records/stream/2026-01-01T00:00:00.000',
    },
  },
  'the sample in the lake, and a prefix': { prefix: 'dev', dataLake: { uploadSample: true } },
  'no lake': { dataLake: { enabled: false } },
  'end-to-end tests of a repository, each night and after deployments': {
    e2e: {
      source: {
        type: 'connection',
        connectionArn: 'arn:aws:codeconnections:eu-west-1:123456789012:connection/0a1b',
        repository: 'me/inferwatch',
      },
      nightlyAt: '03:00',
      runAfterDeployment: true,
      ringAlarms: true,
      apiTokenSecretArn: 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:token-AbCdEf',
    },
  },
  'end-to-end tests from CodeCommit in an image of the user': {
    e2e: {
      source: { type: 'codecommit', repository: 'inferwatch' },
      image: { uri: '123456789012.dkr.ecr.eu-west-1.amazonaws.com/karate-chrome:1' },
    },
  },
  'SMS and a single notification': { alertPhones: ['+4915112345678'], alarms: { notifications: 'health-only' } },
};

/** Loading the validator's engine takes seconds, once a process, and many of them on a busy machine. */
const SLOW = 120_000;

describe.each(Object.entries(CONFIGURATIONS))('the stacks with %s', { timeout: SLOW }, (_, settings) => {
  test('have no finding that is not acknowledged', () => {
    const app = checkedApp();
    createStacks(app, testConfig({ alertEmail, ...settings }));

    expect(findings(app)).toEqual([]);
  });
});

describe('the template that warms the validator up', () => {
  const typesOf = (template: { Resources: Record<string, { Type: string }> }) =>
    Object.values(template.Resources).map(({ Type }) => Type);

  test('names each type of resource that the stacks have by default, so that the engine is loaded once', () => {
    const app = new App({ context: { ...FEATURE_FLAGS, 'aws:cdk:bundling-stacks': [] } });
    createStacks(app, testConfig({ alertEmail }));
    const needed = app.synth().stacks.flatMap(({ template }) => typesOf(template));

    const warm = typesOf(JSON.parse(readFileSync('lib/policy/warm-up.template.json', 'utf8')));

    expect([...new Set(needed)].filter((type) => !warm.includes(type))).toEqual([]);
  });
});

describe('acknowledgements', () => {
  let acknowledged: { id: string; reason: string }[];
  beforeAll(() => {
    const app = checkedApp();
    createStacks(app, testConfig({ alertEmail, ...CONFIGURATIONS['data that goes with the stacks'] }));
    acknowledged = app.node
      .findAll()
      .flatMap(({ node }) => node.metadata.filter(({ type }) => type === 'aws:cdk:acknowledged-rules'))
      .flatMap(({ data }) => Object.entries(data).map(([id, reason]) => ({ id, reason: JSON.stringify(reason) })));
  });

  test('exist, or this test looks in the wrong place', () => {
    expect(acknowledged.length).toBeGreaterThan(3);
  });

  test('have a reason each', () => {
    for (const { reason } of acknowledged) expect(reason.length).toBeGreaterThan(30);
  });
});

describe('the gate', { timeout: SLOW }, () => {
  test('stops at what AwsSolutions forbids', () => {
    const app = checkedApp();
    new Bucket(new Stack(app, 'Bad'), 'Bucket');

    expect(findings(app)).toEqual(expect.arrayContaining(['AwsSolutions-S1', 'AwsSolutions-S10']));
    expect(() => app.synth()).toThrow();
  });

  test("stops at what CloudFormation's schema forbids", () => {
    const app = checkedApp();
    new CfnResource(new Stack(app, 'Bad'), 'Queue', {
      type: 'AWS::SQS::Queue',
      properties: { VisibilityTimeOut: 30, SqsManagedSseEnabled: true },
    });

    expect(() => app.synth()).toThrow(/VisibilityTimeOut/);
  });

  test('lets pass what is acknowledged, and only there', () => {
    const app = checkedApp();
    const stack = new Stack(app, 'Bad');
    const first = new Bucket(stack, 'First', { enforceSSL: true });
    new Bucket(stack, 'Second', { enforceSSL: true });
    acknowledge(first, 'AwsSolutions-S1', 'a test of the acknowledgement');

    expect(findings(app)).toEqual(['AwsSolutions-S1']);
  });
});

describe('cdk.json', () => {
  const recommended = JSON.parse(
    readFileSync(new URL('../../node_modules/aws-cdk-lib/recommended-feature-flags.json', import.meta.url), 'utf8'),
  );

  test('has every recommended flag of this version of the CDK', () => {
    expect(FEATURE_FLAGS).toEqual({ ...recommended, '@aws-cdk/core:defaultCrossStackReferences': 'strong' });
  });
});
