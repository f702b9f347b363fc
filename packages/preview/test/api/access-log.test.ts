import { describe, expect, it } from 'vitest';
import { type ApiHarness, type ApiOptions, startApi } from './harness.ts';

const GROUP = 'arn:aws:logs:us-east-1:123456789012:log-group:/api/access:*';

const logging = (format: string, more: ApiOptions = {}): ApiOptions => ({
  routes: { 'ANY /pets/{id}': {} },
  ...more,
  stages: { $default: { AccessLogSettings: { DestinationArn: GROUP, Format: format } } },
});

/** The line of one request, with the variables separated by bars. */
async function line(
  names: readonly string[],
  path: string,
  init: RequestInit = {},
  handler?: () => unknown,
  more?: ApiOptions,
) {
  const harness = await startApi(logging(names.map((name) => `$context.${name}`).join('|'), more), handler);
  const response = await harness.fetch(path, init);
  return { values: harness.logs[0]?.message.split('|') ?? [], response, harness };
}

const lines = ({ logs }: ApiHarness) => logs.map(({ message }) => message);

describe('an access log line', () => {
  it('goes to the log group of the stage with virtual time', async () => {
    // Prepare
    const { fetch, logs, clock } = await startApi(logging('x'));
    await clock.advance(60_000);

    // Act
    await fetch('/pets/1');

    // Assess
    expect(logs).toMatchObject([{ logGroup: '/api/access', message: 'x', timestamp: clock.now() }]);
  });

  it('has the variables of an answered request', async () => {
    // Prepare
    const names = [
      'requestId',
      'httpMethod',
      'path',
      'routeKey',
      'status',
      'stage',
      'protocol',
      'responseLength',
      'integrationStatus',
      'identity.sourceIp',
      'identity.userAgent',
    ];

    // Act
    const { values, response } = await line(names, '/pets/7?x=1', { headers: { 'user-agent': 'tester' } });

    // Assess
    expect(values).toEqual([
      response.headers.get('apigw-requestid'),
      'GET',
      '/pets/7',
      'ANY /pets/{id}',
      '200',
      '$default',
      'HTTP/1.1',
      '2',
      '200',
      '127.0.0.1',
      'tester',
    ]);
  });

  it('has virtual times and real latencies', async () => {
    // Prepare
    const slow = () => new Promise((resolve) => setTimeout(resolve, 120, { statusCode: 200 }));

    // Act
    const { values } = await line(
      ['requestTime', 'requestTimeEpoch', 'responseLatency', 'integrationLatency'],
      '/pets/7',
      {},
      slow,
    );

    // Assess
    const [time, epoch, latency, integrationLatency] = values;
    expect(time).toBe('31/Dec/2025:23:59:59 +0000');
    expect(Number(epoch) + Number(latency)).toBeCloseTo(Date.UTC(2026, 0, 1), -1);
    expect(Number(latency)).toBeGreaterThanOrEqual(119);
    expect(Number(integrationLatency)).toBeGreaterThanOrEqual(119);
  });

  it('has a hyphen for what is unknown, missing or of another kind of API', async () => {
    const { values } = await line(
      ['resourcePath', 'error.message', 'integrationErrorMessage', 'constructor', 'identity.caller'],
      '/pets/7',
    );
    expect(values).toEqual(['-', '-', '-', '-', '-']);
  });

  it('says why a request was refused', async () => {
    const { values } = await line(
      ['status', 'routeKey', 'error.message', 'error.messageString', 'error.responseType', 'integrationStatus'],
      '/other',
    );
    expect(values).toEqual(['404', '-', 'Not Found', '"Not Found"', 'MISSING_ROUTE', '-']);
  });

  it('says what the function failed with, which the client is not told', async () => {
    // Prepare
    const failed = () => ({
      status: 'function-error',
      error: { errorType: 'Error', errorMessage: 'why' },
      requestId: 'r',
      durationMs: 1,
      coldStart: false,
    });

    // Act
    const { values } = await line(
      ['status', 'integrationErrorMessage', 'integration.integrationStatus'],
      '/pets/7',
      {},
      failed,
    );

    // Assess
    expect(values).toEqual([
      '500',
      'The Lambda function returned the following error: why. Check your Lambda function code and try again.',
      '200',
    ]);
  });

  it('names the caller where the route has one', async () => {
    const { values } = await line(['identity.userArn', 'identity.accountId'], '/', {}, undefined, {
      routes: { 'GET /': { AuthorizationType: 'AWS_IAM' } },
    });
    expect(values).toEqual(['arn:aws:sts::123456789012:assumed-role/preview/preview', '123456789012']);
  });

  it('stays valid JSON whatever the client sends', async () => {
    // Prepare
    const harness = await startApi(logging('{"agent":"$context.identity.userAgent","path":"$context.path"}'));

    // Act
    await harness.fetch('/pets/"%22', { headers: { 'user-agent': 'a","admin":"\\' } });

    // Assess
    expect(JSON.parse(lines(harness)[0]!)).toMatchObject({ agent: 'a","admin":"\\' });
    expect(JSON.parse(lines(harness)[0]!)).not.toHaveProperty('admin');
  });

  it('is not written where the stage has no access log', async () => {
    // Prepare
    const { fetch, logs } = await startApi();

    // Act
    await fetch('/');

    // Assess
    expect(logs).toEqual([]);
  });
});
