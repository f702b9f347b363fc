import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Table } from 'aws-cdk-lib/aws-dynamodb';
import { describe, expect, test } from 'vitest';
import { HostedEndpoint } from '../../../lib/inference/endpoint/hosted-endpoint.ts';
import { InferencePipeline, type InferencePipelineProps } from '../../../lib/inference/inference-pipeline.ts';
import { only, testStack } from '../shared/synth.ts';

const ENDPOINT = { endpointName: 'fraud', variantName: 'AllTraffic', hosting: 'unknown' } as const;

const pipeline = (props: Partial<InferencePipelineProps> = {}) => {
  const stack = testStack();
  const built = new InferencePipeline(stack, 'Pipeline', { endpoint: ENDPOINT, ...props });
  return { stack, pipeline: built };
};

describe('a pipeline in an app of its own', () => {
  test('needs nothing but an endpoint', () => {
    const template = Template.fromStack(pipeline().stack);

    for (const type of ['AWS::ApiGatewayV2::Api', 'AWS::DynamoDB::Table', 'AWS::Lambda::EventSourceMapping']) {
      template.resourceCountIs(type, 1);
    }
  });

  test('names function and redrive function so that people find them', () => {
    const template = Template.fromStack(pipeline({ prefix: 'dev' }).stack);

    const names = Object.values(template.findResources('AWS::Lambda::Function')).map(
      ({ Properties }) => Properties.FunctionName,
    );

    expect(names.sort()).toEqual(['dev-ml-inference-lambda', 'dev-ml-inference-redrive-lambda']);
  });

  test('writes into an existing table when it gets one', () => {
    const { stack } = pipeline();
    const table = Table.fromTableName(stack, 'Existing', 'my-records');
    const own = new InferencePipeline(stack, 'Second', { endpoint: ENDPOINT, table, prefix: 'second' });

    const template = Template.fromStack(stack);

    expect(own.table).toBe(table);
    expect(
      only(template, 'AWS::Lambda::Function', { FunctionName: 'second-ml-inference-lambda' }).Environment.Variables
        .TABLE_NAME,
    ).toBe('my-records');
    template.resourceCountIs('AWS::DynamoDB::Table', 1);
  });

  test('gives up its data only when told to', () => {
    const template = Template.fromStack(pipeline({ removalPolicy: RemovalPolicy.DESTROY }).stack);

    for (const type of ['AWS::DynamoDB::Table', 'AWS::SQS::Queue', 'AWS::Logs::LogGroup']) {
      template.allResources(type, { DeletionPolicy: 'Delete' });
    }
  });

  test('tells monitoring of all its parts', () => {
    const { pipeline: built, stack } = pipeline();

    const { targets } = built;

    // Identity, not equality: comparing constructs walks the whole tree.
    expect(targets.function.function).toBe(built.function.function);
    expect(targets.function.logGroup).toBe(built.function.logGroup);
    expect(targets.table).toBe(built.table);
    expect(targets.recordQueue).toBe(built.recordQueue.queue);
    expect(targets.deadLetterQueue).toBe(built.recordQueue.deadLetterQueue);
    expect(targets.endpoint).toEqual(ENDPOINT);
    expect(targets.api?.stage).toBe('$default');
    expect(targets.function.timeout.toSeconds()).toBe(29);
    expect(stack.resolve(targets.api?.apiId)).toEqual({ Ref: expect.stringMatching(/^PipelineApi/) });
  });
});

describe('a hosted endpoint in an app of its own', () => {
  const artifact = { url: 's3://bucket/model.tar.gz', objectArn: 'arn:aws:s3:::bucket/model.tar.gz' };
  const image = { imageUri: 'image', repositoryArn: 'arn:aws:ecr:eu-west-1:123456789012:repository/image' };

  test('refuses to capture data without servers', () => {
    const stack = new Stack();

    expect(
      () => new HostedEndpoint(stack, 'Endpoint', { endpointName: 'e', artifact, image, dataCapture: true }),
    ).toThrow('a serverless endpoint cannot capture data; host the model on an instance or set dataCapture false');
  });

  test('hands variables to the container', () => {
    const stack = testStack();
    new HostedEndpoint(stack, 'Endpoint', {
      endpointName: 'e',
      artifact,
      image,
      containerEnvironment: { WORKERS: '2' },
    });

    expect(only(Template.fromStack(stack), 'AWS::SageMaker::Model').PrimaryContainer.Environment).toEqual({
      WORKERS: '2',
    });
  });
});
