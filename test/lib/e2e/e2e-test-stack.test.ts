import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Match } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, test } from 'vitest';
import { createStacks } from '../../../lib/create-stacks.ts';
import { e2eBuildspec } from '../../../lib/e2e/buildspec.ts';
import { allowed, only, testApp, testConfig } from '../shared/synth.ts';
import { ENVIRONMENT, permissions, plain, project, synthesise, template, variables } from './e2e-template.ts';

describe('the end-to-end test stack', () => {
  let synthesised: ReturnType<typeof synthesise>;
  beforeAll(() => {
    synthesised = synthesise();
  });

  test('is deployed after what it tests', () => {
    const { e2eTest, inference, monitoring } = synthesised;

    expect(e2eTest.dependencies).toEqual(expect.arrayContaining([inference, monitoring]));
  });

  test('runs on the managed image for x86, which has Chrome', () => {
    expect(project(synthesised.template).Environment).toMatchObject({
      Image: 'aws/codebuild/standard:7.0',
      Type: 'LINUX_CONTAINER',
      ComputeType: 'BUILD_GENERAL1_SMALL',
      PrivilegedMode: false,
    });
  });

  test('runs the buildspec of this project', () => {
    const { 'Fn::Join': [, parts] = [] } = project(synthesised.template).Source.BuildSpec;
    const text = parts.map((part: unknown) => (typeof part === 'string' ? part : 'REPORTS')).join('');

    expect(JSON.parse(text)).toEqual(e2eBuildspec({ image: 'managed', reportGroupArn: 'REPORTS' }));
  });

  test('tells the build all that its phases read', () => {
    expect(Object.keys(variables(synthesised.template)).sort()).toEqual([
      'KARATE_CHROME_ARGS',
      'REPORT_BUCKET',
      'TEST_TIMEOUT_SECONDS',
      'TOPIC_ARN',
    ]);
  });

  test('ends the tests five minutes before the build', () => {
    expect(project(synthesised.template).TimeoutInMinutes).toBe(30);
    expect(variables(synthesised.template).TEST_TIMEOUT_SECONDS).toBe('1500');
  });

  test('runs one build at a time', () => {
    expect(project(synthesised.template).ConcurrentBuildLimit).toBe(1);
  });

  test('allows the build this, and nothing else', () => {
    const here = 'eu-central-1:123456789012';
    const bucket = '<E2eTestReportsBucket.Arn>';
    const api = `arn:aws:execute-api:${here}:<InferwatchInference:ExportsOutputRefPipelineApi3F650DBE>`;
    const tests = expect.stringMatching(
      /^s3:GetObject(Version)? arn:aws:s3:::cdk-hnb659fds-assets-123456789012-eu-central-1\/[0-9a-f]{64}\.zip$/,
    );

    expect(permissions(synthesised.template)).toEqual([
      `cloudformation:DescribeStacks arn:aws:cloudformation:${here}:stack/InferwatchInference/*`,
      `cloudformation:DescribeStacks arn:aws:cloudformation:${here}:stack/InferwatchMonitoring/*`,
      'cloudwatch:GetDashboard arn:aws:cloudwatch::123456789012:dashboard/Inference-Monitoring-Dashboard',
      'cloudwatch:GetMetricStatistics *',
      'codebuild:BatchPutTestCases <E2eTestReportsTestCases.Arn>',
      'codebuild:CreateReport <E2eTestReportsTestCases.Arn>',
      'codebuild:UpdateReport <E2eTestReportsTestCases.Arn>',
      `execute-api:Invoke ${api}/*/GET/inference/*`,
      `execute-api:Invoke ${api}/*/POST/inference`,
      'logs:CreateLogStream <E2eTestLogs.Arn>',
      expect.stringMatching(/^logs:FilterLogEvents <InferwatchInference:ExportsOutputFnGetAttPipelineInferenceLogs/),
      'logs:PutLogEvents <E2eTestLogs.Arn>',
      `s3:AbortMultipartUpload ${bucket}/karate/*`,
      `s3:DeleteObject ${bucket}/karate/latest/*`,
      `s3:GetObject ${bucket}/cache/*`,
      tests,
      tests,
      `s3:ListBucket ${bucket}`,
      `s3:PutObject ${bucket}/cache/*`,
      `s3:PutObject ${bucket}/karate/*`,
      'sns:Publish <E2eTestNoticesTopic>',
    ]);
  });

  test('lets the build list the reports only', () => {
    const statements = allowed(synthesised.template, 'E2eTestRole');

    expect(statements.find(({ action }) => action === 's3:ListBucket')?.condition).toEqual({
      StringLike: { 's3:prefix': 'karate/*' },
    });
  });

  test('makes the project when its role may do all this', () => {
    const [resource] = Object.values(synthesised.template.findResources('AWS::CodeBuild::Project'));

    expect(resource?.DependsOn).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^E2eTestRoleDefaultPolicy/),
        expect.stringMatching(/^E2eTestRole/),
      ]),
    );
  });

  test('keeps reports in a private, encrypted bucket, over TLS only', () => {
    synthesised.template.hasResourceProperties('AWS::S3::Bucket', {
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
      },
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
    });
    synthesised.template.hasResourceProperties('AWS::S3::BucketPolicy', {
      PolicyDocument: {
        Statement: [Match.objectLike({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } })],
      },
    });
  });

  test('keeps reports for 90 days and the cache for 30', () => {
    expect(only(synthesised.template, 'AWS::S3::Bucket').LifecycleConfiguration.Rules).toEqual([
      { Prefix: 'karate/', ExpirationInDays: 90, Status: 'Enabled' },
      { Prefix: 'cache/', ExpirationInDays: 30, Status: 'Enabled' },
      { AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 }, Status: 'Enabled' },
    ]);
  });

  test('keeps what Maven downloaded for the next build', () => {
    expect(project(synthesised.template).Cache.Type).toBe('S3');
  });

  test('keeps its log for a month, and with the stack gone', () => {
    synthesised.template.hasResource('AWS::Logs::LogGroup', {
      DeletionPolicy: 'Retain',
      Properties: { RetentionInDays: 30 },
    });
  });

  test('sends failures to the addresses of the alerts', () => {
    expect(only(synthesised.template, 'AWS::SNS::Subscription')).toMatchObject({
      Protocol: 'email',
      Endpoint: 'me@example.com',
      TopicArn: { Ref: expect.stringMatching(/^E2eTestNoticesTopic/) },
    });
  });

  test('encrypts messages with the key that costs nothing', () => {
    expect(plain(only(synthesised.template, 'AWS::SNS::Topic').KmsMasterKeyId)).toMatch(/:alias\/aws\/sns$/);
    synthesised.template.resourceCountIs('AWS::KMS::Key', 0);
  });

  test('runs by no schedule and after no deployment', () => {
    const rules = Object.values(synthesised.template.findResources('AWS::Events::Rule'));

    expect(rules.map(({ Properties }) => Properties.Description)).toEqual([
      'Builds of the end-to-end tests that failed without a summary',
    ]);
  });

  test.each(['ProjectName', 'LatestReport', 'TopicArn'])('has the output %s', (name) => {
    expect(Object.keys(synthesised.template.findOutputs(name))).toEqual([name]);
  });
});

