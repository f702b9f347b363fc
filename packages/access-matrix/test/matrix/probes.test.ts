import { describe, expect, it } from 'vitest';
import type { NamedPolicy, Principal, ResourcePolicy } from '../../src/iam/types.ts';
import { ActionsOf } from '../../src/matrix/policy-actions.ts';
import { Probes } from '../../src/matrix/probes.ts';
import { unresolved } from '../../src/template/unresolved.ts';

const policy = (...statements: readonly unknown[]): NamedPolicy => ({
  kind: 'inline',
  name: 'own',
  document: { Version: '2012-10-17', Statement: statements },
});

const principal = (...policies: readonly NamedPolicy[]): Principal => ({
  name: 'p',
  kind: 'role',
  arn: 'arn:aws:iam::1:role/p',
  iamName: 'p',
  account: '1',
  region: 'us-east-1',
  tags: {},
  identityPolicies: policies,
  source: { stack: 's', logicalId: 'p' },
});

const START = 'arn:aws:s3:::data/sales/';
const below = (resource: unknown, Effect = 'Allow') =>
  new Probes(principal(policy({ Effect, Action: 's3:GetObject', Resource: resource })), []).below(START);

describe('the keys that are asked about below a place', () => {
  it('begin with any key', () => {
    expect(below('arn:aws:s3:::other/*')).toEqual([`${START}any`]);
  });

  it.each([
    [`${START}export/*`, `${START}export/any`],
    [`${START}one.csv`, `${START}one.csv`],
    [`${START}20??/*`, `${START}20aa/any`],
    ['arn:aws:s3:::data/*.csv', `${START}any.csv`],
    ['arn:aws:s3:::*/*aws-glue-*/*', `${START}any/anyaws-glue-any/any`],
  ])('have one for the pattern %s', (pattern, expected) => {
    expect(below(pattern)).toEqual([`${START}any`, expected]);
  });

  it.each([`${START}*`, 'arn:aws:s3:::data/*', '*', 'arn:aws:s3:::data', 'arn:aws:s3:::data/sales'])(
    'have none for %s, which tells no more than any key or does not reach there',
    (pattern) => {
      expect(below(pattern)).toEqual([`${START}any`]);
    },
  );

  it('have none for what is denied: a denied part does not close the rest', () => {
    expect(below(`${START}export/*`, 'Deny')).toEqual([`${START}any`]);
  });

  it("have those of the resources' policies, too", () => {
    const onBucket: ResourcePolicy = {
      kind: 's3-bucket',
      resourceArn: 'arn:aws:s3:::data',
      account: '1',
      policy: policy({ Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: [`${START}public/*`] }),
    };

    expect(new Probes(undefined, [onBucket]).below(START)).toEqual([`${START}any`, `${START}public/any`]);
  });

  it('are twelve at most', () => {
    const many = Array.from({ length: 40 }, (_, index) => `${START}${index}/*`);

    expect(below(many)).toHaveLength(12);
  });
});

describe('the actions that policies speak of', () => {
  const has = (action: string, ...policies: readonly NamedPolicy[]) =>
    new ActionsOf(principal(...policies), []).has(action);
  const of = (...Action: readonly string[]) => policy({ Effect: 'Allow', Action, Resource: '*' });

  it.each([
    ['glue:GetTable', 'glue:Get*', true],
    ['glue:GetTable', 'GLUE:gettable', true],
    ['glue:GetTable', '*', true],
    ['glue:GetTable', 'glue:GetTabl?', true],
    ['glue:UpdateTable', 'glue:Get*', false],
    ['glue:GetTables', 'glue:GetTable', false],
    ['s3:GetObject', 's3.GetObject', false],
  ])('%s is in %s: %s', (action, pattern, expected) => {
    expect(has(action, of(pattern))).toBe(expected);
  });

  it('are those that they deny, too', () => {
    expect(has('glue:GetTable', policy({ Effect: 'Deny', Action: 'glue:*', Resource: '*' }))).toBe(true);
  });

  it('are all of them when some are only excluded, or not known', () => {
    expect(has('glue:GetTable', policy({ Effect: 'Allow', NotAction: 's3:*', Resource: '*' }))).toBe(true);
    expect(has('glue:GetTable', of(unresolved('parameter Action')))).toBe(true);
    expect(has('glue:GetTable', { kind: 'aws-managed', name: 'x', document: undefined, unknown: 'no copy' })).toBe(
      true,
    );
  });

  it('are all of a service whose resources have policies', () => {
    const onKey: ResourcePolicy = { kind: 'kms-key', resourceArn: 'k', account: '1', policy: policy() };

    const actions = new ActionsOf(principal(), [onKey]);

    expect(actions.has('kms:Decrypt')).toBe(true);
    expect(actions.has('s3:GetObject')).toBe(false);
  });

  it('are none of nobody', () => {
    expect(new ActionsOf(undefined, []).has('s3:GetObject')).toBe(false);
  });
});
