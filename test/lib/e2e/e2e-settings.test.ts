import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import { createStacks } from '../../../lib/create-stacks.ts';
import { allowed, only, testApp, testConfig } from '../shared/synth.ts';
import { permissions, plain, project, template, variables } from './e2e-template.ts';

const CONNECTION = 'arn:aws:codeconnections:eu-central-1:123456789012:connection/0a1b';
const IMAGE = '123456789012.dkr.ecr.eu-central-1.amazonaws.com/karate-chrome:1.5.2';

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

describe('what the features call in AWS', () => {
  const features = join(import.meta.dirname, '../../../e2e/features');
  const calls = readdirSync(features, { recursive: true })
    .map(String)
    .filter((name) => name.endsWith('.feature'))
    .flatMap((name) => [
      ...readFileSync(join(features, name), 'utf8').matchAll(/(?:field Action = '|x-amz-target = '\w+\.)(\w+)'/g),
    ])
    .map(([, action]) => action);

  test('is found, or this test looks in the wrong place', () => {
    expect(calls).toContain('DescribeStacks');
  });

  test('is allowed, all of it', () => {
    const granted = permissions(template({ ringAlarms: true })).map((text) => text.split(/[: ]/)[1]);

    expect(calls.filter((action) => !granted.includes(action))).toEqual([]);
  });
});
