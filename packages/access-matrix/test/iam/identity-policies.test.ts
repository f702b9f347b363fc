import { describe, expect, test } from 'vitest';
import { evaluateIam } from '../../src/iam/index.ts';
import { ACCOUNT, allow, boundary, decideFor, deny, inline, role, variable } from './builders.ts';

const OBJECT = 'arn:aws:s3:::lake/sales/1.csv';

describe('explicit and implicit decisions', () => {
  test('what no policy allows is denied, though not explicitly', () => {
    const decision = decideFor([allow('s3:PutObject', '*')], 's3:GetObject', OBJECT);

    expect(decision).toMatchObject({ decision: 'deny', explicit: false, statements: [] });
    expect(decision.reason).toBe(`no policy allows s3:GetObject on ${OBJECT}`);
  });

  test('an allow names the policy, the statement and what matched', () => {
    const decision = decideFor([allow('s3:Get*', 'arn:aws:s3:::lake/*', { Sid: 'Read' })], 's3:GetObject', OBJECT);

    expect(decision.decision).toBe('allow');
    expect(decision.reason).toBe(
      'allowed by statement 1 (Read) of inline policy Own: action s3:Get*, resource arn:aws:s3:::lake/*',
    );
  });

  test('a deny wins over an allow in another policy', () => {
    const principal = role([inline('Wide', allow('*', '*')), inline('Guard', deny('s3:*', 'arn:aws:s3:::lake/*'))]);

    const decision = evaluateIam({ principal, action: 's3:GetObject', resource: OBJECT });

    expect(decision).toMatchObject({ decision: 'deny', explicit: true });
    expect(decision.reason).toBe(
      'explicitly denied by statement 1 of inline policy Guard: action s3:*, resource arn:aws:s3:::lake/*',
    );
  });

  test('the trace holds the statements that lost, too', () => {
    const decision = decideFor([allow('*', '*'), deny('s3:GetObject', '*')], 's3:GetObject', OBJECT);

    expect(decision.statements.map(({ effect, position }) => [effect, position])).toEqual([
      ['Allow', 1],
      ['Deny', 2],
    ]);
  });
});

describe('actions', () => {
  test.each([
    ['*', 'allow'],
    ['s3:*', 'allow'],
    ['s3:Get*', 'allow'],
    ['S3:GETOBJECT', 'allow'],
    ['s3:?etObject', 'allow'],
    ['s3:GetObject*', 'allow'],
    ['s3:GetObject?', 'deny'],
    ['s3:GetObjectAcl', 'deny'],
    ['s3', 'deny'],
    ['glue:*', 'deny'],
  ])('%s against s3:GetObject: %s', (pattern, expected) => {
    expect(decideFor([allow(pattern, '*')], 's3:GetObject', OBJECT).decision).toBe(expected);
  });

  test('NotAction is every other action', () => {
    const statements = [{ Effect: 'Allow', NotAction: ['iam:*', 's3:Put*'], Resource: '*' }];

    expect(decideFor(statements, 's3:GetObject', OBJECT).decision).toBe('allow');
    expect(decideFor(statements, 's3:PutObject', OBJECT).decision).toBe('deny');
    expect(decideFor(statements, 'iam:PassRole', '*').decision).toBe('deny');
  });
});

describe('resources', () => {
  test.each([
    ['*', 'allow'],
    ['arn:aws:s3:::lake/*', 'allow'],
    ['arn:aws:s3:::lake/sales/?.csv', 'allow'],
    ['arn:aws:s3:::*', 'allow'],
    ['arn:aws:s3:::*/*.csv', 'allow'],
    ['arn:aws:s3:::lake', 'deny'],
    ['arn:aws:s3:::LAKE/*', 'deny'],
    ['arn:aws:s3:::lake/sales/', 'deny'],
    ['arn:*:s3:::lake/*', 'allow'],
  ])('%s against an object: %s', (pattern, expected) => {
    expect(decideFor([allow('s3:GetObject', pattern)], 's3:GetObject', OBJECT).decision).toBe(expected);
  });

  test.each([
    ['a * that ends its part of the ARN reaches beyond the colon', 'arn:aws:glue:*:table/sales/items', 'allow'],
    ['a * inside a part stays in it', 'arn:aws:glue:us*1:table/sales/items', 'deny'],
    ['a ? is never a colon', `arn:aws:glue:us-east-1?${ACCOUNT}:table/sales/items`, 'deny'],
    ['an incomplete ARN is completed', 'arn:aws:glue', 'allow'],
    ['an incomplete ARN of another service is not ours', 'arn:aws:sqs', 'deny'],
  ])('%s', (_, pattern, expected) => {
    const table = `arn:aws:glue:us-east-1:${ACCOUNT}:table/sales/items`;

    expect(decideFor([allow('glue:GetTable', pattern)], 'glue:GetTable', table).decision).toBe(expected);
  });

  test('NotResource is every other resource', () => {
    const statements = [{ Effect: 'Allow', Action: 's3:*', NotResource: 'arn:aws:s3:::lake/private/*' }];

    expect(decideFor(statements, 's3:GetObject', OBJECT).decision).toBe('allow');
    expect(decideFor(statements, 's3:GetObject', 'arn:aws:s3:::lake/private/1').decision).toBe('deny');
  });

  test('an action without resources needs a statement on every resource', () => {
    const onArn = [allow('lakeformation:GetDataAccess', `arn:aws:lakeformation:us-east-1:${ACCOUNT}:*`)];

    expect(decideFor(onArn, 'lakeformation:GetDataAccess', '*').decision).toBe('deny');
    expect(decideFor([allow('lakeformation:*', '*')], 'lakeformation:GetDataAccess', '*').decision).toBe('allow');
  });

  test('wildcards in the question count as themselves', () => {
    const decision = decideFor([allow('s3:GetObject', OBJECT)], 's3:GetObject', 'arn:aws:s3:::lake/sales/*');

    expect(decision.decision).toBe('deny');
  });
});

