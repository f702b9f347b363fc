import { CfnElement, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { type IRole, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { BlockPublicAccess, Bucket, BucketEncryption, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import type { CfnEndpointConfig } from 'aws-cdk-lib/aws-sagemaker';
import { Construct } from 'constructs';
import { acknowledge } from '../../policy/acknowledge.ts';

const PREFIX = 'data-capture';
const ACCESS_LOG_DAYS = 365;

/** Settings of a {@link DataCapture}. */
export interface DataCaptureProps {
  /** Share of requests that is captured, in percent, 1 to 100. @default 100 */
  readonly samplingPercentage?: number;
  /** What becomes of the captured data with the stack. @default RemovalPolicy.RETAIN */
  readonly removalPolicy?: RemovalPolicy;
}

/** A private, encrypted bucket that SageMaker writes the endpoint's inputs and outputs to. */
export class DataCapture extends Construct {
  /** Holds what is captured. */
  readonly bucket: Bucket;
  private readonly samplingPercentage: number;

  constructor(scope: Construct, id: string, props: DataCaptureProps = {}) {
    super(scope, id);
    this.samplingPercentage = props.samplingPercentage ?? 100;
    const removalPolicy = props.removalPolicy ?? RemovalPolicy.RETAIN;
    const common = {
      encryption: BucketEncryption.S3_MANAGED,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      removalPolicy,
      autoDeleteObjects: removalPolicy === RemovalPolicy.DESTROY,
    };
    const accessLogs = new Bucket(this, 'AccessLogs', {
      ...common,
      lifecycleRules: [{ expiration: Duration.days(ACCESS_LOG_DAYS) }],
    });
    acknowledge(
      accessLogs,
      'AwsSolutions-S1',
      'this bucket takes the access logs; logging its own accesses would never end',
    );
    this.bucket = new Bucket(this, 'Bucket', { ...common, serverAccessLogsBucket: accessLogs });
  }

  /** Allows `role` to write captured data, and only there. */
  grantWrite(role: IRole): void {
    role.addToPrincipalPolicy(
      new PolicyStatement({ actions: ['s3:PutObject'], resources: [this.bucket.arnForObjects(`${PREFIX}/*`)] }),
    );
    acknowledge(
      role,
      `AwsSolutions-IAM5[Resource::<${this.bucketLogicalId()}.Arn>/${PREFIX}/*]`,
      'SageMaker names the objects itself, by endpoint, variant and hour; the role writes under this prefix only',
    );
  }

  private bucketLogicalId(): string {
    const resource = this.bucket.node.defaultChild;
    return CfnElement.isCfnElement(resource) ? Stack.of(this).getLogicalId(resource) : this.bucket.node.id;
  }

  /** The endpoint configuration's part. JSON and CSV are listed so that they are captured as text, not as base64. */
  config(): CfnEndpointConfig.DataCaptureConfigProperty {
    return {
      enableCapture: true,
      destinationS3Uri: this.bucket.s3UrlForObject(PREFIX),
      initialSamplingPercentage: this.samplingPercentage,
      captureOptions: [{ captureMode: 'Input' }, { captureMode: 'Output' }],
      captureContentTypeHeader: { csvContentTypes: ['text/csv'], jsonContentTypes: ['application/json'] },
    };
  }
}
