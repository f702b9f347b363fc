import { describe, expect, test } from 'vitest';
import { compilePrincipal, type Principal, principals, resourcePolicies } from '../../src/iam/index.ts';
import { type Json, ofResources } from '../template/template-builder.ts';
import { ACCOUNT, allow, document, trusting } from './builders.ts';

const TRUST = document(trusting({ Service: 'glue.amazonaws.com' }));
const READ = document(allow('s3:GetObject', 'arn:aws:s3:::lake/*'));

const roleOf = (properties: Json = {}): Json => ({
  Type: 'AWS::IAM::Role',
  Properties: { AssumeRolePolicyDocument: TRUST, ...properties },
});

const policyFor = (attached: Json, PolicyDocument: unknown = READ, type = 'AWS::IAM::Policy'): Json => ({
  Type: type,
  Properties: { PolicyName: 'Read', PolicyDocument, ...attached },
});

/** The principals of a template by their names. */
function namedIn(resources: Json, sections: Json = {}): ReadonlyMap<string, Principal> {
  return new Map(principals(ofResources(resources, sections)).map((principal) => [principal.name, principal]));
}

function decide(resources: Json, name: string, sections: Json = {}) {
  const template = ofResources(resources, sections);
  const principal = principals(template).find((candidate) => candidate.name === name);
  if (!principal) throw new Error(`no ${name}`);
  return compilePrincipal(principal, { resourcePolicies: resourcePolicies(template) }).evaluate(
    's3:GetObject',
    'arn:aws:s3:::lake/sales/1.csv',
  );
}

describe('names', () => {
  test.each<[name: string, properties: Json, expected: string]>([
    [
      'the persona tag',
      { RoleName: 'A', Tags: [{ Key: 'inferwatch:persona', Value: 'data-analyst' }] },
      'data-analyst',
    ],
    ['the name in IAM', { RoleName: 'Analyst' }, 'Analyst'],
    ['the logical id', {}, 'Thing'],
    ['the logical id, if the name is known only after deployment', { RoleName: { Ref: 'Name' } }, 'Thing'],
  ])('%s', (_, properties, expected) => {
    const [principal] = namedIn({ Thing: roleOf(properties) }, { Parameters: { Name: { Type: 'String' } } }).values();

    expect(principal?.name).toBe(expected);
  });

  test('a principal says where it stands', () => {
    const principal = namedIn({ Thing: { ...roleOf(), Metadata: { 'aws:cdk:path': 'App/Thing' } } }).get('Thing');

    expect(principal).toMatchObject({
      kind: 'role',
      arn: `arn:aws:iam::${ACCOUNT}:role/App-Thing`,
      source: { stack: 'App', logicalId: 'Thing', path: 'App/Thing' },
      trust: { name: 'trust policy of role Thing' },
    });
  });
});

