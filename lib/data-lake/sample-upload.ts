import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Duration } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import { AwsCustomResource, AwsCustomResourcePolicy, PhysicalResourceId } from 'aws-cdk-lib/custom-resources';
import { Construct } from 'constructs';
import { writeSample } from '../../sample/lake/index.ts';
import type { GovernedLake } from './governed-lake.ts';

export interface SampleUploadProps {
  readonly lake: GovernedLake;
}

/**
 * Puts the generated retail tables into the lake with the deployment: each file an asset that is copied once for each
 * content. Copied by S3 itself, with a role that may write these very objects and read none of the lake; the CDK's own
 * `BucketDeployment` would be allowed to read the whole bucket.
 */
export class SampleUpload extends Construct {
  constructor(scope: Construct, id: string, { lake }: SampleUploadProps) {
    super(scope, id);
    const logGroup = new LogGroup(this, 'Logs', { retention: RetentionDays.ONE_MONTH });
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    logGroup.grantWrite(role);
    role.addToPolicy(new PolicyStatement({ actions: ['kms:GenerateDataKey'], resources: [lake.dataKey.keyArn] }));
    const directory = mkdtempSync(join(tmpdir(), 'inferwatch-sample-'));
    try {
      for (const file of writeSample(directory).files) this.copy(lake, file, join(directory, file), role, logGroup);
    } finally {
      rmSync(directory, { recursive: true });
    }
  }

  private copy(lake: GovernedLake, key: string, path: string, role: Role, logGroup: LogGroup): void {
    const name = key.replaceAll(/[^\w]/g, '-');
    const asset = new Asset(this, `${name}-file`, { path });
    const write = new PolicyStatement({ actions: ['s3:PutObject'], resources: [lake.dataBucket.arnForObjects(key)] });
    const read = new PolicyStatement({
      actions: ['s3:GetObject'],
      resources: [asset.bucket.arnForObjects(asset.s3ObjectKey)],
    });
    const copied = new AwsCustomResource(this, name, {
      resourceType: 'Custom::SampleFile',
      onUpdate: {
        service: 'S3',
        action: 'CopyObject',
        parameters: {
          Bucket: lake.dataBucket.bucketName,
          Key: key,
          CopySource: `${asset.s3BucketName}/${asset.s3ObjectKey}`,
        },
        // Another content is another resource, so that it is copied again; nothing is deleted, it is data.
        physicalResourceId: PhysicalResourceId.of(`${key}-${asset.assetHash}`),
      },
      policy: AwsCustomResourcePolicy.fromStatements([read, write]),
      role,
      logGroup,
      timeout: Duration.minutes(2),
      installLatestAwsSdk: false,
    });
    copied.node.addDependency(role, lake.ready);
  }
}
