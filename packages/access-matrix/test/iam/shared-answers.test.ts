import { describe, expect, it } from 'vitest';
import { compilePolicy } from '../../src/iam/compiled-policy.ts';
import { NO_FACTS } from '../../src/iam/context.ts';
import { compilePrincipal, type NamedPolicy } from '../../src/iam/index.ts';
import { Subject } from '../../src/iam/pattern.ts';
import { policyIndex } from '../../src/iam/resource-policy-index.ts';
import { unresolved } from '../../src/template/unresolved.ts';
import {
  ACCOUNT,
  allow,
  BUCKET,
  boundary,
  bucketPolicy,
  decideFor,
  deny,
  inline,
  KEY,
  keyPolicy,
  OTHER_ACCOUNT,
  ROOT,
  role,
  trusting,
  trustPolicy,
  user,
  variable,
} from './builders.ts';

const READ = new Subject('s3:getobject');
const hitsOf = (policy: NamedPolicy, resource: string, principal = role([])) =>
  compilePolicy(policy)
    .candidates(READ)
    .flatMap(
      (candidate) => candidate.hit({ principal, action: READ, resource: new Subject(resource), facts: NO_FACTS }) ?? [],
    );

describe('a statement', () => {
  it('hits all resources of one pattern alike', () => {
    const policy = inline('Wide', allow('s3:*', `${BUCKET}/*`));

    const [first, second] = [hitsOf(policy, `${BUCKET}/a`), hitsOf(policy, `${BUCKET}/b`)];

    expect(first).toHaveLength(1);
    expect(second[0]).toBe(first[0]);
  });

  it('says by which of its patterns it hits', () => {
    const policy = inline('Two', allow('s3:*', [`${BUCKET}/a/*`, `${BUCKET}/b/*`]));

    const [first, second, again] = ['a', 'b', 'a'].map((folder) => hitsOf(policy, `${BUCKET}/${folder}/1`)[0]);

    expect(first?.statement.why).toBe(`action s3:*, resource ${BUCKET}/a/*`);
    expect(second?.statement.why).toBe(`action s3:*, resource ${BUCKET}/b/*`);
    expect(again?.statement.why).toBe(first?.statement.why);
  });

  it('that may hit says for each resource on what that depends', () => {
    const policy = inline('Own', allow('s3:*', `${BUCKET}/*`));
    const [first, second] = ['one', 'two'].map((name) => hitsOf(policy, unresolved(name))[0]);

    expect(first).toMatchObject({ truth: 'maybe', dependsOn: ['one'] });
    expect(second).toMatchObject({ truth: 'maybe', dependsOn: ['two'] });
  });

  it('on a resource hits in the way in which it names the principal', () => {
    const [ann, analyst] = [user([]), role([])];
    const policy = bucketPolicy(allow('s3:*', '*', { Principal: { AWS: [ann.arn, analyst.arn] } })).policy;

    const ways = [analyst, ann, analyst].map((principal) => hitsOf(policy, BUCKET, principal)[0]?.way);

    expect(ways).toEqual(['role', 'direct', 'role']);
  });

  it('on a resource hits one whom it names for certain, and perhaps the sessions of another', () => {
    const ann = user([]);
    const session = `arn:aws:sts::${ACCOUNT}:assumed-role/Analyst/morning`;
    const policy = bucketPolicy(allow('s3:*', '*', { Principal: { AWS: [ann.arn, session] } })).policy;

    const hits = [ann, role([]), ann].map((principal) => hitsOf(policy, BUCKET, principal)[0]);

    expect(hits.map((hit) => [hit?.way, hit?.truth])).toEqual([
      ['direct', 'yes'],
      ['direct', 'maybe'],
      ['direct', 'yes'],
    ]);
  });

  it('on a resource hits nobody whom it does not name', () => {
    const policy = bucketPolicy(allow('s3:*', '*', { Principal: { AWS: role([]).arn } })).policy;

    expect(hitsOf(policy, BUCKET)).toHaveLength(1);
    expect(hitsOf(policy, BUCKET, user([]))).toEqual([]);
  });

  it('without a text may allow and may deny', () => {
    const hits = hitsOf(
      { kind: 'managed', name: 'elsewhere', document: undefined, unknown: 'it is elsewhere' },
      BUCKET,
    );

    expect(hits.map(({ effect, truth, dependsOn }) => [effect, truth, dependsOn])).toEqual([
      ['Allow', 'maybe', ['it is elsewhere']],
      ['Deny', 'maybe', ['it is elsewhere']],
    ]);
  });

  it('that cannot be read keeps its place among the others', () => {
    const policy = inline('Odd', { Effect: 'Perhaps' }, allow('s3:*', '*'));

    expect(hitsOf(policy, BUCKET).map(({ statement }) => statement.position)).toEqual([1, 1, 2]);
  });
});

