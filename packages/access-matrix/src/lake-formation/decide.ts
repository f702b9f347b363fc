import { allOf, anyOf, type Finding, fact } from './finding.ts';
import { describeTarget, findGrantOption, findPermission, type HeldGrant, type LakePrincipal } from './held-grants.ts';
import { LakeArns } from './lake-arns.ts';
import { LakeView } from './lake-view.ts';
import { matches } from './lf-tags.ts';
import { formatLocation, holds, type S3Location } from './s3-location.ts';
import { selectOnTable } from './select.ts';
import type { LakeDecision, LakeModel, LakePermission, LakeResource, LakeTable } from './types.ts';

/** Actions that Lake Formation has a say in. Every other one is IAM's alone. */
export const LAKE_ACTIONS = [
  'SELECT',
  'INSERT',
  'DELETE',
  'DESCRIBE',
  'ALTER',
  'DROP',
  'CreateDatabase',
  'CreateTable',
  'GrantPermissions',
] as const;
export type LakeAction = (typeof LAKE_ACTIONS)[number];

const KNOWN_ACTIONS: ReadonlySet<string> = new Set(LAKE_ACTIONS);

function isLakeAction(action: string): action is LakeAction {
  return KNOWN_ACTIONS.has(action);
}

/**
 * Lake Formation's side: its grants only allow, and they add up.
 * @see https://docs.aws.amazon.com/lake-formation/latest/dg/lf-permissions-reference.html
 * @see https://docs.aws.amazon.com/lake-formation/latest/dg/implicit-permissions.html
 */
export class LakeFormation {
  readonly model: LakeModel;
  readonly arns: LakeArns;
  readonly #view: LakeView;
  /** Whoever has nothing to do with a resource gets the same answer as all others of that kind. */
  readonly #forStrangers = new WeakMap<LakeResource, Map<LakeAction, LakeDecision>>();

  constructor(model: LakeModel) {
    this.model = model;
    this.arns = new LakeArns(model);
    this.#view = new LakeView(model);
  }

  /** A table of the templates, by its database and name. */
  table(database: string, name: string): LakeTable | undefined {
    return this.#view.table(database, name);
  }

  /** `allow`: the place is registered, that is, Lake Formation guards it. */
  registered(location: S3Location): Finding {
    return this.#view.registration(location).finding;
  }

  /** What Lake Formation answers to an action, whatever IAM says; what is none of its business it does not refuse. */
  decide(principal: LakePrincipal, action: string, resource: LakeResource): LakeDecision {
    if (!isLakeAction(action)) return NOT_ASKED_DECISION;
    if (!this.#view.isStranger(principal, resource)) return this.#decide(principal, action, resource);
    const answers = this.#strangersOn(resource);
    const known = answers.get(action);
    if (known) return known;
    const decision = this.#decide(principal, action, resource);
    answers.set(action, decision);
    return decision;
  }

  /** By the resource as an object: the matrix asks every principal about the same ones. */
  #strangersOn(resource: LakeResource): Map<LakeAction, LakeDecision> {
    const known = this.#forStrangers.get(resource);
    if (known) return known;
    const answers = new Map<LakeAction, LakeDecision>();
    this.#forStrangers.set(resource, answers);
    return answers;
  }

  #decide(principal: LakePrincipal, action: LakeAction, resource: LakeResource): LakeDecision {
    switch (resource.kind) {
      case 'catalog':
        return { finding: this.#onCatalog(principal, action) };
      case 'location':
        return { finding: this.#onLocation(principal, action, resource.location) };
      case 'database':
        return { finding: this.#onDatabase(principal, action, resource.database, resource.at) };
      case 'table':
        return this.#onTable(principal, action, resource.database, resource.table);
      default:
        return NOT_ASKED_DECISION;
    }
  }

  #onCatalog(principal: LakePrincipal, action: LakeAction): Finding {
    if (action === 'CreateDatabase') return this.#createDatabase(principal);
    if (action === 'GrantPermissions')
      return this.#grantOn(principal, 'the catalogue', this.#view.grantsOf(principal).catalog);
    return fact('deny', `${action} is nothing that is done to the catalogue`);
  }

  #createDatabase(principal: LakePrincipal): Finding {
    const { catalog } = this.#view.grantsOf(principal);
    return anyOf('it may create databases', [
      this.#view.admin(principal),
      granted('CREATE_DATABASE', 'on the catalogue', catalog),
      this.#view.model.catalogOpen,
    ]);
  }