describe('policy variables', () => {
  const onOwnFolder = [allow('s3:GetObject', `arn:aws:s3:::lake/${variable('aws:PrincipalTag/team')}/*`)];

  test('a variable stands for the value of its key', () => {
    const principal = role([inline('Own', ...onOwnFolder)], { tags: { team: 'sales' } });

    expect(evaluateIam({ principal, action: 's3:GetObject', resource: OBJECT }).decision).toBe('allow');
    expect(evaluateIam({ principal, action: 's3:GetObject', resource: 'arn:aws:s3:::lake/hr/1' }).decision).toBe(
      'deny',
    );
  });

  test('wildcards in the value are no wildcards', () => {
    const principal = role([inline('Own', ...onOwnFolder)], { tags: { team: '*' } });

    expect(evaluateIam({ principal, action: 's3:GetObject', resource: OBJECT }).decision).toBe('deny');
  });

  test('a variable without a value matches nothing', () => {
    expect(decideFor(onOwnFolder, 's3:GetObject', OBJECT).decision).toBe('deny');
  });

  test('a default stands in for the missing value', () => {
    const resource = `arn:aws:s3:::lake/${variable("aws:PrincipalTag/team, 'sales'")}/*`;
    const statements = [allow('s3:GetObject', resource)];

    expect(decideFor(statements, 's3:GetObject', OBJECT).decision).toBe('allow');
  });

  test.each([
    [variable('*'), '*'],
    [variable('?'), '?'],
    [variable('$'), '$'],
  ])('%s is the character itself', (escaped, character) => {
    const statements = [allow('s3:GetObject', `arn:aws:s3:::lake/${escaped}`)];

    expect(decideFor(statements, 's3:GetObject', `arn:aws:s3:::lake/${character}`).decision).toBe('allow');
    expect(decideFor(statements, 's3:GetObject', 'arn:aws:s3:::lake/x').decision).toBe('deny');
  });

  test('before version 2012-10-17 a variable is plain text', () => {
    const old = { Version: '2008-10-17', Statement: onOwnFolder };
    const principal = role([{ kind: 'inline', name: 'old', document: old }], { tags: { team: 'sales' } });

    expect(evaluateIam({ principal, action: 's3:GetObject', resource: OBJECT }).decision).toBe('deny');
  });

  test('before version 2012-10-17 a variable in a condition is plain text, too', () => {
    const condition = { StringEquals: { 'aws:PrincipalTag/team': [variable('aws:PrincipalAccount')] } };
    const Statement = [allow('s3:*', '*', { Condition: condition })];
    const decide = (Version: string, team: string) =>
      evaluateIam({
        principal: role([{ kind: 'inline', name: 'old', document: { Version, Statement } }], { tags: { team } }),
        action: 's3:GetObject',
        resource: OBJECT,
      }).decision;

    expect(decide('2012-10-17', ACCOUNT)).toBe('allow');
    expect(decide('2008-10-17', ACCOUNT)).toBe('deny');
    expect(decide('2008-10-17', variable('aws:PrincipalAccount'))).toBe('allow');
  });

  test('a variable that depends on the request makes the decision unknown', () => {
    const statements = [allow('s3:GetObject', `arn:aws:s3:::lake/${variable('aws:userid')}/*`)];

    const decision = decideFor(statements, 's3:GetObject', OBJECT);

    expect(decision).toMatchObject({ decision: 'unknown', dependsOn: ['context key aws:userid'] });
    expect(decideFor(statements, 's3:GetObject', 'arn:aws:s3:::other/1').decision).toBe('deny');
  });
});

describe('permissions boundary', () => {
  const wide = [inline('Wide', allow('*', '*'))];

  test('what the boundary does not allow is denied, and the reason says so', () => {
    const principal = role(wide, { boundary: boundary(allow('glue:*', '*')) });

    const decision = evaluateIam({ principal, action: 's3:GetObject', resource: OBJECT });

    expect(decision).toMatchObject({ decision: 'deny', explicit: false });
    expect(decision.reason).toBe(
      `statement 1 of inline policy Wide allows it, but the boundary does not allow s3:GetObject on ${OBJECT}`,
    );
  });

  test('what both allow is allowed', () => {
    const principal = role(wide, { boundary: boundary(allow('s3:*', '*')) });

    const decision = evaluateIam({ principal, action: 's3:GetObject', resource: OBJECT });

    expect(decision.reason).toMatch(/^allowed by statement 1 of inline policy Wide: .*, within the boundary$/);
  });

  test('a boundary gives nothing by itself', () => {
    const principal = role([], { boundary: boundary(allow('*', '*')) });

    expect(evaluateIam({ principal, action: 's3:GetObject', resource: OBJECT }).decision).toBe('deny');
  });

  test('a deny in the boundary is an explicit one', () => {
    const principal = role(wide, { boundary: boundary(allow('*', '*'), deny('s3:GetObject', '*')) });

    expect(evaluateIam({ principal, action: 's3:GetObject', resource: OBJECT }).explicit).toBe(true);
  });
});