describe('policies of a role', () => {
  const inlinePolicies = { Policies: [{ PolicyName: 'Own', PolicyDocument: READ }] };
  const ref = { Ref: 'Reader' };

  test.each<[name: string, resources: Json, policy: string]>([
    ['its own property', { Reader: roleOf(inlinePolicies) }, 'inline policy Own of role Reader'],
    ['AWS::IAM::Policy', { Reader: roleOf(), P: policyFor({ Roles: [ref] }) }, 'inline policy P'],
    [
      'AWS::IAM::RolePolicy',
      { Reader: roleOf(), P: policyFor({ RoleName: ref }, READ, 'AWS::IAM::RolePolicy') },
      'inline policy P',
    ],
    [
      'AWS::IAM::ManagedPolicy that names the role',
      { Reader: roleOf(), P: policyFor({ Roles: [ref] }, READ, 'AWS::IAM::ManagedPolicy') },
      'managed policy P',
    ],
    [
      'AWS::IAM::ManagedPolicy that the role names',
      {
        Reader: roleOf({ ManagedPolicyArns: [{ Ref: 'P' }] }),
        P: policyFor({}, READ, 'AWS::IAM::ManagedPolicy'),
      },
      'managed policy P',
    ],
    [
      'an AWS managed policy',
      { Reader: roleOf({ ManagedPolicyArns: [{ 'Fn::Sub': 'arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess' }] }) },
      'AWS managed policy AmazonS3ReadOnlyAccess (v3)',
    ],
  ])('by %s', (_, resources, policy) => {
    expect(
      namedIn(resources)
        .get('Reader')
        ?.identityPolicies.map(({ name }) => name),
    ).toEqual([policy]);
    expect(decide(resources, 'Reader').decision).toBe('allow');
  });

  test('a policy of another role is not its own', () => {
    const resources = { Reader: roleOf(), Other: roleOf(), P: policyFor({ Roles: [{ Ref: 'Other' }] }) };

    expect(decide(resources, 'Reader').decision).toBe('deny');
  });

  test('a policy shared by roles is one object, so that it is prepared once', () => {
    const both = namedIn({ A: roleOf(), B: roleOf(), P: policyFor({ Roles: [{ Ref: 'A' }, { Ref: 'B' }] }) });

    expect(both.get('A')?.identityPolicies[0]).toBe(both.get('B')?.identityPolicies[0]);
  });

  test('the boundary is the managed policy that the role names as such', () => {
    const resources = {
      Reader: roleOf({ ...inlinePolicies, PermissionsBoundary: { Ref: 'Limits' } }),
      Limits: policyFor({}, document(allow('glue:*', '*')), 'AWS::IAM::ManagedPolicy'),
    };

    expect(decide(resources, 'Reader').reason).toContain('but permissions boundary (managed policy Limits) does not');
  });

  test('a boundary that is not in the template makes an allow unknown', () => {
    const resources = { Reader: roleOf({ ...inlinePolicies, PermissionsBoundary: 'arn:aws:iam::1:policy/Limits' }) };

    expect(decide(resources, 'Reader')).toMatchObject({
      decision: 'unknown',
      dependsOn: ['managed policy arn:aws:iam::1:policy/Limits, which is not in the template'],
    });
  });
});

describe('users and groups', () => {
  const group = { Type: 'AWS::IAM::Group', Properties: { Policies: [{ PolicyName: 'Own', PolicyDocument: READ }] } };
  const userOf = (properties: Json = {}): Json => ({ Type: 'AWS::IAM::User', Properties: properties });

  test('a user has the policies of the groups that it names', () => {
    expect(decide({ Team: group, Ann: userOf({ Groups: [{ Ref: 'Team' }] }) }, 'Ann').decision).toBe('allow');
  });

  test('a user has the policies of the groups that it is added to', () => {
    const added = {
      Type: 'AWS::IAM::UserToGroupAddition',
      Properties: { GroupName: { Ref: 'Team' }, Users: [{ Ref: 'Ann' }] },
    };

    expect(decide({ Team: group, Ann: userOf(), Added: added }, 'Ann').decision).toBe('allow');
    expect(decide({ Team: group, Bob: userOf(), Ann: userOf(), Added: added }, 'Bob').decision).toBe('deny');
  });

  test('a group that is not in the template leaves the answer open', () => {
    expect(decide({ Ann: userOf({ Groups: ['Elsewhere'] }) }, 'Ann').dependsOn).toEqual([
      'policies of group Elsewhere, which is not in the template',
    ]);
  });

  test('a group is a principal of its own, and nothing is known of its users', () => {
    const team = namedIn({ Team: group }).get('Team');

    expect(team).toMatchObject({ kind: 'group', arn: `arn:aws:iam::${ACCOUNT}:group/App-Team` });
    expect(decide({ Team: group }, 'Team').decision).toBe('allow');
  });
});