describe('failures that cannot send a summary', () => {
  test('are those of every phase but the tests, and tests that CodeBuild stops', () => {
    const { EventPattern } = only(template(), 'AWS::Events::Rule');

    expect(EventPattern).toMatchObject({ source: ['aws.codebuild'], 'detail-type': ['CodeBuild Build Phase Change'] });
    expect(EventPattern.detail['project-name']).toEqual([{ Ref: expect.stringMatching(/^E2eTestProject/) }]);
    expect(EventPattern.detail.$or[0]['completed-phase']).toEqual(
      expect.arrayContaining(['DOWNLOAD_SOURCE', 'INSTALL', 'PRE_BUILD', 'POST_BUILD']),
    );
    expect(EventPattern.detail.$or[0]['completed-phase']).not.toContain('BUILD');
    expect(EventPattern.detail.$or[1]).toEqual({
      'completed-phase': ['BUILD'],
      'completed-phase-status': ['FAULT', 'TIMED_OUT', 'CLIENT_ERROR'],
    });
  });

  test('are told by a role that may publish to this topic and nothing else', () => {
    expect(allowed(template(), 'NoticesEventsRole')).toEqual([
      expect.objectContaining({ action: 'sns:Publish', resource: expect.stringContaining('E2eTestNoticesTopic') }),
    ]);
  });
});

describe('the tests as an asset', () => {
  test('are the features and their data, without build output', () => {
    const app = testApp();
    createStacks(app, testConfig({ ...ENVIRONMENT, dataLake: { enabled: false } }));
    const { directory } = app.synth();
    const [asset] = readdirSync(directory).filter((name) => existsSync(join(directory, name, 'e2e')));
    const files = readdirSync(join(directory, asset ?? ''), { recursive: true }).map(String);

    expect(files).toEqual(
      expect.arrayContaining([
        'e2e/pom.xml',
        'e2e/.mvn/maven.config',
        'e2e/karate-config.js',
        'sample/data/heldout.csv',
      ]),
    );
    expect(files.filter((file) => /(^|\/)(target|node_modules)(\/|$)/.test(file))).toEqual([]);
  });
});
