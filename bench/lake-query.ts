import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { LAKE_TABLES, shopRowFilter } from '../lib/data-lake/catalogue/tables.ts';
import { DirectoryData, openLake, runQuery } from '../packages/lake-query/src/index.ts';
import { writeSample } from '../sample/lake/index.ts';
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
import { atMost, type BenchResult, print, round } from './result.ts';

const SALES_ROWS = 10_000_000;
const ANALYST_SHOPS = [5];
/** A user waits this long without wondering. */
const MAX_QUERY_SECONDS = 2;
/** Reading the files, which every run of the command does anew. */
const MAX_LOAD_SECONDS = 20;

const DATABASE = 'sales';
const QUERY = ['athena:*', 'glue:Get*', 'lakeformation:GetDataAccess'];

const QUERIES = [
  {
    what: 'revenue by category and month, four tables joined',
    persona: 'project-leader',
    sql: `SELECT item_category_name, date_block_num, sum(item_price * item_cnt_day) AS revenue
          FROM sales JOIN items USING (item_id) JOIN item_categories USING (item_category_id) JOIN shops USING (shop_id)
          GROUP BY ALL ORDER BY ALL`,
  },
  {
    what: 'busiest shops',
    persona: 'project-leader',
    sql: `SELECT shop_name, sum(item_cnt_day) AS pieces FROM sales JOIN shops USING (shop_id)
          GROUP BY shop_name ORDER BY pieces DESC LIMIT 10`,
  },
  {
    what: "a shop's pieces by month, through a row filter",
    persona: 'data-analyst',
    sql: 'SELECT date_block_num, sum(item_cnt_day) AS pieces FROM sales GROUP BY 1 ORDER BY 1',
  },
] as const;

/** The retail tables, a leader who sees all of them, and an analyst who sees some shops. */
function makeTemplate(): { readonly Resources: Resources } {
  const resources: Resources = {
    ...emptyLake(),
    Database: database(DATABASE),
    Leader: role('project-leader', QUERY),
    Analyst: role('data-analyst', QUERY),
    Filter: cellsFilter({
      database: DATABASE,
      table: 'sales',
      name: 'own-shops',
      hidden: ['item_price'],
      rows: shopRowFilter(ANALYST_SHOPS),
    }),
    AnalystGrant: grant('Analyst', onFilter(DATABASE, 'sales', 'own-shops'), 'SELECT'),
  };
  for (const definition of LAKE_TABLES.sales) {
    resources[`Table${definition.name}`] = table(DATABASE, definition);
    resources[`Grant${definition.name}`] = grant('Leader', onTable(DATABASE, definition.name), 'SELECT');
  }
  return { Resources: resources };
}

interface Timing {
  readonly rows: number;
  readonly loadSeconds: number;
  readonly querySeconds: number;
  readonly memoryMb: number;
}

/** Loads what the query reads, as the command does, and runs it. */
async function measure(template: string, directory: string, persona: string, sql: string): Promise<Timing> {
  const lake = openLake(template, persona);
  if (lake.status === 'error') throw new Error(lake.message);
  let started = Number.NaN;
  const outcome = await runQuery(
    {
      persona,
      tables: lake.tables,
      sql,
      data: new DirectoryData(directory),
      onStep: () => {
        started = performance.now();
      },
    },
    async ({ result, loadMs }) => {
      const rows = (await result.getRows()).length;
      const querySeconds = (performance.now() - started) / 1000;
      return { rows, loadSeconds: loadMs / 1000, querySeconds, memoryMb: process.memoryUsage().rss / 1e6 };
    },
  );
  if (outcome.status !== 'success') throw new Error(outcome.lines.join('\n'));
  return outcome.value;
}

/** Queries over generated sales as a persona: what a user of `inferwatch lake query` waits for. */
export async function run(): Promise<BenchResult> {
  const directory = mkdtempSync(join(tmpdir(), 'inferwatch-bench-'));
  try {
    const template = join(directory, 'lake.template.json');
    writeFileSync(template, JSON.stringify(makeTemplate()));
    const started = performance.now();
    const { files } = writeSample(directory, { salesRows: SALES_ROWS });
    const generated = round((performance.now() - started) / 1000);
    const bytes = files.reduce((sum, file) => sum + statSync(join(directory, file)).size, 0);
    const rows: BenchResult['rows'] = [];
    const timings: Timing[] = [];
    for (const { what, persona, sql } of QUERIES) {
      const timing = await measure(template, directory, persona, sql);
      timings.push(timing);
      rows.push({
        what,
        persona,
        'result rows': timing.rows,
        'load s': round(timing.loadSeconds),
        'query s': round(timing.querySeconds),
        'process MB': Math.round(timing.memoryMb),
      });
    }
    return {
      title: `Local query over ${SALES_ROWS.toLocaleString('en')} sales (${Math.round(bytes / 1e6)} MB of CSV, generated in ${generated} s)`,
      rows,
      goals: [
        atMost('slowest query', Math.max(...timings.map(({ querySeconds }) => querySeconds)), MAX_QUERY_SECONDS, 's'),
        atMost('slowest load', Math.max(...timings.map(({ loadSeconds }) => loadSeconds)), MAX_LOAD_SECONDS, 's'),
      ],
    };
  } finally {
    rmSync(directory, { recursive: true });
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  print(await run());
}
