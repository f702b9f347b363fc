import { Arn, CfnMapping, Stack, Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { ECR_IMAGE_PATTERN } from './ecr-image-pattern.ts';

/** An image that AWS publishes in a registry of its own in each region. */
export interface RegionalImage {
  /** Name of the repository. */
  readonly repository: string;
  /** Tag of the image. */
  readonly tag: string;
  /** Account that owns the registry, by region. */
  readonly accounts: Readonly<Record<string, string>>;
}

/** An inference container: where SageMaker pulls it from, and what a role must be allowed to pull. */
export interface ContainerImage {
  /** Address of the image. */
  readonly imageUri: string;
  /** Repository that the endpoint's role may pull from. */
  readonly repositoryArn: string;
}

/** The user's own image, by its address in Amazon ECR, the only registry that SageMaker pulls from without a VPC. */
export function ecrImage(scope: Construct, imageUri: string): ContainerImage {
  const [, account, region, resourceName] = ECR_IMAGE_PATTERN.exec(imageUri) ?? [];
  if (account === undefined || region === undefined || resourceName === undefined) {
    throw new Error(
      `image "${imageUri}" is not an Amazon ECR address; write <account>.dkr.ecr.<region>.amazonaws.com/<repository>:<tag>`,
    );
  }
  return {
    imageUri,
    repositoryArn: Arn.format(
      { service: 'ecr', account, region, resource: 'repository', resourceName },
      Stack.of(scope),
    ),
  };
}

/**
 * A published image in the stack's own region. When the region is not known before deployment, the account is looked
 * up by CloudFormation in a mapping; when it is known, it is written out, and a region without the image is an error.
 */
export function regionalImage(scope: Construct, id: string, image: RegionalImage): ContainerImage {
  const { region, urlSuffix } = Stack.of(scope);
  if (!Token.isUnresolved(region) && image.accounts[region] === undefined) {
    throw new Error(
      `region "${region}" has no ${image.repository} container that we know of; give endpoint.model with an image of your own, or deploy to one of ${Object.keys(image.accounts).sort().join(', ')}`,
    );
  }
  const mapping = new CfnMapping(scope, id, {
    lazy: true,
    mapping: Object.fromEntries(Object.entries(image.accounts).map(([key, account]) => [key, { account }])),
  });
  const account = mapping.findInMap(region, 'account');
  return {
    imageUri: `${account}.dkr.ecr.${region}.${urlSuffix}/${image.repository}:${image.tag}`,
    repositoryArn: Arn.format(
      { service: 'ecr', account, resource: 'repository', resourceName: image.repository },
      Stack.of(scope),
    ),
  };
}
