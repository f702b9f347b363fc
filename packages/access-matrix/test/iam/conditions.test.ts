import { describe, expect, test } from 'vitest';
import type { ContextValue, Decision } from '../../src/iam/index.ts';
import { ACCOUNT, allow, decideFor, deny, variable } from './builders.ts';

/** What one condition on an otherwise open statement comes to. */
function decide(operator: string, key: string, value: unknown, given?: ContextValue): Decision {
  const statements = [allow('s3:*', '*', { Condition: { [operator]: { [key]: value } } })];
  const options = given === undefined ? {} : { context: { [key]: given } };
  return decideFor(statements, 's3:ListBucket', 'arn:aws:s3:::lake', options).decision;
}

describe('operators', () => {
  test.each<[operator: string, policy: unknown, request: string, expected: Decision]>([
    ['StringEquals', 'a', 'a', 'allow'],
    ['StringEquals', 'a', 'A', 'deny'],
    ['StringEquals', 'a*', 'ab', 'deny'],
    ['StringEquals', ['x', 'a'], 'a', 'allow'],
    ['StringNotEquals', 'a', 'b', 'allow'],
    ['StringNotEquals', ['a', 'b'], 'b', 'deny'],
    ['StringEqualsIgnoreCase', 'a', 'A', 'allow'],
    ['StringNotEqualsIgnoreCase', 'a', 'A', 'deny'],
    ['StringLike', 'a*c?', 'abbcd', 'allow'],
    ['StringLike', 'a?', 'a', 'deny'],
    ['StringNotLike', 'a*', 'b', 'allow'],
    ['NumericEquals', '10', '10.0', 'allow'],
    ['NumericEquals', 10, '10', 'allow'],
    ['NumericEquals', 'ten', '10', 'deny'],
    ['NumericNotEquals', '10', '11', 'allow'],
    ['NumericLessThan', '10', '9.5', 'allow'],
    ['NumericLessThan', '10', '10', 'deny'],
    ['NumericLessThanEquals', '10', '10', 'allow'],
    ['NumericGreaterThan', '10', '10', 'deny'],
    ['NumericGreaterThanEquals', '10', '10', 'allow'],
    ['DateEquals', '2026-01-01', '2026-01-01T00:00:00Z', 'allow'],
    ['DateNotEquals', '2026-01-01', '2026-01-01T00:00:00Z', 'deny'],
    ['DateLessThan', '2026-01-01T00:00:00Z', '2025-12-31T23:59:59Z', 'allow'],
    ['DateLessThanEquals', '2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z', 'allow'],
    ['DateGreaterThan', '1767225600', '2026-01-01T00:00:01Z', 'allow'],
    ['DateGreaterThanEquals', 'soon', '2026-01-01T00:00:01Z', 'deny'],
    ['Bool', 'true', 'True', 'allow'],
    ['Bool', true, 'true', 'allow'],
    ['Bool', 'true', 'false', 'deny'],
    ['Bool', 'yes', 'yes', 'deny'],
    ['BinaryEquals', 'QmluYXJ5', 'QmluYXJ5', 'allow'],
    ['IpAddress', '10.0.0.0/8', '10.9.8.7', 'allow'],
    ['IpAddress', '10.0.0.0/8', '11.0.0.1', 'deny'],
    ['IpAddress', '10.0.0.1', '10.0.0.1', 'allow'],
    ['IpAddress', '2001:db8::/32', '2001:db8::1', 'allow'],
    ['IpAddress', '0.0.0.0/0', '2001:db8::1', 'deny'],
    ['IpAddress', '10.0.0.0/99', '10.0.0.1', 'deny'],
    ['NotIpAddress', '10.0.0.0/8', '11.0.0.1', 'allow'],
    ['NotIpAddress', ['10.0.0.0/8', '11.0.0.0/8'], '11.0.0.1', 'deny'],
    ['ArnEquals', 'arn:aws:iam::*:role/A*', `arn:aws:iam::${ACCOUNT}:role/Analyst`, 'allow'],
    ['ArnLike', 'arn:aws:iam::*:role/B*', `arn:aws:iam::${ACCOUNT}:role/Analyst`, 'deny'],
    ['ArnLike', 'arn:aws:*:role/Analyst', `arn:aws:iam::${ACCOUNT}:role/Analyst`, 'deny'],
    ['ArnNotEquals', 'arn:aws:iam::*:role/B*', `arn:aws:iam::${ACCOUNT}:role/Analyst`, 'allow'],
    ['ArnNotLike', 'arn:aws:iam::*:role/A*', `arn:aws:iam::${ACCOUNT}:role/Analyst`, 'deny'],
  ])('%s %j against %s: %s', (operator, policy, request, expected) => {
    expect(decide(operator, 'aws:SourceSomething', policy, request)).toBe(expected);
  });

  test('names of keys and operators are not case-sensitive', () => {
    const statements = [allow('s3:*', '*', { Condition: { stringequals: { 'AWS:sourcevpc': 'vpc-1' } } })];

    const { decision } = decideFor(statements, 's3:ListBucket', '*', { context: { 'aws:SourceVpc': 'vpc-1' } });

    expect(decision).toBe('allow');
  });

  test('an operator that does not exist leaves the answer open', () => {
    expect(decide('StringMatches', 'aws:SourceVpc', 'x', 'x')).toBe('unknown');
  });

  test('a value may be a policy variable', () => {
    const statements = [
      allow('s3:*', '*', { Condition: { StringEquals: { 's3:prefix': variable('aws:PrincipalAccount') } } }),
    ];

    const { decision } = decideFor(statements, 's3:ListBucket', '*', { context: { 's3:prefix': ACCOUNT } });

    expect(decision).toBe('allow');
  });
});

