import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { computeMatrix, jsonChunks, readAccessModel } from '../packages/access-matrix/src/index.ts';
import {
  cellsFilter,
  database,
  emptyLake,
  grant,
  onFilter,
  onTable,
  type Resources,
  role,
  table,
} from './lake-template.ts';
import { atMost, type BenchResult, median, print, round } from './result.ts';

const ROLES = 200;
const TABLES = 100;
const GRANTS = 2000;
/** Tables of a database. */
const PER_DATABASE = 10;
/** Each of so many grants is through a data-cells filter. */
const FILTERED = 10;
const RUNS = 3;
const LIMIT_SECONDS = 2;

const QUERY = ['athena:*', 'glue:Get*', 'lakeformation:GetDataAccess'];
const OTHERS = [['s3:GetObject'], ['glue:*'], ['lakeformation:*'], ['athena:Get*']];
const FORMAT = { type: 'csv', serde: 'quoted', delimiter: ',', headerLines: 1, encoding: 'UTF-8' } as const;
const COLUMNS = ['id', 'region', 'customer', 'amount'].map((name) => ({ name, type: 'string', comment: '' }) as const);

const databaseOf = (index: number) => `db_${Math.floor(index / PER_DATABASE)}`;

/** Roles with policies of their own, tables in databases, and grants from every role to tables that it shares. */
function makeTemplate(): { readonly Resources: Resources } {
  const resources = emptyLake();
  for (let index = 0; index < ROLES; index++) {
    resources[`Role${index}`] = role(`role-${index}`, [...QUERY, ...(OTHERS[index % OTHERS.length] ?? [])]);
  }
  for (let index = 0; index < TABLES; index++) {
    const name = `table_${index}`;
    if (index % PER_DATABASE === 0) resources[`Database${index / PER_DATABASE}`] = database(databaseOf(index));
    resources[`Table${index}`] = table(databaseOf(index), {
      name,
      folder: `${name}/`,
      format: FORMAT,
      columns: COLUMNS,
    });
  }
  for (let index = 0; index < GRANTS; index++) {
    // 7 is coprime to the number of tables: the grants of one role are spread over the databases.
    const target = (index * 7 + Math.floor(index / TABLES)) % TABLES;
    const [inDatabase, name, roleId] = [databaseOf(target), `table_${target}`, `Role${index % ROLES}`];
    if (index % FILTERED !== 0) {
      resources[`Grant${index}`] = grant(roleId, onTable(inDatabase, name), index % 3 === 0 ? 'DESCRIBE' : 'SELECT');
      continue;
    }
    const filter = `filter_${index}`;
    const rows = `region = 'r${index % 5}'`;
    resources[`Filter${index}`] = cellsFilter({
      database: inDatabase,
      table: name,
      name: filter,
      hidden: ['customer'],
      rows,
    });
    resources[`Grant${index}`] = grant(roleId, onFilter(inDatabase, name, filter), 'SELECT');
  }
  return { Resources: resources };
}

interface Timing {
  readonly readMs: number;
  readonly matrixMs: number;
  readonly cells: number;
}

/** From the file to the whole matrix. */
function measure(file: string): Timing {
  const started = performance.now();
  const read = readAccessModel(file);
  if (read.status === 'error') throw new Error(read.message);
  const readMs = performance.now() - started;
  const cells = computeMatrix(read.model).length;
  return { readMs, matrixMs: performance.now() - started - readMs, cells };
}

/** What `--json` takes on top of the matrix. */
async function measureJson(file: string, output: string): Promise<{ readonly seconds: number; readonly mb: number }> {
  const read = readAccessModel(file);
  if (read.status === 'error') throw new Error(read.message);
  const cells = computeMatrix(read.model);
  const started = performance.now();
  await writeFile(output, jsonChunks(cells));
  return { seconds: (performance.now() - started) / 1000, mb: statSync(output).size / 1e6 };
}

/** How long the access matrix of a large template takes. */
export async function run(): Promise<BenchResult> {
  const directory = mkdtempSync(join(tmpdir(), 'inferwatch-bench-'));
  try {
    const file = join(directory, 'large.template.json');
    writeFileSync(file, JSON.stringify(makeTemplate()));
    // The first is the one that a user meets: nothing is compiled yet. The others show what the work itself takes.
    const [first, ...others] = Array.from({ length: RUNS }, () => measure(file));
    const warm = others.map(({ readMs, matrixMs }) => readMs + matrixMs);
    const json = await measureJson(file, join(directory, 'matrix.json'));
    const seconds = first === undefined ? Number.NaN : (first.readMs + first.matrixMs) / 1000;
    return {
      title: `Access matrix of a template with ${ROLES} roles, ${TABLES} tables and ${GRANTS} grants`,
      rows: [
        { what: 'template, MB', value: round(statSync(file).size / 1e6) },
        { what: 'cells', value: first?.cells ?? Number.NaN },
        { what: 'first run: reading, s', value: round((first?.readMs ?? Number.NaN) / 1000) },
        { what: 'first run: matrix, s', value: round((first?.matrixMs ?? Number.NaN) / 1000) },
        { what: `next ${RUNS - 1} runs: both (median), s`, value: round(median(warm) / 1000) },
        { what: 'all cells as JSON, MB', value: round(json.mb) },
        { what: 'writing the JSON, s', value: round(json.seconds) },
      ],
      goals: [atMost('reading and matrix, first run', seconds, LIMIT_SECONDS, 's')],
    };
  } finally {
    rmSync(directory, { recursive: true });
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  print(await run());
}
