import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, test } from 'vitest';
import type { InferwatchSettings } from '../../../config/schema.ts';
import { createStacks } from '../../../lib/create-stacks.ts';
import { e2eBuildspec } from '../../../lib/e2e/buildspec.ts';
import { allowed, only, testApp, testConfig } from '../shared/synth.ts';

const ENVIRONMENT = { account: '123456789012', region: 'eu-central-1' };
const CONNECTION = 'arn:aws:codeconnections:eu-central-1:123456789012:connection/0a1b';
const IMAGE = '123456789012.dkr.ecr.eu-central-1.amazonaws.com/karate-chrome:1.5.2';

type E2eSettings = NonNullable<InferwatchSettings['e2e']>;

function synthesise(e2e: E2eSettings = {}, settings: InferwatchSettings = {}) {
  const app = testApp();
  const stacks = createStacks(
    app,
    testConfig({ ...ENVIRONMENT, alertEmail: 'me@example.com', dataLake: { enabled: false }, ...settings, e2e }),
  );
  if (stacks.e2eTest === undefined) throw new Error('there is no end-to-end test stack');
  return { ...stacks, e2eTest: stacks.e2eTest, template: Template.fromStack(stacks.e2eTest) };
}

const template = (e2e: E2eSettings = {}, settings: InferwatchSettings = {}): Template =>
  synthesise(e2e, settings).template;
const project = (of: Template) => only(of, 'AWS::CodeBuild::Project');

/** Text in which references stand as `<LogicalId>` or `<Export>`, without the hashes of logical ids. */
function plain(value: unknown): string {
  if (typeof value === 'string') return value;
  const [[name, argument] = ['', '']] = Object.entries(value as Record<string, unknown>);
  if (name === 'Fn::Join') {
    const [delimiter, items] = argument as [string, unknown[]];
    return items.map(plain).join(delimiter);
  }
  if (name === 'Fn::Sub') return String(argument);
  const id = name === 'Fn::GetAtt' ? (argument as string[]).join('.') : String(argument);
  return `<${id.replace(/[0-9A-F]{8}(?=\.|$)/, '')}>`;
}

/** What the build's role may do: `action resource`. */
const permissions = (of: Template): string[] =>
  allowed(of, 'E2eTestRole')
    .map(({ action, resource }) => `${action} ${plain(JSON.parse(resource))}`)
    .sort();

const variables = (of: Template): Record<string, unknown> =>
  Object.fromEntries(
    project(of).Environment.EnvironmentVariables.map(({ Name, Value }: { Name: string; Value: unknown }) => [
      Name,
      Value,
    ]),
  );

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

describe('tests from a connected repository', () => {
  const source = { type: 'connection', connectionArn: CONNECTION, repository: 'me/inferwatch' } as const;

  test('are cloned through the connection', () => {
    expect(project(template({ source })).Source).toMatchObject({
      Type: 'GITHUB',
      Location: 'https://github.com/me/inferwatch.git',
      Auth: { Type: 'CODECONNECTIONS', Resource: CONNECTION },
      ReportBuildStatus: true,
    });
  });

  test.each([
    ['gitlab', 'GITLAB', 'https://gitlab.com/me/inferwatch.git'],
    ['bitbucket', 'BITBUCKET', 'https://bitbucket.org/me/inferwatch.git'],
  ] as const)('come from %s too', (provider, Type, Location) => {
    expect(project(template({ source: { ...source, provider } })).Source).toMatchObject({ Type, Location });
  });

  test('run at each push to the branch', () => {
    const { Triggers, SourceVersion } = project(template({ source: { ...source, branch: 'release/1.0' } }));

    expect(SourceVersion).toBe('release/1.0');
    expect(Triggers).toEqual({
      Webhook: true,
      FilterGroups: [
        [
          { Type: 'EVENT', Pattern: 'PUSH' },
          { Type: 'HEAD_REF', Pattern: 'refs/heads/release/1\\.0$' },
        ],
      ],
    });
  });

  test('need the connection and no asset', () => {
    const granted = permissions(template({ source }));

    expect(granted.filter((text) => text.includes('onnection'))).toEqual([
      `codeconnections:GetConnection ${CONNECTION}`,
      `codeconnections:GetConnectionToken ${CONNECTION}`,
    ]);
    expect(granted.filter((text) => text.includes('cdk-hnb659fds'))).toEqual([]);
  });

  test('need the old name of the service for a connection that has it', () => {
    const connectionArn = CONNECTION.replace('codeconnections', 'codestar-connections');

    expect(permissions(template({ source: { ...source, connectionArn } }))).toContain(
      `codestar-connections:GetConnectionToken ${connectionArn}`,
    );
  });
});

