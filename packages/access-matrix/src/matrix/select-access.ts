import { deriveCell } from './compute.ts';
import { nearestOf } from './nearest.ts';
import type { AccessModel, SelectAccessResult } from './types.ts';

/**
 * What a persona sees of a table: the SELECT cell, with the columns by name. Names are those of the catalogue
 * (`sales`, or `prod_sales` with a prefix); case does not matter.
 */
export function selectAccess(model: AccessModel, persona: string, database: string, table: string): SelectAccessResult {
  const who = model.personas.find(({ name }) => name === persona);
  if (!who) {
    const names = model.personas.filter(({ tagged }) => tagged).map(({ name }) => name);
    return { status: 'error', message: `there is no persona "${persona}"; ${nearestOf(persona, names)}` };
  }
  const [databaseName, tableName] = [database.toLowerCase(), table.toLowerCase()];
  const lake = model.lakes.find(({ formation }) => formation.table(databaseName, tableName));
  const found = lake?.formation.table(databaseName, tableName);
  if (!lake || !found) {
    const names = model.lakes.flatMap(({ formation }) =>
      formation.model.tables.map((one) => `${one.database}.${one.name}`),
    );
    return {
      status: 'error',
      message: `there is no table "${database}.${table}"; ${nearestOf(`${databaseName}.${tableName}`, names)}`,
    };
  }
  const resource = { kind: 'table', database: found.database, table: found.name } as const;
  const { cell } = deriveCell(model, who, lake, { action: 'SELECT', resource });
  const { decision, iam, lakeFormation, rowFilter } = cell;
  const all = found.columns ?? [];
  const columns = decision === 'allow' ? (cell.columns ?? all.map(({ name }) => name)) : [];
  return {
    status: 'success',
    access: {
      decision,
      reason: `IAM: ${iam.reason}. Lake Formation: ${lakeFormation.reason}.`,
      tableColumns: all,
      columns,
      ...(decision === 'allow' && rowFilter !== undefined ? { rowFilter } : {}),
    },
  };
}
