import { describe, expect, test } from 'vitest';
import { parseSettings } from '../../config/load.ts';

const problems = (settings: unknown): string[] => {
  const result = parseSettings(settings);
  return result.ok ? [] : result.problems.map(({ path, message }) => `${path}: ${message}`);
};

const artifact = 's3://models/fraud/model.tar.gz';
const image = '123456789012.dkr.ecr.eu-west-1.amazonaws.com/fraud:1';
const instance = { type: 'ml.m5.large' };
const model = (part: object) => ({ endpoint: { model: { artifact, image, ...part } } });
const sample = (part: object) => ({ endpoint: { sample: part } });
const alarm = (part: object) => ({ alarms: { highLatency: part } });
const existing = (part: object) => ({ monitorExisting: { functionName: 'f', functionTimeoutSeconds: 30, ...part } });

describe('wrong settings say what to write instead', () => {
  test.each([
    [
      { prefix: 'Dev' },
      'prefix: "Dev" is wrong; write at most 20 lower-case letters, digits and hyphens, a letter first and no hyphen last',
    ],
    [
      { prefix: 'dev-' },
      'prefix: "dev-" is wrong; write at most 20 lower-case letters, digits and hyphens, a letter first and no hyphen last',
    ],
    [{ account: '123' }, 'account: "123" is wrong; write the 12 digits of an AWS account'],
    [{ account: 123456789012 }, 'account: 123456789012 is wrong; write the 12 digits of an AWS account'],
    [{ region: 'Frankfurt' }, 'region: "Frankfurt" is wrong; write an AWS region such as eu-central-1'],
    [
      { alertEmail: 'me' },
      'alertEmail: "me" is wrong; write an e-mail address such as me@example.com, or several with commas',
    ],
    [
      { alertEmail: '' },
      'alertEmail: "" is wrong; write an e-mail address such as me@example.com, or several with commas',
    ],
    [
      { alertEmails: ['a@b.co', 'me'] },
      'alertEmails[1]: "me" is wrong; write an e-mail address such as me@example.com',
    ],
    [{ alertEmails: 'me@example.com' }, 'alertEmails: "me@example.com" is wrong; write a list'],
    [
      { alertPhones: ['0151 123'] },
      'alertPhones[0]: "0151 123" is wrong; write an E.164 number such as +4915112345678',
    ],
    [{ runbookBaseUrl: 'http://wiki' }, 'runbookBaseUrl: "http://wiki" is wrong; write an https address'],
    [{ removeDataOnDestroy: 'yes' }, 'removeDataOnDestroy: "yes" is wrong; write true or false'],
    [{ availability: { objective: 1 } }, 'availability.objective: 1 is wrong; write a number of less than 1'],
    [{ availability: { objective: 0.5 } }, 'availability.objective: 0.5 is wrong; write a number of at least 0.931'],
    [{ metrics: { transport: 'emv' } }, 'metrics.transport: "emv" is wrong; did you mean "emf"?'],
    [{ metrics: { transport: 'statsd' } }, 'metrics.transport: "statsd" is wrong; write one of emf, put-metric-data'],
    [{ metrics: { transport: 3 } }, 'metrics.transport: 3 is wrong; write one of emf, put-metric-data'],
    [{ logs: { inputCharacters: 10_001 } }, 'logs.inputCharacters: 10001 is wrong; write a number of at most 10000'],
    [{ logs: { inputCharacters: -1 } }, 'logs.inputCharacters: -1 is wrong; write a number of at least 0'],
    [{ logs: { inputCharacters: 0.5 } }, 'logs.inputCharacters: 0.5 is wrong; write a whole number'],
    [{ logs: { redactKeys: [''] } }, 'logs.redactKeys[0]: "" is wrong; write at least 1 character'],
    [{ table: { ttlDays: 0 } }, 'table.ttlDays: 0 is wrong; write a number of more than 0'],
    [{ table: { encryption: 'kms' } }, 'table.encryption: "kms" is wrong; write one of aws-owned, customer-managed'],
    [{ table: { tllDays: 3 } }, 'table.tllDays: there is no such setting; did you mean "ttlDays"?'],
  ])('%j', (settings, expected) => {
    expect(problems(settings)).toEqual([expected]);
  });

  test('a retention that CloudWatch Logs does not have', () => {
    expect(problems({ logs: { retentionDays: 10 } })).toEqual([
      expect.stringMatching(/^logs\.retentionDays: 10 is wrong; write one of 1, 3, 5, 7, 14, 30, .*3653$/),
    ]);
  });
});

