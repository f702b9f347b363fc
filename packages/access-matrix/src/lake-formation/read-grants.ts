import type { PolicySource } from '../iam/types.ts';
import type { AccessResource } from '../template/types.ts';
import { readable, unresolvedIn } from '../template/unresolved.ts';
import { catalogueName, isRecord, list, record, text, texts } from './properties.ts';
import { parseS3Location } from './s3-location.ts';
import type {
  CellsFilter,
  ColumnSpec,
  Grant,
  GrantResource,
  LakeProblem,
  TagAssociation,
  TagCondition,
} from './types.ts';

export const sourceOf = ({ stack, logicalId, path }: AccessResource): PolicySource => ({ stack, logicalId, path });

type Read<Item> =
  | { readonly status: 'success'; readonly item: Item }
  | { readonly status: 'elsewhere' }
  | { readonly status: 'error'; readonly problem: LakeProblem };

const notUnderstood = (resource: AccessResource, message: string): Read<never> => ({
  status: 'error',
  problem: {
    severity: 'error',
    rule: 'not-understood',
    message: `${resource.logicalId} (${resource.type}): ${message}`,
    source: sourceOf(resource),
  },
});

/**
 * A grant, in either of CloudFormation's two forms. One in the catalogue of another account is not this lake's.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lakeformation-principalpermissions.html
 */
export function readGrant(resource: AccessResource): Read<Grant> {
  const { properties } = resource;
  const old = resource.type === 'AWS::LakeFormation::Permissions';
  const principal = text(record(properties[old ? 'DataLakePrincipal' : 'Principal']).DataLakePrincipalIdentifier);
  if (principal === undefined) return notUnderstood(resource, 'has no principal: give DataLakePrincipalIdentifier');
  if (isElsewhere(resource)) return { status: 'elsewhere' };
  const target = readTarget(record(properties.Resource), old);
  if (typeof target === 'string') return notUnderstood(resource, target);
  return {
    status: 'success',
    item: {
      principal,
      resource: target,
      permissions: texts(properties.Permissions).map(upper),
      grantable: texts(properties.PermissionsWithGrantOption).map(upper),
      source: sourceOf(resource),
      uncertain: resource.uncertain ?? uncertainty(properties),
    },
  };
}

const upper = (permission: string) => permission.toUpperCase();

/** A condition (Cedar) is no part of CloudFormation's schema today; should one be there, it decides at the request. */
function uncertainty(properties: Readonly<Record<string, unknown>>): string | undefined {
  if (properties.Condition !== undefined) return 'it has a condition that is decided at the request';
  const [reason] = unresolvedIn([properties.Permissions, properties.PermissionsWithGrantOption]);
  return reason === undefined ? undefined : `its permissions are not known: ${reason}`;
}

/** Whether the catalogue that the resource speaks of belongs to another account; absent means the own one. */
function isElsewhere(resource: AccessResource): boolean {
  const { Resource: target, Catalog: catalog } = resource.properties;
  const ids = [catalog, ...Object.values(record(target)).map((inner) => record(inner).CatalogId)];
  return ids.some((id) => typeof id === 'string' && /^\d{12}$/.test(id) && id !== resource.account);
}

type TargetReader = (inner: Readonly<Record<string, unknown>>) => GrantResource | string;

const MISSING_NAMES = 'names no database or table: give both';

const readTable: TargetReader = (inner) => {
  const database = catalogueName(inner.DatabaseName);
  if (database === undefined) return 'names no database: give DatabaseName';
  if (inner.TableWildcard !== undefined) return { kind: 'table', database };
  const table = catalogueName(inner.Name);
  return table === undefined ? 'names no table: give Name or TableWildcard' : { kind: 'table', database, table };
};

const readDatabase: TargetReader = (inner) => {
  const database = catalogueName(inner.Name);
  return database === undefined ? 'names no database: give Name' : { kind: 'database', database };
};

const readColumns: TargetReader = (inner) => {
  const [database, table] = [catalogueName(inner.DatabaseName), catalogueName(inner.Name)];
  if (database === undefined || table === undefined) return MISSING_NAMES;
  return { kind: 'columns', database, table, columns: readColumnSpec(inner) };
};

const readFilterTarget: TargetReader = (inner) => {
  const [database, table] = [catalogueName(inner.DatabaseName), catalogueName(inner.TableName)];
  const filter = text(inner.Name);
  if (database === undefined || table === undefined || filter === undefined) return MISSING_NAMES;
  return { kind: 'filter', database, table, filter };
};

