import { shortIdFrom, uuidFrom } from './deterministic-ids.ts';
import { partitionOf, type StackModel, urlSuffixOf } from './stack-model.ts';

/** What CloudFormation gives for a resource once it exists. */
export interface ResourceIdentity {
  /** Value of `Ref`. */
  readonly physicalId: string;
  /** Empty for a type without an ARN. */
  readonly arn: string;
  /** Values of `Fn::GetAtt`. */
  readonly attributes: Readonly<Record<string, string>>;
}

/** A resource while its identity is worked out. Properties are resolved one by one, so that names never form cycles. */
export class ResourceFacts {
  readonly stack: StackModel;
  readonly logicalId: string;
  readonly #property: (name: string) => unknown;

  constructor(stack: StackModel, logicalId: string, property: (name: string) => unknown) {
    this.stack = stack;
    this.logicalId = logicalId;
    this.#property = property;
  }

  property(name: string): unknown {
    return this.#property(name);
  }

  /** A property that is text, or the given text if it is not set. */
  text(name: string, otherwise: string): string {
    const value = this.#property(name);
    return typeof value === 'string' && value !== '' ? value : otherwise;
  }

  /** The name that the template sets, or else one that is always the same. */
  name(property: string): string {
    return this.text(property, `${this.stack.name}-${this.logicalId}`);
  }

  seed(): string {
    return `${this.stack.name}/${this.logicalId}`;
  }

  arn(service: string, resource: string, omit: { readonly region?: boolean; readonly account?: boolean } = {}): string {
    const { region, account } = this.stack;
    return ['arn', partitionOf(region), service, omit.region ? '' : region, omit.account ? '' : account, resource].join(
      ':',
    );
  }
}

type Describe = (facts: ResourceFacts) => ResourceIdentity;

/** A resource that `Ref` names and whose ARN ends in the name. */
function named(property: string, service: string, prefix: string, attribute?: string): Describe {
  return (facts) => {
    const physicalId = facts.name(property);
    const arn = facts.arn(service, prefix + physicalId);
    return { physicalId, arn, attributes: { Arn: arn, ...(attribute ? { [attribute]: physicalId } : {}) } };
  };
}

/** A SageMaker resource: `Ref` gives the ARN, whose last part is the name in lower case. */
function sageMaker(type: string, kind: string): Describe {
  return (facts) => {
    const name = facts.name(`${type}Name`);
    const arn = facts.arn('sagemaker', `${kind}/${name.toLowerCase()}`);
    return { physicalId: arn, arn, attributes: { [`${type}Arn`]: arn, [`${type}Name`]: name } };
  };
}

/** A part of something else, known by an id of its own and without an ARN that anyone uses. */
function identified(attribute: string, length = 7): Describe {
  return (facts) => {
    const physicalId = shortIdFrom(facts.seed(), length);
    return { physicalId, arn: '', attributes: { [attribute]: physicalId } };
  };
}

const iam =
  (property: string, kind: string): Describe =>
  (facts) => {
    const physicalId = facts.name(property);
    const arn = facts.arn('iam', `${kind}${facts.text('Path', '/')}${physicalId}`, { region: true });
    const id = shortIdFrom(facts.seed(), 17).toUpperCase();
    return { physicalId, arn, attributes: { Arn: arn, ...(kind === 'role' ? { RoleId: `AROA${id}` } : {}) } };
  };

const table: Describe = (facts) => {
  const physicalId = facts.name('TableName');
  const arn = facts.arn('dynamodb', `table/${physicalId}`);
  const attributes: Record<string, string> = { Arn: arn };
  if (facts.property('StreamSpecification')) attributes.StreamArn = `${arn}/stream/2026-01-01T00:00:00.000`;
  return { physicalId, arn, attributes };
};

/** FIFO queues and topics carry the suffix in their names. */
const fifoName = (facts: ResourceFacts, property: string, flag: string): string => {
  const name = facts.name(property);
  return facts.property(flag) === true && !name.endsWith('.fifo') ? `${name}.fifo` : name;
};