describe('what the template does not say', () => {
  const parameters = { Parameters: { Name: { Type: 'String' } } };
  const inlineOf = (statement: unknown) =>
    roleOf({ Policies: [{ PolicyName: 'Own', PolicyDocument: { Version: '2012-10-17', Statement: statement } }] });

  test.each<[name: string, resources: Json, dependsOn: RegExp]>([
    [
      'a policy of AWS without a pinned copy',
      { R: roleOf({ ManagedPolicyArns: ['arn:aws:iam::aws:policy/AmazonMadeUpAccess'] }) },
      /^the text of AWS managed policy AmazonMadeUpAccess, of which there is no pinned copy$/,
    ],
    [
      'a managed policy of the account',
      { R: roleOf({ ManagedPolicyArns: [`arn:aws:iam::${ACCOUNT}:policy/Ours`] }) },
      /policy\/Ours, which is not in the template$/,
    ],
    ['a managed policy by a parameter', { R: roleOf({ ManagedPolicyArns: [{ Ref: 'Name' }] }) }, /^parameter Name/],
    [
      'a policy attached to a role by a parameter',
      { R: roleOf(), P: policyFor({ Roles: [{ Ref: 'Name' }] }) },
      /^whether <parameter Name of stack App, which has no default> is App-R$/,
    ],
    ['a statement that is a choice', { R: inlineOf([{ 'Fn::If': ['Is', {}, {}] }]) }, /parameter Name/],
    [
      'an action by a parameter',
      { R: inlineOf({ Effect: 'Allow', Action: { Ref: 'Name' }, Resource: '*' }) },
      /^parameter Name/,
    ],
    [
      'a resource by a parameter',
      {
        R: inlineOf({
          Effect: 'Allow',
          Action: '*',
          Resource: { 'Fn::Join': ['', ['arn:aws:s3:::', { Ref: 'Name' }]] },
        }),
      },
      /^parameter Name/,
    ],
    [
      'a condition by a parameter',
      { R: inlineOf(allow('*', '*', { Condition: { StringEquals: { 'aws:PrincipalAccount': { Ref: 'Name' } } } })) },
      /^parameter Name/,
    ],
    ['a malformed statement', { R: inlineOf({ Effect: 'Allow', Resource: '*' }) }, /neither Action nor NotAction$/],
    ['a malformed effect', { R: inlineOf({ Effect: 'allow', Action: '*', Resource: '*' }) }, /^malformed Effect/],
    ['a policy without statements', { R: roleOf({ Policies: [{ PolicyDocument: {} }] }) }, /has no Statement$/],
  ])('%s makes the decision unknown and is named', (_, resources, dependsOn) => {
    const conditions = { ...parameters, Conditions: { Is: { 'Fn::Equals': [{ Ref: 'Name' }, 'x'] } } };

    const decision = decide(resources, 'R', conditions);

    expect(decision.decision).toBe('unknown');
    expect(decision.dependsOn[0]).toMatch(dependsOn);
  });

  test('a policy that may not exist may decide, never does', () => {
    const conditions = { ...parameters, Conditions: { Is: { 'Fn::Equals': [{ Ref: 'Name' }, 'x'] } } };
    const resources = { R: roleOf(), P: { ...policyFor({ Roles: [{ Ref: 'R' }] }), Condition: 'Is' } };

    expect(decide(resources, 'R', conditions)).toMatchObject({ decision: 'unknown' });
  });

  test('a resource that is certainly another one stays denied', () => {
    const other = { 'Fn::Join': ['', ['arn:aws:s3:::pond-', { Ref: 'Name' }, '/*']] };
    const resources = { R: inlineOf(allow('s3:GetObject', other)) };

    expect(decide(resources, 'R', parameters).decision).toBe('deny');
  });

  test('an explicit deny needs not know the rest', () => {
    const denied = document({ Effect: 'Deny', Action: 's3:*', Resource: '*' });
    const resources = {
      R: roleOf({ ManagedPolicyArns: [{ Ref: 'Name' }], Policies: [{ PolicyName: 'No', PolicyDocument: denied }] }),
    };

    expect(decide(resources, 'R', parameters)).toMatchObject({ decision: 'deny', explicit: true });
  });

  test('the same parameter in policy and bucket is the same bucket', () => {
    const template = ofResources(
      {
        Lake: { Type: 'AWS::S3::Bucket', Properties: { BucketName: { Ref: 'Name' } } },
        R: inlineOf(allow('s3:GetObject', { 'Fn::Sub': `arn:aws:s3:::\${Name}/*` })),
      },
      parameters,
    );
    const [principal] = principals(template);
    const bucket = template.find('App', 'Lake')?.arn ?? '';

    const decision = principal && compilePrincipal(principal).evaluate('s3:GetObject', `${bucket}/sales/1.csv`);

    expect(decision?.decision).toBe('allow');
    expect(decision?.reason).toContain('arn:aws:s3:::<parameter Name of stack App, which has no default>/*');
  });
});

