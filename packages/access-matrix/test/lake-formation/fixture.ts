import * as b from './builders.ts';

const RESULTS = ['arn:aws:s3:::results', 'arn:aws:s3:::results/*'];

/** Everything that IAM asks for a query. */
export const QUERY = [
  b.allow(['athena:StartQueryExecution', 'athena:GetQueryExecution', 'athena:GetQueryResults']),
  b.allow(['glue:GetDatabase', 'glue:GetTable', 'glue:GetPartitions']),
  b.allow(['lakeformation:GetDataAccess']),
  b.allow(['s3:GetBucketLocation', 's3:GetObject', 's3:PutObject'], RESULTS),
];

/** A small lake in full Lake Formation mode: an administrator, a leader who sees all, an analyst who sees a part. */
export const LAKE: b.Resources = {
  Admin: b.role({
    persona: 'admin',
    statements: [b.allow(['lakeformation:*', 'glue:*']), b.deny(['lakeformation:PutDataLakeSettings'])],
  }),
  Leader: b.role({ persona: 'leader', statements: [...QUERY, b.allow(['glue:*', 'lakeformation:GrantPermissions'])] }),
  Analyst: b.role({ persona: 'analyst', statements: QUERY }),
  DataAccess: b.role({
    statements: [b.allow(['s3:GetObject', 's3:PutObject', 's3:DeleteObject'], 'arn:aws:s3:::data/*')],
    trust: { Service: 'lakeformation.amazonaws.com' },
  }),
  Stranger: b.role({}),
  Data: b.bucket('data'),
  Results: b.bucket('results'),
  Settings: b.settings(b.roleArn('Admin')),
  Kept: b.keptSettings(true, b.roleArn('Admin')),
  Location: b.registered('arn:aws:s3:::data', { RoleArn: b.roleArn('DataAccess') }),
  Database: b.database('sales', 's3://data/sales/'),
  Sales: b.table('sales', 'sales', 's3://data/sales/sales/'),
  Items: b.table('sales', 'items', 's3://data/sales/items/'),
  Filter: b.cellsFilter('sales', 'sales', 'part', { except: ['price'], rows: 'shop_id = 5' }),
  LeaderReads: b.grant(b.roleArn('Leader'), b.on.everyTable('sales'), ['SELECT']),
  LeaderCreates: b.grant(b.roleArn('Leader'), b.on.database('sales'), ['CREATE_TABLE']),
  AnalystReads: b.grant(b.roleArn('Analyst'), b.on.filter('sales', 'sales', 'part'), ['SELECT']),
  Workgroup: b.workgroup('queries', 's3://results/queries/'),
};

/** The lake with resources added or replaced. */
export const lakeWith = (more: b.Resources): b.Resources => ({ ...LAKE, ...more });

/** The lake without some of its resources. */
export function lakeWithout(...ids: readonly string[]): b.Resources {
  const missing = ids.find((id) => !Object.hasOwn(LAKE, id));
  if (missing !== undefined) throw new Error(`the lake has no ${missing}`);
  return Object.fromEntries(Object.entries(LAKE).filter(([id]) => !ids.includes(id)));
}

/** One cell of the lake's matrix, with something changed. */
export const cellWith = (more: b.Resources, persona: string, action: string, resource: string) =>
  b.cellOf(b.matrixOf(lakeWith(more)), persona, action, resource);
