import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { ReportGroup, ReportGroupType } from 'aws-cdk-lib/aws-codebuild';
import { BlockPublicAccess, Bucket, BucketEncryption, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { acknowledge } from '../policy/acknowledge.ts';
import type { BuildStatement } from './build-statement.ts';
import { DEFAULT_REPORT_DAYS } from './e2e-limits.ts';

/** Folder of the HTML reports: one for each build number, and `latest/`. */
export const REPORT_PREFIX = 'karate/';
/** Folder of what Maven downloaded. */
export const CACHE_PREFIX = 'cache';
const CACHE_DAYS = 30;
const UNFINISHED_UPLOAD_DAYS = 7;

/** Settings of a {@link ReportStorage}. */
export interface ReportStorageProps {
  /** Days that HTML reports are kept. @default DEFAULT_REPORT_DAYS */
  readonly reportDays?: number;
  /** What becomes of reports with the stack. @default RemovalPolicy.RETAIN */
  readonly removalPolicy?: RemovalPolicy;
}

/**
 * Where the results of the tests are: HTML in a private bucket, and single test cases in a report group, which CodeBuild
 * keeps for 30 days.
 *
 * @see https://docs.aws.amazon.com/codebuild/latest/userguide/test-reporting.html
 */
export class ReportStorage extends Construct {
  /** Holds the HTML reports. */
  readonly bucket: Bucket;
  /** Holds the single test cases. */
  readonly reportGroup: ReportGroup;

  constructor(scope: Construct, id: string, props: ReportStorageProps = {}) {
    super(scope, id);
    const removalPolicy = props.removalPolicy ?? RemovalPolicy.RETAIN;
    this.bucket = new Bucket(this, 'Bucket', {
      encryption: BucketEncryption.S3_MANAGED,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      removalPolicy,
      autoDeleteObjects: removalPolicy === RemovalPolicy.DESTROY,
      lifecycleRules: [
        { prefix: REPORT_PREFIX, expiration: Duration.days(props.reportDays ?? DEFAULT_REPORT_DAYS) },
        { prefix: `${CACHE_PREFIX}/`, expiration: Duration.days(CACHE_DAYS) },
        { abortIncompleteMultipartUploadAfter: Duration.days(UNFINISHED_UPLOAD_DAYS) },
      ],
    });
    acknowledge(
      this.bucket,
      'AwsSolutions-S1',
      'reports of tests on made-up input, which every build makes anew: nobody needs to know who read them',
    );
    this.reportGroup = new ReportGroup(this, 'TestCases', {
      type: ReportGroupType.TEST,
      removalPolicy,
      deleteReports: removalPolicy === RemovalPolicy.DESTROY,
    });
  }

  /** What a build does with reports and cache, and nothing else: it lists and writes, and deletes in `latest/` only. */
  buildStatements(): BuildStatement[] {
    const { bucket, reportGroup } = this;
    const latest = bucket.arnForObjects(`${REPORT_PREFIX}latest/*`);
    return [
      {
        sid: 'TestCases',
        actions: ['codebuild:CreateReport', 'codebuild:UpdateReport', 'codebuild:BatchPutTestCases'],
        resources: [reportGroup.reportGroupArn],
      },
      // `aws s3 sync` compares with what is there already.
      {
        sid: 'ListReports',
        actions: ['s3:ListBucket'],
        resources: [bucket.bucketArn],
        conditions: { StringLike: { 's3:prefix': `${REPORT_PREFIX}*` } },
      },
      {
        sid: 'WriteReports',
        actions: ['s3:PutObject', 's3:AbortMultipartUpload'],
        resources: [bucket.arnForObjects(`${REPORT_PREFIX}*`)],
        wildcard: 'a report has a folder for each build and files named by its features',
      },
      {
        sid: 'ReplaceLatestReport',
        actions: ['s3:DeleteObject'],
        resources: [latest],
        wildcard: 'files named by the features of an earlier report',
      },
      {
        sid: 'Cache',
        actions: ['s3:GetObject', 's3:PutObject'],
        resources: [bucket.arnForObjects(`${CACHE_PREFIX}/*`)],
        wildcard: 'CodeBuild names the objects of its cache itself',
      },
    ];
  }
}
