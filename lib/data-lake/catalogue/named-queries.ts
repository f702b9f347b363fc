import { CfnNamedQuery } from 'aws-cdk-lib/aws-athena';
import { Construct } from 'constructs';
import type { TableDefinition } from './table-definition.ts';
import { glueDatabaseName, INFERENCE_DATABASE, type LakeDatabaseName, SALES_DATABASE } from './tables.ts';
import type { QueryWorkgroup } from './workgroup.ts';

export interface NamedQueryDefinition {
  readonly id: string;
  /** Name in Athena's list of saved queries. */
  readonly name: string;
  readonly description: string;
  /** Database that the names of the tables belong to. */
  readonly database: LakeDatabaseName;
  /** Columns that it needs, by table: who does not see one of them cannot run it. */
  readonly uses: Readonly<Record<string, readonly string[]>>;
  /** Athena's dialect (Trino). Written so that DuckDB takes it too, which is how the tests run it. */
  readonly sql: string;
}

/**
 * A delivery to the lake is made at least once, so a row can be there twice; an inference is told by its request and its
 * time (a failed request that is sent again with its idempotency key has the same id, and is another inference).
 */
const EACH_INFERENCE = 'SELECT DISTINCT';

/**
 * A day back from today (UTC) as the partition writes it. The inner cast is for DuckDB, whose date less an interval is a
 * timestamp; in Athena it changes nothing.
 */
const daysAgo = (days: number): string => `CAST(CAST(current_date - INTERVAL '${days}' DAY AS date) AS varchar)`;

export const NAMED_QUERIES: readonly NamedQueryDefinition[] = [
  {
    id: 'RevenueByCategoryAndMonth',
    name: 'Revenue by category and month',
    description: 'What each category took in each month; what came back is taken off',
    database: SALES_DATABASE,
    uses: {
      sales: ['date', 'item_id', 'item_price', 'item_cnt_day'],
      items: ['item_id', 'item_category_id'],
      item_categories: ['item_category_id', 'item_category_name'],
    },
    sql: `SELECT
  date_trunc('month', s."date") AS month,
  c.item_category_name,
  sum(s.item_price * s.item_cnt_day) AS revenue,
  sum(s.item_cnt_day) AS pieces
FROM sales AS s
JOIN items AS i ON i.item_id = s.item_id
JOIN item_categories AS c ON c.item_category_id = i.item_category_id
GROUP BY date_trunc('month', s."date"), c.item_category_name
ORDER BY month, revenue DESC`,
  },
  {
    id: 'BusiestShops',
    name: 'Busiest shops',
    description: 'The ten shops that sold the most pieces, and on how many days they sold any',
    database: SALES_DATABASE,
    uses: { sales: ['date', 'shop_id', 'item_cnt_day'], shops: ['shop_id', 'shop_name'] },
    sql: `SELECT
  h.shop_name,
  sum(s.item_cnt_day) AS pieces,
  count(DISTINCT s."date") AS days_with_sales
FROM sales AS s
JOIN shops AS h ON h.shop_id = s.shop_id
GROUP BY h.shop_id, h.shop_name
ORDER BY pieces DESC, h.shop_name
LIMIT 10`,
  },
  {
    id: 'SlowestInferencesYesterday',
    name: 'Slowest inferences yesterday',
    description: 'The 20 inferences of yesterday (UTC) that took the longest',
    database: INFERENCE_DATABASE,
    uses: {
      inference: ['request_id', 'created_at', 'endpoint', 'variant', 'status', 'latency_ms', 'input_bytes', 'date'],
    },
    sql: `${EACH_INFERENCE}
  request_id, created_at, endpoint, variant, status, latency_ms, input_bytes
FROM inference
WHERE "date" = ${daysAgo(1)}
ORDER BY latency_ms DESC
LIMIT 20`,
  },
  {
    id: 'ErrorRateByHour',
    name: 'Error rate by hour',
    description: 'Inferences and the share that failed, for each hour of the last seven days and today (UTC)',
    database: INFERENCE_DATABASE,
    uses: { inference: ['request_id', 'created_at', 'status', 'date'] },
    sql: `SELECT
  date_trunc('hour', created_at) AS hour,
  count(*) AS inferences,
  count(*) FILTER (WHERE status = 'FAILED') AS failed,
  round(100e0 * count(*) FILTER (WHERE status = 'FAILED') / count(*), 2) AS error_percent
FROM (
  ${EACH_INFERENCE} request_id, created_at, status
  FROM inference
  WHERE "date" >= ${daysAgo(7)}
) AS each_inference
GROUP BY date_trunc('hour', created_at)
ORDER BY hour`,
  },
];

/** Whether somebody who does not see the tables' hidden columns can run the query. */
export function runsWithout(query: NamedQueryDefinition, tables: readonly TableDefinition[]): boolean {
  return tables.every(({ name, analyst }) => {
    const used = query.uses[name] ?? [];
    return !used.some((column) => analyst?.hiddenColumns.includes(column));
  });
}

export interface NamedQueriesProps {
  readonly workgroup: QueryWorkgroup;
  /** The deployment's prefix, as the databases have it. */
  readonly prefix: string;
  /** @default - all */
  readonly queries?: readonly NamedQueryDefinition[];
}

/** Saved queries of a workgroup, for everybody who may use it. */
export class NamedQueries extends Construct {
  constructor(scope: Construct, id: string, props: NamedQueriesProps) {
    super(scope, id);
    for (const query of props.queries ?? NAMED_QUERIES) {
      new CfnNamedQuery(this, query.id, {
        name: query.name,
        description: query.description,
        database: glueDatabaseName(props.prefix, query.database),
        queryString: query.sql,
        workGroup: props.workgroup.workGroup.ref,
      });
    }
  }
}
