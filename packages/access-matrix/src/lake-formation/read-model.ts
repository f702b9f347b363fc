import type { AccessResource, AccessTemplate } from '../template/types.ts';
import { bucketLabels, labelBuckets } from './labels.ts';
import {
  readBucket,
  readCrawler,
  readDatabase,
  readLogTarget,
  readRegistration,
  readTable,
  readWorkgroup,
} from './read-catalogue.ts';
import { readFilter, readGrant, readTagAssociation } from './read-grants.ts';
import { readSettings } from './read-settings.ts';
import type { LakeModel, LakeProblem } from './types.ts';

/** Type names that make an account and Region a lake worth a matrix. */
const LAKE_TYPES = /^AWS::(LakeFormation|Glue)::|^Custom::LakeSettings$/;

const GRANT_TYPES = ['AWS::LakeFormation::PrincipalPermissions', 'AWS::LakeFormation::Permissions'];

/** One model for each account and Region that has something of Lake Formation or the Data Catalog. */
export function readLakeModels(template: AccessTemplate): LakeModel[] {
  const groups = new Map<string, AccessResource[]>();
  for (const resource of template.resources) {
    const key = `${resource.account}/${resource.region}`;
    const group = groups.get(key);
    if (group) group.push(resource);
    else groups.set(key, [resource]);
  }
  return [...groups.values()].filter((group) => group.some(({ type }) => LAKE_TYPES.test(type))).map(readLakeModel);
}

function readLakeModel(resources: readonly AccessResource[]): LakeModel {
  const [{ account, region } = { account: '', region: '' }] = resources;
  const partition = partitionOf(region);
  const ofType = (...types: readonly string[]) => resources.filter(({ type }) => types.includes(type));
  const settings = readSettings(resources);
  const grants = ofType(...GRANT_TYPES).map(readGrant);
  const filters = ofType('AWS::LakeFormation::DataCellsFilter').map(readFilter);
  const tags = ofType('AWS::LakeFormation::TagAssociation').map(readTagAssociation);
  const databases = ofType('AWS::Glue::Database').map((resource) => readDatabase(resource, settings));
  const problems = [...grants, ...filters, ...tags].flatMap((read): LakeProblem[] =>
    read.status === 'error' ? [read.problem] : [],
  );
  const model: LakeModel = {
    account,
    region,
    partition,
    admins: settings.admins,
    readOnlyAdmins: settings.readOnlyAdmins,
    catalogOpen: settings.catalogOpen,
    deployer: settings.admins.find(({ arn }) => /:role\/.*cfn-exec-role/.test(arn))?.arn,
    locations: ofType('AWS::LakeFormation::Resource').flatMap(readRegistration),
    databases,
    tables: ofType('AWS::Glue::Table').map((resource) => readTable(resource, databases)),
    filters: items(filters),
    tags: items(tags),
    grants: items(grants),
    workgroups: ofType('AWS::Athena::WorkGroup').map((resource) => readWorkgroup(resource, partition)),
    crawlers: ofType('AWS::Glue::Crawler').map((resource) => readCrawler(resource, partition)),
    buckets: ofType('AWS::S3::Bucket').map((resource) => readBucket(resource, partition)),
    storageBuckets: storageBuckets(resources),
    problems: [...settings.problems, ...problems],
  };
  return labelBuckets(model, bucketLabels(ofType('AWS::S3::Bucket')));
}

function storageBuckets(resources: readonly AccessResource[]): string[] {
  const stacks = new Set(resources.filter(({ type }) => LAKE_TYPES.test(type)).map(({ stack }) => stack));
  const buckets = resources.filter(({ type }) => type === 'AWS::S3::Bucket');
  const logs = new Set(buckets.flatMap(readLogTarget));
  return buckets
    .filter(({ stack, physicalId }) => stacks.has(stack) && !logs.has(physicalId))
    .map(({ physicalId }) => physicalId);
}

type Reading<Item> = { readonly status: 'success'; readonly item: Item } | { readonly status: 'elsewhere' | 'error' };

const items = <Item>(readings: readonly Reading<Item>[]): Item[] =>
  readings.flatMap((reading) => (reading.status === 'success' ? [reading.item] : []));

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html (partitions) */
function partitionOf(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn';
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}
