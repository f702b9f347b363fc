import { priceAlarm, priceCompositeAlarm } from './alarms.ts';
import { priceHttpApi } from './api-gateway.ts';
import type { Pricer } from './context.ts';
import { priceTable } from './dynamodb.ts';
import { priceBucket, priceBuilds, priceCrawler, priceDeliveryStream, pricePipe, priceWorkgroup } from './lake.ts';
import { priceFunction } from './lambda.ts';
import { priceLogGroup } from './logs.ts';
import { priceKey, priceQueue, priceSubscription, priceTopic } from './messages.ts';
import { metricUsages, priceDashboard } from './metrics.ts';
import { priceEndpointConfig } from './sagemaker.ts';

/** The function that emits metrics pays for them, too. */
const priceEmittingFunction: Pricer = (fn, context) => [
  ...priceFunction(fn, context),
  ...(fn === context.apiFunction ? metricUsages(fn, context) : []),
];

/** Who prices which type of resource. */
export const PRICERS: Readonly<Record<string, Pricer>> = {
  'AWS::ApiGatewayV2::Api': priceHttpApi,
  'AWS::Athena::WorkGroup': priceWorkgroup,
  'AWS::CloudWatch::Alarm': priceAlarm,
  'AWS::CloudWatch::CompositeAlarm': priceCompositeAlarm,
  'AWS::CloudWatch::Dashboard': priceDashboard,
  'AWS::CodeBuild::Project': priceBuilds,
  'AWS::DynamoDB::Table': priceTable,
  'AWS::Glue::Crawler': priceCrawler,
  'AWS::KMS::Key': priceKey,
  'AWS::KinesisFirehose::DeliveryStream': priceDeliveryStream,
  'AWS::Lambda::Function': priceEmittingFunction,
  'AWS::Logs::LogGroup': priceLogGroup,
  'AWS::Pipes::Pipe': pricePipe,
  'AWS::S3::Bucket': priceBucket,
  'AWS::SNS::Subscription': priceSubscription,
  'AWS::SNS::Topic': priceTopic,
  'AWS::SQS::Queue': priceQueue,
  'AWS::SageMaker::EndpointConfig': priceEndpointConfig,
};

const WITH_ITS_PARENT = 'paid as a part of what it belongs to';
const PERMISSION = 'permissions cost nothing';

/** Types that cost nothing by themselves, and why; every other type without a pricer is listed as unknown. */
export const FREE_TYPES: Readonly<Record<string, string>> = {
  'AWS::ApiGatewayV2::Integration': WITH_ITS_PARENT,
  'AWS::ApiGatewayV2::Route': WITH_ITS_PARENT,
  'AWS::ApiGatewayV2::Stage': WITH_ITS_PARENT,
  'AWS::ApiGatewayV2::Authorizer': WITH_ITS_PARENT,
  'AWS::ApplicationAutoScaling::ScalableTarget': 'scaling costs nothing, what it scales does',
  'AWS::ApplicationAutoScaling::ScalingPolicy':
    'scaling costs nothing; the alarms that it makes do, and are not counted',
  'AWS::Athena::NamedQuery': 'a saved query costs when it runs',
  'AWS::CDK::Metadata': 'is nothing in the account',
  'AWS::CloudFormation::CustomResource': 'its function runs at deployments',
  'AWS::CodeBuild::ReportGroup': WITH_ITS_PARENT,
  'AWS::Events::Rule': 'events of AWS services and schedules on the default bus are free',
  'AWS::Glue::Database': 'the first million objects of the catalogue are free',
  'AWS::Glue::Table': 'the first million objects of the catalogue are free',
  'AWS::IAM::ManagedPolicy': PERMISSION,
  'AWS::IAM::Policy': PERMISSION,
  'AWS::IAM::Role': PERMISSION,
  'AWS::KMS::Alias': WITH_ITS_PARENT,
  'AWS::LakeFormation::DataCellsFilter': PERMISSION,
  'AWS::LakeFormation::DataLakeSettings': PERMISSION,
  'AWS::LakeFormation::PrincipalPermissions': PERMISSION,
  'AWS::LakeFormation::Resource': PERMISSION,
  'AWS::LakeFormation::Tag': PERMISSION,
  'AWS::LakeFormation::TagAssociation': PERMISSION,
  'AWS::Lambda::EventSourceMapping': 'its polling is paid as requests of the queue',
  'AWS::Lambda::EventInvokeConfig': WITH_ITS_PARENT,
  'AWS::Lambda::Permission': PERMISSION,
  'AWS::Logs::LogStream': WITH_ITS_PARENT,
  'AWS::Logs::MetricFilter': 'its metric is a custom metric of the account',
  'AWS::Logs::QueryDefinition': 'a saved query costs when it runs',
  'AWS::Logs::ResourcePolicy': PERMISSION,
  'AWS::S3::BucketPolicy': PERMISSION,
  'AWS::SNS::TopicPolicy': PERMISSION,
  'AWS::SQS::QueuePolicy': PERMISSION,
  'AWS::SageMaker::Endpoint': 'paid by its configuration',
  'AWS::SageMaker::Model': 'paid by the endpoint that runs it',
};

const CUSTOM = 'its function runs at deployments';

/** Why a type costs nothing; undefined for one that may. Types are outside input, such as `constructor`. */
export function freeReason(type: string): string | undefined {
  if (Object.hasOwn(FREE_TYPES, type)) return FREE_TYPES[type];
  return type.startsWith('Custom::') ? CUSTOM : undefined;
}

export const pricerOf = (type: string): Pricer | undefined =>
  Object.hasOwn(PRICERS, type) ? PRICERS[type] : undefined;
