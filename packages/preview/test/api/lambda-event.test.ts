import { describe, expect, it } from 'vitest';
import { type ApiOptions, FUNCTION_ARN, startApi, type TestEvent } from './harness.ts';

const ANY: ApiOptions = { routes: { 'ANY /pets/{id}': {}, $default: {} } };

async function eventOf(path: string, init: RequestInit = {}, options: ApiOptions = ANY): Promise<TestEvent> {
  const { fetch, events } = await startApi(options);
  await fetch(path, init);
  return events[0]!;
}

describe('the event of payload format 2.0', () => {
  it('has every documented field', async () => {
    // Prepare
    const { fetch, events, invoked, apiId } = await startApi(ANY);
    const before = Date.now();

    // Act
    const response = await fetch('/pets/7?x=1', {
      method: 'POST',
      body: '{"a":1}',
      headers: { 'content-type': 'application/json', 'user-agent': 'tester' },
    });

    // Assess
    expect(invoked).toEqual([FUNCTION_ARN]);
    expect(events[0]).toEqual({
      version: '2.0',
      routeKey: 'ANY /pets/{id}',
      rawPath: '/pets/7',
      rawQueryString: 'x=1',
      headers: expect.objectContaining({ 'content-type': 'application/json' }),
      queryStringParameters: { x: '1' },
      requestContext: {
        accountId: '123456789012',
        apiId,
        domainName: `${apiId}.execute-api.us-east-1.amazonaws.com`,
        domainPrefix: apiId,
        http: { method: 'POST', path: '/pets/7', protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: 'tester' },
        requestId: response.headers.get('apigw-requestid'),
        routeKey: 'ANY /pets/{id}',
        stage: '$default',
        time: expect.stringMatching(/^\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d \+0000$/),
        timeEpoch: expect.any(Number),
      },
      pathParameters: { id: '7' },
      body: '{"a":1}',
      isBase64Encoded: false,
    });
    expect(events[0]!.requestContext.timeEpoch).toBeGreaterThanOrEqual(before);
    expect(events[0]!.requestContext.requestId).toMatch(/^[\w-]{15}=$/);
  });

  it('leaves out what a plain request does not have', async () => {
    // Act
    const event = await eventOf('/');

    // Assess
    for (const field of ['body', 'cookies', 'pathParameters', 'queryStringParameters', 'stageVariables']) {
      expect(event).not.toHaveProperty(field);
    }
    expect(event).toMatchObject({ isBase64Encoded: false, rawQueryString: '', routeKey: '$default' });
  });

  it('has the headers in lower case, those of API Gateway added', async () => {
    // Act
    const { headers } = await eventOf('/', { headers: { 'X-Custom': 'Value' } });

    // Assess
    expect(headers).toMatchObject({
      'x-custom': 'Value',
      host: expect.stringMatching(/\.execute-api\.us-east-1\.amazonaws\.com$/),
      'x-forwarded-for': '127.0.0.1',
      'x-forwarded-port': '443',
      'x-forwarded-proto': 'https',
      'x-amzn-trace-id': expect.stringMatching(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24}$/),
    });
    expect(headers).not.toHaveProperty('connection');
  });

  it('joins repeated headers and moves the cookies', async () => {
    // Prepare
    const { raw, events } = await startApi(ANY);

    // Act
    await raw(
      'GET / HTTP/1.1\r\nHost: localhost\r\nX-A: 1\r\nX-A: 2\r\nCookie: a=1; b=2\r\nCookie: c=3\r\nConnection: close\r\n\r\n',
    );

    // Assess
    expect(events[0]!.headers['x-a']).toBe('1,2');
    expect(events[0]!.cookies).toEqual(['a=1', 'b=2', 'c=3']);
    expect(events[0]!.headers).not.toHaveProperty('cookie');
  });

  it('appends the client to an X-Forwarded-For that it sends', async () => {
    const { headers } = await eventOf('/', { headers: { 'x-forwarded-for': '10.0.0.1' } });
    expect(headers['x-forwarded-for']).toBe('10.0.0.1, 127.0.0.1');
  });

  it.each([
    ['repeated parameters with commas', '?a=1&a=2&b=3', { a: '1,2', b: '3' }],
    ['escapes decoded', '?a%20b=c%26d+e', { 'a b': 'c&d e' }],
    ['a parameter without a value', '?flag', { flag: '' }],
  ])('has the query with %s', async (_name, query, expected) => {
    // Act
    const event = await eventOf(`/${query}`);

    // Assess
    expect(event.queryStringParameters).toEqual(expected);
    expect(event.rawQueryString).toBe(query.slice(1));
  });

  it('has the path decoded', async () => {
    const event = await eventOf('/pets/a%20b');
    expect([event.rawPath, event.pathParameters]).toEqual(['/pets/a b', { id: 'a b' }]);
  });

  it('has the variables of the stage', async () => {
    const event = await eventOf('/', {}, { ...ANY, stages: { $default: { StageVariables: { mode: 'x' } } } });
    expect(event.stageVariables).toEqual({ mode: 'x' });
  });

  it('keeps the name of a stage in the path', async () => {
    // Prepare
    const { url, events } = await startApi({ ...ANY, stages: { prod: {} } });

    // Act
    await fetch(`${url}/pets/7`);

    // Assess
    expect(url).toMatch(/\/prod$/);
    expect(events[0]).toMatchObject({
      rawPath: '/prod/pets/7',
      pathParameters: { id: '7' },
      requestContext: { stage: 'prod' },
    });
  });
});