describe('session tags', () => {
  const byTeam = document(
    allow('s3:GetObject', '*', { Condition: { StringEquals: { 'aws:PrincipalTag/team': 'sales' } } }),
  );
  const tagged = (properties: Json) => ({ R: roleOf({ Policies: [{ PolicyDocument: byTeam }], ...properties }) });

  test("the role's own tags count", () => {
    expect(decide(tagged({ Tags: [{ Key: 'Team', Value: 'sales' }] }), 'R').decision).toBe('allow');
  });

  test('without sts:TagSession in the trust policy there are no others', () => {
    expect(decide(tagged({}), 'R').decision).toBe('deny');
  });

  test('with it a session may bring them', () => {
    const open = document(trusting({ AWS: ACCOUNT }, { Action: ['sts:AssumeRole', 'sts:TagSession'] }));

    expect(decide(tagged({ AssumeRolePolicyDocument: open }), 'R').dependsOn).toEqual([
      'context key aws:PrincipalTag/team',
    ]);
  });
});

describe('policies on resources', () => {
  test('of buckets, keys and roles are found', () => {
    const template = ofResources({
      Lake: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'lake' } },
      LakePolicy: {
        Type: 'AWS::S3::BucketPolicy',
        Properties: { Bucket: { Ref: 'Lake' }, PolicyDocument: document() },
      },
      Key: { Type: 'AWS::KMS::Key', Properties: { KeyPolicy: document() } },
      R: roleOf(),
    });

    expect(resourcePolicies(template).map(({ kind, policy }) => [kind, policy.name])).toEqual([
      ['s3-bucket', 'bucket policy LakePolicy of lake'],
      ['kms-key', 'key policy of Key'],
      ['role-trust', 'trust policy of role R'],
    ]);
  });

  test('a key without a policy leaves the decision to the account, as KMS does by default', () => {
    const template = ofResources({
      Key: { Type: 'AWS::KMS::Key', Properties: {} },
      R: roleOf({ Policies: [{ PolicyDocument: document(allow('kms:Decrypt', '*')) }] }),
    });
    const [principal] = principals(template);
    const key = template.find('App', 'Key')?.arn ?? '';

    const decision =
      principal &&
      compilePrincipal(principal, { resourcePolicies: resourcePolicies(template) }).evaluate('kms:Decrypt', key);

    expect(decision?.decision).toBe('allow');
  });

  test('a bucket policy whose bucket is a parameter may be that of any bucket', () => {
    const denyAll = document({ Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: '*' });
    const resources = {
      Lake: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'lake' } },
      P: { Type: 'AWS::S3::BucketPolicy', Properties: { Bucket: { Ref: 'Name' }, PolicyDocument: denyAll } },
      R: roleOf({ Policies: [{ PolicyDocument: READ }] }),
    };

    const decision = decide(resources, 'R', { Parameters: { Name: { Type: 'String' } } });

    expect(decision.dependsOn).toEqual(['whether <parameter Name of stack App, which has no default> is lake']);
  });
});
