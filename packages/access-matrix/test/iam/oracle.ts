import {
  type EvaluationResult,
  runSimulation,
  runUnsafeSimulation,
  type Simulation,
} from '@cloud-copilot/iam-simulate';
import * as fc from 'fast-check';
import { compilePrincipal, type IamDecision, type Principal, type ResourcePolicy } from '../../src/iam/index.ts';
import { ACCOUNT, BUCKET, boundary, document, type Json, KEY, OTHER_ACCOUNT, role, user } from './builders.ts';

/** A whole question, in a form that both evaluators can be asked. */
export interface Case {
  readonly kind: 'role' | 'user';
  readonly account: string;
  readonly action: string;
  readonly resource: string;
  readonly context: Readonly<Record<string, string | string[]>>;
  readonly identity: readonly Json[];
  readonly boundary?: readonly Json[];
  readonly onResource?: readonly Json[];
}

export type Answer = 'allowed' | 'implicitly denied' | 'explicitly denied' | 'unknown';

const TAGS = { team: 'sales' };

function principalOf({ kind, account, identity, boundary: limits }: Case): Principal {
  const policies = identity.map((policy, at) => ({ kind: 'inline' as const, name: `policy ${at}`, document: policy }));
  const more = {
    account,
    tags: TAGS,
    ...(limits?.[0] ? { boundary: { ...boundary(), document: limits[0] } } : {}),
  };
  return kind === 'role'
    ? role(policies, { ...more, arn: `arn:aws:iam::${account}:role/Analyst` })
    : user(policies, { ...more, arn: `arn:aws:iam::${account}:user/ann` });
}

function resourcePoliciesOf({ resource, onResource }: Case): readonly ResourcePolicy[] {
  if (!onResource) return [];
  const isKey = resource === KEY;
  const policy = { kind: 'resource' as const, name: 'policy of the resource', document: document(...onResource) };
  return [{ kind: isKey ? 'kms-key' : 's3-bucket', resourceArn: isKey ? KEY : BUCKET, account: ACCOUNT, policy }];
}

export function ourDecision(asked: Case): IamDecision {
  return compilePrincipal(principalOf(asked), {
    resourcePolicies: resourcePoliciesOf(asked),
    context: { ...asked.context, 'aws:RequestedRegion': 'us-east-1', 'aws:ResourceAccount': ACCOUNT },
    contextIsComplete: true,
  }).evaluate(asked.action, asked.resource);
}

export function ourAnswer(asked: Case): Answer {
  const { decision, explicit } = ourDecision(asked);
  if (decision === 'allow') return 'allowed';
  if (decision === 'unknown') return 'unknown';
  return explicit ? 'explicitly denied' : 'implicitly denied';
}

/** What the simulator answers, and about which question: it drops context keys that its data do not list for the action. */
export interface OracleAnswer {
  readonly answer: Answer;
  readonly asked: Case;
}

/** The same by `@cloud-copilot/iam-simulate`; the request's own keys are given, as AWS would give them. */
export async function oracleAnswer(asked: Case): Promise<OracleAnswer> {
  const simulation = simulationOf(asked);
  // The synchronous form is faster, but fails on any policy of a resource (version 0.1.173).
  if (!asked.onResource) return { answer: nameOf(runUnsafeSimulation(simulation, {})), asked };
  const result = await runSimulation(simulation, {});
  if (result.resultType !== 'single')
    throw new Error(`the simulator does not take ${JSON.stringify({ asked, result })}`);
  const ignored = new Set((result.result.ignoredContextKeys ?? []).map((key) => key.toLowerCase()));
  const context = Object.fromEntries(Object.entries(asked.context).filter(([key]) => !ignored.has(key.toLowerCase())));
  return { answer: nameOf(result.overallResult), asked: { ...asked, context } };
}

function nameOf(result: EvaluationResult): Answer {
  if (result === 'Allowed') return 'allowed';
  return result === 'ExplicitlyDenied' ? 'explicitly denied' : 'implicitly denied';
}