describe('a key that the request does not have', () => {
  test.each<[operator: string, expected: Decision]>([
    ['StringEquals', 'deny'],
    ['StringLike', 'deny'],
    ['StringNotEquals', 'allow'],
    ['ArnNotLike', 'allow'],
    ['NotIpAddress', 'allow'],
    ['NumericNotEquals', 'allow'],
    ['StringEqualsIfExists', 'allow'],
    ['BoolIfExists', 'allow'],
    ['ForAllValues:StringEquals', 'allow'],
    ['ForAllValues:StringNotLike', 'allow'],
    ['ForAnyValue:StringEquals', 'deny'],
    ['ForAnyValue:StringNotEquals', 'deny'],
    ['ForAnyValue:StringLikeIfExists', 'deny'],
  ])('%s: %s', (operator, expected) => {
    expect(decide(operator, 'aws:SourceVpc', 'x', null)).toBe(expected);
  });
});

describe('Null', () => {
  test.each<[value: unknown, given: ContextValue, expected: Decision]>([
    ['true', null, 'allow'],
    [true, null, 'allow'],
    ['true', 'x', 'deny'],
    ['false', 'x', 'allow'],
    ['false', null, 'deny'],
  ])('%j with %j: %s', (value, given, expected) => {
    expect(decide('Null', 'aws:TokenIssueTime', value, given)).toBe(expected);
  });

  test('of an unknown key is unknown, unless either way is enough', () => {
    expect(decide('Null', 'aws:TokenIssueTime', 'false')).toBe('unknown');
    expect(decide('Null', 'aws:TokenIssueTime', ['true', 'false'])).toBe('allow');
  });
});

describe('several values', () => {
  test.each<[operator: string, request: readonly string[], expected: Decision]>([
    ['ForAllValues:StringEquals', ['a', 'b'], 'allow'],
    ['ForAllValues:StringEquals', ['a', 'c'], 'deny'],
    ['ForAllValues:StringEquals', [], 'allow'],
    ['ForAnyValue:StringEquals', ['c', 'b'], 'allow'],
    ['ForAnyValue:StringEquals', ['c'], 'deny'],
    ['ForAllValues:StringNotEquals', ['c', 'd'], 'allow'],
    ['ForAllValues:StringNotEquals', ['c', 'a'], 'deny'],
    ['ForAnyValue:StringNotEquals', ['a', 'c'], 'allow'],
    ['ForAnyValue:StringNotEquals', ['a', 'b'], 'deny'],
  ])('%s of a or b against %j: %s', (operator, request, expected) => {
    expect(decide(operator, 'aws:TagKeys', ['a', 'b'], request)).toBe(expected);
  });

  test('without a set operator the answer is open, since AWS does not document it', () => {
    expect(decide('StringEquals', 'aws:TagKeys', ['a'], ['a', 'b'])).toBe('unknown');
  });
});

