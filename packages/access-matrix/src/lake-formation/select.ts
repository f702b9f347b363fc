import { allOf, anyOf, type Finding, fact, reasonOf } from './finding.ts';
import { describeColumns, findPermission, type HeldGrant, type LakePrincipal } from './held-grants.ts';
import type { LakeView } from './lake-view.ts';
import { matches } from './lf-tags.ts';
import type { ColumnSpec, LakeDecision, LakeTable } from './types.ts';

/** What one grant lets a principal see of a table. */
interface Share {
  readonly finding: Finding;
  readonly columns: ColumnSpec;
  readonly rowFilter?: string;
}

/**
 * SELECT by grants alone, as Lake Formation decides it where it guards the table: grants add up.
 * @see https://docs.aws.amazon.com/lake-formation/latest/dg/data-filters-about.html
 */
export function selectByGrants(view: LakeView, principal: LakePrincipal, table: LakeTable): LakeDecision {
  const shares = sharesOf(view, principal, table);
  const what = `SELECT on ${table.database}.${table.name}`;
  const finding = anyOf(
    shares.length === 0 ? `no grant gives it ${what}` : `${what} by a grant`,
    shares.map((share) => share.finding),
  );
  if (finding.decision !== 'allow') return { finding };
  const certain = shares.filter((share) => share.finding.decision === 'allow');
  const doubtful = shares.filter((share) => share.finding.decision === 'unknown');
  const sum = addUp(certain, table);
  if (typeof sum === 'string') return { finding: fact('unknown', sum) };
  const limited = sum.columns !== undefined || sum.rowFilter !== undefined;
  const [wider] = doubtful;
  if (limited && wider) {
    return { finding: fact('unknown', `it sees at least a part, perhaps more: ${reasonOf(wider.finding)}`) };
  }
  return { finding, columns: sum.columns, rowFilter: sum.rowFilter };
}

function sharesOf(view: LakeView, principal: LakePrincipal, table: LakeTable): Share[] {
  const held = view.grantsOf(principal);
  return [
    ...held.onTable(table.database, table.name).flatMap((grant) => shareOfGrant(view, grant, table) ?? []),
    ...held.tagPolicies.flatMap((grant) => shareByTags(view, grant, table) ?? []),
  ];
}

function shareOfGrant(view: LakeView, held: HeldGrant, table: LakeTable): Share | undefined {
  const finding = findPermission(held, 'SELECT');
  if (!finding) return undefined;
  const { resource } = held.grant;
  if (resource.kind === 'columns') return { finding, columns: resource.columns };
  if (resource.kind !== 'filter') return { finding, columns: { kind: 'all' } };
  const filter = view.filter(table.database, table.name, resource.filter);
  if (filter) {
    const rows = filter.rowFilter === undefined ? 'all rows' : `rows where ${filter.rowFilter}`;
    const text = `${finding.text}: ${describeColumns(filter.columns)}, ${rows}`;
    return { finding: { ...finding, text }, columns: filter.columns, rowFilter: filter.rowFilter };
  }
  const text = `filter ${resource.filter} of ${table.database}.${table.name} is not in the templates`;
  return { finding: fact('unknown', text, held.grant.source), columns: { kind: 'all' } };
}

/** A column with tags of its own may be in where its table is out, and the other way round. */
function shareByTags(view: LakeView, held: HeldGrant, table: LakeTable): Share | undefined {
  const { resource } = held.grant;
  if (resource.kind !== 'tag-policy' || resource.on !== 'TABLE') return undefined;
  const finding = findPermission(held, 'SELECT');
  if (!finding) return undefined;
  const { database, name, columns } = table;
  if (columns === undefined || !view.tags.hasColumnTags(database, name)) {
    const whole = matches(resource.expression, view.tags.ofTable(database, name));
    return whole ? { finding, columns: { kind: 'all' } } : undefined;
  }
  const seen = columns.filter((column) =>
    matches(resource.expression, view.tags.ofColumn(database, name, column.name)),
  );
  if (seen.length === 0) return undefined;
  return { finding, columns: { kind: 'only', names: seen.map((column) => column.name) } };
}

type Sum = Pick<LakeDecision, 'columns' | 'rowFilter'>;

