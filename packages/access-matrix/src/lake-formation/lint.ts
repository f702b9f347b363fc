import { readable } from '../template/unresolved.ts';
import { describeTarget } from './held-grants.ts';
import { LakeView } from './lake-view.ts';
import { IAM_ALLOWED_PRINCIPALS } from './read-settings.ts';
import type { CellsFilter, ColumnSpec, Grant, LakeModel, LakeProblem, LakeTable } from './types.ts';

/** Permissions that each kind of resource takes; `ALL` goes with every one of them except columns and places. */
const LEGAL: Readonly<Record<Grant['resource']['kind'], readonly string[]>> = {
  catalog: [
    'ALL',
    'ALTER',
    'CREATE_CATALOG',
    'CREATE_DATABASE',
    'CREATE_LF_TAG',
    'CREATE_LF_TAG_EXPRESSION',
    'DESCRIBE',
    'DROP',
  ],
  database: ['ALL', 'ALTER', 'CREATE_TABLE', 'DESCRIBE', 'DROP'],
  table: ['ALL', 'ALTER', 'DELETE', 'DESCRIBE', 'DROP', 'INSERT', 'SELECT'],
  columns: ['SELECT'],
  filter: ['DESCRIBE', 'DROP', 'SELECT'],
  location: ['CREATE_CATALOG', 'DATA_LOCATION_ACCESS'],
  tag: ['ALL', 'ALTER', 'ASSOCIATE', 'DESCRIBE', 'DROP', 'GRANT_WITH_LF_TAG_EXPRESSION'],
  'tag-policy': ['ALL', 'ALTER', 'CREATE_TABLE', 'DELETE', 'DESCRIBE', 'DROP', 'INSERT', 'SELECT'],
};

/** Most filters that a principal may have on one table. */
const MAX_FILTERS_OF_PRINCIPAL = 100;

/**
 * What Lake Formation refuses, or takes and does something else with than it looks like.
 * @see https://docs.aws.amazon.com/lake-formation/latest/dg/data-filtering-notes.html
 * @see https://docs.aws.amazon.com/lake-formation/latest/dg/lf-permissions-reference.html
 */
export function lintLake(model: LakeModel): LakeProblem[] {
  const view = new LakeView(model);
  return [
    ...model.problems,
    ...model.grants.flatMap((grant) => lintGrant(grant, view)),
    ...lintCombinations(model),
    ...model.filters.flatMap((filter) => lintFilter(filter, view.table(filter.database, filter.table))),
    ...lintOpen(model),
    ...lintLocations(model),
  ];
}

const problem = (
  severity: LakeProblem['severity'],
  rule: string,
  { source }: Pick<Grant, 'source'>,
  text: string,
): LakeProblem => ({
  severity,
  rule,
  message: `${source.logicalId}: ${text}`,
  source,
});

function lintGrant(grant: Grant, view: LakeView): LakeProblem[] {
  const { resource, permissions, grantable, principal } = grant;
  const target = describeTarget(resource);
  const illegal = permissions.filter((permission) => !LEGAL[resource.kind].includes(permission));
  const notHeld = grantable.filter((permission) => !permissions.includes(permission) && !permissions.includes('ALL'));
  const isAdmin = view.model.admins.some(({ arn }) => arn === principal);
  const location = resource.kind === 'location' ? view.registration(resource.location).finding : undefined;
  const everyTableOpen =
    principal === IAM_ALLOWED_PRINCIPALS && resource.kind === 'table' && resource.table === undefined;
  const found: (LakeProblem | false)[] = [
    illegal.length > 0 &&
      problem(
        'error',
        'illegal-permission',
        grant,
        `${illegal.join(', ')} is nothing that can be granted on ${target}; write some of ${LEGAL[resource.kind].join(', ')}`,
      ),
    notHeld.length > 0 &&
      problem(
        'error',
        'grant-option-without-permission',
        grant,
        `${notHeld.join(', ')} has the grant option and is not granted; name it among the permissions too`,
      ),
    isAdmin &&
      problem(
        'warning',
        'admin-with-grant',
        grant,
        `${shortName(principal)} is a data lake administrator, so that the grant cannot be revoked later; leave it out, or let another role have it`,
      ),
    location?.decision === 'deny' &&
      problem(
        'error',
        'location-not-registered',
        grant,
        `${target} is not registered, and a grant on it fails; register the location first`,
      ),
    everyTableOpen &&
      problem(
        'error',
        'open-wildcard',
        grant,
        `IAMAllowedPrincipals cannot be granted every table of a database; name each table, or better none`,
      ),
    resource.kind === 'columns' &&
      grantable.length > 0 &&
      resource.columns.kind === 'except' &&
      problem(
        'error',
        'exclude-list-with-grant-option',
        grant,
        'the grant option needs a list of columns that are seen, not one of those that are not',
      ),
  ];
  return [...found.filter((one) => one !== false), ...lintColumns(grant, view)];
}

