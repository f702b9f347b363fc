import { type DuckDBConnection, StatementType } from '@duckdb/node-api';

/**
 * Functions that may stand where a table stands. All others are refused: some read files, some read a table that is
 * named in a text, some change the session although they are called in a SELECT (`enable_logging`, `enable_profiling`),
 * and some take addresses in memory.
 */
export const TABLE_FUNCTIONS: readonly string[] = [
  'generate_series',
  'json_each',
  'json_tree',
  'range',
  'repeat',
  'unnest',
];

/** Tells of the tables that are there, which are those that the persona sees. */
const INFORMATION_SCHEMA = 'information_schema';

/** A table that a query names. */
export interface TableReference {
  /** `[table]`, `[database, table]` or `[catalogue, database, table]`, as written. */
  readonly path: readonly string[];
  /** Whether it may be a common table expression of the query instead. */
  readonly maybeLocal: boolean;
}

export type StatementResult =
  | {
      readonly status: 'success';
      readonly tables: readonly TableReference[];
    }
  | { readonly status: 'error'; readonly message: string };

/**
 * Whether a text is one query, by DuckDB's own parser; nothing is run. What only DuckDB's SQL can do to the session or
 * the machine is refused here, and once more by the database's locked settings.
 */
export async function checkStatement(connection: DuckDBConnection, sql: string): Promise<StatementResult> {
  const error = (message: string): StatementResult => ({ status: 'error', message });
  const read = await connection.runAndReadAll('SELECT json_serialize_sql($1::VARCHAR)', [sql]);
  const tree: unknown = JSON.parse(String(read.getRowsJson()[0]?.[0]));
  const parsed = new Map<string, unknown>(Object.entries(Object(tree)));
  if (parsed.get('error') === true) {
    if (parsed.get('error_type') !== 'parser') return error(describeOther(sql));
    return error(`${String(parsed.get('error_message'))} in the SQL`);
  }
  const statements = parsed.get('statements');
  const count = Array.isArray(statements) ? statements.length : 0;
  if (count !== 1)
    return error(count === 0 ? 'the SQL is empty: write a query' : `the SQL has ${count} statements: write one`);
  const nodes = nodesOf(statements);
  const refused = tableFunctions(nodes).find((name) => !TABLE_FUNCTIONS.includes(name.toLowerCase()));
  if (refused !== undefined) {
    return error(`the table function ${refused} is not available; those that are: ${TABLE_FUNCTIONS.join(', ')}`);
  }
  return { status: 'success', tables: tableReferences(nodes) };
}

/** What the statement is, if it is no query. */
function describeOther(sql: string): string {
  const advice = 'only a query (SELECT, WITH, VALUES, DESCRIBE, SHOW) is run here';
  const keyword = /^\s*([a-z]+)/i.exec(sql)?.[1]?.toUpperCase();
  return keyword === undefined ? advice : `${keyword} is refused: ${advice}`;
}

/** Whether the bound statement only reads. */
export async function isQuery(connection: DuckDBConnection, sql: string): Promise<boolean> {
  const prepared = await connection.prepare(sql);
  try {
    return prepared.statementType === StatementType.SELECT;
  } finally {
    prepared.destroySync();
  }
}

type Node = ReadonlyMap<string, unknown>;

const fieldsOf = (value: unknown): Node => new Map<string, unknown>(Object.entries(Object(value)));

/** Every object in a parse tree. */
function nodesOf(tree: unknown): Node[] {
  const nodes: Node[] = [];
  const rest: unknown[] = [tree];
  while (rest.length > 0) {
    const value = rest.pop();
    if (typeof value !== 'object' || value === null) continue;
    const fields = fieldsOf(value);
    nodes.push(fields);
    rest.push(...[...fields.values()].reverse());
  }
  return nodes;
}

/** Names of the functions that stand where a table stands. */
function tableFunctions(nodes: readonly Node[]): string[] {
  return nodes
    .filter((node) => node.get('type') === 'TABLE_FUNCTION')
    .map((node) => String(fieldsOf(node.get('function')).get('function_name')));
}

function tableReferences(nodes: readonly Node[]): TableReference[] {
  const local = new Set(nodes.flatMap((node) => localNames(node.get('cte_map'))));
  return nodes
    .filter((node) => node.get('type') === 'BASE_TABLE')
    .map((node) => {
      const parts = ['catalog_name', 'schema_name', 'table_name'].map((key) => String(node.get(key) ?? ''));
      const path = parts.filter((part) => part !== '');
      return { path, maybeLocal: path.length === 1 && local.has(path[0]?.toLowerCase() ?? '') };
    })
    .filter(({ path }) => path.at(-2)?.toLowerCase() !== INFORMATION_SCHEMA);
}

/** Names of the common table expressions of a SELECT. */
function localNames(commonTables: unknown): string[] {
  const map = fieldsOf(commonTables).get('map');
  return Array.isArray(map) ? map.map((entry) => String(fieldsOf(entry).get('key')).toLowerCase()) : [];
}
