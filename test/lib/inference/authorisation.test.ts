import type { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import { parseSettings } from '../../../config/load.ts';
import type { InferwatchSettings } from '../../../config/schema.ts';
import { inferenceTemplate } from '../shared/synth.ts';

const JWT = { type: 'jwt' as const, issuer: 'https://login.example.com', audience: ['inferences'] };

/** Settings that change something about the API or beside it, each of them alone. */
const SETTINGS: [string, InferwatchSettings][] = [
  ['none', {}],
  ['a throttle', { api: { throttle: { rate: 1, burst: 1 } } }],
  ['origins', { api: { allowedOrigins: ['https://app.example.com', 'http://localhost:3000'] } }],
  ['a prefix', { prefix: 'staging' }],
  ['an existing endpoint', { endpoint: { existing: { name: 'mine' } } }],
  ['metrics by PutMetricData', { metrics: { transport: 'put-metric-data' } }],
  ['data that is removed', { removeDataOnDestroy: true, confirmDataRemoval: true }],
];

const ofType = (template: Template, type: string) => Object.entries(template.findResources(type));

interface Route {
  readonly key: string;
  readonly type: string;
  /** Logical id of the authorizer. */
  readonly authorizer: string | undefined;
}

const routesOf = (template: Template): Route[] =>
  ofType(template, 'AWS::ApiGatewayV2::Route').map(([, { Properties }]) => ({
    key: Properties.RouteKey,
    type: Properties.AuthorizationType,
    authorizer: Properties.AuthorizerId?.Ref,
  }));

describe.each(SETTINGS)('with %s', (_, settings) => {
  test.each([
    ['iam', { type: 'iam' as const }, 'AWS_IAM'],
    ['jwt', JWT, 'JWT'],
  ])('and authorisation by %s every route but health asks who calls', (_mode, auth, type) => {
    const template = inferenceTemplate({ ...settings, api: { ...settings.api, auth } });

    const asking = routesOf(template).filter(({ key }) => key !== 'GET /health');
    const open = routesOf(template).filter((route) => route.type === 'NONE' || route.type === undefined);

    expect(asking.map((route) => route.type)).toEqual([type, type]);
    expect(open.map(({ key }) => key)).toEqual(['GET /health']);
  });

  test('each token route has the one authorizer, which checks issuer and audience', () => {
    const template = inferenceTemplate({ ...settings, api: { ...settings.api, auth: JWT } });

    const authorizers = new Map(ofType(template, 'AWS::ApiGatewayV2::Authorizer'));

    for (const { type, authorizer = '' } of routesOf(template).filter(({ key }) => key !== 'GET /health')) {
      expect([type, authorizers.get(authorizer)?.Properties]).toMatchObject([
        'JWT',
        {
          AuthorizerType: 'JWT',
          IdentitySource: ['$request.header.Authorization'],
          JwtConfiguration: { Issuer: JWT.issuer, Audience: JWT.audience },
        },
      ]);
    }
    expect(authorizers.size).toBe(1);
  });

  test('no way leads past the routes', () => {
    const template = inferenceTemplate(settings);

    // The quick creation of an API makes an open `$default` route; a function can have an address of its own.
    for (const [, { Properties }] of ofType(template, 'AWS::ApiGatewayV2::Api')) {
      expect(Object.keys(Properties)).not.toEqual(
        expect.arrayContaining([expect.stringMatching(/^(Target|Body|RouteKey)/)]),
      );
    }
    expect(routesOf(template).filter(({ key }) => /^\$default$|^ANY /.test(key))).toEqual([]);
    expect(ofType(template, 'AWS::Lambda::Url')).toEqual([]);
  });

  test('only the API may call the function, and only for its own routes', () => {
    const template = inferenceTemplate(settings);

    const permissions = ofType(template, 'AWS::Lambda::Permission').map(([, { Properties }]) => Properties);

    for (const { Principal, SourceArn } of permissions) {
      expect(Principal).toBe('apigateway.amazonaws.com');
      expect(JSON.stringify(SourceArn)).toMatch(/execute-api.*\/\*\/\*\/(inference|health)/);
    }
  });
});

describe('settings that would open the API', () => {
  test.each<[string, unknown]>([
    ['no authorisation', { type: 'none' }],
    ['NONE', { type: 'NONE' }],
    ['nothing', null],
    ['tokens without an audience', { type: 'jwt', issuer: JWT.issuer, audience: [] }],
    ['tokens for an empty audience', { type: 'jwt', issuer: JWT.issuer, audience: [''] }],
    ['an issuer without TLS', { type: 'jwt', issuer: 'http://login.example.com', audience: ['a'] }],
    ['an unknown switch', { type: 'iam', optional: true }],
  ])('%s is refused', (_, auth) => {
    expect(parseSettings({ api: { auth } }).ok).toBe(false);
  });

  test.each(['*', 'https://*', 'https://*.example.com', 'null'])('the origin %s is refused', (origin) => {
    expect(parseSettings({ api: { allowedOrigins: [origin] } }).ok).toBe(false);
  });
});
