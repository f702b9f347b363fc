import { describe, expect, test } from 'vitest';
import {
  evaluateIam,
  type IamDecision,
  type NamedPolicy,
  type Principal,
  type ResourcePolicy,
} from '../../src/iam/index.ts';
import {
  ACCOUNT,
  allow,
  BUCKET,
  boundary,
  bucketPolicy,
  deny,
  inline,
  type Json,
  KEY,
  keyPolicy,
  OTHER_ACCOUNT,
  ROOT,
  role,
  trusting,
  trustPolicy,
  user,
} from './builders.ts';

const OBJECT = `${BUCKET}/sales/1.csv`;
const ROLE = { AWS: `arn:aws:iam::${ACCOUNT}:role/Analyst` };
const USER = { AWS: `arn:aws:iam::${ACCOUNT}:user/ann` };
const WIDE = [inline('Wide', allow('*', '*'))];
const GLUE_ONLY = boundary(allow('glue:*', '*'));

const on = (Principal: unknown, more: Json = {}) => allow('s3:GetObject', `${BUCKET}/*`, { Principal, ...more });

function read(principal: Principal, ...policies: readonly ResourcePolicy[]): IamDecision {
  return evaluateIam({ principal, action: 's3:GetObject', resource: OBJECT, resourcePolicies: policies });
}

describe('a bucket policy in the same account', () => {
  test.each<[name: string, principal: unknown]>([
    ["the role's ARN", ROLE],
    ['everyone', '*'],
    ['everyone of AWS', { AWS: '*' }],
    ['the role among others', { AWS: [`arn:aws:iam::${ACCOUNT}:role/Other`, ROLE.AWS] }],
  ])('that names %s is enough without an identity policy', (_, principal) => {
    expect(read(role([]), bucketPolicy(on(principal))).decision).toBe('allow');
  });

  test.each<[name: string, principal: unknown]>([
    ['another role', { AWS: `arn:aws:iam::${ACCOUNT}:role/Other` }],
    ['another account', { AWS: OTHER_ACCOUNT }],
    ['a service', { Service: 'glue.amazonaws.com' }],
    ['a federated identity', { Federated: 'cognito-identity.amazonaws.com' }],
    ['a canonical user', { CanonicalUser: '79a59df900b949e55d96a1e698fbaced' }],
  ])('that names %s gives nothing', (_, principal) => {
    expect(read(role([]), bucketPolicy(on(principal))).decision).toBe('deny');
  });

  test('that names the account leaves the decision to identity policies', () => {
    expect(read(role([]), bucketPolicy(on(ROOT))).decision).toBe('deny');
    expect(read(role(WIDE), bucketPolicy(on(ROOT))).decision).toBe('allow');
    expect(read(role([]), bucketPolicy(on({ AWS: ACCOUNT }))).decision).toBe('deny');
  });

  test('that denies wins over the identity policies', () => {
    const guarded = bucketPolicy(deny('s3:*', [BUCKET, `${BUCKET}/*`], { Principal: '*' }));

    const decision = read(role(WIDE), guarded);

    expect(decision).toMatchObject({ decision: 'deny', explicit: true });
    expect(decision.reason).toBe(
      `explicitly denied by statement 1 of policy of ${BUCKET}: action s3:*, resource ${BUCKET}/*`,
    );
  });

  test('that refuses plain HTTP refuses nobody, since requests are taken to use TLS', () => {
    const tlsOnly = deny('s3:*', `${BUCKET}/*`, {
      Principal: '*',
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    });

    expect(read(role(WIDE), bucketPolicy(tlsOnly)).decision).toBe('allow');
  });

  test('that denies all but one role by aws:PrincipalArn denies the others', () => {
    const others = deny('s3:*', `${BUCKET}/*`, {
      Principal: '*',
      Condition: { ArnNotEquals: { 'aws:PrincipalArn': ROLE.AWS } },
    });

    expect(read(role(WIDE), bucketPolicy(others)).decision).toBe('allow');
    expect(read(user(WIDE), bucketPolicy(others)).decision).toBe('deny');
  });

  test('of another bucket is no concern', () => {
    const decision = evaluateIam({
      principal: role(WIDE),
      action: 's3:GetObject',
      resource: 'arn:aws:s3:::lake-2/x',
      resourcePolicies: [bucketPolicy(deny('s3:*', '*', { Principal: '*' }))],
    });

    expect(decision.decision).toBe('allow');
  });
});

