import { Aws, Fn } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { CfnResource as CfnRegistration } from 'aws-cdk-lib/aws-lakeformation';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct, type IDependable } from 'constructs';
import { acknowledge } from '../policy/acknowledge.ts';
import { arnInFinding, environmentInFinding } from '../policy/finding-text.ts';

/** Settings of a {@link LakeLocation}. */
export interface LakeLocationProps {
  /** Holds the data. */
  readonly bucket: IBucket;
  /** Folder that is registered, with a slash at its end. @default - the whole bucket */
  readonly prefix?: string;
  /** Key that the data is encrypted with. @default - the bucket's own key, if it has one */
  readonly key?: IKey;
  /** What registration waits for: Lake Formation's settings. */
  readonly after: IDependable;
}

/**
 * A bucket, or a folder in one, whose data Lake Formation hands out: registered once, with a data-access role of its
 * own. That role is the only one that reads the data; everybody else gets short-lived credentials of it from Lake
 * Formation, for what they have been granted.
 *
 * Not the service-linked role: its policy cannot be edited or seen in the template, and service control policies do
 * not reach it.
 *
 * @see https://docs.aws.amazon.com/lake-formation/latest/dg/registration-role.html
 */
export class LakeLocation extends Construct {
  /** Holds the data. */
  readonly bucket: IBucket;
  /** Without a slash at its start, with one at its end; empty for the whole bucket. */
  readonly prefix: string;
  /** Lake Formation reads and writes with it. */
  readonly role: Role;
  /** `arn:aws:s3:::bucket/prefix` without a slash at its end: the same text in the registration and in each grant. */
  readonly arn: string;
  /** The registration with Lake Formation, which grants wait for. */
  readonly registration: CfnRegistration;

  constructor(scope: Construct, id: string, props: LakeLocationProps) {
    super(scope, id);
    this.bucket = props.bucket;
    this.prefix = checkedPrefix(props.prefix ?? '');
    this.arn = this.arnOf('');
    this.role = new Role(this, 'DataAccessRole', {
      description: "Lake Formation's data access: the only role that reads the lake's data",
      assumedBy: new ServicePrincipal('lakeformation.amazonaws.com', {
        // No other account makes the service use the role.
        // https://docs.aws.amazon.com/lake-formation/latest/dg/cross-service-confused-deputy-prevention.html
        conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
      }),
    });
    this.allowData(props.key ?? props.bucket.encryptionKey);
    this.registration = new CfnRegistration(this, 'Registration', {
      resourceArn: this.arn,
      useServiceLinkedRole: false,
      roleArn: this.role.roleArn,
    });
    // The role's policy, not only the role: registration tries the role out.
    this.registration.node.addDependency(this.role, props.after);
  }

  /** Whether a folder of the bucket, written from the bucket's root, is inside the location. */
  covers(folder: string): boolean {
    return folder.startsWith(this.prefix);
  }

  /** ARN of a folder below the location, as grants write it: without a slash at its end. */
  arnOf(folder: string): string {
    const path = `${this.prefix}${checkedPrefix(folder)}`.replace(/\/$/, '');
    return path === '' ? this.bucket.bucketArn : Fn.join('', [this.bucket.bucketArn, `/${path}`]);
  }

  /** `s3://bucket/folder/` of a folder below the location. */
  uriOf(folder: string): string {
    return `s3://${this.bucket.bucketName}/${this.prefix}${checkedPrefix(folder)}`;
  }

  /** @see https://docs.aws.amazon.com/lake-formation/latest/dg/registration-role.html (policy of the role) */
  private allowData(key: IKey | undefined): void {
    const objects = this.bucket.arnForObjects(`${this.prefix}*`);
    this.role.addToPolicy(
      new PolicyStatement({ actions: ['s3:GetObject', 's3:PutObject', 's3:DeleteObject'], resources: [objects] }),
    );
    this.role.addToPolicy(new PolicyStatement({ actions: ['s3:ListBucket'], resources: [this.bucket.bucketArn] }));
    if (key !== undefined) {
      this.role.addToPolicy(
        new PolicyStatement({ actions: ['kms:Decrypt', 'kms:GenerateDataKey'], resources: [key.keyArn] }),
      );
    }
    acknowledge(
      this.role,
      `AwsSolutions-IAM5[Resource::${bucketInFinding(this.bucket)}/${this.prefix}*]`,
      'Lake Formation reads and writes the whole registered location, and hands out less of it to each principal',
    );
  }
}

/** The bucket's ARN as cdk-nag writes it in a finding: ours by its logical id, another one by its name. */
function bucketInFinding(bucket: IBucket): string {
  return bucket.node.defaultChild === undefined
    ? `arn:${environmentInFinding(bucket).partition}:s3:::${bucket.bucketName}`
    : arnInFinding(bucket);
}

/** Names with a slash behind each; `.` and `..` are none. */
const FOLDERS = /^(?:(?!\.{1,2}\/)[\w!.*'()=-]+\/)+$/;

/** @throws Error if it could name something else than a folder: `../`, a leading slash, or no slash at the end. */
export function checkedPrefix(prefix: string): string {
  if (prefix === '' || FOLDERS.test(prefix)) return prefix;
  throw new Error(
    `"${prefix}" is no folder in a bucket; write it without a slash at its start and with one at its end`,
  );
}
