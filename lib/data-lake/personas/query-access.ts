import { ArnFormat, Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { acknowledge } from '../../policy/acknowledge.ts';
import { arnInFinding } from '../../policy/finding-text.ts';
import { catalogueArn } from '../grants/iam-half.ts';
import type { LakePersona } from '../lake-persona.ts';

/**
 * Running queries in one workgroup and reading their results; no action on the data and none on the catalogue's own.
 * @see https://docs.aws.amazon.com/athena/latest/ug/example-policies-workgroup.html
 */
const RUN_QUERIES = [
  'athena:BatchGetNamedQuery',
  'athena:BatchGetQueryExecution',
  'athena:GetNamedQuery',
  'athena:GetQueryExecution',
  'athena:GetQueryResults',
  'athena:GetQueryResultsStream',
  'athena:GetQueryRuntimeStatistics',
  'athena:GetWorkGroup',
  'athena:ListNamedQueries',
  'athena:ListQueryExecutions',
  'athena:StartQueryExecution',
  'athena:StopQueryExecution',
] as const;

/** Where a persona queries, and where its results go. */
export interface QueryAccess {
  /** Athena's workgroup. */
  readonly workgroupName: string;
  /** Takes the results of queries. */
  readonly resultsBucket: IBucket;
  /** Key that results are encrypted with. */
  readonly resultsKey: IKey;
  /** Folder of this persona's results in the bucket, with a slash at its end; no other persona reads it. */
  readonly resultsPrefix: string;
}

/** Allows a persona to query through its workgroup and to read and write its own results. */
export function allowQueries(persona: LakePersona, access: QueryAccess): void {
  const { resultsBucket: bucket, resultsPrefix: prefix } = access;
  const workgroup = Stack.of(persona).formatArn({
    service: 'athena',
    resource: 'workgroup',
    resourceName: access.workgroupName,
    arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
  });
  persona.allow(
    new PolicyStatement({ actions: [...RUN_QUERIES], resources: [workgroup] }),
    // Athena looks at the database `default`, whatever a query is about.
    // https://docs.aws.amazon.com/athena/latest/ug/fine-grained-access-to-glue-resources.html
    new PolicyStatement({
      actions: ['glue:GetDatabase', 'glue:GetDatabases'],
      resources: ['catalog', 'database/default'].map((name) => catalogueArn(persona, name)),
    }),
    new PolicyStatement({
      actions: ['s3:AbortMultipartUpload', 's3:GetObject', 's3:ListMultipartUploadParts', 's3:PutObject'],
      resources: [bucket.arnForObjects(`${prefix}*`)],
    }),
    new PolicyStatement({ actions: ['s3:GetBucketLocation'], resources: [bucket.bucketArn] }),
    new PolicyStatement({
      actions: ['s3:ListBucket', 's3:ListBucketMultipartUploads'],
      resources: [bucket.bucketArn],
      conditions: { StringLike: { 's3:prefix': [`${prefix}*`] } },
    }),
    new PolicyStatement({
      actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
      resources: [access.resultsKey.keyArn],
    }),
  );
  acknowledge(
    persona.role,
    `AwsSolutions-IAM5[Resource::${arnInFinding(bucket)}/${prefix}*]`,
    "Athena names the results itself; these are the persona's own, under its own folder",
  );
}
