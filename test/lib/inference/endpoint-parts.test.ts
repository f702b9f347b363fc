import { App, Stack } from 'aws-cdk-lib';
import { describe, expect, test } from 'vitest';
import { ecrImage, regionalImage } from '../../../lib/inference/endpoint/container-image.ts';
import { endpointArn } from '../../../lib/inference/endpoint/inference-endpoint.ts';
import { existingArtifact } from '../../../lib/inference/endpoint/model-artifact.ts';
import { testStack } from '../shared/synth.ts';

const image = { repository: 'scorer', tag: '1', accounts: { 'eu-west-1': '123456789012' } };
const stackIn = (region: string) => new Stack(new App(), 'Test', { env: { region } });

describe('an image that AWS publishes in each region', () => {
  test('is taken from the account of the region', () => {
    const stack = stackIn('eu-west-1');

    const { imageUri } = regionalImage(stack, 'Image', image);

    expect(imageUri).toMatch(/^123456789012\.dkr\.ecr\.eu-west-1\..+\/scorer:1$/);
  });

  test('is an error in a region without it, which names the regions that have it', () => {
    expect(() => regionalImage(stackIn('eu-west-9'), 'Image', image)).toThrow(
      /region "eu-west-9" has no scorer container that we know of; .*eu-west-1/,
    );
  });
});

describe("the user's own image", () => {
  test('may be given by digest', () => {
    const uri = `123456789012.dkr.ecr.eu-west-1.amazonaws.com/team/scorer@sha256:${'a'.repeat(64)}`;

    expect(ecrImage(testStack(), uri).repositoryArn).toMatch(/:ecr:eu-west-1:123456789012:repository\/team\/scorer$/);
  });

  test('may be in China', () => {
    const uri = '123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn/scorer:1';

    expect(ecrImage(testStack(), uri).imageUri).toBe(uri);
  });

  test.each(['scorer:1', 'docker.io/library/scorer:1', '123456789012.dkr.ecr.eu-west-1.amazonaws.com/scorer'])(
    'is an error outside Amazon ECR or without a tag: %s',
    (uri) => {
      expect(() => ecrImage(testStack(), uri)).toThrow(`image "${uri}" is not an Amazon ECR address`);
    },
  );
});

describe('an artifact in S3', () => {
  test('may be read as this one object', () => {
    const { objectArn } = existingArtifact(testStack(), 's3://models/fraud/model.tar.gz');

    expect(objectArn).toMatch(/:s3:::models\/fraud\/model\.tar\.gz$/);
  });

  test('is an error when it is no address in S3', () => {
    expect(() => existingArtifact(testStack(), 'models/model.tar.gz')).toThrow(
      'artifact "models/model.tar.gz" is not an address in S3; write s3://bucket/path/model.tar.gz',
    );
  });
});

test('an endpoint has its name in lower case in its ARN', () => {
  expect(endpointArn(testStack(), 'Fraud-Endpoint')).toMatch(/:endpoint\/fraud-endpoint$/);
});
