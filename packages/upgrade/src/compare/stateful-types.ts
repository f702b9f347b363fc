/** A resource type whose resources hold something that a new one in their place would not have. */
export interface StatefulType {
  /** What is gone, or starts anew, with the resource. */
  readonly holds: string;
  /** Property with the resource's own name, where a person may choose one. */
  readonly name?: string;
  /** Only a resource that has this property holds something. */
  readonly onlyWith?: string;
}

/**
 * What counts as stateful. It holds every type that CloudFormation's resource specification marks so (a test compares), and
 * types that keep no data but something else that people or machines rely on: an address, a confirmation, a position.
 */
export const STATEFUL_TYPES: Readonly<Record<string, StatefulType>> = {
  // Of the specification.
  'AWS::Backup::BackupVault': { holds: 'backups', name: 'BackupVaultName' },
  'AWS::CloudFormation::Stack': { holds: 'everything in the nested stack' },
  'AWS::Cognito::UserPool': { holds: 'users', name: 'UserPoolName' },
  'AWS::DocDB::DBCluster': { holds: 'a database', name: 'DBClusterIdentifier' },
  'AWS::DocDB::DBInstance': { holds: 'a database', name: 'DBInstanceIdentifier' },
  'AWS::DynamoDB::GlobalTable': { holds: 'records', name: 'TableName' },
  'AWS::DynamoDB::Table': { holds: 'records', name: 'TableName' },
  'AWS::EC2::Volume': { holds: 'a disk' },
  'AWS::EFS::FileSystem': { holds: 'files' },
  'AWS::EMR::Cluster': { holds: 'files of the cluster', name: 'Name' },
  'AWS::ElastiCache::CacheCluster': { holds: 'a cache', name: 'ClusterName' },
  'AWS::ElastiCache::ReplicationGroup': { holds: 'a cache', name: 'ReplicationGroupId' },
  'AWS::Elasticsearch::Domain': { holds: 'indices', name: 'DomainName' },
  'AWS::FSx::FileSystem': { holds: 'files' },
  'AWS::KMS::Key': { holds: 'what decrypts everything that was encrypted with it' },
  'AWS::Kinesis::Stream': { holds: 'records on their way', name: 'Name' },
  'AWS::Logs::LogGroup': { holds: 'logs', name: 'LogGroupName' },
  'AWS::Neptune::DBCluster': { holds: 'a database', name: 'DBClusterIdentifier' },
  'AWS::Neptune::DBInstance': { holds: 'a database', name: 'DBInstanceIdentifier' },
  'AWS::OpenSearchService::Domain': { holds: 'indices', name: 'DomainName' },
  'AWS::Organizations::Account': { holds: 'an account' },
  'AWS::QLDB::Ledger': { holds: 'a ledger', name: 'Name' },
  'AWS::RDS::DBCluster': { holds: 'a database', name: 'DBClusterIdentifier' },
  'AWS::RDS::DBInstance': { holds: 'a database', name: 'DBInstanceIdentifier' },
  'AWS::Redshift::Cluster': { holds: 'a database', name: 'ClusterIdentifier' },
  'AWS::S3::Bucket': { holds: 'objects', name: 'BucketName' },
  'AWS::SDB::Domain': { holds: 'records' },
  'AWS::SQS::Queue': { holds: 'messages that are not yet read', name: 'QueueName' },
  'AWS::SecretsManager::Secret': { holds: 'a secret', name: 'Name' },
  // Data that the specification does not mark.
  'AWS::CodeBuild::ReportGroup': { holds: 'the history of test reports', name: 'Name' },
  'AWS::Glue::Database': { holds: 'tables, and the grants on them' },
  'AWS::Glue::Table': { holds: 'partitions, and the grants on the table' },
  'AWS::KinesisFirehose::DeliveryStream': { holds: 'records that are not yet delivered', name: 'DeliveryStreamName' },
  'AWS::Logs::LogStream': { holds: 'logs', name: 'LogStreamName' },
  // A position in a stream: a new resource starts at the oldest record, or after the newest.
  'AWS::Lambda::EventSourceMapping': { holds: 'the position in a stream', onlyWith: 'StartingPosition' },
  'AWS::Pipes::Pipe': { holds: 'the position in a stream', name: 'Name' },
  // What others know it by, or have agreed to.
  'AWS::ApiGateway::RestApi': { holds: 'the address that callers use' },
  'AWS::ApiGatewayV2::Api': { holds: 'the address that callers use' },
  'AWS::Athena::WorkGroup': { holds: 'the history of queries', name: 'Name' },
  'AWS::SNS::Subscription': { holds: 'the confirmation that its recipient gave' },
  'AWS::SNS::Topic': { holds: 'subscriptions that recipients confirmed', name: 'TopicName' },
  // What answers, and takes minutes to be there again; and what holds for the whole account.
  'AWS::LakeFormation::DataLakeSettings': { holds: "the account's settings of Lake Formation" },
  'AWS::LakeFormation::Resource': { holds: 'the registration of a place with Lake Formation' },
  'AWS::SageMaker::Endpoint': { holds: 'a running model', name: 'EndpointName' },
};

/** What the resource holds; undefined where nothing is lost with it. */
export function statefulType(type: string, properties: Readonly<Record<string, unknown>>): StatefulType | undefined {
  const found = Object.hasOwn(STATEFUL_TYPES, type) ? STATEFUL_TYPES[type] : undefined;
  if (found?.onlyWith !== undefined && !Object.hasOwn(properties, found.onlyWith)) return undefined;
  return found;
}