describe('tests from CodeCommit', () => {
  const source = { type: 'codecommit', repository: 'inferwatch', branch: 'release' } as const;

  test('are pulled from that repository', () => {
    const made = template({ source });

    expect(project(made).Source.Type).toBe('CODECOMMIT');
    expect(permissions(made).filter((text) => text.startsWith('codecommit:'))).toEqual([
      'codecommit:GitPull arn:aws:codecommit:eu-central-1:123456789012:inferwatch',
    ]);
  });

  test('run at each push to the branch', () => {
    template({ source }).hasResourceProperties('AWS::Events::Rule', {
      EventPattern: {
        source: ['aws.codecommit'],
        detail: { event: ['referenceCreated', 'referenceUpdated'], referenceName: ['release'] },
      },
      Targets: [Match.objectLike({ Arn: { 'Fn::GetAtt': [Match.stringLikeRegexp('E2eTestProject'), 'Arn'] } })],
    });
  });
});

describe('a custom image', () => {
  const made = () => template({ image: { uri: IMAGE, chromePort: 9333, startSeconds: 20 } });

  test("is pulled with the build's role", () => {
    const of = made();

    expect(project(of).Environment).toMatchObject({ Image: IMAGE, ImagePullCredentialsType: 'SERVICE_ROLE' });
    expect(permissions(of).filter((text) => text.startsWith('ecr:'))).toEqual([
      'ecr:BatchCheckLayerAvailability arn:aws:ecr:eu-central-1:123456789012:repository/karate-chrome',
      'ecr:BatchGetImage arn:aws:ecr:eu-central-1:123456789012:repository/karate-chrome',
      'ecr:GetAuthorizationToken *',
      'ecr:GetDownloadUrlForLayer arn:aws:ecr:eu-central-1:123456789012:repository/karate-chrome',
    ]);
  });

  test('has its entry point started, and no runtime versions, which it would refuse', () => {
    const buildspec = JSON.stringify(project(made()).Source.BuildSpec);

    expect(buildspec).toContain('pre_build');
    expect(buildspec).not.toContain('runtime-versions');
  });

  test('is told where Chrome answers', () => {
    expect(variables(made())).toMatchObject({
      CHROME_ENTRY_POINT: '/entrypoint.sh',
      CHROME_URL: 'http://localhost:9333',
      CHROME_START_SECONDS: '20',
      KARATE_CHROME_PORT: '9333',
    });
  });
});