const queue: Describe = (facts) => {
  const name = fifoName(facts, 'QueueName', 'FifoQueue');
  const { account, region } = facts.stack;
  const url = `https://sqs.${region}.${urlSuffixOf(region)}/${account}/${name}`;
  const arn = facts.arn('sqs', name);
  return { physicalId: url, arn, attributes: { Arn: arn, QueueName: name, QueueUrl: url } };
};

const topic: Describe = (facts) => {
  const name = fifoName(facts, 'TopicName', 'FifoTopic');
  const arn = facts.arn('sns', name);
  return { physicalId: arn, arn, attributes: { TopicArn: arn, TopicName: name } };
};

const subscription: Describe = (facts) => {
  const arn = `${facts.text('TopicArn', '')}:${uuidFrom(facts.seed())}`;
  return { physicalId: arn, arn, attributes: { Arn: arn } };
};

const bucket: Describe = (facts) => {
  const physicalId = facts.text('BucketName', `${facts.stack.name}-${facts.logicalId}`.toLowerCase());
  const { region } = facts.stack;
  const suffix = urlSuffixOf(region);
  const arn = facts.arn('s3', physicalId, { region: true, account: true });
  return {
    physicalId,
    arn,
    attributes: {
      Arn: arn,
      DomainName: `${physicalId}.s3.${suffix}`,
      RegionalDomainName: `${physicalId}.s3.${region}.${suffix}`,
    },
  };
};

const logGroup: Describe = (facts) => {
  const physicalId = facts.name('LogGroupName');
  const arn = facts.arn('logs', `log-group:${physicalId}:*`);
  return { physicalId, arn, attributes: { Arn: arn } };
};

const key: Describe = (facts) => {
  const physicalId = uuidFrom(facts.seed());
  const arn = facts.arn('kms', `key/${physicalId}`);
  return { physicalId, arn, attributes: { Arn: arn, KeyId: physicalId } };
};

const api: Describe = (facts) => {
  const physicalId = shortIdFrom(facts.seed(), 10);
  const { region } = facts.stack;
  return {
    physicalId,
    arn: facts.arn('apigateway', `/apis/${physicalId}`, { account: true }),
    attributes: {
      ApiId: physicalId,
      ExecuteApiArn: facts.arn('execute-api', physicalId),
      ApiEndpoint: `https://${physicalId}.execute-api.${region}.${urlSuffixOf(region)}`,
    },
  };
};

const stage: Describe = (facts) => {
  const physicalId = facts.name('StageName');
  const arn = facts.arn('apigateway', `/apis/${facts.text('ApiId', '')}/stages/${physicalId}`, { account: true });
  return { physicalId, arn, attributes: {} };
};

const functionVersion: Describe = (facts) => {
  const name = facts.text('FunctionName', '').split(':').at(-1);
  const arn = facts.arn('lambda', `function:${name}:1`);
  return { physicalId: arn, arn, attributes: { FunctionArn: arn, Version: '1' } };
};

const functionAlias: Describe = (facts) => {
  const name = facts.text('FunctionName', '').split(':').at(-1);
  const arn = facts.arn('lambda', `function:${name}:${facts.name('Name')}`);
  return { physicalId: arn, arn, attributes: { AliasArn: arn } };
};

const eventSourceMapping: Describe = (facts) => {
  const physicalId = uuidFrom(facts.seed());
  const arn = facts.arn('lambda', `event-source-mapping:${physicalId}`);
  return { physicalId, arn, attributes: { Id: physicalId, EventSourceMappingArn: arn } };
};

const scalableTarget: Describe = (facts) => {
  const parts = ['ResourceId', 'ScalableDimension', 'ServiceNamespace'].map((name) => facts.text(name, ''));
  const physicalId = parts.join('|');
  return { physicalId, arn: '', attributes: { Id: physicalId } };
};

const scalingPolicy: Describe = (facts) => {
  const name = facts.name('PolicyName');
  const id = uuidFrom(facts.seed());
  const arn = facts.arn('autoscaling', `scalingPolicy:${id}:policyName/${name}`);
  return { physicalId: arn, arn, attributes: { Arn: arn } };
};

const managedPolicy: Describe = (facts) => {
  const { physicalId, arn } = iam('ManagedPolicyName', 'policy')(facts);
  return { physicalId: arn, arn, attributes: { PolicyArn: arn, PolicyId: physicalId } };
};