describe('wrong settings of the API say what to write instead', () => {
  test.each([
    [{ auth: { type: 'none' } }, 'api.auth.type: "none" is wrong; write one of iam, jwt'],
    [{ auth: { type: 'jwt', audience: ['a'] } }, 'api.auth.issuer: is missing; write the https address of the issuer'],
    [
      { auth: { type: 'jwt', issuer: 'http://x.de', audience: ['a'] } },
      'api.auth.issuer: "http://x.de" is wrong; write the https address of the issuer',
    ],
    [
      { auth: { type: 'jwt', issuer: 'https://x.de', audience: [] } },
      'api.auth.audience: [] is wrong; give at least 1 element',
    ],
    [
      { auth: { type: 'iam', issuer: 'https://x.de' } },
      'api.auth.issuer: does not go with the rest of api.auth; leave it out',
    ],
    [{ throttle: { rate: 0 } }, 'api.throttle.rate: 0 is wrong; write a number of more than 0'],
    [{ throttle: { burst: 1.5 } }, 'api.throttle.burst: 1.5 is wrong; write a whole number'],
    [{ allowedOrigins: ['*'] }, 'api.allowedOrigins[0]: "*" is wrong; write an origin such as https://app.example.com'],
    [
      { allowedOrigins: ['https://a.de/path'] },
      'api.allowedOrigins[0]: "https://a.de/path" is wrong; write an origin such as https://app.example.com',
    ],
  ])('%j', (api, expected) => {
    expect(problems({ api })).toEqual([expected]);
  });
});

describe('wrong settings of an alarm say what to write instead', () => {
  test.each([
    [{ threshold: 'fast' }, 'threshold: "fast" is wrong; write a number'],
    [{ period: 30 }, 'period: 30 is wrong; write a multiple of 60 seconds; the metrics have one value a minute'],
    [{ period: 90 }, 'period: 90 is wrong; write a multiple of 60 seconds; the metrics have one value a minute'],
    [{ evaluationPeriods: 0 }, 'evaluationPeriods: 0 is wrong; write a number of more than 0'],
    [
      { evaluationPeriods: 3, datapointsToAlarm: 5 },
      'datapointsToAlarm: 5 is wrong; write at most evaluationPeriods, which is 3',
    ],
    [
      { period: 60, evaluationPeriods: 1441 },
      'evaluationPeriods: 1441 is wrong; write at most 1440; CloudWatch looks back 86400 seconds with a period of 60',
    ],
    [
      { period: 3600, evaluationPeriods: 169 },
      'evaluationPeriods: 169 is wrong; write at most 168; CloudWatch looks back 604800 seconds with a period of 3600',
    ],
    [
      { statistic: 'avg' },
      'statistic: "avg" is wrong; write a CloudWatch statistic such as Average, Sum, Maximum, p90 or tm99',
    ],
    [{ treatMissingData: 'notBreachng' }, 'treatMissingData: "notBreachng" is wrong; did you mean "notBreaching"?'],
    [{ severity: 'high' }, 'severity: "high" is wrong; write one of critical, warning'],
    [{ thresold: 1 }, 'thresold: there is no such setting; did you mean "threshold"?'],
  ])('%j', (part, expected) => {
    expect(problems(alarm(part))).toEqual([`alarms.highLatency.${expected}`]);
  });

  test('an alarm that does not exist', () => {
    expect(problems({ alarms: { highLatenzy: {} } })).toEqual([
      'alarms.highLatenzy: there is no such setting; did you mean "highLatency"?',
    ]);
  });

  test.each(['Average', 'p90', 'p99.9', 'p100', 'tm99', 'IQM', 'PR(:300)', 'TC(10%:90%)'])(
    'the statistic %s is right',
    (statistic) => {
      expect(problems(alarm({ statistic }))).toEqual([]);
    },
  );
});

