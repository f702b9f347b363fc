import { describe, expect, test } from 'vitest';
import { compilePrincipal } from '../../src/iam/index.ts';
import { allow, BUCKET, bucketPolicy, deny, inline, role, variable } from './builders.ts';

const OBJECT = `${BUCKET}/sales/1.csv`;
const withMfa = role([
  inline('Mfa', allow('s3:*', '*', { Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } })),
]);

describe('a compiled principal', () => {
  test('keeps its answers', () => {
    const compiled = compilePrincipal(withMfa);

    const first = compiled.evaluate('s3:GetObject', OBJECT);

    expect(compiled.evaluate('s3:GetObject', OBJECT)).toBe(first);
    expect(compiled.evaluate('s3:GetObject', `${BUCKET}/x`)).not.toBe(first);
  });

  test('takes what is known of one request, and forgets it', () => {
    const compiled = compilePrincipal(withMfa);

    const decisions = [
      compiled.evaluate('s3:GetObject', OBJECT, { 'aws:MultiFactorAuthPresent': 'true' }),
      compiled.evaluate('s3:GetObject', OBJECT, { 'AWS:multifactorauthpresent': 'false' }),
      compiled.evaluate('s3:GetObject', OBJECT),
    ];

    expect(decisions.map(({ decision }) => decision)).toEqual(['allow', 'deny', 'unknown']);
  });

  test('goes by what is known of all requests, where nothing nearer says otherwise', () => {
    const compiled = compilePrincipal(withMfa, { context: { 'aws:MultiFactorAuthPresent': 'true' } });

    expect(compiled.evaluate('s3:GetObject', OBJECT).decision).toBe('allow');
    expect(compiled.evaluate('s3:GetObject', OBJECT, { 'aws:MultiFactorAuthPresent': null }).decision).toBe('deny');
  });

  test('takes keys that are not given as absent, if it is told that nothing else is there', () => {
    const compiled = compilePrincipal(withMfa, { contextIsComplete: true });

    expect(compiled.evaluate('s3:GetObject', OBJECT).decision).toBe('deny');
  });

  test('asks the policies of resources that it was given', () => {
    const guarded = bucketPolicy(deny('s3:*', `${BUCKET}/*`, { Principal: '*' }));
    const compiled = compilePrincipal(role([inline('Wide', allow('*', '*'))]), { resourcePolicies: [guarded] });

    expect(compiled.evaluate('s3:GetObject', OBJECT).decision).toBe('deny');
    expect(compiled.evaluate('s3:GetObject', 'arn:aws:s3:::other/1').decision).toBe('allow');
  });

  test('names both sides of a reason for people', () => {
    const folder = `${BUCKET}/${variable('aws:userid')}/*`;
    const compiled = compilePrincipal(role([inline('Own', allow('s3:GetObject', folder, { Sid: 'Home' }))]));

    const decision = compiled.evaluate('s3:GetObject', OBJECT);

    expect(decision.statements).toEqual([
      {
        policy: 'inline policy Own',
        policyKind: 'inline',
        position: 1,
        sid: 'Home',
        effect: 'Allow',
        match: 'may apply',
        why: `action s3:GetObject, resource ${folder}`,
      },
    ]);
  });
});