function simulationOf(asked: Case): Simulation {
  const { kind, account, action, resource, context, identity, boundary: limits, onResource } = asked;
  const isRole = kind === 'role';
  const own = {
    'aws:SecureTransport': 'true',
    'aws:PrincipalIsAWSService': 'false',
    'aws:PrincipalAccount': account,
    'kms:CallerAccount': account,
    'aws:PrincipalType': isRole ? 'AssumedRole' : 'User',
    'aws:PrincipalArn': isRole ? `arn:aws:iam::${account}:role/Analyst` : `arn:aws:iam::${account}:user/ann`,
    'aws:PrincipalTag/team': TAGS.team,
    'aws:RequestedRegion': 'us-east-1',
    'aws:ResourceAccount': ACCOUNT,
    ...(isRole ? {} : { 'aws:username': 'ann' }),
  };
  return {
    request: {
      principal: isRole ? `arn:aws:sts::${account}:assumed-role/Analyst/cli` : `arn:aws:iam::${account}:user/ann`,
      action,
      resource: { resource, accountId: ACCOUNT },
      contextVariables: { ...own, ...context },
    },
    identityPolicies: identity.map((policy, at) => ({ name: `policy ${at}`, policy })),
    serviceControlPolicies: [],
    resourceControlPolicies: [],
    ...(onResource ? { resourcePolicy: document(...onResource) } : {}),
    ...(limits?.[0] ? { permissionBoundaryPolicies: [{ name: 'boundary', policy: limits[0] }] } : {}),
  };
}

const REQUESTS: readonly (readonly [action: string, resource: string])[] = [
  ['s3:GetObject', `${BUCKET}/sales/2015/10.csv`],
  ['s3:GetObject', `${BUCKET}/ann/notes.txt`],
  ['s3:PutObject', `${BUCKET}/sales/new.csv`],
  ['s3:ListBucket', BUCKET],
  ['glue:GetTable', `arn:aws:glue:us-east-1:${ACCOUNT}:table/sales/items`],
  ['glue:CreateDatabase', `arn:aws:glue:us-east-1:${ACCOUNT}:catalog`],
  ['kms:Decrypt', KEY],
];

/** `*` several times, so that a good part of the questions is allowed. */
const ACTIONS = [
  '*',
  '*',
  '*',
  's3:*',
  's3:Get*',
  'S3:getobject',
  's3:?etObject',
  's3:PutObject',
  's3:List*',
  'glue:*',
];
const MORE_ACTIONS = ['glue:Get*', 'glue:*Table', 'glue:CreateDatabase', 'kms:*', 'kms:Decrypt', 's3:GetObject'];
const RESOURCES = [
  '*',
  '*',
  '*',
  `${BUCKET}/*`,
  BUCKET,
  `${BUCKET}/sales/*`,
  `${BUCKET}/*.csv`,
  `${BUCKET}/sales/201?/*`,
];
const MORE_RESOURCES = [
  'arn:aws:s3:::*',
  `${BUCKET}/\${aws:PrincipalTag/team}/*`,
  `${BUCKET}/\${aws:username}/*`,
  `${BUCKET}/\${aws:username, 'sales'}/*`,
  `${BUCKET}/\${aws:PrincipalTag/none}/*`,
  `arn:aws:glue:*:${ACCOUNT}:table/sales/*`,
  `arn:aws:glue:us-east-?:${ACCOUNT}:catalog`,
  'arn:aws:glue:us-east-1:*:table/*/items',
  `arn:aws:kms:us-east-1:${ACCOUNT}:key/*`,
  KEY,
];