describe('settings', () => {
  test('start the tests each night', () => {
    template({ nightlyAt: '03:05' }).hasResourceProperties('AWS::Events::Rule', {
      ScheduleExpression: 'cron(5 3 * * ? *)',
      Targets: [Match.objectLike({ RetryPolicy: { MaximumEventAgeInSeconds: 7200 } })],
    });
  });

  test('start the tests after a deployment of each of the stacks', () => {
    const rule = only(template({ runAfterDeployment: true }), 'AWS::Events::Rule', {
      EventPattern: { source: ['aws.cloudformation'] },
    });

    expect(rule.EventPattern.detail['status-details']).toEqual({ status: ['CREATE_COMPLETE', 'UPDATE_COMPLETE'] });
    expect(rule.EventPattern.detail['stack-id'].map(({ prefix }: { prefix: unknown }) => plain(prefix))).toEqual(
      ['InferwatchInference', 'InferwatchMonitoring', 'InferwatchE2eTest'].map(
        (name) => `arn:aws:cloudformation:eu-central-1:123456789012:stack/${name}/`,
      ),
    );
  });

  test('start nothing but this project', () => {
    expect(allowed(template({ nightlyAt: '03:00' }), 'E2eTestProjectEventsRole')).toEqual([
      expect.objectContaining({ action: 'codebuild:StartBuild', resource: expect.stringContaining('E2eTestProject') }),
    ]);
  });

  test('allow a run to ring an alarm and to hear it', () => {
    const of = template({ ringAlarms: true });
    const before = permissions(template());
    const added = permissions(of).filter((text) => !before.includes(text));
    const topic = expect.stringMatching(
      /^sns:(Uns|S)ubscribe <InferwatchMonitoring:ExportsOutputRef.*Critical[^>]*>(:\*)?$/,
    );
    const queue = 'arn:aws:sqs:eu-central-1:123456789012:inferwatch-e2e-*';

    expect(variables(of).INFERWATCH_RING_ALARMS).toBe('true');
    expect(added.filter((text) => !text.startsWith('s3:'))).toEqual([
      'cloudwatch:DescribeAlarms *',
      'cloudwatch:SetAlarmState arn:aws:cloudwatch:eu-central-1:123456789012:alarm:High-Latency-Alarm',
      ...Array(4).fill(topic),
      `sqs:CreateQueue ${queue}`,
      `sqs:DeleteQueue ${queue}`,
      `sqs:ReceiveMessage ${queue}`,
    ]);
  });

  test('hand over a token without writing it down', () => {
    const apiTokenSecretArn = 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:token-AbCdEf';
    const of = template({ apiTokenSecretArn });

    expect(project(of).Environment.EnvironmentVariables).toContainEqual({
      Name: 'INFERWATCH_API_TOKEN',
      Type: 'SECRETS_MANAGER',
      Value: apiTokenSecretArn,
    });
    expect(permissions(of)).toContain(`secretsmanager:GetSecretValue ${apiTokenSecretArn}`);
  });

  test('name a page and the prefix of the deployment', () => {
    expect(variables(template({ pageUrl: 'https://example.com/try' }, { prefix: 'dev' }))).toMatchObject({
      INFERWATCH_PAGE_URL: 'https://example.com/try',
      INFERWATCH_PREFIX: 'dev',
    });
  });

  test('change size, time and how long reports are kept', () => {
    const of = template({ computeType: 'large', timeoutMinutes: 60, reportDays: 7 });

    expect(project(of)).toMatchObject({ TimeoutInMinutes: 60, Environment: { ComputeType: 'BUILD_GENERAL1_LARGE' } });
    expect(variables(of).TEST_TIMEOUT_SECONDS).toBe('3300');
    expect(only(of, 'AWS::S3::Bucket').LifecycleConfiguration.Rules[0].ExpirationInDays).toBe(7);
  });

  test('remove reports with the stack when both switches say so', () => {
    const of = template({}, { removeDataOnDestroy: true, confirmDataRemoval: true });

    of.hasResource('AWS::S3::Bucket', { DeletionPolicy: 'Delete' });
    of.hasResource('AWS::CodeBuild::ReportGroup', { DeletionPolicy: 'Delete', Properties: { DeleteReports: true } });
  });

  test('leave the stack out', () => {
    expect(createStacks(testApp(), testConfig({ e2e: { enabled: false } })).e2eTest).toBeUndefined();
  });

  test('leave the stack out where there is no API of ours', () => {
    const monitorExisting = { functionName: 'f', functionTimeoutSeconds: 30 };

    expect(createStacks(testApp(), testConfig({ monitorExisting })).e2eTest).toBeUndefined();
  });
});