const readLocation: TargetReader = (inner) => {
  const arn = text(inner.ResourceArn) ?? text(inner.S3Resource) ?? '';
  const location = parseS3Location(arn);
  return location ? { kind: 'location', location } : `"${readable(arn)}" is no location in S3: give its ARN`;
};

const readTagPolicy: TargetReader = (inner) => ({
  kind: 'tag-policy',
  on: text(inner.ResourceType) === 'DATABASE' ? 'DATABASE' : 'TABLE',
  expression: list(inner.Expression).map((condition): TagCondition => {
    const { TagKey, TagValues } = record(condition);
    return { key: text(TagKey) ?? '', values: texts(TagValues) };
  }),
});

const readTag: TargetReader = (inner) => ({
  kind: 'tag',
  key: text(inner.TagKey) ?? '',
  values: texts(inner.TagValues),
});

const READERS: Readonly<Record<string, TargetReader>> = {
  Catalog: () => ({ kind: 'catalog' }),
  Database: readDatabase,
  Table: readTable,
  TableWithColumns: readColumns,
  DataLocation: readLocation,
  DataCellsFilter: readFilterTarget,
  LFTag: readTag,
  LFTagPolicy: readTagPolicy,
};

const OLD_READERS: Readonly<Record<string, TargetReader>> = {
  DatabaseResource: readDatabase,
  TableResource: readTable,
  TableWithColumnsResource: readColumns,
  DataLocationResource: readLocation,
};

function readTarget(target: Readonly<Record<string, unknown>>, old: boolean): GrantResource | string {
  const readers = old ? OLD_READERS : READERS;
  const kinds = Object.keys(target);
  const [kind, ...others] = kinds;
  if (kind === undefined || others.length > 0)
    return `needs exactly one resource, has ${kinds.join(' and ') || 'none'}`;
  const reader = Object.hasOwn(readers, kind) ? readers[kind] : undefined;
  if (!reader) return `"${kind}" is no kind of resource: write one of ${Object.keys(readers).join(', ')}`;
  return reader(record(target[kind]));
}

/** `ColumnNames`, or `ColumnWildcard` with or without `ExcludedColumnNames`. */
export function readColumnSpec(properties: Readonly<Record<string, unknown>>): ColumnSpec {
  const { ColumnNames, ColumnWildcard } = properties;
  if (ColumnWildcard !== undefined) {
    const excluded = texts(record(ColumnWildcard).ExcludedColumnNames).map((name) => name.toLowerCase());
    return excluded.length === 0 ? { kind: 'all' } : { kind: 'except', names: excluded };
  }
  return { kind: 'only', names: texts(ColumnNames).map((name) => name.toLowerCase()) };
}

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lakeformation-datacellsfilter.html */
export function readFilter(resource: AccessResource): Read<CellsFilter> {
  const { properties } = resource;
  const [database, table] = [catalogueName(properties.DatabaseName), catalogueName(properties.TableName)];
  const name = text(properties.Name);
  if (database === undefined || table === undefined || name === undefined)
    return notUnderstood(resource, MISSING_NAMES);
  const rows = record(properties.RowFilter);
  return {
    status: 'success',
    item: {
      database,
      table,
      name,
      columns: readColumnSpec(properties),
      rowFilter: rows.AllRowsWildcard === undefined ? text(rows.FilterExpression) : undefined,
      source: sourceOf(resource),
    },
  };
}

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lakeformation-tagassociation.html */
export function readTagAssociation(resource: AccessResource): Read<TagAssociation> {
  const { Resource: target, LFTags } = resource.properties;
  const { Database, Table, TableWithColumns } = record(target);
  const tags = list(LFTags).flatMap((tag) => {
    const { TagKey, TagValues } = record(tag);
    const key = text(TagKey);
    return key === undefined ? [] : texts(TagValues).map((value) => ({ key, value }));
  });
  const source = sourceOf(resource);
  if (isRecord(Database)) {
    const database = catalogueName(Database.Name);
    return database === undefined
      ? notUnderstood(resource, 'names no database: give Name')
      : found({ database, tags, source });
  }
  const inner = record(TableWithColumns ?? Table);
  const [database, table] = [catalogueName(inner.DatabaseName), catalogueName(inner.Name)];
  if (database === undefined) return notUnderstood(resource, 'names no database: give DatabaseName');
  if (inner.TableWildcard !== undefined || table === undefined)
    return notUnderstood(resource, 'names no table: give Name');
  const columns =
    TableWithColumns === undefined ? undefined : texts(inner.ColumnNames).map((name) => name.toLowerCase());
  return found({ database, table, columns, tags, source });
}

const found = <Item>(item: Item): Read<Item> => ({ status: 'success', item });
