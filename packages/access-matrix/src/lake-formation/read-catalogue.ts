import type { AccessResource } from '../template/types.ts';
import { type Finding, fact } from './finding.ts';
import { catalogueName, flag, list, record, text } from './properties.ts';
import { sourceOf } from './read-grants.ts';
import { givesSuperToEverybody, type Settings } from './read-settings.ts';
import { parseS3Location, type S3Location } from './s3-location.ts';
import type {
  Crawler,
  LakeBucket,
  LakeColumn,
  LakeDatabase,
  LakeTable,
  RegisteredLocation,
  Workgroup,
} from './types.ts';

const location = (value: unknown): S3Location | undefined => parseS3Location(text(value) ?? '');

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-glue-database.html */
export function readDatabase(resource: AccessResource, settings: Settings): LakeDatabase {
  const input = record(resource.properties.DatabaseInput);
  return {
    name: catalogueName(input.Name) ?? resource.physicalId.toLowerCase(),
    location: location(input.LocationUri),
    open: settings.newDatabasesOpen,
    newTablesOpen: newTablesOpen(resource, input.CreateTableDefaultPermissions),
    isLink: input.TargetDatabase !== undefined,
    source: sourceOf(resource),
    uncertain: resource.uncertain,
  };
}

/**
 * Left out, the database is made with IAMAllowedPrincipals holding Super on new tables, whatever the account's setting
 * says (hashicorp/terraform-provider-aws 43226).
 */
function newTablesOpen(resource: AccessResource, permissions: unknown): Finding {
  const source = sourceOf(resource);
  if (permissions === undefined) {
    return fact(
      'allow',
      `${resource.logicalId} leaves out CreateTableDefaultPermissions, so IAMAllowedPrincipals gets Super on its tables`,
      source,
    );
  }
  return givesSuperToEverybody(permissions)
    ? fact('allow', `${resource.logicalId} gives IAMAllowedPrincipals Super on its tables`, source)
    : fact('deny', `${resource.logicalId} gives IAMAllowedPrincipals nothing on its tables`, source);
}

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-glue-table.html */
export function readTable(resource: AccessResource, databases: readonly LakeDatabase[]): LakeTable {
  const input = record(resource.properties.TableInput);
  const storage = record(input.StorageDescriptor);
  const database = catalogueName(resource.properties.DatabaseName) ?? '';
  const columns = [...readColumns(storage.Columns, false), ...readColumns(input.PartitionKeys, true)];
  return {
    database,
    name: catalogueName(input.Name) ?? resource.physicalId.toLowerCase(),
    location: location(storage.Location),
    columns: columns.length === 0 ? undefined : columns,
    open:
      databases.find(({ name }) => name === database)?.newTablesOpen ??
      fact('unknown', `database ${database} is not in the templates, which could open its tables`),
    isLink: input.TargetTable !== undefined,
    source: sourceOf(resource),
    uncertain: resource.uncertain,
  };
}

function readColumns(value: unknown, isPartitionKey: boolean): LakeColumn[] {
  return list(value).flatMap((column) => {
    const { Name, Type } = record(column);
    const name = catalogueName(Name);
    return name === undefined ? [] : [{ name, type: text(Type) ?? '', isPartitionKey }];
  });
}

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lakeformation-resource.html */
export function readRegistration(resource: AccessResource): RegisteredLocation[] {
  const { ResourceArn, RoleArn, HybridAccessEnabled } = resource.properties;
  const place = location(ResourceArn);
  if (!place) return [];
  return [
    {
      location: place,
      roleArn: text(RoleArn),
      hybrid: flag(HybridAccessEnabled),
      source: sourceOf(resource),
      uncertain: resource.uncertain,
    },
  ];
}

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-athena-workgroup.html */
export function readWorkgroup(resource: AccessResource, partition: string): Workgroup {
  const configuration = record(resource.properties.WorkGroupConfiguration);
  const results = record(configuration.ResultConfiguration);
  const name = text(resource.properties.Name) ?? resource.physicalId;
  return {
    name,
    arn: `arn:${partition}:athena:${resource.region}:${resource.account}:workgroup/${name}`,
    results: location(results.OutputLocation),
    // Left out, the workgroup's settings are enforced.
    clientMayOverride:
      configuration.EnforceWorkGroupConfiguration !== undefined && !flag(configuration.EnforceWorkGroupConfiguration),
    managedResults: flag(record(configuration.ManagedQueryResultsConfiguration).Enabled),
    keyArn: text(record(results.EncryptionConfiguration).KmsKey),
    source: sourceOf(resource),
  };
}

export function readCrawler(resource: AccessResource, partition: string): Crawler {
  const { account, region, properties } = resource;
  const name = text(properties.Name) ?? resource.physicalId;
  const role = text(properties.Role) ?? '';
  return {
    name,
    arn: `arn:${partition}:glue:${region}:${account}:crawler/${name}`,
    roleArn: role.startsWith('arn:') ? role : `arn:${partition}:iam::${account}:role/${role}`,
    source: sourceOf(resource),
  };
}

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-s3-bucket-serversideencryptionbydefault.html */
export function readBucket(resource: AccessResource, partition: string): LakeBucket {
  const { ServerSideEncryptionConfiguration } = record(resource.properties.BucketEncryption);
  const [rule] = list(ServerSideEncryptionConfiguration);
  const { SSEAlgorithm, KMSMasterKeyID } = record(record(rule).ServerSideEncryptionByDefault);
  const { physicalId: name } = resource;
  const arn = `arn:${partition}:s3:::${name}`;
  const encrypted = text(SSEAlgorithm)?.startsWith('aws:kms') === true;
  return { name, arn, keyArn: encrypted ? text(KMSMasterKeyID) : undefined, source: sourceOf(resource) };
}

/** Bucket that takes the access logs of this one. */
export function readLogTarget({ properties }: AccessResource): string[] {
  const name = text(record(properties.LoggingConfiguration).DestinationBucketName);
  return name === undefined ? [] : [name];
}
