import type { ColumnType } from './glue-type.ts';

export interface TableColumn {
  readonly name: string;
  readonly type: ColumnType;
  /** Whether its value stands in the path of the files (`date=2026-01-31/`), not in them. */
  readonly partition: boolean;
}

/** How the files of a table are read. */
export type TableFormat =
  | {
      readonly type: 'csv';
      readonly delimiter: string;
      /** Empty when the format knows no quotes. */
      readonly quote: string;
      readonly escape: string;
      /** Lines before the data. */
      readonly headerLines: number;
      /** Text that stands for NULL. */
      readonly nullText: string;
    }
  | { readonly type: 'parquet' }
  | { readonly type: 'json' };

/** A table of the Data Catalog as far as its data can be read here. */
export interface LakeTable {
  readonly database: string;
  readonly name: string;
  readonly source: TableSource;
}

export type TableSource =
  | {
      readonly status: 'readable';
      /** Partition keys at the end, as Athena shows them. */
      readonly columns: readonly TableColumn[];
      readonly format: TableFormat;
      /** Bucket of the location; may hold the marker of an unresolved value. */
      readonly bucket: string;
      /** Key prefix of the location, without slashes at its ends; empty for a whole bucket. */
      readonly folder: string;
    }
  | {
      readonly status: 'unreadable';
      /** Why, for people. */
      readonly reason: string;
    };

export type ReadableSource = Extract<TableSource, { status: 'readable' }>;

/** `database.table`, for messages. */
export function fullName({ database, name }: Pick<LakeTable, 'database' | 'name'>): string {
  return `${database}.${name}`;
}
