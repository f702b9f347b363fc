import { describe, expect, it } from 'vitest';
import { type Json, readStack } from './assembly-builder.ts';

const ENVIRONMENT = { environment: 'aws://111122223333/eu-central-1' };

/** Identity of one resource and the values of some of its attributes. */
function identify(type: string, properties: Json = {}, attributes: readonly string[] = []) {
  const Outputs = Object.fromEntries(
    attributes.map((name) => [name.replaceAll('.', ''), { Value: { 'Fn::GetAtt': ['It', name] } }]),
  );
  const assembly = readStack({ Resources: { It: { Type: type, Properties: properties } }, Outputs }, ENVIRONMENT);
  const [resource] = assembly.resources;
  const values = attributes.map((name) => assembly.output('App', name.replaceAll('.', '')));
  return { physicalId: resource?.physicalId, arn: resource?.arn, values };
}

describe('a resource with a name of its own', () => {
  it.each([
    ['AWS::Lambda::Function', { FunctionName: 'f' }, 'f', 'arn:aws:lambda:eu-central-1:111122223333:function:f'],
    [
      'AWS::SQS::Queue',
      { QueueName: 'q' },
      'https://sqs.eu-central-1.amazonaws.com/111122223333/q',
      'arn:aws:sqs:eu-central-1:111122223333:q',
    ],
    [
      'AWS::SQS::Queue',
      { QueueName: 'q.fifo', FifoQueue: true },
      'https://sqs.eu-central-1.amazonaws.com/111122223333/q.fifo',
      'arn:aws:sqs:eu-central-1:111122223333:q.fifo',
    ],
    [
      'AWS::SNS::Topic',
      { TopicName: 't' },
      'arn:aws:sns:eu-central-1:111122223333:t',
      'arn:aws:sns:eu-central-1:111122223333:t',
    ],
    ['AWS::DynamoDB::Table', { TableName: 't' }, 't', 'arn:aws:dynamodb:eu-central-1:111122223333:table/t'],
    ['AWS::DynamoDB::GlobalTable', { TableName: 't' }, 't', 'arn:aws:dynamodb:eu-central-1:111122223333:table/t'],
    [
      'AWS::Logs::LogGroup',
      { LogGroupName: '/a/b' },
      '/a/b',
      'arn:aws:logs:eu-central-1:111122223333:log-group:/a/b:*',
    ],
    [
      'AWS::CloudWatch::Alarm',
      { AlarmName: 'High' },
      'High',
      'arn:aws:cloudwatch:eu-central-1:111122223333:alarm:High',
    ],
    [
      'AWS::CloudWatch::CompositeAlarm',
      { AlarmName: 'All' },
      'All',
      'arn:aws:cloudwatch:eu-central-1:111122223333:alarm:All',
    ],
    ['AWS::CloudWatch::Dashboard', { DashboardName: 'D' }, 'D', 'arn:aws:cloudwatch::111122223333:dashboard/D'],
    ['AWS::IAM::Role', { RoleName: 'r', Path: '/x/' }, 'r', 'arn:aws:iam::111122223333:role/x/r'],
    ['AWS::CodeBuild::Project', { Name: 'p' }, 'p', 'arn:aws:codebuild:eu-central-1:111122223333:project/p'],
    [
      'AWS::CodeBuild::ReportGroup',
      { Name: 'g' },
      'arn:aws:codebuild:eu-central-1:111122223333:report-group/g',
      'arn:aws:codebuild:eu-central-1:111122223333:report-group/g',
    ],
    [
      'AWS::KinesisFirehose::DeliveryStream',
      { DeliveryStreamName: 's' },
      's',
      'arn:aws:firehose:eu-central-1:111122223333:deliverystream/s',
    ],
    ['AWS::S3::Bucket', { BucketName: 'b' }, 'b', 'arn:aws:s3:::b'],
    [
      'AWS::SageMaker::Endpoint',
      { EndpointName: 'My-End' },
      'arn:aws:sagemaker:eu-central-1:111122223333:endpoint/my-end',
      'arn:aws:sagemaker:eu-central-1:111122223333:endpoint/my-end',
    ],
    [
      'AWS::ApiGatewayV2::Stage',
      { StageName: '$default', ApiId: 'x' },
      '$default',
      'arn:aws:apigateway:eu-central-1::/apis/x/stages/$default',
    ],
    [
      'AWS::SSM::Parameter',
      { Name: '/a/b', Value: 'v', Type: 'String' },
      '/a/b',
      'arn:aws:ssm:eu-central-1:111122223333:parameter/a/b',
    ],
    ['AWS::Events::Rule', { Name: 'r' }, 'r', 'arn:aws:events:eu-central-1:111122223333:rule/r'],
    ['AWS::CodeBuild::Project', { Name: 'p' }, 'p', 'arn:aws:codebuild:eu-central-1:111122223333:project/p'],
    [
      'AWS::CodeBuild::ReportGroup',
      { Name: 'g' },
      'arn:aws:codebuild:eu-central-1:111122223333:report-group/g',
      'arn:aws:codebuild:eu-central-1:111122223333:report-group/g',
    ],
  ])('%s %j', (type, properties, physicalId, arn) => {
    expect(identify(type, properties)).toMatchObject({ physicalId, arn });
  });
});

