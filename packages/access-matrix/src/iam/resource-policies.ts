import type { AccessResource, AccessTemplate } from '../template/types.ts';
import { readable } from '../template/unresolved.ts';
import { sameText } from './pattern.ts';
import { sourceOf } from './source.ts';
import type { NamedPolicy, ResourcePolicy } from './types.ts';

/**
 * The policies on the template's resources: bucket policies, key policies and trust policies. A key without a policy
 * gets the one that CloudFormation and KMS give it, which lets the account's IAM policies decide.
 */
export function resourcePolicies(template: AccessTemplate): readonly ResourcePolicy[] {
  return [
    ...template.ofType('AWS::S3::BucketPolicy').flatMap((resource) => bucketPolicies(template, resource)),
    ...template.ofType('AWS::KMS::Key').map(keyPolicy),
    ...template.ofType('AWS::IAM::Role').map(trustPolicy),
  ];
}

function bucketPolicies(template: AccessTemplate, resource: AccessResource): ResourcePolicy[] {
  const name = String(resource.properties.Bucket);
  const policyOf = (bucket: string, uncertain: string | undefined): NamedPolicy => ({
    kind: 'resource',
    name: `bucket policy ${resource.logicalId} of ${readable(bucket)}`,
    document: resource.properties.PolicyDocument,
    source: sourceOf(resource),
    ...(uncertain === undefined ? {} : { uncertain }),
  });
  const own = template.ofType('AWS::S3::Bucket').filter(({ physicalId }) => physicalId === name);
  if (own.length > 0) {
    return own.map(({ arn, account }) => ({
      kind: 's3-bucket',
      resourceArn: arn,
      account,
      policy: policyOf(name, resource.uncertain),
    }));
  }
  const outside: ResourcePolicy = {
    kind: 's3-bucket',
    resourceArn: `arn:${partitionIn(resource)}:s3:::${name}`,
    account: resource.account,
    policy: policyOf(name, resource.uncertain),
  };
  // A bucket whose name is known only after deployment may be any of the template's buckets.
  const possible = template
    .ofType('AWS::S3::Bucket')
    .filter(({ physicalId }) => sameText(name, physicalId) === 'maybe')
    .map(({ arn, account, physicalId }): ResourcePolicy => {
      const uncertain = `whether ${readable(name)} is ${readable(physicalId)}`;
      return { kind: 's3-bucket', resourceArn: arn, account, policy: policyOf(name, uncertain) };
    });
  return [outside, ...possible];
}

const partitionIn = ({ region }: AccessResource): string =>
  region.startsWith('cn-') ? 'aws-cn' : region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';

/**
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
 */
const defaultKeyPolicy = (resource: AccessResource): unknown => ({
  Version: '2012-10-17',
  Statement: {
    Sid: 'DefaultOfKms',
    Effect: 'Allow',
    Principal: { AWS: `arn:${partitionIn(resource)}:iam::${resource.account}:root` },
    Action: 'kms:*',
    Resource: '*',
  },
});

function keyPolicy(resource: AccessResource): ResourcePolicy {
  return {
    kind: 'kms-key',
    resourceArn: resource.arn,
    account: resource.account,
    policy: {
      kind: 'resource',
      name: `key policy of ${resource.logicalId}`,
      document: resource.properties.KeyPolicy ?? defaultKeyPolicy(resource),
      source: sourceOf(resource),
    },
  };
}

function trustPolicy(resource: AccessResource): ResourcePolicy {
  return {
    kind: 'role-trust',
    resourceArn: resource.arn,
    account: resource.account,
    policy: trustPolicyOf(resource),
  };
}

/** The trust policy of a role, as a policy that a trace can name. */
export function trustPolicyOf(role: AccessResource): NamedPolicy {
  return {
    kind: 'trust',
    name: `trust policy of role ${role.logicalId}`,
    document: role.properties.AssumeRolePolicyDocument,
    source: sourceOf(role),
  };
}
