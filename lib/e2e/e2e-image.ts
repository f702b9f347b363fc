import { ComputeType, type IBuildImage, LinuxBuildImage } from 'aws-cdk-lib/aws-codebuild';
import type { Construct } from 'constructs';
import { ecrImage } from '../inference/endpoint/container-image.ts';
import { acknowledge } from '../policy/acknowledge.ts';
import type { BuildStatement } from './build-statement.ts';
import type { BuildspecOptions, BuildVariables } from './buildspec.ts';
import { DEFAULT_CHROME_START_SECONDS } from './e2e-limits.ts';

/** An image of your own in Amazon ECR, whose entry point starts Chrome with its debugging port open. */
export interface CustomImage {
  /** In Amazon ECR, with a tag or digest. */
  readonly uri: string;
  /** Program that starts Chrome. @default /entrypoint.sh */
  readonly entryPoint?: string;
  /** Port that Chrome answers on. @default 9222 */
  readonly chromePort?: number;
  /** Seconds that it may take to answer. @default DEFAULT_CHROME_START_SECONDS */
  readonly startSeconds?: number;
}

/** An image, the part of the buildspec and the variables that go with it, and what its build must be allowed. */
export interface E2eImage {
  readonly kind: BuildspecOptions['image'];
  readonly buildImage: IBuildImage;
  readonly variables: Pick<
    BuildVariables,
    'CHROME_ENTRY_POINT' | 'CHROME_URL' | 'CHROME_START_SECONDS' | 'KARATE_CHROME_PORT' | 'KARATE_CHROME_ARGS'
  >;
  readonly statements: readonly BuildStatement[];
}

/** As root, which builds run as, Chrome starts without its sandbox only; /dev/shm of a container is too small for it. */
const ROOT_CHROME_ARGS = '--no-sandbox --disable-gpu --disable-dev-shm-usage';

const NO_RESOURCE = 'ecr:GetAuthorizationToken is allowed on * only';

export const COMPUTE_TYPES = {
  small: ComputeType.SMALL,
  medium: ComputeType.MEDIUM,
  large: ComputeType.LARGE,
} as const;

/**
 * AWS's own image, or one of the user's. AWS's Ubuntu image for x86 has Chrome, Java, Maven and the AWS CLI; those for
 * Arm and for Lambda have no Chrome.
 *
 * @see https://docs.aws.amazon.com/codebuild/latest/userguide/available-runtimes.html
 */
export function e2eImage(scope: Construct, custom: CustomImage | undefined): E2eImage {
  if (custom === undefined) {
    return {
      kind: 'managed',
      buildImage: LinuxBuildImage.STANDARD_7_0,
      variables: { KARATE_CHROME_ARGS: ROOT_CHROME_ARGS },
      statements: [],
    };
  }
  const { repositoryArn } = ecrImage(scope, custom.uri);
  acknowledge(scope, 'AwsSolutions-CB5', 'the settings ask for this image (e2e.image.uri)');
  const port = String(custom.chromePort ?? 9222);
  return {
    kind: 'custom',
    // Pulled with the build's role; what it may pull is said below.
    buildImage: LinuxBuildImage.fromDockerRegistry(custom.uri),
    variables: {
      CHROME_ENTRY_POINT: custom.entryPoint ?? '/entrypoint.sh',
      CHROME_URL: `http://localhost:${port}`,
      CHROME_START_SECONDS: String(custom.startSeconds ?? DEFAULT_CHROME_START_SECONDS),
      KARATE_CHROME_PORT: port,
    },
    statements: [
      { sid: 'EnterRegistry', actions: ['ecr:GetAuthorizationToken'], resources: ['*'], wildcard: NO_RESOURCE },
      {
        sid: 'PullImage',
        actions: ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
        resources: [repositoryArn],
      },
    ],
  };
}
