import { Stack } from 'aws-cdk-lib';
import { CfnDatabase, CfnTable } from 'aws-cdk-lib/aws-glue';
import type { Construct } from 'constructs';
import type { ColumnDefinition, CsvFormat, DatePartition, TableDefinition } from './table-definition.ts';

type StorageDescriptor = CfnTable.StorageDescriptorProperty;

/** Classes that read and write each format, as Athena's own DDL names them. */
const TEXT_FORMAT = {
  inputFormat: 'org.apache.hadoop.mapred.TextInputFormat',
  outputFormat: 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat',
} as const;
const PARQUET_FORMAT = {
  inputFormat: 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat',
  outputFormat: 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat',
} as const;

export interface GlueDatabaseProps {
  /** Name in the catalogue: lower case, letters, digits and underscores. Fixed, since a change would drop every table. */
  readonly name: string;
  readonly description: string;
  /** `s3://…/` inside the registered location. @default - none: its tables say where they are */
  readonly locationUri?: string;
}

/**
 * A database whose new tables nobody can read without a grant.
 *
 * `createTableDefaultPermissions` is an empty list, and written out: left out, the catalogue adds all permissions for
 * everybody with IAM access to every new table, whatever the account's default is.
 *
 * @see https://docs.aws.amazon.com/lake-formation/latest/dg/lf-permissions-reference.html (Super)
 */
export function createGlueDatabase(scope: Construct, id: string, props: GlueDatabaseProps): CfnDatabase {
  return new CfnDatabase(scope, id, {
    catalogId: Stack.of(scope).account,
    databaseInput: {
      name: props.name,
      description: props.description,
      locationUri: props.locationUri,
      createTableDefaultPermissions: [],
    },
  });
}

export interface GlueTableProps {
  /** Name of the database, with its prefix. */
  readonly databaseName: string;
  readonly definition: TableDefinition;
  /** `s3://…/` of the folder that holds the data, with a slash at its end. */
  readonly location: string;
}

/** A table as its definition says, so that grants and filters can name it before there is any data. */
export function createGlueTable(scope: Construct, id: string, props: GlueTableProps): CfnTable {
  return new CfnTable(scope, id, {
    catalogId: Stack.of(scope).account,
    databaseName: props.databaseName,
    tableInput: glueTableInput(props.definition, props.location),
  });
}

/** The definition in the Data Catalog's own terms. */
export function glueTableInput(definition: TableDefinition, location: string): CfnTable.TableInputProperty {
  const { name, description, columns, format, partition } = definition;
  const descriptor = format.type === 'csv' ? csvDescriptor(format) : parquetDescriptor();
  return {
    name,
    description,
    tableType: 'EXTERNAL_TABLE',
    parameters: {
      EXTERNAL: 'TRUE',
      classification: format.type,
      ...(format.type === 'csv' ? { 'skip.header.line.count': String(format.headerLines) } : {}),
      ...(partition === undefined ? {} : projection(partition, location)),
    },
    storageDescriptor: { ...descriptor, columns: columns.map(glueColumn), location },
    partitionKeys: partition === undefined ? [] : [glueColumn(partition)],
  };
}

const glueColumn = ({ name, type, comment }: ColumnDefinition): CfnTable.ColumnProperty => ({ name, type, comment });

/**
 * Both serialisers read UTF-8 by default; it is written out for `LazySimpleSerDe`, the only one with a setting for it.
 * For `OpenCSVSerde` these are its defaults in Athena: a quote inside quotes is doubled, a backslash escapes.
 */
function csvDescriptor({ serde, delimiter, encoding }: CsvFormat): StorageDescriptor {
  const serdeInfo =
    serde === 'lazy'
      ? {
          serializationLibrary: 'org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe',
          parameters: {
            'field.delim': delimiter,
            'serialization.format': delimiter,
            'serialization.encoding': encoding,
          },
        }
      : {
          serializationLibrary: 'org.apache.hadoop.hive.serde2.OpenCSVSerde',
          parameters: { separatorChar: delimiter, quoteChar: '"', escapeChar: '\\' },
        };
  return { ...TEXT_FORMAT, serdeInfo };
}

const parquetDescriptor = (): StorageDescriptor => ({
  ...PARQUET_FORMAT,
  serdeInfo: { serializationLibrary: 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe' },
});

/**
 * Partitions that are worked out, not stored: a day can be queried as soon as its first file is there, with no crawler
 * between. Athena only; another engine would have to register the partitions.
 *
 * @see https://docs.aws.amazon.com/athena/latest/ug/partition-projection-supported-types.html (date)
 */
function projection({ name, from }: DatePartition, location: string): Record<string, string> {
  return {
    'projection.enabled': 'true',
    [`projection.${name}.type`]: 'date',
    [`projection.${name}.format`]: 'yyyy-MM-dd',
    [`projection.${name}.range`]: `${from},NOW`,
    [`projection.${name}.interval`]: '1',
    [`projection.${name}.interval.unit`]: 'DAYS',
    'storage.location.template': `${location}${name}=\${${name}}/`,
  };
}