/** All shares together; a sentence when AWS does not say how they combine. */
function addUp(shares: readonly Share[], table: LakeTable): Sum | string {
  const all = table.columns?.map(({ name }) => name);
  const known = shares.map(({ columns, rowFilter }) => ({ columns: namesOf(columns, table), rowFilter }));
  const unfiltered = known.filter(({ rowFilter }) => rowFilter === undefined);
  if (unfiltered.some(({ columns }) => columns === 'all')) return {};
  if (known.some(({ columns }) => columns === undefined)) {
    const excluded = shares.find(({ columns }) => columns.kind === 'except');
    return `${table.database}.${table.name} declares no columns, so what "${describeColumns(excluded?.columns ?? { kind: 'all' })}" leaves is not known`;
  }
  const open = new Set(unfiltered.flatMap(({ columns }) => (Array.isArray(columns) ? columns : [])));
  const filtered = known.filter(
    ({ columns, rowFilter }) =>
      rowFilter !== undefined && !(Array.isArray(columns) && columns.every((name) => open.has(name))),
  );
  const [first, ...others] = filtered.filter(
    (one, index) => filtered.findIndex((other) => JSON.stringify(other) === JSON.stringify(one)) === index,
  );
  if (first === undefined) return { columns: limit([...open], all) };
  if (open.size === 0 && others.length === 0) return { columns: limit(first.columns, all), rowFilter: first.rowFilter };
  return `${shares.length} grants with different filters reach ${table.database}.${table.name}, and how Lake Formation combines those is not documented`;
}

/**
 * Names that a specification comes to; undefined if the table's columns would have to be known. Partition keys cannot
 * be filtered, so that they are always seen (inferred: AWS only says that no filter may name one).
 */
function namesOf(columns: ColumnSpec, table: LakeTable): readonly string[] | 'all' | undefined {
  if (columns.kind === 'all') return 'all';
  if (columns.kind === 'except') {
    return table.columns?.filter(({ name }) => !columns.names.includes(name)).map(({ name }) => name);
  }
  const keys = table.columns?.filter(({ isPartitionKey }) => isPartitionKey).map(({ name }) => name) ?? [];
  return [...new Set([...columns.names, ...keys])];
}

/** Columns in the table's order; undefined when none is missing. */
function limit(
  columns: readonly string[] | 'all' | undefined,
  all: readonly string[] | undefined,
): readonly string[] | undefined {
  if (columns === 'all' || columns === undefined) return undefined;
  if (all === undefined) return columns;
  const seen = all.filter((name) => columns.includes(name));
  return seen.length === all.length ? undefined : seen;
}

/**
 * SELECT where IAMAllowedPrincipals may hold the table: filters do not apply to those whom IAM alone lets in.
 * @see https://docs.aws.amazon.com/lake-formation/latest/dg/hybrid-access-workflow.html
 */
export function selectOnTable(view: LakeView, principal: LakePrincipal, table: LakeTable): LakeDecision {
  const name = `${table.database}.${table.name}`;
  if (table.isLink) {
    return {
      finding: fact('unknown', `${name} is a resource link: the permissions on its target decide`, table.source),
    };
  }
  const creator = view.creator(principal);
  if (creator.decision === 'allow') return withCredentials(view, table, { finding: creator });
  const open = view.tableOpen(table.database, table.name);
  const granted = selectByGrants(view, principal, table);
  if (open.decision === 'deny') {
    return withCredentials(view, table, { ...granted, finding: anyOf(granted.finding.text, [granted.finding, open]) });
  }
  if (open.decision === 'unknown') {
    const whole = granted.finding.decision === 'allow' && !granted.columns && granted.rowFilter === undefined;
    return withCredentials(view, table, { finding: whole ? granted.finding : open });
  }
  return selectOnOpenTable(view, table, open, granted);
}

function selectOnOpenTable(view: LakeView, table: LakeTable, open: Finding, granted: LakeDecision): LakeDecision {
  const registration = table.location && view.registration(table.location);
  const registered = registration?.finding.decision ?? 'deny';
  if (registered === 'deny') return { finding: open, ownCredentials: 'yes' };
  // Registered and open: whether Lake Formation lends its credentials here is not documented.
  if (registered === 'unknown' || !registration?.hybrid) return { finding: open, ownCredentials: 'perhaps' };
  const whole = granted.finding.decision === 'allow' && !granted.columns && granted.rowFilter === undefined;
  if (whole)
    return { finding: allOf('in or out of hybrid access mode', [open, granted.finding]), ownCredentials: 'perhaps' };
  const text = `${table.database}.${table.name} lies in a location in hybrid access mode: who has opted in to Lake Formation is not in any template`;
  // Without any grant, only those who have not opted in get in, and they read with their own rights.
  const ownCredentials = granted.finding.decision === 'deny' ? 'yes' : 'perhaps';
  return { finding: allOf(text, [fact('unknown', text, registration.finding.source)]), ownCredentials };
}

/** Outside of registered locations nobody lends credentials, whatever is granted, and filters do not apply. */
function withCredentials(view: LakeView, table: LakeTable, decision: LakeDecision): LakeDecision {
  if (!table.location || decision.finding.decision === 'deny') return decision;
  const { finding } = view.registration(table.location);
  if (finding.decision === 'allow') return decision;
  return { finding: decision.finding, ownCredentials: finding.decision === 'deny' ? 'yes' : 'perhaps' };
}
