import type { EvaluationOptions, IamDecision, NamedPolicy, Principal, ResourcePolicy } from '../../src/iam/index.ts';
import { evaluateIam } from '../../src/iam/index.ts';

export const ACCOUNT = '123456789012';
export const OTHER_ACCOUNT = '210987654321';

export type Json = Readonly<Record<string, unknown>>;

/** A policy variable, for example `${aws:username}`; its default follows the key, as in `key, 'default'`. */
export const variable = (keyAndDefault: string): string => `\${${keyAndDefault}}`;

/** A policy document of these statements. */
export const document = (...statements: readonly Json[]): Json => ({ Version: '2012-10-17', Statement: statements });

export const inline = (name: string, ...statements: readonly Json[]): NamedPolicy => ({
  kind: 'inline',
  name: `inline policy ${name}`,
  document: document(...statements),
});

export const allow = (Action: unknown, Resource: unknown, more: Json = {}): Json => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...more,
});

export const deny = (Action: unknown, Resource: unknown, more: Json = {}): Json => ({
  Effect: 'Deny',
  Action,
  Resource,
  ...more,
});

/** A role `Analyst` with these policies; anything of it can be set. */
export function role(policies: readonly NamedPolicy[], more: Partial<Principal> = {}): Principal {
  return {
    name: 'analyst',
    kind: 'role',
    arn: `arn:aws:iam::${ACCOUNT}:role/Analyst`,
    iamName: 'Analyst',
    account: ACCOUNT,
    region: 'us-east-1',
    tags: {},
    identityPolicies: policies,
    trust: { kind: 'trust', name: 'trust policy', document: document(trusting({ Service: 'ec2.amazonaws.com' })) },
    source: { stack: 'App', logicalId: 'Analyst' },
    ...more,
  };
}

export const user = (policies: readonly NamedPolicy[], more: Partial<Principal> = {}): Principal => {
  const { trust, ...rest } = role(policies);
  return { ...rest, kind: 'user', arn: `arn:aws:iam::${ACCOUNT}:user/ann`, iamName: 'ann', name: 'ann', ...more };
};

export const trusting = (Principal: unknown, more: Json = {}): Json => ({
  Effect: 'Allow',
  Principal,
  Action: 'sts:AssumeRole',
  ...more,
});

export const boundary = (...statements: readonly Json[]): NamedPolicy => ({
  kind: 'boundary',
  name: 'the boundary',
  document: document(...statements),
});

export const BUCKET = 'arn:aws:s3:::lake';
export const KEY = `arn:aws:kms:us-east-1:${ACCOUNT}:key/11111111-2222-4333-8444-555555555555`;

const onResource = (
  kind: ResourcePolicy['kind'],
  resourceArn: string,
  statements: readonly Json[],
): ResourcePolicy => ({
  kind,
  resourceArn,
  account: ACCOUNT,
  policy: {
    kind: kind === 'role-trust' ? 'trust' : 'resource',
    name: `policy of ${resourceArn}`,
    document: document(...statements),
  },
});

export const bucketPolicy = (...statements: readonly Json[]): ResourcePolicy =>
  onResource('s3-bucket', BUCKET, statements);
export const keyPolicy = (...statements: readonly Json[]): ResourcePolicy => onResource('kms-key', KEY, statements);
export const trustPolicy = (roleArn: string, ...statements: readonly Json[]): ResourcePolicy =>
  onResource('role-trust', roleArn, statements);

export const ROOT = { AWS: `arn:aws:iam::${ACCOUNT}:root` };

/** What IAM decides about a role with only these statements. */
export function decideFor(
  statements: readonly Json[],
  action: string,
  resource: string,
  options: EvaluationOptions = {},
): IamDecision {
  return evaluateIam({ principal: role([inline('Own', ...statements)]), action, resource, ...options });
}