function lintColumns(grant: Grant, view: LakeView): LakeProblem[] {
  const { resource } = grant;
  if (resource.kind !== 'columns') return [];
  return columnProblems(grant, resource.columns, view.table(resource.database, resource.table));
}

function columnProblems(
  holder: Pick<Grant, 'source'>,
  columns: ColumnSpec,
  table: LakeTable | undefined,
): LakeProblem[] {
  if (columns.kind === 'all' || !table?.columns) return [];
  const { columns: declared } = table;
  return columns.names.flatMap((name): LakeProblem[] => {
    const column = declared.find((one) => one.name === name);
    if (!column) {
      const known = declared.map((one) => one.name).join(', ');
      return [
        problem('error', 'unknown-column', holder, `${table.name} has no column ${name}; write some of ${known}`),
      ];
    }
    if (!column.isPartitionKey) return [];
    return [
      problem(
        'error',
        'partition-key-filtered',
        holder,
        `${name} is a partition key of ${table.name}, which no column filter may name; use a row filter`,
      ),
    ];
  });
}

function lintFilter(filter: CellsFilter, table: LakeTable | undefined): LakeProblem[] {
  const found = columnProblems(filter, filter.columns, table);
  if (filter.columns.kind === 'only' && filter.columns.names.length === 0) {
    found.push(
      problem('error', 'filter-without-columns', filter, 'names no column; give ColumnNames or ColumnWildcard'),
    );
  }
  const { rowFilter } = filter;
  if (rowFilter === undefined || !table?.columns) return found;
  const nested = table.columns.filter(({ name, type }) => /^(array|map)\b/i.test(type) && mentions(rowFilter, name));
  for (const { name, type } of nested) {
    found.push(
      problem(
        'error',
        'nested-row-filter',
        filter,
        `the row filter names ${name} of type ${type}; a row filter takes no array and no map`,
      ),
    );
  }
  return found;
}

/** Whether an expression names a column, outside of its texts. */
function mentions(expression: string, column: string): boolean {
  const words = expression
    .replace(/'(?:[^']|'')*'/g, ' ')
    .toLowerCase()
    .split(/[^\w$]+/);
  return words.includes(column);
}

interface OnTable {
  readonly name: string;
  readonly partial: Grant[];
  readonly whole: Grant[];
}

/** Rules on what one principal holds on one table. */
function lintCombinations(model: LakeModel): LakeProblem[] {
  const tables = new Map<string, OnTable>();
  const everyTable = new Map<string, Grant[]>();
  for (const grant of model.grants) {
    const { resource, principal } = grant;
    if (!('database' in resource) || resource.kind === 'database') continue;
    if (resource.table === undefined) {
      const key = `${principal} ${resource.database}`;
      everyTable.set(key, [...(everyTable.get(key) ?? []), grant]);
      continue;
    }
    const key = `${principal} ${resource.database}.${resource.table}`;
    const held = tables.get(key) ?? { name: `${resource.database}.${resource.table}`, partial: [], whole: [] };
    (isPartial(grant, model) ? held.partial : held.whole).push(grant);
    tables.set(key, held);
  }
  return [...tables].flatMap(([key, held]) => {
    const wildcard = everyTable.get(key.slice(0, key.lastIndexOf('.'))) ?? [];
    return lintTable({ ...held, whole: [...held.whole, ...wildcard] });
  });
}

