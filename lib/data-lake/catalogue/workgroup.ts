import { Aws } from 'aws-cdk-lib';
import { CfnWorkGroup } from 'aws-cdk-lib/aws-athena';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';

/** Bytes that one query may scan: 10 GB, at the list price of 5 USD a TB about five cents. */
export const DEFAULT_SCAN_LIMIT_BYTES = 10_000_000_000;
/** The least that Athena takes as a limit. */
export const MIN_SCAN_LIMIT_BYTES = 10_000_000;

export interface QueryWorkgroupProps {
  /** Name in Athena, where a person chooses it. */
  readonly name: string;
  readonly description: string;
  readonly resultBucket: IBucket;
  /** Key of the results. Another one than the data's, so that who reads results decrypts no data. */
  readonly resultKey: IKey;
  /**
   * Folder of the results, with a slash at its end. Results are data that somebody was allowed to see: give each group
   * of people a workgroup and a folder of their own, or the one with less permissions reads the other's answers in S3.
   */
  readonly resultPrefix: string;
  /** Bytes that one query may scan before it is stopped. @default DEFAULT_SCAN_LIMIT_BYTES */
  readonly scanLimitBytes?: number;
}

/**
 * Where queries run: results encrypted, in a place that the client cannot change, a limit on what one query scans, and
 * metrics.
 *
 * @see https://docs.aws.amazon.com/athena/latest/ug/workgroups-settings-override.html (enforced settings)
 * @see https://docs.aws.amazon.com/athena/latest/ug/workgroups-setting-control-limits-cloudwatch.html (limit)
 */
export class QueryWorkgroup extends Construct {
  readonly workGroup: CfnWorkGroup;
  readonly workGroupName: string;
  /** `arn:…:bucket/prefix*`: what who queries here reads and writes in S3. */
  readonly resultObjectsArn: string;

  constructor(scope: Construct, id: string, props: QueryWorkgroupProps) {
    super(scope, id);
    const limit = props.scanLimitBytes ?? DEFAULT_SCAN_LIMIT_BYTES;
    if (!Number.isSafeInteger(limit) || limit < MIN_SCAN_LIMIT_BYTES) {
      throw new RangeError(`scanLimitBytes is ${limit}; write an integer of at least ${MIN_SCAN_LIMIT_BYTES} bytes`);
    }
    if (!/^(?:[\w-]+\/)+$/.test(props.resultPrefix)) {
      throw new RangeError(`resultPrefix is "${props.resultPrefix}"; write a folder with a slash at its end`);
    }
    this.workGroupName = props.name;
    this.resultObjectsArn = props.resultBucket.arnForObjects(`${props.resultPrefix}*`);
    this.workGroup = new CfnWorkGroup(this, 'WorkGroup', {
      name: props.name,
      description: props.description,
      // Without it, a workgroup with a history of queries cannot be deleted. Results stay in the bucket.
      recursiveDeleteOption: true,
      workGroupConfiguration: {
        enforceWorkGroupConfiguration: true,
        publishCloudWatchMetricsEnabled: true,
        requesterPaysEnabled: false,
        bytesScannedCutoffPerQuery: limit,
        engineVersion: { selectedEngineVersion: 'Athena engine version 3' },
        resultConfiguration: {
          outputLocation: props.resultBucket.s3UrlForObject(props.resultPrefix),
          expectedBucketOwner: Aws.ACCOUNT_ID,
          encryptionConfiguration: { encryptionOption: 'SSE_KMS', kmsKey: props.resultKey.keyArn },
        },
      },
    });
  }
}
