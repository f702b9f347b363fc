import type { Template } from 'aws-cdk-lib/assertions';
import { Match } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, test } from 'vitest';
import { XGBOOST_CONTAINER, XGBOOST_REGISTRY_ACCOUNTS } from '../../../sample/xgboost-images.ts';
import { allowed, inferenceTemplate, only } from '../shared/synth.ts';

const MODEL = 'AWS::SageMaker::Model';
const CONFIG = 'AWS::SageMaker::EndpointConfig';
const ENDPOINT = 'AWS::SageMaker::Endpoint';
const TARGET = 'AWS::ApplicationAutoScaling::ScalableTarget';
const POLICY = 'AWS::ApplicationAutoScaling::ScalingPolicy';

const variant = (template: Template) => only(template, CONFIG).ProductionVariants[0];

describe('the endpoint without any setting', () => {
  let template: Template;
  beforeAll(() => {
    template = inferenceTemplate();
  });

  test('serves the sample model without servers', () => {
    expect(variant(template)).toMatchObject({
      VariantName: 'AllTraffic',
      ServerlessConfig: { MemorySizeInMB: 2048, MaxConcurrency: 10 },
    });
  });

  test('takes the container from the account of its region, which deployment looks up', () => {
    const [mapping] = Object.values(template.findMappings('*'));

    const image = JSON.stringify(only(template, MODEL).PrimaryContainer.Image);

    expect(mapping).toEqual(
      Object.fromEntries(Object.entries(XGBOOST_REGISTRY_ACCOUNTS).map(([region, account]) => [region, { account }])),
    );
    expect(image).toContain('Fn::FindInMap');
    expect(image).toContain(`/${XGBOOST_CONTAINER.repository}:${XGBOOST_CONTAINER.version}"`);
  });

  test('loads the model from the assets of the deployment', () => {
    expect(JSON.stringify(only(template, MODEL).PrimaryContainer.ModelDataUrl)).toMatch(/s3:\/\/cdk-.*assets.*\.gz/);
  });

  test('has a fixed name', () => {
    template.hasResourceProperties(ENDPOINT, { EndpointName: 'inferwatch-endpoint' });
  });

  test('names neither model nor configuration, so that a change can replace them', () => {
    template.hasResourceProperties(MODEL, { ModelName: Match.absent() });
    template.hasResourceProperties(CONFIG, { EndpointConfigName: Match.absent() });
  });

  test('rolls over to each new configuration', () => {
    const { EndpointConfigName } = only(template, ENDPOINT);

    expect(template.toJSON().Resources[EndpointConfigName['Fn::GetAtt'][0]].Type).toBe(CONFIG);
  });

  test('has its log group, with retention, before it exists itself', () => {
    const name = '/aws/sagemaker/Endpoints/inferwatch-endpoint';
    const [logicalId] = Object.keys(
      template.findResources('AWS::Logs::LogGroup', { Properties: { LogGroupName: name, RetentionInDays: 30 } }),
    );

    template.hasResource(ENDPOINT, { DependsOn: Match.arrayWith([logicalId]) });
  });

  test('takes its log group with it, because the next deployment needs the same name', () => {
    const [group] = Object.values(
      template.findResources('AWS::Logs::LogGroup', { Properties: { LogGroupName: Match.anyValue() } }),
    );

    expect(group).toMatchObject({ DeletionPolicy: 'Delete' });
  });

  test('has a role that only SageMaker takes', () => {
    const { ExecutionRoleArn } = only(template, MODEL);

    const role = template.toJSON().Resources[ExecutionRoleArn['Fn::GetAtt'][0]].Properties;

    expect(role.AssumeRolePolicyDocument.Statement[0].Principal).toEqual({ Service: 'sagemaker.amazonaws.com' });
    expect(role.ManagedPolicyArns).toBeUndefined();
  });

  test('may read its artifact, pull its image, write its log and its metrics, and no more', () => {
    const permissions = allowed(template, 'EndpointRole');

    expect(permissions.map(({ action }) => action).sort()).toEqual([
      'cloudwatch:PutMetricData',
      'ecr:BatchCheckLayerAvailability',
      'ecr:BatchGetImage',
      'ecr:GetAuthorizationToken',
      'ecr:GetDownloadUrlForLayer',
      'logs:CreateLogStream',
      'logs:DescribeLogStreams',
      'logs:PutLogEvents',
      's3:GetObject',
    ]);
  });

  test('has a wildcard only for what names no resource', () => {
    const wildcards = allowed(template, 'EndpointRole').filter(({ resource }) => resource === '"*"');

    expect(wildcards.map(({ action }) => action).sort()).toEqual([
      'cloudwatch:PutMetricData',
      'ecr:GetAuthorizationToken',
    ]);
  });

  test('reads one object and no other', () => {
    const [read] = allowed(template, 'EndpointRole').filter(({ action }) => action === 's3:GetObject');

    expect(read?.resource).toMatch(/\/[a-f0-9]{64}\.gz"/);
  });

  test('gets the permissions before the model that needs them', () => {
    template.hasResource(MODEL, { DependsOn: Match.arrayWith([Match.stringLikeRegexp('EndpointRoleDefaultPolicy')]) });
  });

  test('scales by itself, without a policy of ours', () => {
    template.resourceCountIs(TARGET, 0);
  });
});

describe('the endpoint in a region that is known at synthesis', () => {
  test('has the account of the region written out', () => {
    const template = inferenceTemplate({ region: 'eu-central-1' });

    expect(template.findMappings('*')).toEqual({});
    expect(JSON.stringify(only(template, MODEL).PrimaryContainer.Image)).toContain(
      `${XGBOOST_REGISTRY_ACCOUNTS['eu-central-1']}.dkr.ecr.eu-central-1.`,
    );
  });
});

describe('the endpoint with serverless settings', () => {
  test('has memory and concurrency as asked', () => {
    const template = inferenceTemplate({
      endpoint: { sample: { serverless: { memoryMb: 4096, maxConcurrency: 50 } } },
    });

    expect(variant(template).ServerlessConfig).toEqual({ MemorySizeInMB: 4096, MaxConcurrency: 50 });
  });
});

describe("the endpoint with the user's own model", () => {
  const artifact = 's3://models-bucket/fraud/v7/model.tar.gz';
  const image = '123456789012.dkr.ecr.eu-west-1.amazonaws.com/fraud/scorer:7';

  test('loads the artifact and the image as given', () => {
    const template = inferenceTemplate({ endpoint: { model: { artifact, image } } });

    expect(only(template, MODEL).PrimaryContainer).toMatchObject({ Image: image, ModelDataUrl: artifact });
  });

  test('reads that artifact and pulls from that repository only', () => {
    const template = inferenceTemplate({ endpoint: { model: { artifact, image } } });

    const permissions = allowed(template, 'EndpointRole');
    const resource = (action: string) => permissions.find((permission) => permission.action === action)?.resource;

    expect(resource('s3:GetObject')).toContain(':s3:::models-bucket/fraud/v7/model.tar.gz"');
    expect(resource('ecr:BatchGetImage')).toContain(':ecr:eu-west-1:123456789012:repository/fraud/scorer"');
  });

  test("runs on SageMaker's XGBoost container when asked by framework", () => {
    const template = inferenceTemplate({ endpoint: { model: { artifact, framework: 'xgboost' } } });

    expect(JSON.stringify(only(template, MODEL).PrimaryContainer.Image)).toContain(XGBOOST_CONTAINER.repository);
  });
});

describe('the endpoint on instances', () => {
  const instance = { type: 'ml.m5.large', count: 2 };

  test('has type and count as asked', () => {
    const template = inferenceTemplate({ endpoint: { sample: { instance } } });

    expect(variant(template)).toMatchObject({ InstanceType: 'ml.m5.large', InitialInstanceCount: 2 });
    expect(variant(template).ServerlessConfig).toBeUndefined();
  });

  test('keeps its count without autoscaling', () => {
    const template = inferenceTemplate({ endpoint: { sample: { instance } } });

    template.resourceCountIs(TARGET, 0);
    template.hasResourceProperties(ENDPOINT, { RetainAllVariantProperties: Match.absent() });
  });
});

describe('the endpoint on instances with autoscaling', () => {
  let template: Template;
  beforeAll(() => {
    const autoscaling = { min: 1, max: 4, invocationsPerInstance: 300 };
    template = inferenceTemplate({ endpoint: { sample: { instance: { type: 'ml.m5.large', autoscaling } } } });
  });

  test('scales its own variant between the limits', () => {
    expect(only(template, TARGET)).toMatchObject({
      MinCapacity: 1,
      MaxCapacity: 4,
      ServiceNamespace: 'sagemaker',
      ScalableDimension: 'sagemaker:variant:DesiredInstanceCount',
      ResourceId: 'endpoint/inferwatch-endpoint/variant/AllTraffic',
    });
  });

  test('follows the invocations per instance', () => {
    expect(only(template, POLICY).TargetTrackingScalingPolicyConfiguration).toMatchObject({
      TargetValue: 300,
      PredefinedMetricSpecification: { PredefinedMetricType: 'SageMakerVariantInvocationsPerInstance' },
    });
  });

  test('registers the variant after the endpoint exists', () => {
    const [endpoint] = Object.keys(template.findResources(ENDPOINT));

    template.hasResource(TARGET, { DependsOn: Match.arrayWith([endpoint]) });
  });

  test('keeps the scaled count when a new model is deployed', () => {
    template.hasResourceProperties(ENDPOINT, { RetainAllVariantProperties: true });
  });
});

describe('the endpoint with data capture', () => {
  let template: Template;
  beforeAll(() => {
    template = inferenceTemplate({ endpoint: { sample: { instance: { type: 'ml.m5.large' }, dataCapture: true } } });
  });

  test('captures inputs and outputs of every request', () => {
    expect(only(template, CONFIG).DataCaptureConfig).toMatchObject({
      EnableCapture: true,
      InitialSamplingPercentage: 100,
      CaptureOptions: [{ CaptureMode: 'Input' }, { CaptureMode: 'Output' }],
    });
  });

  test('writes to private, encrypted buckets that outlive the stack', () => {
    const buckets = Object.values(template.findResources('AWS::S3::Bucket'));

    for (const bucket of buckets) {
      expect(bucket).toMatchObject({
        DeletionPolicy: 'Retain',
        Properties: {
          BucketEncryption: {
            ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
          },
          PublicAccessBlockConfiguration: {
            BlockPublicAcls: true,
            BlockPublicPolicy: true,
            IgnorePublicAcls: true,
            RestrictPublicBuckets: true,
          },
        },
      });
    }
    expect(buckets).toHaveLength(2);
  });

  test('refuses access to the buckets without TLS', () => {
    for (const { Properties } of Object.values(template.findResources('AWS::S3::BucketPolicy'))) {
      expect(Properties.PolicyDocument.Statement).toContainEqual(
        expect.objectContaining({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
      );
    }
  });

  test('may write captured data under its own prefix, and read nothing', () => {
    const actions = allowed(template, 'EndpointRole').filter(({ resource }) => resource.includes('DataCapture'));

    expect(actions).toEqual([
      expect.objectContaining({ action: 's3:PutObject', resource: expect.stringContaining('/data-capture/*"') }),
    ]);
  });
});

describe('an existing endpoint', () => {
  let template: Template;
  beforeAll(() => {
    template = inferenceTemplate({ endpoint: { existing: { name: 'Fraud-Endpoint', variant: 'blue' } } });
  });

  test('gets nothing made in SageMaker', () => {
    for (const type of [MODEL, CONFIG, ENDPOINT]) template.resourceCountIs(type, 0);
  });

  test('is the one that the function calls', () => {
    const { Environment } = only(template, 'AWS::Lambda::Function', { FunctionName: 'ml-inference-lambda' });

    expect(Environment.Variables.ENDPOINT_NAME).toBe('Fraud-Endpoint');
  });

  test('may be invoked under the lower-case name that SageMaker puts in ARNs', () => {
    const permissions = allowed(template, 'PipelineInferenceRole').filter(({ action }) =>
      action.startsWith('sagemaker'),
    );

    expect(permissions.map(({ resource }) => resource)).toEqual([expect.stringContaining(':endpoint/fraud-endpoint"')]);
  });
});