describe('a resource without a name', () => {
  it.each([
    ['AWS::Lambda::Function', /^App-It$/],
    ['AWS::S3::Bucket', /^app-it$/],
    ['AWS::ApiGatewayV2::Api', /^[a-z][a-z0-9]{9}$/],
    ['AWS::ApiGatewayV2::Route', /^[a-z][a-z0-9]{6}$/],
    ['AWS::KMS::Key', /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/],
    ['AWS::Lambda::EventSourceMapping', /^[0-9a-f-]{36}$/],
    ['AWS::Whatever::Else', /^App-It$/],
  ])('%s has the same one at each reading', (type, form) => {
    // Act
    const first = identify(type);
    const second = identify(type);

    // Assess
    expect(first.physicalId).toMatch(form);
    expect(second).toEqual(first);
  });

  it('has the suffix of a FIFO topic', () => {
    expect(identify('AWS::SNS::Topic', { FifoTopic: true }).arn).toBe(
      'arn:aws:sns:eu-central-1:111122223333:App-It.fifo',
    );
  });

  it('has no ARN if its type is unknown', () => {
    expect(identify('AWS::Whatever::Else').arn).toBe('');
  });
});

describe('attributes', () => {
  it.each([
    [
      'AWS::SQS::Queue',
      { QueueName: 'q' },
      ['QueueName', 'QueueUrl'],
      ['q', 'https://sqs.eu-central-1.amazonaws.com/111122223333/q'],
    ],
    [
      'AWS::SNS::Topic',
      { TopicName: 't' },
      ['TopicName', 'TopicArn'],
      ['t', 'arn:aws:sns:eu-central-1:111122223333:t'],
    ],
    [
      'AWS::SageMaker::Model',
      { ModelName: 'M' },
      ['ModelName', 'ModelArn'],
      ['M', 'arn:aws:sagemaker:eu-central-1:111122223333:model/m'],
    ],
    ['AWS::SageMaker::EndpointConfig', { EndpointConfigName: 'C' }, ['EndpointConfigName'], ['C']],
    [
      'AWS::S3::Bucket',
      { BucketName: 'b' },
      ['DomainName', 'RegionalDomainName'],
      ['b.s3.amazonaws.com', 'b.s3.eu-central-1.amazonaws.com'],
    ],
    ['AWS::SSM::Parameter', { Name: 'p', Value: 'v', Type: 'String' }, ['Value', 'Type'], ['v', 'String']],
    [
      'AWS::Lambda::Version',
      { FunctionName: 'f' },
      ['Version', 'FunctionArn'],
      ['1', 'arn:aws:lambda:eu-central-1:111122223333:function:f:1'],
    ],
    [
      'AWS::Lambda::Alias',
      { FunctionName: 'f', Name: 'live' },
      ['AliasArn'],
      ['arn:aws:lambda:eu-central-1:111122223333:function:f:live'],
    ],
    ['AWS::IAM::ManagedPolicy', { ManagedPolicyName: 'p' }, ['PolicyArn'], ['arn:aws:iam::111122223333:policy/p']],
    [
      'AWS::DynamoDB::Table',
      { TableName: 't', StreamSpecification: { StreamViewType: 'NEW_IMAGE' } },
      ['StreamArn'],
      ['arn:aws:dynamodb:eu-central-1:111122223333:table/t/stream/2026-01-01T00:00:00.000'],
    ],
    [
      'AWS::ApplicationAutoScaling::ScalableTarget',
      {
        ResourceId: 'endpoint/e/variant/v',
        ScalableDimension: 'sagemaker:variant:DesiredInstanceCount',
        ServiceNamespace: 'sagemaker',
      },
      ['Id'],
      ['endpoint/e/variant/v|sagemaker:variant:DesiredInstanceCount|sagemaker'],
    ],
  ])('of %s', (type, properties, names, values) => {
    expect(identify(type, properties, names).values).toEqual(values);
  });

  it('of an API carry its id', () => {
    // Act
    const { physicalId, values } = identify('AWS::ApiGatewayV2::Api', {}, ['ApiEndpoint', 'ExecuteApiArn', 'ApiId']);

    // Assess
    expect(values).toEqual([
      `https://${physicalId}.execute-api.eu-central-1.amazonaws.com`,
      `arn:aws:execute-api:eu-central-1:111122223333:${physicalId}`,
      physicalId,
    ]);
  });

  it('of a table without a stream have no StreamArn', () => {
    expect(() => identify('AWS::DynamoDB::Table', {}, ['StreamArn'])).toThrow(
      'the preview does not know attribute StreamArn of It (AWS::DynamoDB::Table)',
    );
  });

  it('may use a name that is itself made from another resource', () => {
    // Act
    const assembly = readStack({
      Resources: {
        Q: {
          Type: 'AWS::SQS::Queue',
          Properties: { QueueName: { 'Fn::Join': ['-', [{ 'Fn::GetAtt': ['T', 'TopicName'] }, 'q']] } },
        },
        T: { Type: 'AWS::SNS::Topic', Properties: { TopicName: 'orders' } },
      },
    });

    // Assess
    expect(assembly.ofType('AWS::SQS::Queue')[0]?.arn).toBe('arn:aws:sqs:us-east-1:123456789012:orders-q');
  });
});
