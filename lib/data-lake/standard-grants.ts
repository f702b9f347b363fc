import { DEFAULT_ANALYST_SHOPS, shopRowFilter } from './catalogue/tables.ts';
import type { DataLake } from './data-lake.ts';
import type { Selection } from './grants/selection.ts';
import type { LakeLocation } from './lake-location.ts';
import type { LakeTable } from './lake-table.ts';

/** Folder in which the project leader's tables lie. */
export const PROJECT_FOLDER = 'project/';

/** All columns of all tables; tables of its own, in its own database at its own location. No database at all. */
export function grantLeader({ lake, leader, sales, inference, project }: DataLake): void {
  for (const database of [sales, inference]) {
    database.grantDescribe(leader);
    database.grantAllTables(leader, ['SELECT']);
  }
  project.grantCreateTable(leader);
  lake.grantDataLocation(leader, PROJECT_FOLDER);
}

/**
 * Of each table what its definition shows an analyst, with the rows of these shops.
 *
 * @param shopIds - @default DEFAULT_ANALYST_SHOPS
 */
export function grantAnalyst({ analyst, sales, inference, tables }: DataLake, shopIds = DEFAULT_ANALYST_SHOPS): void {
  for (const database of [sales, inference]) database.grantDescribe(analyst);
  for (const table of tables) table.grantSelect(analyst, analystSelection(table, shopIds));
}

function analystSelection({ definition }: LakeTable, shopIds: readonly number[]): Selection {
  const { hiddenColumns = [], rowFilter } = definition.analyst ?? {};
  return {
    except: hiddenColumns.length === 0 ? undefined : hiddenColumns,
    // The definitions filter by shop and by nothing else; the settings say by which.
    rows: rowFilter === undefined ? undefined : shopRowFilter(shopIds),
  };
}

/**
 * What a crawler takes: the database, all its tables, and their folders. It owns the tables that it creates.
 * @see https://docs.aws.amazon.com/glue/latest/dg/crawler-lf-integ.html
 */
export function grantWorkflow({ lake, workflow, sales, tables }: DataLake, location: LakeLocation): void {
  sales.grantCreateTable(workflow);
  sales.grantDescribe(workflow);
  sales.grantAlter(workflow);
  sales.grantAllTables(workflow, ['SELECT', 'ALTER']);
  for (const { database, definition } of tables) {
    if (database === sales) lake.grantDataLocation(workflow, definition.folder, { location });
  }
}