describe('wrong settings of the endpoint say what to write instead', () => {
  test.each([
    [{ endpoint: {} }, 'endpoint: {} is wrong; give one of existing, model and sample, and only one'],
    [
      { endpoint: { existing: { name: 'arn:aws:x' } } },
      'endpoint.existing.name: "arn:aws:x" is wrong; write the name of a SageMaker endpoint, not its ARN',
    ],
    [
      model({ artifact: 'model.tar.gz' }),
      'endpoint.model.artifact: "model.tar.gz" is wrong; write the address of a model.tar.gz: s3://bucket/key',
    ],
    [
      model({ image: 'scorer:1' }),
      'endpoint.model.image: "scorer:1" is wrong; write <account>.dkr.ecr.<region>.amazonaws.com/<repository>:<tag>',
    ],
    [
      model({ image: undefined, framework: 'pytorch' }),
      'endpoint.model.framework: "pytorch" is wrong; write one of xgboost',
    ],
    [
      model({ dataCapture: true }),
      'endpoint.model.dataCapture: true is wrong; serverless endpoints cannot capture data; set dataCapture to false, or give instance',
    ],
    [
      sample({ dataCapture: true }),
      'endpoint.sample.dataCapture: true is wrong; serverless endpoints cannot capture data; set dataCapture to false, or give instance',
    ],
    [
      sample({ serverless: { memoryMb: 2000 } }),
      'endpoint.sample.serverless.memoryMb: 2000 is wrong; write one of 1024, 2048, 3072, 4096, 5120, 6144',
    ],
    [
      sample({ serverless: { maxConcurrency: 201 } }),
      'endpoint.sample.serverless.maxConcurrency: 201 is wrong; write a number of at most 200',
    ],
    [
      sample({ instance: { type: 'm5.large' } }),
      'endpoint.sample.instance.type: "m5.large" is wrong; write a SageMaker instance type such as ml.m5.large',
    ],
    [
      sample({ instance: { type: 'ml.m7g.large' } }),
      'endpoint.sample.instance.type: "ml.m7g.large" is wrong; SageMaker\'s XGBoost container is built for x86-64; write another instance type, such as ml.m5.large',
    ],
    [
      sample({ instance: {} }),
      'endpoint.sample.instance.type: is missing; write a SageMaker instance type such as ml.m5.large',
    ],
    [
      sample({ instance: { ...instance, autoscaling: { min: 3, max: 2, invocationsPerInstance: 1 } } }),
      'endpoint.sample.instance.autoscaling.min: 3 is wrong; write at most max, which is 2',
    ],
    [
      sample({ instance: { ...instance, count: 5, autoscaling: { min: 1, max: 2, invocationsPerInstance: 1 } } }),
      'endpoint.sample.instance.count: 5 is wrong; write a count between autoscaling.min and autoscaling.max, 1 to 2',
    ],
    [
      { region: 'xx-nowhere-1' },
      'region: "xx-nowhere-1" is wrong; SageMaker\'s XGBoost container is not known there; write another region, or give endpoint.model with an image of your own',
    ],
  ])('%j', (settings, expected) => {
    expect(problems(settings)).toEqual([expected]);
  });

  test('two endpoints at once', () => {
    expect(problems({ endpoint: { existing: { name: 'fraud' }, sample: {} } })).toEqual([
      'endpoint: {"existing":{"name":"fraud"},"sample":{}} is wrong; give one of existing, model and sample, and only one',
    ]);
  });

  test.each([
    ['neither image nor framework', { artifact }],
    ['both image and framework', { artifact, image, framework: 'xgboost' }],
  ])('%s', (_, value) => {
    expect(problems({ endpoint: { model: value } })).toEqual([
      expect.stringMatching(/^endpoint\.model: .* is wrong; give image or framework, and only one of them$/),
    ]);
  });

  test('both serverless and instance', () => {
    expect(problems(sample({ serverless: {}, instance }))).toEqual([
      expect.stringMatching(/^endpoint\.sample: .* is wrong; give serverless or instance, not both$/),
    ]);
  });
});

describe('right settings of the endpoint', () => {
  test.each([
    ['data capture on instances', sample({ instance, dataCapture: true })],
    ['Graviton with an image of your own', model({ instance: { type: 'ml.m7g.large' } })],
    ['GPU instances whose name has a g', sample({ instance: { type: 'ml.g4dn.xlarge' } })],
    ['an image by digest', model({ image: `${image.split(':')[0]}@sha256:${'a'.repeat(64)}` })],
    ['a region without the XGBoost container, with an image of your own', { region: 'xx-nowhere-1', ...model({}) }],
    [
      'a region without the XGBoost container, with an existing endpoint',
      { region: 'xx-nowhere-1', endpoint: { existing: { name: 'e' } } },
    ],
  ])('%s', (_, settings) => {
    expect(problems(settings)).toEqual([]);
  });
});

