import { describe, expect, it } from 'vitest';
import { compareRoutes, parseRoutes, routesOfTemplate } from '../../../scripts/deploy/steps/authorisation-checks.ts';
import { parseTemplate } from '../../../scripts/deploy/template.ts';

const route = (RouteKey: string, AuthorizationType?: string) => ({
  Type: 'AWS::ApiGatewayV2::Route',
  Properties: { RouteKey, ...(AuthorizationType === undefined ? {} : { AuthorizationType }) },
});

const template = parseTemplate(
  JSON.stringify({ Resources: { A: route('POST /inference', 'AWS_IAM'), B: route('GET /health', 'NONE') } }),
  'test',
);

const deployed = (...items: { routeKey: string; authorizationType?: string }[]) =>
  parseRoutes(JSON.stringify({ items }));

describe('the deployed routes', () => {
  it('pass when they are those of the template', () => {
    const routes = deployed(
      { routeKey: 'GET /health', authorizationType: 'NONE' },
      { routeKey: 'POST /inference', authorizationType: 'AWS_IAM' },
    );

    expect(compareRoutes(routes, routesOfTemplate(template))).toMatchObject({ status: 'pass' });
  });

  it.each([
    ['is open', [{ routeKey: 'POST /inference', authorizationType: 'NONE' }], 'open to everybody: POST /inference'],
    ['says nothing', [{ routeKey: 'POST /inference' }], 'open to everybody: POST /inference'],
    ['catches everything', [{ routeKey: '$default' }], 'open to everybody: $default'],
    ['wants tokens', [{ routeKey: 'POST /inference', authorizationType: 'JWT' }], 'the template has'],
    ['is missing', [], 'the template has'],
  ])('fail when one %s', (_, routes, detail) => {
    const finding = compareRoutes(
      deployed({ routeKey: 'GET /health', authorizationType: 'NONE' }, ...routes),
      routesOfTemplate(template),
    );

    expect(finding).toMatchObject({ status: 'fail', detail: expect.stringContaining(detail) });
  });

  it('cannot be read from something else', () => {
    expect(() => parseRoutes('{"message":"no"}')).toThrow();
  });
});
