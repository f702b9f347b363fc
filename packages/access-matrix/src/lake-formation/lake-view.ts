import { type Finding, fact } from './finding.ts';
import { GrantIndex, grantFact, type HeldGrants, type LakePrincipal } from './held-grants.ts';
import { LakeTags } from './lf-tags.ts';
import { formatLocation, holds, type S3Location, same } from './s3-location.ts';
import type { CellsFilter, LakeDatabase, LakeModel, LakeResource, LakeTable, RegisteredLocation } from './types.ts';

/** A place together with what is known of its registration. */
export interface Registration {
  /** `allow`: it is registered. */
  readonly finding: Finding;
  readonly hybrid: boolean;
}

/** A lake's facts, found quickly and combined: what the rules ask for. */
export class LakeView {
  readonly model: LakeModel;
  readonly tags: LakeTags;
  readonly #grants: GrantIndex;
  readonly #databases: ReadonlyMap<string, LakeDatabase>;
  readonly #tables: ReadonlyMap<string, LakeTable>;
  readonly #filters: ReadonlyMap<string, CellsFilter>;
  readonly #admins = new Map<string, Finding>();
  readonly #registrations = new Map<string, Registration>();

  constructor(model: LakeModel) {
    this.model = model;
    this.tags = new LakeTags(model.tags);
    this.#grants = new GrantIndex(model.grants);
    this.#databases = new Map(model.databases.map((database) => [database.name, database]));
    this.#tables = new Map(model.tables.map((table) => [`${table.database}.${table.name}`, table]));
    this.#filters = new Map(
      model.filters.map((filter) => [`${filter.database}.${filter.table}.${filter.name}`, filter]),
    );
  }

  database(name: string): LakeDatabase | undefined {
    return this.#databases.get(name);
  }

  table(database: string, name: string): LakeTable | undefined {
    return this.#tables.get(`${database}.${name}`);
  }

  filter(database: string, table: string, name: string): CellsFilter | undefined {
    return this.#filters.get(`${database}.${table}.${name}`);
  }

  grantsOf(principal: LakePrincipal): HeldGrants {
    return this.#grants.of(principal);
  }

  /** Whether nothing in the templates concerns the principal and the resource: neither a grant nor a role in the lake. */
  isStranger(principal: LakePrincipal, resource: LakeResource): boolean {
    const { readOnlyAdmins, deployer } = this.model;
    if (this.admin(principal).decision !== 'deny' || readOnlyAdmins.length > 0 || deployer === principal.arn)
      return false;
    const held = this.grantsOf(principal);
    switch (resource.kind) {
      case 'table':
        return held.tagPolicies.length === 0 && held.onTable(resource.database, resource.table).length === 0;
      case 'database':
        return held.isEmpty || (resource.at === undefined && !held.concerns(resource.database));
      default:
        return held.isEmpty;
    }
  }

  /** Whether the principal is a data lake administrator. */
  admin(principal: LakePrincipal): Finding {
    const known = this.#admins.get(principal.arn);
    if (known) return known;
    const finding = listed(this.model.admins, principal, 'a data lake administrator');
    this.#admins.set(principal.arn, finding);
    return finding;
  }

  readOnlyAdmin(principal: LakePrincipal): Finding {
    return listed(this.model.readOnlyAdmins, principal, 'a read-only administrator');
  }

  /** Whether the principal made a database or table: who deploys the templates makes all of theirs. */
  creator({ arn }: LakePrincipal): Finding {
    return this.model.deployer === arn
      ? fact('allow', 'it deploys the templates, so it created this')
      : fact('deny', 'it did not create this');
  }

  /** Whether IAMAllowedPrincipals holds Super on the database. */
  databaseOpen(database: string): Finding {
    const grant = this.#grants.opening(database);
    if (grant) return grantFact(grant, `gives ALL on database ${database}`, grant.uncertain);
    return this.database(database)?.open ?? fact('unknown', `database ${database} is not in the templates`);
  }

  /** Whether IAMAllowedPrincipals holds Super on the table. */
  tableOpen(database: string, table: string): Finding {
    const grant = this.#grants.opening(database, table);
    if (grant) return grantFact(grant, `gives ALL on ${database}.${table}`, grant.uncertain);
    return this.table(database, table)?.open ?? fact('unknown', `table ${database}.${table} is not in the templates`);
  }

  /** Whether Lake Formation guards a place: it, or a folder above it, is registered. */
  registration(location: S3Location): Registration {
    const key = formatLocation(location);
    const known = this.#registrations.get(key);
    if (known) return known;
    const registration = findRegistration(this.model.locations, location, key);
    this.#registrations.set(key, registration);
    return registration;
  }
}

function listed(entries: LakeModel['admins'], { arn }: LakePrincipal, what: string): Finding {
  const matched = entries.map((entry) => ({ entry, match: same(entry.arn, arn) }));
  const sure = matched.find(({ match }) => match === 'yes');
  if (sure) return fact('allow', `it is ${what}`, sure.entry.source);
  const perhaps = matched.find(({ match }) => match === 'maybe');
  if (perhaps) return fact('unknown', `it may be ${what}: one in the list is not known`, perhaps.entry.source);
  return fact('deny', `it is not ${what}`);
}

function findRegistration(locations: readonly RegisteredLocation[], location: S3Location, name: string): Registration {
  const matched = locations.map((registered) => ({ registered, match: holds(registered.location, location) }));
  const sure = matched.filter(({ match, registered }) => match === 'yes' && registered.uncertain === undefined);
  // The nearest folder decides: a subfolder may be registered in another mode than what is above it.
  const [nearest] = sure.toSorted((a, b) => b.registered.location.prefix.length - a.registered.location.prefix.length);
  if (nearest) {
    const { registered } = nearest;
    const text = `${name} is registered (${registered.source.logicalId}: ${formatLocation(registered.location)}${registered.hybrid ? ', hybrid access mode' : ''})`;
    return { finding: fact('allow', text, registered.source), hybrid: registered.hybrid };
  }
  const perhaps = matched.find(({ match }) => match !== 'no');
  if (perhaps) {
    const text = `whether ${name} is registered is not known`;
    return { finding: fact('unknown', text, perhaps.registered.source), hybrid: perhaps.registered.hybrid };
  }
  return { finding: fact('deny', `${name} is not registered`), hybrid: false };
}