describe('principals that share a policy', () => {
  const shared = inline('Home', allow('s3:GetObject', `${BUCKET}/${variable('aws:username')}/*`));

  it('each get their own answer', () => {
    const ann = compilePrincipal(user([shared]));
    const bob = compilePrincipal(user([shared], { iamName: 'bob', arn: `arn:aws:iam::${ACCOUNT}:user/bob` }));

    const decisions = [ann, bob, ann].map((who) => who.evaluate('s3:GetObject', `${BUCKET}/ann/1`).decision);

    expect(decisions).toEqual(['allow', 'deny', 'allow']);
  });

  it('are each held to their own boundary', () => {
    const wide = inline('Wide', allow('s3:*', '*'));
    const bounded = compilePrincipal(role([wide], { boundary: boundary(allow('s3:Get*', '*')) }));
    const free = compilePrincipal(role([wide]));

    const decisions = [bounded, free].map((who) => who.evaluate('s3:PutObject', `${BUCKET}/1`));

    expect(decisions.map(({ decision }) => decision)).toEqual(['deny', 'allow']);
    expect(decisions[0]?.reason).toContain('but the boundary does not allow s3:PutObject on');
  });
});

describe('the same statements', () => {
  const wide = inline('Wide', allow('*', '*', { Sid: 'All' }));

  it('come to another outcome where the resource has a policy that must allow', () => {
    const who = compilePrincipal(role([wide]), {
      resourcePolicies: [keyPolicy(allow('kms:*', '*', { Principal: ROOT }))],
    });
    const other = KEY.replace('1111', '2222');

    const decisions = [KEY, other, KEY].map((key) => who.evaluate('kms:Decrypt', key));

    expect(decisions.map(({ decision }) => decision)).toEqual(['allow', 'unknown', 'allow']);
    expect(decisions[1]?.dependsOn).toEqual([`the policy of ${other}, which is not in the template`]);
  });

  describe('with a key whose policy names somebody else', () => {
    const closed = keyPolicy(allow('kms:*', '*', { Principal: { AWS: user([]).arn } }));
    const decide = (...keys: readonly string[]) => {
      const who = compilePrincipal(role([wide]), { resourcePolicies: [closed] });
      return keys.map((key) => who.evaluate('kms:Decrypt', key).decision);
    };

    it('come to a denial there, and to nothing certain for a key that is not in the template', () => {
      const other = KEY.replace('1111', '2222');

      expect(decide(KEY, other, KEY)).toEqual(['deny', 'unknown', 'deny']);
    });

    it('come to a denial there, and allow what needs no policy of its own', () => {
      const alias = `arn:aws:kms:us-east-1:${ACCOUNT}:alias/own`;

      expect(decide(KEY, alias, KEY)).toEqual(['deny', 'allow', 'deny']);
    });
  });

  it('come to another outcome in another account', () => {
    const who = compilePrincipal(role([wide]));
    const topic = (account: string) => `arn:aws:sns:us-east-1:${account}:topic`;

    const decisions = [ACCOUNT, OTHER_ACCOUNT, ACCOUNT].map((account) => who.evaluate('sns:Publish', topic(account)));

    expect(decisions.map(({ decision }) => decision)).toEqual(['allow', 'unknown', 'allow']);
  });

  it('allow each of many resources in the same words', () => {
    const who = compilePrincipal(role([wide]));

    const reasons = ['a', 'b'].map((name) => who.evaluate('s3:GetObject', `${BUCKET}/${name}`).reason);

    expect(new Set(reasons)).toEqual(
      new Set(['allowed by statement 1 (All) of inline policy Wide: action *, resource *']),
    );
  });

  it('are asked anew when the call is another', () => {
    const called = inline('Called', allow('s3:*', '*', { Condition: { Bool: { 'aws:ViaAWSService': 'true' } } }));
    const who = compilePrincipal(role([called]));
    const [direct, byService] = [{ 'aws:ViaAWSService': 'false' }, { 'aws:ViaAWSService': 'true' }];

    const decisions = [direct, byService, direct].map((call) => who.evaluate('s3:GetObject', BUCKET, call).decision);

    expect(decisions).toEqual(['deny', 'allow', 'deny']);
  });
});

