import { describe, expect, test } from 'vitest';
import { readPolicyDocument } from '../../src/iam/policy-document.ts';
import { unresolved } from '../../src/template/index.ts';
import { allow, document, type Json } from './builders.ts';

const IDENTITY = { hasPrincipals: false, hasResources: true };
const RESOURCE = { hasPrincipals: true, hasResources: true };
const TRUST = { hasPrincipals: true, hasResources: false };

/** The only statement of a document, or why it cannot be read. */
function read(statement: Json, kind = IDENTITY) {
  const policy = readPolicyDocument(document(statement), kind);
  return 'unknown' in policy ? policy : policy.statements[0];
}

describe('a statement', () => {
  test('may give one text or a list for each element', () => {
    expect(read(allow('s3:*', ['a', 'b'], { Sid: 'Both' }))).toEqual({
      effect: 'Allow',
      sid: 'Both',
      actions: { negated: false, values: ['s3:*'] },
      resources: { negated: false, values: ['a', 'b'] },
      condition: undefined,
    });
  });

  test('may name all but some things', () => {
    const statement = { Effect: 'Deny', NotAction: 's3:*', NotResource: 'x', NotPrincipal: { AWS: '*' } };

    expect(read(statement, RESOURCE)).toMatchObject({
      actions: { negated: true, values: ['s3:*'] },
      resources: { negated: true, values: ['x'] },
      principals: { negated: true, aws: ['*'] },
    });
  });

  test.each<[name: string, principal: unknown, aws: readonly string[]]>([
    ['everyone', '*', ['*']],
    ['one principal', { AWS: 'a' }, ['a']],
    ['several', { AWS: ['a', 'b'], Service: 'glue.amazonaws.com' }, ['a', 'b']],
    ['a service only', { Service: 'glue.amazonaws.com' }, []],
  ])('of a resource names %s', (_, Principal, aws) => {
    expect(read(allow('*', '*', { Principal }), RESOURCE)).toMatchObject({ principals: { negated: false, aws } });
  });

  test('of a trust policy has no resource', () => {
    const statement = { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: '*' };

    expect(read(statement, TRUST)).toMatchObject({ principals: { aws: ['*'] } });
  });

  test.each<[name: string, statement: Json, reason: RegExp, kind?: typeof IDENTITY]>([
    ['without an effect', { Action: '*', Resource: '*' }, /^malformed Effect: nothing$/],
    ['without an action', { Effect: 'Allow', Resource: '*' }, /neither Action nor NotAction$/],
    ['without a resource', { Effect: 'Allow', Action: '*' }, /neither Resource nor NotResource$/],
    ['without a principal', allow('*', '*'), /neither Principal nor NotPrincipal$/, RESOURCE],
    ['with both forms of an element', allow('*', '*', { NotAction: 'x' }), /both Action and NotAction$/],
    ['with both forms of the resource', allow('*', '*', { NotResource: 'x' }), /both Resource and NotResource$/],
    ['with a number for an action', allow(7, '*'), /^malformed Action: 7$/],
    ['with an object for a resource', allow('*', [{ a: 1 }]), /^malformed Resource: \[\{"a":1\}\]$/],
    ['with a list for a principal', allow('*', '*', { Principal: ['a'] }), /^malformed Principal/, RESOURCE],
    ['with a number for a principal', allow('*', '*', { Principal: { AWS: 1 } }), /^malformed Principal/, RESOURCE],
  ])('%s cannot be read', (_, statement, reason, kind = IDENTITY) => {
    const result = read(statement, kind);

    expect(result).toEqual({ unknown: expect.stringMatching(reason) });
  });
});

describe('a document', () => {
  test('may have one statement without a list', () => {
    const policy = readPolicyDocument({ Version: '2012-10-17', Statement: allow('*', '*') }, IDENTITY);

    expect(policy).toMatchObject({ variables: true, statements: [{ effect: 'Allow' }] });
  });

  test('may be text', () => {
    const policy = readPolicyDocument(JSON.stringify(document(allow('*', '*'))), IDENTITY);

    expect(policy).toMatchObject({ statements: [{ effect: 'Allow' }] });
  });

  test.each(['2008-10-17', undefined])('of version %s has no variables', (Version) => {
    expect(readPolicyDocument({ Version, Statement: [] }, IDENTITY)).toEqual({ variables: false, statements: [] });
  });

  test.each<[name: string, value: unknown, reason: string]>([
    ['that is no object', 'hello', 'malformed policy: "hello"'],
    ['that is a list', [], 'malformed policy: []'],
    ['that is missing', undefined, 'malformed policy: nothing'],
    ['without statements', {}, 'the policy has no Statement'],
    ['that is known only after deployment', unresolved('parameter Policy'), 'parameter Policy'],
  ])('%s cannot be read', (_, value, reason) => {
    expect(readPolicyDocument(value, IDENTITY)).toEqual({ unknown: reason });
  });

  test('keeps the statements that can be read beside one that cannot', () => {
    const policy = readPolicyDocument({ Statement: [allow('*', '*'), unresolved('condition Is')] }, IDENTITY);

    expect(policy).toMatchObject({ statements: [{ effect: 'Allow' }, { unknown: 'condition Is' }] });
  });
});