describe('several conditions', () => {
  const both = { Bool: { 'aws:MultiFactorAuthPresent': 'true' }, StringEquals: { 'aws:SourceVpc': 'vpc-1' } };
  const ask = (context: Readonly<Record<string, string>>) =>
    decideFor([allow('s3:*', '*', { Condition: both })], 's3:ListBucket', '*', { context });

  test('all must hold', () => {
    expect(ask({ 'aws:MultiFactorAuthPresent': 'true', 'aws:SourceVpc': 'vpc-1' }).decision).toBe('allow');
    expect(ask({ 'aws:MultiFactorAuthPresent': 'true', 'aws:SourceVpc': 'vpc-2' }).decision).toBe('deny');
  });

  test('one that fails settles the answer, whatever the unknown one is', () => {
    expect(ask({ 'aws:SourceVpc': 'vpc-2' }).decision).toBe('deny');
  });

  test('an unknown one is named', () => {
    const decision = ask({ 'aws:SourceVpc': 'vpc-1' });

    expect(decision).toMatchObject({ decision: 'unknown', dependsOn: ['context key aws:MultiFactorAuthPresent'] });
    expect(decision.reason).toBe(
      'depends on context key aws:MultiFactorAuthPresent; statement 1 of inline policy Own may allow it',
    );
  });
});

describe('unknown keys', () => {
  const withMfa = { Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } };

  test('an allow that needs none makes one that needs it irrelevant', () => {
    const { decision } = decideFor([allow('s3:*', '*', withMfa), allow('s3:*', '*')], 's3:GetObject', '*');

    expect(decision).toBe('allow');
  });

  test('a deny that may apply makes an allow unknown', () => {
    const withoutMfa = { Condition: { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } } };

    const decision = decideFor([allow('s3:*', '*'), deny('*', '*', withoutMfa)], 's3:GetObject', '*');

    expect(decision.reason).toBe(
      'depends on context key aws:MultiFactorAuthPresent; statement 2 of inline policy Own may deny it',
    );
  });

  test('a deny that may apply is irrelevant where nothing allows', () => {
    expect(decideFor([deny('s3:*', '*', withMfa)], 's3:GetObject', '*').decision).toBe('deny');
  });

  test('a condition that holds with and without the key needs not know it', () => {
    expect(decide('StringLikeIfExists', 'aws:SourceVpc', '*')).toBe('allow');
  });

  test('a key compared with its own variable is settled if it is there, and open since it may not be', () => {
    expect(decide('StringEquals', 'aws:userid', variable('aws:userid'))).toBe('unknown');
    expect(decide('StringEqualsIfExists', 'aws:userid', variable('aws:userid'))).toBe('unknown');
  });
});

describe('what is known of every request', () => {
  test.each([
    ['aws:SecureTransport', 'true'],
    ['aws:PrincipalArn', `arn:aws:iam::${ACCOUNT}:role/Analyst`],
    ['aws:PrincipalAccount', ACCOUNT],
    ['aws:PrincipalType', 'AssumedRole'],
    ['aws:PrincipalIsAWSService', 'false'],
    ['aws:RequestedRegion', 'us-east-1'],
    ['kms:CallerAccount', ACCOUNT],
  ])('%s is %s for a role', (key, value) => {
    expect(decide('StringEquals', key, value)).toBe('allow');
  });

  test('a caller may say otherwise', () => {
    expect(decide('Bool', 'aws:SecureTransport', 'false', 'false')).toBe('allow');
  });

  test('the Region and the account come from the ARN of the resource', () => {
    const statements = [
      allow('glue:*', '*', {
        Condition: { StringEquals: { 'aws:RequestedRegion': 'eu-west-1', 'aws:ResourceAccount': ACCOUNT } },
      }),
    ];

    expect(decideFor(statements, 'glue:GetTable', `arn:aws:glue:eu-west-1:${ACCOUNT}:catalog`).decision).toBe('allow');
    expect(decideFor(statements, 'glue:GetTable', `arn:aws:glue:eu-west-2:${ACCOUNT}:catalog`).decision).toBe('deny');
  });
});
