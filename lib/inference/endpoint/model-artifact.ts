import { Arn, ArnFormat, Stack } from 'aws-cdk-lib';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import type { Construct } from 'constructs';

/** A `model.tar.gz` in S3, as SageMaker downloads it into the container. */
export interface ModelArtifact {
  /** `s3://bucket/key`. */
  readonly url: string;
  /** The object that the endpoint's role may read. */
  readonly objectArn: string;
}

/** An artifact that is in S3 already. A changed file under the same key is not noticed: give each version its own key. */
export function existingArtifact(scope: Construct, url: string): ModelArtifact {
  const [, bucket, key] = /^s3:\/\/([^/]+)\/(.+)$/.exec(url) ?? [];
  if (bucket === undefined || key === undefined) {
    throw new Error(`artifact "${url}" is not an address in S3; write s3://bucket/path/model.tar.gz`);
  }
  return { url, objectArn: objectArn(scope, bucket, key) };
}

/** A local file that deployment uploads. A changed file gets a new address, which rolls the endpoint over to it. */
export function localArtifact(scope: Construct, id: string, path: string): ModelArtifact {
  const asset = new Asset(scope, id, { path });
  return { url: asset.s3ObjectUrl, objectArn: objectArn(scope, asset.s3BucketName, asset.s3ObjectKey) };
}

function objectArn(scope: Construct, bucket: string, key: string): string {
  return Arn.format(
    {
      service: 's3',
      region: '',
      account: '',
      resource: bucket,
      resourceName: key,
      arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
    },
    Stack.of(scope),
  );
}