describe('what allowed something', () => {
  it('are the policies whose statements certainly apply, once for each', () => {
    const policies = [
      inline('Two', allow('s3:Get*', '*'), allow('s3:*', '*')),
      inline('Perhaps', allow('s3:*', '*', { Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } })),
      inline('Other', allow('kms:*', '*')),
    ];

    const { allowedBy } = compilePrincipal(role(policies)).evaluate('s3:GetObject', BUCKET);

    expect(allowedBy).toEqual(['inline policy Two', 'inline policy Two']);
  });

  it('is no policy that denies', () => {
    const { decision, explicit, allowedBy, statements } = decideFor([deny('s3:*', '*')], 's3:GetObject', BUCKET);

    expect({ decision, explicit, allowedBy }).toEqual({ decision: 'deny', explicit: true, allowedBy: [] });
    expect(statements.map(({ effect }) => effect)).toEqual(['Deny']);
  });

  it('is told with nothing that it depends on, unless it is open', () => {
    const mfa = { Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } };

    const decided = decideFor([allow('s3:*', '*'), allow('s3:*', '*', mfa)], 's3:GetObject', BUCKET);
    const open = decideFor([allow('s3:*', '*', mfa)], 's3:GetObject', BUCKET);

    expect(decided.dependsOn).toEqual([]);
    expect(open.dependsOn).toEqual(['context key aws:MultiFactorAuthPresent']);
  });
});

describe('the policies on a resource', () => {
  const own = bucketPolicy(allow('s3:*', '*', { Principal: '*' }));
  const roleArn = `arn:aws:iam::${ACCOUNT}:role/Analyst`;
  const trust = trustPolicy(roleArn, trusting(ROOT));
  const index = policyIndex([own, trust]);

  it('are those of its bucket', () => {
    expect(index.on(`${BUCKET}/folder/key`, false).policies.map(({ policy }) => policy)).toEqual([own.policy]);
    expect(index.on('arn:aws:s3:::other/key', false).policies).toEqual([]);
  });

  it('are the trust policy for whoever assumes the role, and not otherwise', () => {
    expect(index.on(roleArn, true)).toMatchObject({ mustAllow: true, account: ACCOUNT });
    expect(index.on(roleArn, true).policies).toHaveLength(1);
    expect(index.on(roleArn, false)).toMatchObject({ mustAllow: false, policies: [] });
  });

  it('are found once for each list of policies', () => {
    const policies = [own];

    expect(policyIndex(policies)).toBe(policyIndex(policies));
    expect(policyIndex(policies)).not.toBe(policyIndex([own]));
  });
});