  #onLocation(principal: LakePrincipal, action: LakeAction, location: S3Location): Finding {
    const { locations } = this.#view.grantsOf(principal);
    if (action === 'GrantPermissions') {
      const { finding } = this.#view.registration(location);
      if (finding.decision === 'deny') return fact('deny', `${finding.text}, and nothing is granted on such a place`);
      return this.#grantOn(principal, formatLocation(location), covering(locations, location));
    }
    if (action !== 'CreateDatabase') return fact('deny', `${action} is nothing that is done to a location`);
    const place = anyOf(`it may use ${formatLocation(location)}`, this.#mayUse(principal, location));
    return allOf(`it may create a database at ${formatLocation(location)}`, [this.#createDatabase(principal), place]);
  }

  /** The ways in which a place may be used for something new: Lake Formation asks only where the place is registered. */
  #mayUse(principal: LakePrincipal, location: S3Location): Finding[] {
    const { finding } = this.#view.registration(location);
    const unregistered =
      finding.decision === 'deny'
        ? fact('allow', `${finding.text}, so that no data location permission is asked for`)
        : fact(finding.decision === 'allow' ? 'deny' : 'unknown', finding.text, finding.source);
    const { locations } = this.#view.grantsOf(principal);
    const name = formatLocation(location);
    return [
      unregistered,
      this.#view.admin(principal),
      granted('DATA_LOCATION_ACCESS', `on ${name} or above`, covering(locations, location)),
    ];
  }

  #onDatabase(principal: LakePrincipal, action: LakeAction, database: string, at: S3Location | undefined): Finding {
    switch (action) {
      case 'CreateTable':
        return this.#createTable(principal, database, at);
      case 'DESCRIBE':
        return this.#describeDatabase(principal, database);
      case 'ALTER':
      case 'DROP':
        return this.#databasePermission(principal, action, database);
      case 'GrantPermissions':
        return this.#grantOn(
          principal,
          `database ${database}`,
          [...this.#view.grantsOf(principal).onDatabase(database), ...this.#byTags(principal, 'DATABASE', database)],
          this.#view.creator(principal),
        );
      default:
        return fact('deny', `${action} is nothing that is done to a database`);
    }
  }

  /**
   * A table in a registered place needs the place too; below the database's own registered location that right is
   * implicit.
   * @see https://docs.aws.amazon.com/lake-formation/latest/dg/access-control-underlying-data.html
   */
  #createTable(principal: LakePrincipal, database: string, at: S3Location | undefined): Finding {
    const may = this.#databasePermission(principal, 'CREATE_TABLE', database);
    if (!at) return may;
    const own = this.#view.database(database)?.location;
    const ownRegistered = own && this.#view.registration(own).finding;
    const below = own && ownRegistered?.decision === 'allow' ? holds(own, at) : 'no';
    const implicit =
      own && below === 'yes'
        ? [fact('allow', `${formatLocation(at)} lies in the registered location of database ${database}`)]
        : [];
    return allOf(`it may create a table of ${database} at ${formatLocation(at)}`, [
      may,
      anyOf(`it may use ${formatLocation(at)}`, [...implicit, ...this.#mayUse(principal, at)]),
    ]);
  }

  #databasePermission(principal: LakePrincipal, permission: LakePermission, database: string): Finding {
    const { onDatabase } = this.#databaseGrants(principal, database);
    return anyOf(`${permission} on database ${database}`, [
      granted(permission, `on database ${database}`, onDatabase),
      this.#view.creator(principal),
      this.#view.databaseOpen(database),
    ]);
  }

  #databaseGrants(principal: LakePrincipal, database: string) {
    const held = this.#view.grantsOf(principal);
    return { onDatabase: [...held.onDatabase(database), ...this.#byTags(principal, 'DATABASE', database)] };
  }

  /** Any permission shows the database; one on a table in it too, as the tutorials do it (inferred). */
  #describeDatabase(principal: LakePrincipal, database: string): Finding {
    const { onDatabase } = this.#databaseGrants(principal, database);
    const inside = this.#view.grantsOf(principal).inDatabase(database);
    return anyOf(`DESCRIBE on database ${database}`, [
      this.#sees(principal),
      granted('any', `on database ${database}`, onDatabase),
      granted('any', `on a table of ${database}`, inside),
      this.#view.creator(principal),
      this.#view.databaseOpen(database),
    ]);
  }