describe('a bucket policy and a permissions boundary', () => {
  test('the boundary limits what a role gets by its ARN', () => {
    const decision = read(role([], { boundary: GLUE_ONLY }), bucketPolicy(on(ROLE)));

    expect(decision.decision).toBe('deny');
    expect(decision.reason).toContain('but the boundary does not allow s3:GetObject');
  });

  test('the boundary limits neither a user named by its ARN nor everyone', () => {
    expect(read(user([], { boundary: GLUE_ONLY }), bucketPolicy(on(USER))).decision).toBe('allow');
    expect(read(role([], { boundary: GLUE_ONLY }), bucketPolicy(on('*'))).decision).toBe('allow');
  });

  test('an explicit deny in the boundary limits everyone', () => {
    const limits = boundary(allow('*', '*'), deny('s3:*', '*'));

    expect(read(user([], { boundary: limits }), bucketPolicy(on(USER))).decision).toBe('deny');
  });
});

describe("a session's ARN", () => {
  const session = { AWS: `arn:aws:sts::${ACCOUNT}:assumed-role/Analyst/morning` };

  test('may be this session, which nobody knows', () => {
    const decision = read(role([]), bucketPolicy(on(session)));

    expect(decision.decision).toBe('unknown');
    expect(decision.reason).toContain(`whether the session is ${session.AWS}`);
  });

  test('of another role is certainly not', () => {
    const other = { AWS: `arn:aws:sts::${ACCOUNT}:assumed-role/Other/morning` };

    expect(read(role([]), bucketPolicy(on(other))).decision).toBe('deny');
  });
});

describe('NotPrincipal with Deny', () => {
  const except = (...AWS: readonly string[]) =>
    bucketPolicy({ Effect: 'Deny', NotPrincipal: { AWS }, Action: 's3:*', Resource: `${BUCKET}/*` });

  test('spares a principal that is named with its account', () => {
    expect(read(role(WIDE), except(ROLE.AWS, ROOT.AWS)).decision).toBe('allow');
  });

  test('denies everyone else', () => {
    expect(read(role(WIDE), except(`arn:aws:iam::${ACCOUNT}:role/Other`)).decision).toBe('deny');
  });

  test('is unknown for a principal named without its account, since AWS says it might be denied', () => {
    expect(read(role(WIDE), except(ROLE.AWS))).toMatchObject({ decision: 'unknown', dependsOn: ['NotPrincipal'] });
  });

  test('always denies a principal with a boundary', () => {
    const principal = role(WIDE, { boundary: boundary(allow('*', '*')) });

    expect(read(principal, except(ROLE.AWS, ROOT.AWS)).decision).toBe('deny');
  });
});

