import { Match, type Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, test } from 'vitest';
import { inferenceTemplate, only } from '../shared/synth.ts';

const ROUTES = ['POST /inference', 'GET /inference/{requestId}', 'GET /health'];

const routes = (template: Template): Record<string, string> =>
  Object.fromEntries(
    Object.values(template.findResources('AWS::ApiGatewayV2::Route')).map(({ Properties }) => [
      Properties.RouteKey,
      Properties.AuthorizationType,
    ]),
  );

describe('the API without any setting', () => {
  let template: Template;
  beforeAll(() => {
    template = inferenceTemplate();
  });

  test('has the three routes and no other', () => {
    expect(Object.keys(routes(template)).sort()).toEqual([...ROUTES].sort());
  });

  test('asks for a signed request on both inference routes', () => {
    expect(routes(template)).toMatchObject({ 'POST /inference': 'AWS_IAM', 'GET /inference/{requestId}': 'AWS_IAM' });
  });

  test('answers /health without authorisation', () => {
    expect(routes(template)['GET /health']).toBe('NONE');
  });

  test('throttles at 100 requests a second and 200 at once', () => {
    expect(only(template, 'AWS::ApiGatewayV2::Stage').DefaultRouteSettings).toMatchObject({
      ThrottlingRateLimit: 100,
      ThrottlingBurstLimit: 200,
    });
  });

  test('sends no CORS headers', () => {
    template.hasResourceProperties('AWS::ApiGatewayV2::Api', { CorsConfiguration: Match.absent() });
  });

  test('hands events to the function in format 2.0', () => {
    template.hasResourceProperties('AWS::ApiGatewayV2::Integration', {
      IntegrationType: 'AWS_PROXY',
      PayloadFormatVersion: '2.0',
    });
  });

  test('leaves the integration timeout at the 30 s of the service', () => {
    template.hasResourceProperties('AWS::ApiGatewayV2::Integration', { TimeoutInMillis: Match.absent() });
  });

  test('may call the function from its own routes only', () => {
    const permissions = Object.values(template.findResources('AWS::Lambda::Permission'));

    const sources = permissions.map(({ Properties }) => JSON.stringify(Properties.SourceArn));

    for (const [index, path] of ['/inference', '/inference/{requestId}', '/health'].entries()) {
      expect(sources[index]).toContain(`/*/*${path}"`);
    }
    expect(sources).toHaveLength(3);
  });

  test('writes access logs as JSON with the request id', () => {
    const { Format } = only(template, 'AWS::ApiGatewayV2::Stage').AccessLogSettings;

    const fields = JSON.parse(Format);

    expect(fields).toMatchObject({ requestId: '$context.requestId', status: '$context.status' });
  });

  test('writes access logs to a log group with retention', () => {
    const { DestinationArn } = only(template, 'AWS::ApiGatewayV2::Stage').AccessLogSettings;

    const group = template.toJSON().Resources[DestinationArn['Fn::GetAtt'][0]];

    expect(group).toMatchObject({ Type: 'AWS::Logs::LogGroup', Properties: { RetentionInDays: 30 } });
  });
});

describe('the API with settings', () => {
  test('asks for tokens of the issuer when auth is jwt', () => {
    const auth = { type: 'jwt' as const, issuer: 'https://login.example.com', audience: ['inferences'] };

    const template = inferenceTemplate({ api: { auth } });

    expect(routes(template)).toMatchObject({
      'POST /inference': 'JWT',
      'GET /inference/{requestId}': 'JWT',
      'GET /health': 'NONE',
    });
    expect(only(template, 'AWS::ApiGatewayV2::Authorizer').JwtConfiguration).toEqual({
      Issuer: 'https://login.example.com',
      Audience: ['inferences'],
    });
  });

  test('throttles as asked', () => {
    const template = inferenceTemplate({ api: { throttle: { rate: 5, burst: 7 } } });

    expect(only(template, 'AWS::ApiGatewayV2::Stage').DefaultRouteSettings).toMatchObject({
      ThrottlingRateLimit: 5,
      ThrottlingBurstLimit: 7,
    });
  });

  test('lets the configured origins call, and no other', () => {
    const template = inferenceTemplate({ api: { allowedOrigins: ['https://app.example.com'] } });

    expect(only(template, 'AWS::ApiGatewayV2::Api').CorsConfiguration).toMatchObject({
      AllowOrigins: ['https://app.example.com'],
      AllowMethods: ['GET', 'POST'],
      AllowHeaders: expect.arrayContaining(['authorization', 'content-type', 'idempotency-key']),
    });
  });
});