/** Values of each key: first those of requests, then those of policies. */
const KEYS: Readonly<Record<string, { request: readonly (string | string[])[]; policy: readonly string[] }>> = {
  's3:prefix': {
    request: ['sales/', 'Sales/', 'items/2015'],
    policy: ['sales/', 'SALES/', 'items/*', '*', 'item?/2015'],
  },
  'aws:TagKeys': { request: [['team'], ['team', 'cost'], ['Cost']], policy: ['team', 'cost', 't*', '*'] },
  'aws:SourceIp': {
    request: ['10.0.0.7', '192.168.1.1', '2001:db8::1'],
    policy: ['10.0.0.0/8', '192.168.1.1', '2001:db8::/32'],
  },
  'aws:MultiFactorAuthPresent': { request: ['true', 'false', 'True'], policy: ['true', 'false'] },
  's3:max-keys': { request: ['5', '10', '10.5'], policy: ['10', '5', '100'] },
  'aws:CurrentTime': {
    request: ['2026-01-01T00:00:00Z', '2026-06-01T12:00:00Z'],
    policy: ['2026-01-01T00:00:00Z', '2026-03-01'],
  },
  'aws:PrincipalArn': {
    request: [],
    policy: [`arn:aws:iam::${ACCOUNT}:role/Analyst`, `arn:aws:iam::*:user/*`, 'arn:aws:iam::*:role/A*'],
  },
  'aws:PrincipalTag/team': { request: [], policy: ['sales', 'Sales', 's*', 'finance'] },
};

const OPERATORS: Readonly<Record<string, readonly string[]>> = {
  's3:prefix': [
    'StringEquals',
    'StringNotEquals',
    'StringEqualsIgnoreCase',
    'StringNotEqualsIgnoreCase',
    'StringLike',
    'StringNotLike',
  ],
  'aws:TagKeys': ['StringEquals', 'StringNotEquals', 'StringLike', 'StringNotLike', 'StringEqualsIgnoreCase'],
  'aws:SourceIp': ['IpAddress', 'NotIpAddress'],
  'aws:MultiFactorAuthPresent': ['Bool'],
  's3:max-keys': [
    'NumericEquals',
    'NumericNotEquals',
    'NumericLessThan',
    'NumericLessThanEquals',
    'NumericGreaterThan',
    'NumericGreaterThanEquals',
  ],
  'aws:CurrentTime': [
    'DateEquals',
    'DateNotEquals',
    'DateLessThan',
    'DateLessThanEquals',
    'DateGreaterThan',
    'DateGreaterThanEquals',
  ],
  'aws:PrincipalArn': ['ArnEquals', 'ArnLike', 'ArnNotEquals', 'ArnNotLike', 'StringLike', 'StringNotLike'],
  'aws:PrincipalTag/team': ['StringEquals', 'StringNotEquals', 'StringLike'],
};

const oneOrMore = (items: readonly string[]) =>
  fc.oneof(fc.constantFrom(...items), fc.uniqueArray(fc.constantFrom(...items), { minLength: 1, maxLength: 3 }));

const condition = fc.constantFrom(...Object.keys(KEYS)).chain((key) =>
  fc
    .record({
      operator: fc.oneof(
        { weight: 6, arbitrary: fc.constantFrom(...(OPERATORS[key] ?? [])) },
        { weight: 1, arbitrary: fc.constant('Null') },
      ),
      ifExists: fc.boolean(),
      set: key === 'aws:TagKeys' ? fc.constantFrom('ForAllValues:', 'ForAnyValue:') : fc.constant(''),
      values: oneOrMore(KEYS[key]?.policy ?? []),
      absent: fc.constantFrom('true', 'false'),
    })
    .map(({ operator, ifExists, set, values, absent }) =>
      operator === 'Null'
        ? { Null: { [key]: absent } }
        : { [`${set}${operator}${ifExists ? 'IfExists' : ''}`]: { [key]: values } },
    ),
);

const statementParts = {
  Effect: fc.constantFrom('Allow', 'Allow', 'Deny'),
  action: fc.record({
    not: fc.oneof(fc.constant(false), fc.constant(false), fc.boolean()),
    values: oneOrMore([...ACTIONS, ...MORE_ACTIONS]),
  }),
  resource: fc.record({
    not: fc.oneof(fc.constant(false), fc.constant(false), fc.boolean()),
    values: oneOrMore([...RESOURCES, ...MORE_RESOURCES]),
  }),
  condition: fc.option(condition, { nil: undefined, freq: 2 }),
};

type Parts = {
  Effect: string;
  action: { not: boolean; values: unknown };
  resource: { not: boolean; values: unknown };
  condition: Json | undefined;
};

const toStatement = ({ Effect, action, resource, condition: Condition }: Parts): Json => ({
  Effect,
  [action.not ? 'NotAction' : 'Action']: action.values,
  [resource.not ? 'NotResource' : 'Resource']: resource.values,
  ...(Condition ? { Condition } : {}),
});