/** `Ref` of a report group gives its ARN. */
const reportGroup: Describe = (facts) => {
  const arn = facts.arn('codebuild', `report-group/${facts.name('Name')}`);
  return { physicalId: arn, arn, attributes: { Arn: arn } };
};

const dashboard: Describe = (facts) => {
  const physicalId = facts.name('DashboardName');
  return { physicalId, arn: facts.arn('cloudwatch', `dashboard/${physicalId}`, { region: true }), attributes: {} };
};

const parameter: Describe = (facts) => {
  const physicalId = facts.name('Name');
  const arn = facts.arn('ssm', `parameter/${physicalId.replace(/^\//, '')}`);
  return {
    physicalId,
    arn,
    attributes: { Arn: arn, Type: facts.text('Type', 'String'), Value: facts.text('Value', '') },
  };
};

/**
 * `Ref`, ARN and `Fn::GetAtt` by type, each as its page in the CloudFormation reference says ("Return values").
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-template-resource-type-ref.html
 */
const TYPES: ReadonlyMap<string, Describe> = new Map<string, Describe>([
  ['AWS::ApiGatewayV2::Api', api],
  ['AWS::ApiGatewayV2::Authorizer', identified('AuthorizerId', 6)],
  ['AWS::ApiGatewayV2::Integration', identified('IntegrationId')],
  ['AWS::ApiGatewayV2::Route', identified('RouteId')],
  ['AWS::ApiGatewayV2::Stage', stage],
  ['AWS::ApplicationAutoScaling::ScalableTarget', scalableTarget],
  ['AWS::ApplicationAutoScaling::ScalingPolicy', scalingPolicy],
  ['AWS::CloudWatch::Alarm', named('AlarmName', 'cloudwatch', 'alarm:')],
  ['AWS::CloudWatch::CompositeAlarm', named('AlarmName', 'cloudwatch', 'alarm:')],
  ['AWS::CloudWatch::Dashboard', dashboard],
  ['AWS::CodeBuild::Project', named('Name', 'codebuild', 'project/')],
  ['AWS::CodeBuild::ReportGroup', reportGroup],
  ['AWS::DynamoDB::GlobalTable', table],
  ['AWS::DynamoDB::Table', table],
  ['AWS::Events::Rule', named('Name', 'events', 'rule/', 'RuleName')],
  ['AWS::IAM::ManagedPolicy', managedPolicy],
  ['AWS::IAM::Role', iam('RoleName', 'role')],
  ['AWS::IAM::User', iam('UserName', 'user')],
  ['AWS::KMS::Key', key],
  ['AWS::KinesisFirehose::DeliveryStream', named('DeliveryStreamName', 'firehose', 'deliverystream/')],
  ['AWS::Lambda::Alias', functionAlias],
  ['AWS::Lambda::EventSourceMapping', eventSourceMapping],
  ['AWS::Lambda::Function', named('FunctionName', 'lambda', 'function:')],
  ['AWS::Lambda::Version', functionVersion],
  ['AWS::Logs::LogGroup', logGroup],
  ['AWS::Logs::QueryDefinition', identified('QueryDefinitionId', 20)],
  ['AWS::S3::Bucket', bucket],
  ['AWS::SageMaker::Endpoint', sageMaker('Endpoint', 'endpoint')],
  ['AWS::SageMaker::EndpointConfig', sageMaker('EndpointConfig', 'endpoint-config')],
  ['AWS::SageMaker::Model', sageMaker('Model', 'model')],
  ['AWS::SNS::Subscription', subscription],
  ['AWS::SNS::Topic', topic],
  ['AWS::SQS::Queue', queue],
  ['AWS::SSM::Parameter', parameter],
]);

/** Identity of a resource. A type outside the table has a name that is always the same, no ARN and no attributes. */
export function identify(type: string, facts: ResourceFacts): ResourceIdentity {
  const describe = TYPES.get(type);
  if (describe) return describe(facts);
  return { physicalId: `${facts.stack.name}-${facts.logicalId}`, arn: '', attributes: {} };
}