describe('a KMS key', () => {
  const useKey = (principal: Principal, ...policies: readonly ResourcePolicy[]) =>
    evaluateIam({ principal, action: 'kms:Decrypt', resource: KEY, resourcePolicies: policies });
  const delegating = keyPolicy(allow('kms:*', '*', { Principal: ROOT }));

  test('that leaves the decision to the account goes by identity policies', () => {
    const decision = useKey(role(WIDE), delegating);

    expect(decision.decision).toBe('allow');
    expect(decision.reason).toMatch(/statement 1 of policy of .* lets IAM policies decide$/);
    expect(useKey(role([]), delegating).reason).toContain('none of them allows kms:Decrypt');
  });

  test('that does not mention the account makes identity policies ineffective', () => {
    const decision = useKey(role(WIDE), keyPolicy(allow('kms:*', '*', { Principal: USER })));

    expect(decision.decision).toBe('deny');
    expect(decision.reason).toContain('neither names the principal nor lets IAM policies decide');
  });

  test('that names the role needs no identity policy', () => {
    expect(useKey(role([]), keyPolicy(allow('kms:Decrypt', '*', { Principal: ROLE }))).decision).toBe('allow');
  });

  test('still obeys a deny in an identity policy', () => {
    const principal = role([inline('Guard', deny('kms:*', '*'))]);

    expect(useKey(principal, keyPolicy(allow('kms:Decrypt', '*', { Principal: ROLE }))).decision).toBe('deny');
  });

  test('whose policy is not in the template leaves the answer open', () => {
    const decision = useKey(role(WIDE));

    expect(decision.decision).toBe('unknown');
    expect(decision.reason).toBe(`depends on the policy of ${KEY}, which is not in the template`);
  });

  test('may be used through one service only', () => {
    const viaS3 = allow('kms:Decrypt', '*', {
      Principal: { AWS: '*' },
      Condition: {
        StringEquals: { 'kms:CallerAccount': ACCOUNT, 'kms:ViaService': 's3.us-east-1.amazonaws.com' },
      },
    });

    expect(useKey(role([]), keyPolicy(viaS3)).dependsOn).toEqual(['context key kms:ViaService']);
  });
});

describe('assuming a role', () => {
  const target = `arn:aws:iam::${ACCOUNT}:role/Target`;
  const assume = (principal: Principal, ...policies: readonly ResourcePolicy[]) =>
    evaluateIam({ principal, action: 'sts:AssumeRole', resource: target, resourcePolicies: policies }).decision;

  test('needs the trust policy', () => {
    expect(assume(user(WIDE), trustPolicy(target, trusting({ Service: 'glue.amazonaws.com' })))).toBe('deny');
    expect(assume(user(WIDE), trustPolicy(target, trusting(ROOT)))).toBe('allow');
    expect(assume(user([]), trustPolicy(target, trusting(ROOT)))).toBe('deny');
    expect(assume(user([]), trustPolicy(target, trusting(USER)))).toBe('allow');
  });

  test('with MFA only is unknown without the session', () => {
    const mfa = { Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } };

    expect(assume(user(WIDE), trustPolicy(target, trusting(ROOT, mfa)))).toBe('unknown');
  });

  test('is the only action that the trust policy decides about', () => {
    const decision = evaluateIam({
      principal: role(WIDE),
      action: 'iam:PassRole',
      resource: target,
      resourcePolicies: [trustPolicy(target, trusting({ Service: 'glue.amazonaws.com' }))],
    });

    expect(decision.decision).toBe('allow');
  });
});

describe('a principal of another account', () => {
  const foreign = (policies: readonly NamedPolicy[]) =>
    role(policies, { account: OTHER_ACCOUNT, arn: `arn:aws:iam::${OTHER_ACCOUNT}:role/Analyst` });
  const itsRole = { AWS: `arn:aws:iam::${OTHER_ACCOUNT}:role/Analyst` };

  test('needs both sides', () => {
    expect(read(foreign(WIDE), bucketPolicy(on(itsRole))).decision).toBe('allow');
    expect(read(foreign([]), bucketPolicy(on(itsRole))).decision).toBe('deny');
    expect(read(foreign(WIDE), bucketPolicy(on(ROOT))).decision).toBe('deny');
  });

  test('may come by its account', () => {
    const decision = read(foreign(WIDE), bucketPolicy(on({ AWS: OTHER_ACCOUNT })));

    expect(decision.reason).toContain('and in the other account by statement 1');
  });

  test('asking for a resource whose policy is not in the template is unknown', () => {
    const table = `arn:aws:glue:us-east-1:${OTHER_ACCOUNT}:table/sales/items`;
    const ask = (policies: readonly NamedPolicy[]) =>
      evaluateIam({ principal: role(policies), action: 'glue:GetTable', resource: table }).decision;

    expect(ask(WIDE)).toBe('unknown');
    expect(ask([])).toBe('deny');
  });
});
