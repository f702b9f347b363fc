import * as z from 'zod';
import {
  type AccessTemplate,
  isUnresolved,
  readable,
  unresolvedIn,
} from '../../../access-matrix/src/template/index.ts';
import { parseColumnType } from './glue-type.ts';
import { readTableFormat } from './table-format.ts';
import type { LakeTable, TableColumn, TableSource } from './types.ts';

const columnSchema = z.looseObject({ Name: z.string(), Type: z.string().default('string') });

/** The slice of `AWS::Glue::Table` that decides how a table is read. */
const tableSchema = z.looseObject({
  DatabaseName: z.string(),
  TableInput: z.looseObject({
    Name: z.string(),
    TableType: z.string().optional(),
    Parameters: z.record(z.string(), z.unknown()).default({}),
    PartitionKeys: z.array(columnSchema).default([]),
    StorageDescriptor: z
      .looseObject({
        Columns: z.array(columnSchema).default([]),
        Location: z.string().default(''),
        SerdeInfo: z
          .looseObject({
            SerializationLibrary: z.string().default(''),
            Parameters: z.record(z.string(), z.unknown()).default({}),
          })
          .prefault({}),
      })
      .prefault({}),
  }),
});

type TableInput = z.output<typeof tableSchema>['TableInput'];
type GlueColumn = z.output<typeof columnSchema>;

export interface ReadTablesResult {
  readonly tables: readonly LakeTable[];
  /** Tables that are left out, with the reason. */
  readonly notices: readonly string[];
}

/** The Data Catalog folds names to lower case. */
const fold = (name: string) => name.toLowerCase();

/** The tables that the templates declare, each with what is needed to read its files. */
export function readLakeTables(template: AccessTemplate): ReadTablesResult {
  const tables: LakeTable[] = [];
  const notices: string[] = [];
  for (const resource of template.ofType('AWS::Glue::Table')) {
    const place = `${resource.stack}, ${resource.logicalId}`;
    const parsed = tableSchema.safeParse(resource.properties);
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      notices.push(`${place}: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'unexpected content'}; left out`);
      continue;
    }
    const { TableInput: input } = parsed.data;
    const [unknown] = unresolvedIn([parsed.data.DatabaseName, input.Name]);
    const [database, name] = [fold(parsed.data.DatabaseName), fold(input.Name)];
    if (unknown !== undefined) notices.push(`${place}: its name depends on ${unknown}; left out`);
    else if (tables.some((table) => table.database === database && table.name === name)) {
      notices.push(`${place}: there is another table ${database}.${name}; left out`);
    } else tables.push({ database, name, source: readSource(input) });
  }
  return { tables, notices };
}

function readSource(input: TableInput): TableSource {
  const unreadable = (reason: string): TableSource => ({ status: 'unreadable', reason });
  const { StorageDescriptor: storage } = input;
  if (input.TableType === 'VIRTUAL_VIEW')
    return unreadable('it is a view of Athena, whose dialect is not understood here');
  const location = /^s3:\/\/([^/]+)(?:\/(.*))?$/u.exec(storage.Location);
  if (location === null)
    return unreadable(`its location is ${JSON.stringify(readable(storage.Location))}, not one in S3`);
  const folder = (location[2] ?? '').replace(/^\/+|\/+$/g, '');
  if (isUnresolved(folder)) return unreadable(`its location is ${readable(storage.Location)}`);
  if (folder.split('/').includes('..')) return unreadable(`its location ${storage.Location} has a ".." in it`);
  const columns = readColumns([
    ...storage.Columns.map((column) => ({ ...column, partition: false })),
    ...input.PartitionKeys.map((column) => ({ ...column, partition: true })),
  ]);
  if (typeof columns === 'string') return unreadable(columns);
  const layout = checkPartitionLayout(input);
  if (layout !== undefined) return unreadable(layout);
  const format = readTableFormat({
    serde: storage.SerdeInfo.SerializationLibrary,
    serdeParameters: storage.SerdeInfo.Parameters,
    tableParameters: input.Parameters,
  });
  if (format.status === 'error') return unreadable(format.message);
  return { status: 'readable', columns, format: format.format, bucket: location[1] ?? '', folder };
}

/** The columns with their types parsed, or what is wrong with one. */
function readColumns(columns: readonly (GlueColumn & { readonly partition: boolean })[]): TableColumn[] | string {
  const result: TableColumn[] = [];
  for (const { Name: name, Type: text, partition } of columns) {
    const type = parseColumnType(text);
    if (type === undefined)
      return `its column ${name} is of the type ${JSON.stringify(readable(text))}, not known here`;
    result.push({ name: fold(name), type, partition });
  }
  return result.length > 0 ? result : 'the template declares no columns for it';
}

/**
 * Partitions are read from folders such as `date=2026-01-31/`; partition projection may lay them out otherwise.
 * @see https://docs.aws.amazon.com/athena/latest/ug/partition-projection-setting-up.html (storage.location.template)
 */
function checkPartitionLayout({ Parameters, PartitionKeys }: TableInput): string | undefined {
  const template = Parameters['storage.location.template'];
  if (typeof template !== 'string') return undefined;
  const other = PartitionKeys.find(({ Name }) => !template.includes(`/${Name}=\${${Name}}`));
  return other && `its partitions lie in ${readable(template)}, not in folders ${other.Name}=<value>`;
}