function isPartial({ resource, permissions }: Grant, model: LakeModel): boolean {
  if (!permissions.includes('SELECT')) return false;
  if (resource.kind === 'columns') return resource.columns.kind !== 'all';
  if (resource.kind !== 'filter') return false;
  const filter = model.filters.find(({ database, table, name }) => {
    return database === resource.database && table === resource.table && name === resource.filter;
  });
  return filter?.columns.kind !== 'all' || filter.rowFilter !== undefined;
}

/** Permissions that are refused beside a SELECT that hides something. */
const BESIDE_PARTIAL = ['ALTER', 'DROP', 'DELETE', 'DESCRIBE', 'INSERT'];

function lintTable({ name, partial, whole }: OnTable): LakeProblem[] {
  const [first] = partial;
  if (!first) return [];
  const found: LakeProblem[] = [];
  const also = [...partial, ...whole]
    .flatMap(({ permissions }) => permissions)
    .filter((one) => BESIDE_PARTIAL.includes(one));
  if (also.length > 0) {
    const text = `gives a part of ${name} while the same principal has ${[...new Set(also)].join(', ')} on it, which Lake Formation refuses; leave those out (SELECT implies DESCRIBE)`;
    found.push(problem('error', 'partial-select-with-others', first, text));
  }
  const wide = whole.find(({ permissions }) => permissions.includes('SELECT') || permissions.includes('ALL'));
  if (wide) {
    const text = `hides a part of ${name}, but ${wide.source.logicalId} shows the same principal all of it: grants add up; leave one of them out`;
    found.push(problem('warning', 'filter-without-effect', first, text));
  }
  const filters = partial.filter(({ resource }) => resource.kind === 'filter');
  if (filters.length > MAX_FILTERS_OF_PRINCIPAL) {
    const text = `is one of ${filters.length} filters of one principal on ${name}; at most ${MAX_FILTERS_OF_PRINCIPAL} are allowed`;
    found.push(problem('error', 'too-many-filters', first, text));
  } else if (filters.length > 1) {
    const text = `is one of ${filters.length} filters of one principal on ${name}, and how they combine is not documented; put them into one`;
    found.push(problem('warning', 'several-filters', first, text));
  }
  return found;
}

function lintOpen(model: LakeModel): LakeProblem[] {
  const databases = model.databases.flatMap((database): LakeProblem[] => {
    const left: string[] = [];
    if (database.open.decision === 'allow') left.push(database.open.text);
    if (database.newTablesOpen.decision === 'allow') left.push(database.newTablesOpen.text);
    if (left.length === 0) return [];
    return [
      problem(
        'warning',
        'open-database',
        database,
        `${left.join('; ')}: there IAM alone decides; set CreateTableDefaultPermissions: [] and empty the account's defaults`,
      ),
    ];
  });
  if (model.databases.length === 0 || model.catalogOpen.decision !== 'allow') return databases;
  const text = `${model.catalogOpen.text}: whoever has glue:CreateDatabase can; revoke CREATE_DATABASE on the catalogue from IAMAllowedPrincipals`;
  return [...databases, { severity: 'warning', rule: 'open-catalogue', message: text }];
}

function lintLocations(model: LakeModel): LakeProblem[] {
  const seen = new Map<string, string>();
  return model.locations.flatMap((registered): LakeProblem[] => {
    const key = `${registered.location.bucket}/${registered.location.prefix}`;
    const earlier = seen.get(key);
    seen.set(key, registered.source.logicalId);
    const found: LakeProblem[] = [];
    if (earlier !== undefined) {
      found.push(
        problem(
          'error',
          'registered-twice',
          registered,
          `registers ${readable(key)}, as ${earlier} does, and the second registration fails; keep one`,
        ),
      );
    }
    if (registered.roleArn === undefined) {
      found.push(
        problem(
          'warning',
          'service-linked-role',
          registered,
          'is registered with the service-linked role, whose policy nobody sees or limits; give it a role of its own',
        ),
      );
    }
    return found;
  });
}

const shortName = (arn: string) => readable(arn).split('/').at(-1) ?? arn;