const statement: fc.Arbitrary<Json> = fc.record(statementParts).map(toStatement);

const policy = fc.array(statement, { minLength: 1, maxLength: 3 }).map((statements): Json => document(...statements));

const PRINCIPALS: readonly unknown[] = [
  '*',
  { AWS: '*' },
  { AWS: ACCOUNT },
  { AWS: `arn:aws:iam::${ACCOUNT}:root` },
  { AWS: `arn:aws:iam::${ACCOUNT}:role/Analyst` },
  { AWS: [`arn:aws:iam::${ACCOUNT}:user/ann`, `arn:aws:iam::${ACCOUNT}:role/Other`] },
  { AWS: `arn:aws:iam::${OTHER_ACCOUNT}:root` },
  { AWS: [`arn:aws:iam::${OTHER_ACCOUNT}:role/Analyst`, `arn:aws:iam::${OTHER_ACCOUNT}:user/ann`] },
  { Service: 'glue.amazonaws.com' },
];

const resourceStatement = fc
  .record({ ...statementParts, Principal: fc.constantFrom(...PRINCIPALS) })
  .map(({ Principal, ...parts }): Json => ({ ...toStatement(parts), Principal }));

const ANN_AND_ANALYST = [`arn:aws:iam::${ACCOUNT}:user/ann`, `arn:aws:iam::${ACCOUNT}:role/Analyst`];
const EXCEPTIONS: readonly unknown[] = [
  { AWS: [...ANN_AND_ANALYST, ACCOUNT] },
  { AWS: ANN_AND_ANALYST },
  { AWS: [`arn:aws:iam::${ACCOUNT}:role/Other`, `arn:aws:iam::${OTHER_ACCOUNT}:root`] },
];

const exceptStatement = fc
  .record({ ...statementParts, Effect: fc.constant('Deny'), NotPrincipal: fc.constantFrom(...EXCEPTIONS) })
  .map(({ NotPrincipal, ...parts }): Json => ({ ...toStatement(parts), NotPrincipal }));

const context = fc
  .record(
    Object.fromEntries(
      Object.entries(KEYS)
        .filter(([, { request }]) => request.length > 0)
        .map(([key, { request }]) => [key, fc.constantFrom(...request)]),
    ),
    { requiredKeys: [] },
  )
  .map((keys) => keys as Record<string, string | string[]>);

/** Questions about every rule that the two evaluators share. */
export const cases: fc.Arbitrary<Case> = fc
  .record({
    kind: fc.constantFrom('role' as const, 'user' as const),
    account: fc.constantFrom(ACCOUNT, ACCOUNT, ACCOUNT, OTHER_ACCOUNT),
    request: fc.constantFrom(...REQUESTS),
    context,
    identity: fc.array(policy, { maxLength: 2 }),
    boundary: fc.option(policy, { nil: undefined, freq: 2 }),
    onResource: fc.option(
      fc.array(fc.oneof({ weight: 8, arbitrary: resourceStatement }, { weight: 1, arbitrary: exceptStatement }), {
        minLength: 1,
        maxLength: 3,
      }),
      { nil: undefined },
    ),
  })
  .map(({ request: [action, resource], boundary: limits, onResource, account, ...rest }) => {
    const isGlue = resource.includes(':glue:');
    return {
      ...rest,
      action,
      resource,
      // Glue's resources have no policy of their own here, and other accounts get nothing without one.
      account: isGlue ? ACCOUNT : account,
      ...(limits ? { boundary: [limits] } : {}),
      ...(isGlue
        ? {}
        : needsPolicy(resource, account)
          ? { onResource: onResource ?? [FOR_NOBODY] }
          : onResource
            ? { onResource }
            : {}),
    };
  });

/** A key, or a bucket of another account, whose policy is not given is `unknown` to us and denied to the simulator. */
const needsPolicy = (resource: string, account: string): boolean => resource === KEY || account !== ACCOUNT;
const FOR_NOBODY: Json = { Effect: 'Allow', Action: '*', Resource: '*', Principal: { Service: 'glue.amazonaws.com' } };
