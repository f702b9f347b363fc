import { isUnresolved, readable } from '../template/unresolved.ts';
import { type Finding, fact } from './finding.ts';
import { IAM_ALLOWED_PRINCIPALS } from './read-settings.ts';
import { type Certainty, formatLocation, same } from './s3-location.ts';
import type { ColumnSpec, Grant, GrantResource, LakePermission, TagCondition } from './types.ts';

/** Who asks. */
export interface LakePrincipal {
  readonly arn: string;
  readonly account: string;
}

/** A grant that reaches a principal, or may. */
export interface HeldGrant {
  readonly grant: Grant;
  /** Why it is not certain that it reaches the principal and this resource. */
  readonly doubt?: string;
}

/** The grants that reach one principal, found by what they are on. */
export class HeldGrants {
  readonly isEmpty: boolean;
  readonly catalog: readonly HeldGrant[];
  readonly locations: readonly HeldGrant[];
  readonly tagPolicies: readonly HeldGrant[];
  readonly #databases = new Map<string, HeldGrant[]>();
  /** On a table, its columns, or a filter of it. */
  readonly #tables = new Map<string, Map<string, HeldGrant[]>>();
  readonly #everyTable = new Map<string, HeldGrant[]>();
  readonly #databasesWithTables = new Map<string, HeldGrant[]>();
  /** Those whose names hold a value that is not known; they are compared one by one. */
  readonly #vague: HeldGrant[] = [];

  constructor(grants: readonly HeldGrant[]) {
    const ofKind = (kind: GrantResource['kind']) => grants.filter(({ grant }) => grant.resource.kind === kind);
    this.isEmpty = grants.length === 0;
    this.catalog = ofKind('catalog');
    this.locations = ofKind('location');
    this.tagPolicies = ofKind('tag-policy');
    for (const held of grants) this.#file(held);
  }

  #file(held: HeldGrant): void {
    const { resource } = held.grant;
    if (!('database' in resource)) return;
    const names = [resource.database, 'table' in resource ? (resource.table ?? '') : ''];
    if (names.some(isUnresolved)) this.#vague.push(held);
    else if (resource.kind === 'database') add(this.#databases, resource.database, held);
    else {
      add(this.#databasesWithTables, resource.database, held);
      if (resource.table === undefined) add(this.#everyTable, resource.database, held);
      else add(this.#tablesOf(resource.database), resource.table, held);
    }
  }

  #tablesOf(database: string): Map<string, HeldGrant[]> {
    const known = this.#tables.get(database);
    if (known) return known;
    const tables = new Map<string, HeldGrant[]>();
    this.#tables.set(database, tables);
    return tables;
  }

  /** Whether any of them may be about the database or something in it. */
  concerns(database: string): boolean {
    const known = this.#databases.has(database) || this.#databasesWithTables.has(database);
    return known || this.#vague.length > 0 || this.tagPolicies.length > 0;
  }

  onDatabase(database: string): readonly HeldGrant[] {
    const vague = this.#vague.flatMap((held) => {
      const { resource } = held.grant;
      return resource.kind === 'database' ? ifSame(held, [[resource.database, database]]) : [];
    });
    return [...(this.#databases.get(database) ?? []), ...vague];
  }

  /** Grants on any table of the database. */
  inDatabase(database: string): readonly HeldGrant[] {
    return this.#databasesWithTables.get(database) ?? [];
  }

  onTable(database: string, table: string): readonly HeldGrant[] {
    const every = this.#everyTable.get(database) ?? NONE;
    const own = this.#tables.get(database)?.get(table) ?? NONE;
    // Most principals hold nothing on most tables: no list is made for them.
    if (this.#vague.length === 0 && every.length === 0) return own;
    return [...every, ...own, ...this.#vagueOnTable(database, table)];
  }

  #vagueOnTable(database: string, table: string): readonly HeldGrant[] {
    return this.#vague.flatMap((held) => {
      const { resource } = held.grant;
      if (resource.kind === 'database' || !('database' in resource)) return [];
      const pairs: [string, string][] = [[resource.database, database]];
      if (resource.table !== undefined) pairs.push([resource.table, table]);
      return ifSame(held, pairs);
    });
  }
}

const NONE: readonly HeldGrant[] = [];

function add(map: Map<string, HeldGrant[]>, key: string, held: HeldGrant): void {
  const known = map.get(key);
  if (known) known.push(held);
  else map.set(key, [held]);
}

function ifSame(held: HeldGrant, pairs: readonly (readonly [string, string])[]): HeldGrant[] {
  const results = pairs.map(([left, right]) => same(left, right));
  if (results.includes('no')) return [];
  if (!results.includes('maybe')) return [held];
  return [{ ...held, doubt: held.doubt ?? `whether it is on this resource is not known: it names ${names(pairs)}` }];
}

const names = (pairs: readonly (readonly [string, string])[]) => pairs.map(([left]) => readable(left)).join('.');

/** Group of every principal of an account (ALLIAMPrincipals in the console). */
const everyone = (account: string) => `${account}:IAMPrincipals`;

/** Finds the grants of a principal among all, each principal's once. */
export class GrantIndex {
  readonly #byPrincipal = new Map<string, Grant[]>();
  /** Identifiers that may reach others than the one principal of that name. */
  readonly #broad = new Set<string>();
  readonly #held = new Map<string, HeldGrants>();