  /** Administrators see everything in the catalogue. */
  #sees(principal: LakePrincipal): Finding {
    const admin = this.#view.admin(principal);
    if (this.#view.model.readOnlyAdmins.length === 0 || admin.decision === 'allow') return admin;
    return anyOf('it is no administrator, not even a read-only one', [admin, this.#view.readOnlyAdmin(principal)]);
  }

  #onTable(principal: LakePrincipal, action: LakeAction, database: string, name: string): LakeDecision {
    const table = this.#view.table(database, name);
    if (!table) return { finding: fact('unknown', `table ${database}.${name} is not in the templates`) };
    switch (action) {
      case 'SELECT':
        return selectOnTable(this.#view, principal, table);
      case 'INSERT':
      case 'DELETE':
        return this.#writeTable(principal, action, table);
      case 'DESCRIBE':
        return { finding: this.#describeTable(principal, table) };
      case 'ALTER':
      case 'DROP':
        return { finding: this.#tablePermission(principal, action, table) };
      case 'GrantPermissions':
        return { finding: this.#grantOnTable(principal, table) };
      default:
        return { finding: fact('deny', `${action} is nothing that is done to a table`) };
    }
  }

  #writeTable(principal: LakePrincipal, action: LakePermission, table: LakeTable): LakeDecision {
    const finding = this.#tablePermission(principal, action, table);
    if (!table.location) return { finding };
    const { finding: registered } = this.#view.registration(table.location);
    if (registered.decision !== 'allow')
      return { finding, ownCredentials: registered.decision === 'deny' ? 'yes' : 'perhaps' };
    const open = this.#view.tableOpen(table.database, table.name).decision !== 'deny';
    return open ? { finding, ownCredentials: 'perhaps' } : { finding };
  }

  #tableGrants(principal: LakePrincipal, { database, name }: LakeTable): readonly HeldGrant[] {
    const held = this.#view.grantsOf(principal);
    return [...held.onTable(database, name), ...this.#byTags(principal, 'TABLE', database, name)];
  }

  #tablePermission(principal: LakePrincipal, permission: LakePermission, table: LakeTable): Finding {
    const name = `${table.database}.${table.name}`;
    return anyOf(`${permission} on ${name}`, [
      granted(permission, `on ${name}`, this.#tableGrants(principal, table)),
      this.#view.creator(principal),
      this.#openTable(table),
    ]);
  }

  #describeTable(principal: LakePrincipal, table: LakeTable): Finding {
    const name = `${table.database}.${table.name}`;
    return anyOf(`DESCRIBE on ${name}`, [
      this.#sees(principal),
      granted('any', `on ${name}`, this.#tableGrants(principal, table)),
      this.#view.creator(principal),
      this.#openTable(table),
    ]);
  }

  #grantOnTable(principal: LakePrincipal, table: LakeTable): Finding {
    const name = `${table.database}.${table.name}`;
    return this.#grantOn(principal, name, this.#tableGrants(principal, table), this.#view.creator(principal));
  }

  /** In hybrid access mode an open table is closed to those who have opted in, whom no template names. */
  #openTable(table: LakeTable): Finding {
    const open = this.#view.tableOpen(table.database, table.name);
    const hybrid = table.location !== undefined && this.#view.registration(table.location).hybrid;
    if (open.decision !== 'allow' || !hybrid) return open;
    return fact(
      'unknown',
      `${open.text}, but whoever has opted in to Lake Formation (hybrid access mode) needs a grant`,
      open.source,
    );
  }

  #byTags(principal: LakePrincipal, on: 'DATABASE' | 'TABLE', database: string, table?: string): HeldGrant[] {
    const { tagPolicies } = this.#view.grantsOf(principal);
    if (tagPolicies.length === 0) return [];
    const { tags } = this.#view;
    const values = table === undefined ? tags.ofDatabase(database) : tags.ofTable(database, table);
    return tagPolicies.filter(({ grant: { resource } }) => {
      return resource.kind === 'tag-policy' && resource.on === on && matches(resource.expression, values);
    });
  }

  #grantOn(principal: LakePrincipal, what: string, held: readonly HeldGrant[], creator?: Finding): Finding {
    const options = held.flatMap((grant) => findGrantOption(grant) ?? []);
    return anyOf(`it may grant on ${what}`, [
      this.#view.admin(principal),
      anyOf(
        options.length === 0 ? `it has no permission with grant option on ${what}` : 'it has a grant option',
        options,
      ),
      ...(creator ? [creator] : []),
    ]);
  }
}

/** Lake Formation's side of an action that it has no say in. */
export const NOT_ASKED = 'not asked: IAM alone decides';
const NOT_ASKED_DECISION: LakeDecision = { finding: fact('allow', NOT_ASKED) };

/** The grants that give a permission, or the sentence that none does. */
function granted(permission: LakePermission, where: string, held: readonly HeldGrant[]): Finding {
  const findings = held.flatMap((grant) => findPermission(grant, permission) ?? []);
  if (findings.length > 0) return anyOf(`${permission} ${where} by a grant`, findings);
  return fact('deny', `no grant gives it ${permission === 'any' ? 'anything' : permission} ${where}`);
}

/** Data location grants whose place is the location or lies above it. */
function covering(held: readonly HeldGrant[], location: S3Location): HeldGrant[] {
  return held.flatMap((one) => {
    const { resource } = one.grant;
    const match = resource.kind === 'location' ? holds(resource.location, location) : 'no';
    if (match === 'no') return [];
    return [match === 'yes' ? one : { ...one, doubt: one.doubt ?? `${describeTarget(resource)} may be another place` }];
  });
}
