import { readFileSync } from 'node:fs';
import { Validator } from '@seriousme/openapi-schema-validator';
import { beforeAll, describe, expect, test } from 'vitest';
import type { InferwatchSettings } from '../../../config/schema.ts';
import { ROUTE_ANSWERS } from '../../../lambda/inference/answers-schema.ts';
import { FAILURE_STATUS } from '../../../lambda/inference/failures.ts';
import { describeApi } from '../../../scripts/openapi/describe-api.ts';
import { inferenceTemplate } from '../shared/synth.ts';

const read = (path: string) => JSON.parse(readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8'));

const JWT = { type: 'jwt' as const, issuer: 'https://login.example.com/', audience: ['inferences'] };

const templateOf = (settings: InferwatchSettings = {}) => inferenceTemplate(settings).toJSON();

/** `METHOD /path` of each operation, with what it asks of a caller. */
const operationsOf = (description: ReturnType<typeof describeApi>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(Object(description.paths)).flatMap(([path, methods]) =>
      Object.entries(Object(methods)).map(([method, operation]) => [
        `${method.toUpperCase()} ${path}`,
        Object(operation).security,
      ]),
    ),
  );

describe('the description of the API', () => {
  let template: ReturnType<typeof templateOf>;
  let committed: ReturnType<typeof describeApi>;
  beforeAll(() => {
    template = templateOf();
    committed = read('docs/openapi.json');
  });

  test('is what `npm run openapi` writes', () => {
    expect(committed).toEqual(describeApi(template, read('package.json').version));
  });

  test('is valid OpenAPI 3.1', async () => {
    const validator = new Validator();

    expect(await validator.validate({ ...committed })).toEqual({ valid: true });
    expect(validator.version).toBe('3.1');
  });

  test('has the routes of the template and no other', () => {
    const resources = Object.values<{ Type: string; Properties: { RouteKey: string } }>(template.Resources);
    const routes = resources.filter(({ Type }) => Type === 'AWS::ApiGatewayV2::Route');

    const keys = routes.map(({ Properties }) => Properties.RouteKey);

    expect(Object.keys(operationsOf(committed)).sort()).toEqual(keys.sort());
    expect(Object.keys(ROUTE_ANSWERS).sort()).toEqual(keys.sort());
  });

  test('asks for signatures on every route but health', () => {
    expect(operationsOf(committed)).toEqual({
      'POST /inference': [{ AWS_IAM: [] }],
      'GET /inference/{requestId}': [{ AWS_IAM: [] }],
      'GET /health': [],
    });
  });

  test('has every code of a failure under its status', () => {
    const { responses } = Object(committed.paths)['/inference'].post;
    const read = Object(committed.paths)['/inference/{requestId}'].get.responses;

    for (const [code, status] of Object.entries(FAILURE_STATUS)) {
      expect(JSON.stringify([responses[status], read[status]])).toContain(`"${code}"`);
    }
  });
});

describe('the description of an API with tokens', () => {
  test('names the issuer and 401', async () => {
    const description = describeApi(templateOf({ api: { auth: JWT } }), '1.0.0');

    expect(operationsOf(description)).toMatchObject({ 'POST /inference': [{ JWT: [] }], 'GET /health': [] });
    expect(Object(description.components).securitySchemes).toEqual({
      JWT: {
        type: 'openIdConnect',
        openIdConnectUrl: 'https://login.example.com/.well-known/openid-configuration',
      },
    });
    expect(Object.keys(Object(description.paths)['/inference'].post.responses)).toContain('401');
    expect(await new Validator().validate({ ...description })).toEqual({ valid: true });
  });
});

describe('a route that nobody has described', () => {
  test('stops the generator', () => {
    const Properties = { RouteKey: 'DELETE /inference/{requestId}' };
    const template = { Resources: { Route: { Type: 'AWS::ApiGatewayV2::Route', Properties } } };

    expect(() => describeApi(template, '1.0.0')).toThrow('DELETE /inference/{requestId} is no route of the function');
  });
});