  constructor(grants: readonly Grant[]) {
    for (const grant of grants) {
      if (isGroup(grant.principal) || isUnresolved(grant.principal)) this.#broad.add(grant.principal);
      const known = this.#byPrincipal.get(grant.principal);
      if (known) known.push(grant);
      else this.#byPrincipal.set(grant.principal, [grant]);
    }
  }

  of(principal: LakePrincipal): HeldGrants {
    const known = this.#held.get(principal.arn);
    if (known) return known;
    const found: HeldGrant[] = [];
    const isUnknown = isUnresolved(principal.arn);
    for (const [identifier, grants] of this.#byPrincipal) {
      if (!isUnknown && identifier !== principal.arn && !this.#broad.has(identifier)) continue;
      const match = reaches(identifier, principal);
      if (match === 'no') continue;
      for (const grant of grants) if (!opens(grant)) found.push({ grant, doubt: doubtOf(grant, match) });
    }
    const held = new HeldGrants(found);
    this.#held.set(principal.arn, held);
    return held;
  }

  /** Whether IAMAllowedPrincipals is granted Super on a database or table: it is open, then. */
  opening(database: string, table?: string): Grant | undefined {
    return this.#byPrincipal.get(IAM_ALLOWED_PRINCIPALS)?.find(({ resource, permissions }) => {
      if (!permissions.includes('ALL') || !('database' in resource) || resource.database !== database) return false;
      return table === undefined ? resource.kind === 'database' : resource.kind === 'table' && resource.table === table;
    });
  }
}

/** Super for IAMAllowedPrincipals is no grant like others: it leaves the decision to IAM (`opening`). */
const opens = ({ principal, permissions, resource }: Grant) =>
  principal === IAM_ALLOWED_PRINCIPALS && permissions.includes('ALL') && 'database' in resource;

function reaches(identifier: string, { arn, account }: LakePrincipal): Certainty {
  if (identifier === IAM_ALLOWED_PRINCIPALS || identifier === everyone(account)) return 'yes';
  return same(identifier, arn);
}

function doubtOf(grant: Grant, match: Certainty): string | undefined {
  if (match === 'maybe') return `whom it is for is not known: ${readable(grant.principal)}`;
  return grant.uncertain;
}

const includes = (permissions: readonly LakePermission[], wanted: LakePermission) =>
  permissions.includes(wanted) || permissions.includes('ALL') || permissions.includes('SUPER');

/** What a grant says about a permission; nothing if it does not give it. `any`: whatever it gives. */
export function findPermission(held: HeldGrant, wanted: LakePermission | 'any'): Finding | undefined {
  const { grant, doubt } = held;
  const has = wanted === 'any' ? grant.permissions.length > 0 : includes(grant.permissions, wanted);
  if (!has && !(doubt !== undefined && grant.permissions.length === 0)) return undefined;
  const given = wanted === 'any' ? grant.permissions.join(', ') : wanted;
  return grantFact(grant, `gives ${given} on ${describeTarget(grant.resource)}`, doubt);
}

/** What a grant says about passing permissions on; nothing if it has no grant option. */
export function findGrantOption(held: HeldGrant): Finding | undefined {
  const { grant, doubt } = held;
  if (grant.grantable.length === 0) return undefined;
  const text = `lets ${grant.grantable.join(', ')} on ${describeTarget(grant.resource)} be granted on`;
  return grantFact(grant, text, doubt);
}

export function grantFact(grant: Grant, what: string, doubt: string | undefined): Finding {
  const label = `grant ${grant.source.logicalId} ${what}${isGroup(grant.principal) ? ` to ${grant.principal}` : ''}`;
  return doubt === undefined
    ? fact('allow', label, grant.source)
    : fact('unknown', `${label}, but ${doubt}`, grant.source);
}

const isGroup = (principal: string) => principal === IAM_ALLOWED_PRINCIPALS || principal.endsWith(':IAMPrincipals');

/** What a grant is on, for people. */
export function describeTarget(resource: GrantResource): string {
  switch (resource.kind) {
    case 'catalog':
      return 'the catalogue';
    case 'database':
      return `database ${readable(resource.database)}`;
    case 'table':
      return readable(
        resource.table === undefined ? `every table of ${resource.database}` : `${resource.database}.${resource.table}`,
      );
    case 'columns':
      return readable(`${describeColumns(resource.columns)} of ${resource.database}.${resource.table}`);
    case 'filter':
      return readable(`filter ${resource.filter} of ${resource.database}.${resource.table}`);
    case 'location':
      return readable(formatLocation(resource.location));
    case 'tag':
      return `LF-Tag ${resource.key}`;
    case 'tag-policy':
      return `${resource.on === 'DATABASE' ? 'databases' : 'tables'} with ${describeExpression(resource.expression)}`;
  }
}

export function describeColumns(columns: ColumnSpec): string {
  if (columns.kind === 'all') return 'all columns';
  return columns.kind === 'only'
    ? `columns ${columns.names.join(', ')}`
    : `all columns but ${columns.names.join(', ')}`;
}

export const describeExpression = (expression: readonly TagCondition[]): string =>
  expression.map(({ key, values }) => `${key} = ${values.join(' or ')}`).join(' and ');