describe('the body', () => {
  const BINARY = Buffer.from([0, 1, 254, 255]);

  it.each([
    ['application/json', false],
    ['application/json; charset=utf-8', false],
    ['text/csv', false],
    ['application/problem+json', false],
    ['application/xml', false],
    ['application/x-www-form-urlencoded', true],
    ['multipart/form-data; boundary=x', true],
    ['application/octet-stream', true],
    ['image/png', true],
  ])('of type %s is base64: %s', async (type, isBase64Encoded) => {
    // Act
    const event = await eventOf('/', { method: 'POST', body: 'abc', headers: { 'content-type': type } });

    // Assess
    expect(event).toMatchObject({ isBase64Encoded, body: isBase64Encoded ? 'YWJj' : 'abc' });
  });

  it('that is compressed is base64, whatever its type', async () => {
    const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip' };
    expect(await eventOf('/', { method: 'POST', body: 'abc', headers })).toMatchObject({
      isBase64Encoded: true,
      body: 'YWJj',
    });
  });

  it.each([
    ['text', Buffer.from('äbc'), { isBase64Encoded: false, body: 'äbc' }],
    ['binary data', BINARY, { isBase64Encoded: true, body: BINARY.toString('base64') }],
  ])('without a type is told by its bytes: %s', async (_name, body, expected) => {
    expect(await eventOf('/', { method: 'POST', body })).toMatchObject(expected);
  });
});

describe('the authorizer', () => {
  it('describes a caller by IAM where the route asks for one', async () => {
    const event = await eventOf('/', {}, { routes: { 'GET /': { AuthorizationType: 'AWS_IAM' } } });
    expect(event.requestContext.authorizer).toEqual({
      iam: {
        accessKey: expect.any(String),
        accountId: '123456789012',
        callerId: expect.any(String),
        cognitoIdentity: null,
        principalOrgId: null,
        userArn: 'arn:aws:sts::123456789012:assumed-role/preview/preview',
        userId: expect.any(String),
      },
    });
  });

  const JWT: ApiOptions = {
    routes: { 'GET /': { AuthorizationType: 'JWT', AuthorizerId: { Ref: 'Authorizer' } } },
    authorizer: {
      AuthorizerType: 'JWT',
      Name: 'j',
      JwtConfiguration: { Issuer: 'https://id.example.com', Audience: ['app'] },
    },
  };

  it('gives the claims of a token, as text and unverified', async () => {
    // Prepare
    const payload = Buffer.from(JSON.stringify({ sub: 'me', exp: 5, groups: ['a'] })).toString('base64url');

    // Act
    const event = await eventOf('/', { headers: { authorization: `Bearer e30.${payload}.x` } }, JWT);

    // Assess
    expect(event.requestContext.authorizer).toEqual({
      jwt: { claims: { sub: 'me', exp: '5', groups: '["a"]' }, scopes: null },
    });
  });

  it.each(['Bearer nonsense', 'Bearer a.b.c', ''])('gives claims of the preview for %j', async (authorization) => {
    const event = await eventOf('/', { headers: authorization ? { authorization } : {} }, JWT);
    expect(event.requestContext.authorizer?.jwt?.claims).toEqual({
      iss: 'https://id.example.com',
      aud: 'app',
      sub: 'preview',
    });
  });

  it('is absent on an open route', async () => {
    expect((await eventOf('/')).requestContext).not.toHaveProperty('authorizer');
  });
});
