import * as z from 'zod';
import { INFERENCE_STACK } from '../../../lib/shared/names.ts';
import { callApi } from '../aws.ts';
import { type Check, type Finding, fail, pass } from '../checks.ts';
import { CREDENTIALS } from '../emulator.ts';
import { type Stage, templateOf } from '../stage.ts';
import type { Template } from '../template.ts';
import { call, infer, physicalId } from './request-checks.ts';

/** Who is let in: what the deployed API is set to, and what it does to those who are not. */
export function authorisationChecks(stage: Stage): readonly Check[] {
  return [
    { name: 'routes ask who calls, as in the template', run: () => checkRoutes(stage) },
    { name: 'inference refuses everybody else', run: () => checkRefusals(stage) },
  ];
}

const OPEN_ROUTE = 'GET /health';

const routesSchema = z.object({
  items: z.array(z.object({ routeKey: z.string(), authorizationType: z.string().default('NONE') })),
});

/** Authorization types by route key. */
export type Routes = ReadonlyMap<string, string>;

/** The routes of an answer of API Gateway's `GetRoutes`. @throws ZodError if it is none */
export function parseRoutes(text: string): Routes {
  const { items } = routesSchema.parse(JSON.parse(text));
  return new Map(items.map(({ routeKey, authorizationType }) => [routeKey, authorizationType]));
}

export function routesOfTemplate({ Resources }: Template): Routes {
  const found = Object.values(Resources).filter(({ Type }) => Type === 'AWS::ApiGatewayV2::Route');
  return new Map(
    found.map(({ Properties = {} }) => [String(Properties.RouteKey), String(Properties.AuthorizationType ?? 'NONE')]),
  );
}

const describe = (routes: Routes): string =>
  [...routes]
    .map(([key, type]) => `${key} ${type}`)
    .sort()
    .join(', ');

/** Whether the deployed routes are those of the template, and only health is open. */
export function compareRoutes(deployed: Routes, wanted: Routes): Finding {
  const open = [...deployed].filter(([key, type]) => type === 'NONE' && key !== OPEN_ROUTE).map(([key]) => key);
  if (open.length > 0) return fail(`open to everybody: ${open.join(', ')}`);
  const [is, should] = [describe(deployed), describe(wanted)];
  return is === should ? pass(is) : fail(`deployed are ${is}; the template has ${should}`);
}

async function checkRoutes(stage: Stage): Promise<Finding> {
  const apiId = await physicalId(stage, 'AWS::ApiGatewayV2::Api');
  const { status, text } = await callApi(stage.clients.agent, {
    url: stage.emulator.url,
    method: 'GET',
    path: `/v2/apis/${apiId}/routes`,
    service: 'apigateway',
    signedBy: CREDENTIALS,
  });
  if (status !== 200) return fail(`GetRoutes answers ${status}: ${text}`);
  return compareRoutes(parseRoutes(text), routesOfTemplate(templateOf(stage.first, INFERENCE_STACK)));
}

async function checkRefusals(stage: Stage): Promise<Finding> {
  const unknownKey = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'no such key' };
  const path = `/inference/${stage.recordId}`;
  const statuses = {
    'unsigned inference': await infer(stage, undefined),
    'inference signed by nobody known': await infer(stage, unknownKey),
    'unsigned read': await call(stage, { method: 'GET', path }),
    'read signed by nobody known': await call(stage, { method: 'GET', path, signedBy: unknownKey }),
  };
  const detail = Object.entries(statuses)
    .map(([name, { status }]) => `${name} ${status}`)
    .join(', ');
  return Object.values(statuses).every(({ status }) => status === 403) ? pass(detail) : fail(detail);
}