describe('wrong settings of what exists say what to write instead', () => {
  test.each([
    [
      existing({ functionName: 'arn:aws:lambda' }),
      'functionName: "arn:aws:lambda" is wrong; write the name of a Lambda function, not its ARN',
    ],
    [existing({ functionTimeoutSeconds: 901 }), 'functionTimeoutSeconds: 901 is wrong; write a number of at most 900'],
    [existing({ functionTimeoutSeconds: undefined }), 'functionTimeoutSeconds: is missing; write a number'],
    [
      existing({ tableName: 'arn:aws:dynamodb' }),
      'tableName: "arn:aws:dynamodb" is wrong; write the name of a DynamoDB table, not its ARN',
    ],
    [existing({ apiId: 'https://x' }), 'apiId: "https://x" is wrong; write the id of an HTTP API, such as a1b2c3d4e5'],
    [
      existing({ endpointName: 'a/b' }),
      'endpointName: "a/b" is wrong; write the name of a SageMaker endpoint, not its ARN',
    ],
  ])('%j', (settings, expected) => {
    expect(problems(settings)).toEqual([`monitorExisting.${expected}`]);
  });
});

describe('long values in messages', () => {
  test('are cut', () => {
    const [problem = ''] = problems({ region: 'x'.repeat(500) });

    expect(problem.length).toBeLessThan(200);
    expect(problem).toContain('…');
  });
});

describe('wrong settings of the end-to-end tests say what to write instead', () => {
  const connectionArn = 'arn:aws:codeconnections:eu-west-1:123456789012:connection/0a1b';
  const connection = (part: object) => ({ source: { type: 'connection', connectionArn, repository: 'a/b', ...part } });

  test.each([
    [{ source: { type: 'git' } }, 'e2e.source.type: "git" is wrong; write one of asset, connection, codecommit'],
    [
      connection({ connectionArn: 'github' }),
      'e2e.source.connectionArn: "github" is wrong; write the ARN of a connection: arn:aws:codeconnections:<region>:<account>:connection/<id>',
    ],
    [
      connection({ repository: 'https://github.com/a/b' }),
      'e2e.source.repository: "https://github.com/a/b" is wrong; write owner/name, not the address',
    ],
    [connection({ branch: 'a b' }), 'e2e.source.branch: "a b" is wrong; write the name of a branch, such as main'],
    [
      { source: { type: 'codecommit' } },
      'e2e.source.repository: is missing; write the name of a CodeCommit repository',
    ],
    [
      { image: { uri: 'ptrthomas/karate-chrome' } },
      'e2e.image.uri: "ptrthomas/karate-chrome" is wrong; write <account>.dkr.ecr.<region>.amazonaws.com/<repository>:<tag>',
    ],
    [
      { image: { uri: image, entryPoint: 'entrypoint.sh' } },
      'e2e.image.entryPoint: "entrypoint.sh" is wrong; write the path of a program in the image',
    ],
    [{ image: { uri: image, startSeconds: 0 } }, 'e2e.image.startSeconds: 0 is wrong; write a number of at least 1'],
    [{ timeoutMinutes: 5 }, 'e2e.timeoutMinutes: 5 is wrong; write a number of at least 10'],
    [{ nightlyAt: '24:00' }, 'e2e.nightlyAt: "24:00" is wrong; write a time of day in UTC, such as 03:00'],
    [{ computeType: 'smal' }, 'e2e.computeType: "smal" is wrong; did you mean "small"?'],
    [{ pageUrl: 'http://x.de' }, 'e2e.pageUrl: "http://x.de" is wrong; write an https address'],
    [
      { apiTokenSecretArn: 'token' },
      'e2e.apiTokenSecretArn: "token" is wrong; write the whole ARN of a secret, with the six characters at its end',
    ],
    [{ nightly: true }, 'e2e.nightly: there is no such setting; did you mean "nightlyAt"?'],
  ])('%j', (e2e, expected) => {
    expect(problems({ e2e })).toEqual([expected]);
  });

  test('without any, the tests come with the deployment and run when somebody starts them', () => {
    const result = parseSettings({});

    expect(result.ok && result.config.e2e).toEqual({
      enabled: true,
      source: { type: 'asset' },
      computeType: 'small',
      timeoutMinutes: 30,
      ringAlarms: false,
      runAfterDeployment: false,
      reportDays: 90,
    });
  });
});
