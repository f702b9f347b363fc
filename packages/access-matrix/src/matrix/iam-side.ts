import type { ResourcePolicy } from '../iam/types.ts';
import type { LakeFormation } from '../lake-formation/decide.ts';
import { allOf, anyOf, type Finding, fact, reasonOf } from '../lake-formation/finding.ts';
import type { LakeArns } from '../lake-formation/lake-arns.ts';
import { formatLocation, type S3Location } from '../lake-formation/s3-location.ts';
import type { LakeDecision, LakeModel, LakeResource, LakeTable, Workgroup } from '../lake-formation/types.ts';
import { isUnresolved, readable } from '../template/unresolved.ts';
import { allAnswers, BY_ATHENA, DIRECT, IamAnswers, NOT_IN_TEMPLATES } from './iam-answers.ts';
import { ActionsOf } from './policy-actions.ts';
import { Probes } from './probes.ts';
import type { Persona } from './types.ts';

/** IAM actions on the Data Catalog for each of the rights that Lake Formation names otherwise. */
const TABLE_ACTIONS: ReadonlyMap<string, string> = new Map([
  ['DESCRIBE', 'glue:GetTable'],
  ['ALTER', 'glue:UpdateTable'],
  ['DROP', 'glue:DeleteTable'],
]);

const DATABASE_ACTIONS: ReadonlyMap<string, string> = new Map([
  ['DESCRIBE', 'glue:GetDatabase'],
  ['ALTER', 'glue:UpdateDatabase'],
  ['DROP', 'glue:DeleteDatabase'],
]);

/** How a query reaches the data of a table. */
interface DataWay {
  readonly name: string;
  /** On the objects, where the caller's own rights decide. */
  readonly actions: readonly string[];
  readonly ownCredentials: LakeDecision['ownCredentials'];
}

const LENT: DataWay = { name: 'lent credentials', actions: [], ownCredentials: undefined };
const READ = ['s3:GetObject'];
const WRITE = ['s3:GetObject', 's3:PutObject'];
const OWN_WAYS = {
  read: {
    yes: { name: 'own credentials read', actions: READ, ownCredentials: 'yes' },
    perhaps: { name: 'perhaps own credentials read', actions: READ, ownCredentials: 'perhaps' },
  },
  write: {
    yes: { name: 'own credentials write', actions: WRITE, ownCredentials: 'yes' },
    perhaps: { name: 'perhaps own credentials write', actions: WRITE, ownCredentials: 'perhaps' },
  },
} as const;

const wayOf = (action: string, { ownCredentials }: LakeDecision): DataWay =>
  ownCredentials === undefined ? LENT : OWN_WAYS[action === 'SELECT' ? 'read' : 'write'][ownCredentials];

/**
 * IAM's half of each action, for one persona in one lake: every action that has to be allowed, on every resource that
 * AWS asks about.
 * @see https://docs.aws.amazon.com/lake-formation/latest/dg/permissions-reference.html
 * @see https://docs.aws.amazon.com/glue/latest/dg/glue-specifying-resource-arns.html (a table needs its database and the catalogue)
 * @see https://docs.aws.amazon.com/athena/latest/ug/security-iam-athena.html
 */
export class IamSide {
  readonly #persona: Persona;
  readonly #model: LakeModel;
  readonly #arns: LakeArns;
  readonly #probes: Probes;
  readonly #direct: IamAnswers;
  readonly #byAthena: IamAnswers;

  constructor(persona: Persona, { model, arns }: LakeFormation, resourcePolicies: readonly ResourcePolicy[]) {
    const principal = persona.iam?.principal;
    const actions = new ActionsOf(principal, resourcePolicies);
    this.#persona = persona;
    this.#model = model;
    this.#arns = arns;
    this.#direct = new IamAnswers(persona, actions, DIRECT);
    this.#byAthena = new IamAnswers(persona, actions, BY_ATHENA);
    this.#probes = new Probes(principal, resourcePolicies);
  }

  /** `lake` is what Lake Formation said: it tells whose credentials read the data. */
  decide(action: string, resource: LakeResource, table: LakeTable | undefined, lake: LakeDecision): Finding {
    if (!this.#persona.iam) return UNKNOWN_POLICIES;
    switch (resource.kind) {
      case 'catalog':
        return this.#onCatalog(action);
      case 'location':
        return this.#onLocation(action, resource.location);
      case 'database':
        return this.#onDatabase(action, resource.database);
      case 'table':
        return this.#onTable(action, resource, table, lake);
      case 'workgroup':
        return action === 'athena:StartQueryExecution'
          ? this.#workgroup(resource.name)
          : this.#direct.ask(action, resource.arn);
      case 'role':
        return this.#onRole(action, resource.arn, resource.service);
      default:
        return this.#direct.ask(action, resource.arn);
    }
  }

  #onRole(action: string, arn: string, service: string | undefined): Finding {
    const direct = this.#direct;
    return (service === undefined ? direct : direct.with('iam:PassedToService', service)).ask(action, arn);
  }

  #onCatalog(action: string): Finding {
    if (action === 'CreateDatabase') return this.#createDatabase();
    return this.#lakeFormation(action);
  }

  /** Actions of Lake Formation name no resource. */
  #lakeFormation(action: string): Finding {
    return this.#direct.askOnce(`lakeformation:${action}`, '*');
  }

  #createDatabase(): Finding {
    const direct = this.#direct;
    const known = direct.known('create database', undefined);
    if (known) return known;
    const names = this.#probes.below(this.#arns.anyDatabase, 'any_new_database');
    const catalog = direct.ask('glue:CreateDatabase', this.#arns.catalog);
    const one = names.map((arn) => allAnswers([catalog, direct.ask('glue:CreateDatabase', arn)]));
    return direct.keep('create database', undefined, orOf('glue:CreateDatabase for some name', one));
  }

  #onLocation(action: string, location: S3Location): Finding {
    if (action === 'CreateDatabase') return this.#createDatabase();
    if (action === 'RegisterResource') return this.#register(location);
    if (action.startsWith('s3:')) return this.#object(action, location, this.#direct);
    return this.#lakeFormation(action);
  }

  /**
   * Registering takes the right to pass a role on, or to make the service-linked one.
   * @see https://docs.aws.amazon.com/lake-formation/latest/dg/register-location.html
   */
  #register(location: S3Location): Finding {
    const { locations, partition, account } = this.#model;
    const own = locations.find((one) => formatLocation(one.location) === formatLocation(location))?.roleArn;
    const roles = [...new Set(own === undefined ? locations.flatMap(({ roleArn }) => roleArn ?? []) : [own])];
    const linked = `arn:${partition}:iam::${account}:role/aws-service-role/lakeformation.amazonaws.com/AWSServiceRoleForLakeFormationDataAccess`;
    const passing = this.#direct.with('iam:PassedToService', 'lakeformation.amazonaws.com');
    const linking = this.#direct.with('iam:AWSServiceName', 'lakeformation.amazonaws.com');
    return allOf('it may register the location', [
      this.#direct.ask('lakeformation:RegisterResource', '*'),
      anyOf('it may hand over a role that reads the location', [
        ...roles.map((role) => passing.ask('iam:PassRole', role)),
        allAnswers([linking.ask('iam:CreateServiceLinkedRole', linked), this.#direct.ask('iam:PutRolePolicy', linked)]),
      ]),
    ]);
  }

  #onDatabase(action: string, database: string): Finding {
    const glue = DATABASE_ACTIONS.get(action);
    if (glue !== undefined) return this.#onGlueDatabase(glue, database, this.#direct);
    if (action !== 'CreateTable') return this.#lakeFormation(action);
    const direct = this.#direct;
    const known = direct.known('create table', database);
    if (known) return known;
    const names = this.#probes.below(this.#arns.anyTable(database), 'any_new_table');
    const above = this.#onGlueDatabase('glue:CreateTable', database, direct);
    const one = names.map((arn) => allAnswers([above, direct.ask('glue:CreateTable', arn)]));
    return direct.keep('create table', database, orOf('glue:CreateTable for some name', one));
  }

  #onTable(
    action: string,
    { database, table: name }: { readonly database: string; readonly table: string },
    table: LakeTable | undefined,
    lake: LakeDecision,
  ): Finding {
    const glue = TABLE_ACTIONS.get(action);
    if (glue !== undefined) return this.#onGlueTable(glue, database, name, this.#direct);
    if (action === 'GrantPermissions') return this.#lakeFormation(action);
    if (!table) return this.#query(undefined, LENT);
    const way = wayOf(action, lake);
    const direct = this.#direct;
    return direct.known(way.name, table) ?? direct.keep(way.name, table, this.#query(table, way));
  }

  /** Athena is one engine of several: whoever has the data's half reads it with Glue, EMR or Redshift Spectrum, too. */
  #query(table: LakeTable | undefined, way: DataWay): Finding {
    const workgroup = this.#someWorkgroup();
    const path = this.#dataPath(table, way, this.#byAthena);
    const byAthena = workgroup ? allAnswers([workgroup, path]) : path;
    if (byAthena.decision === 'allow') return byAthena;
    const note = workgroup ? ' (no Athena workgroup is its own, but other engines read for it)' : '';
    const other = allAnswers([this.#dataPath(table, way, this.#direct)], note);
    const whole = anyOf('an engine reads for it', [byAthena, other]);
    return whole.decision === 'deny' ? { ...whole, summary: reasonOf(other) } : whole;
  }

  /** What every engine needs: the table's definition, and credentials for its data. */
  #dataPath(table: LakeTable | undefined, way: DataWay, iam: IamAnswers): Finding {
    if (!table) return fact('unknown', 'the table is not in the templates');
    const { database, name, columns } = table;
    const parts = [
      this.#onGlueDatabase('glue:GetDatabase', database, iam),
      this.#onGlueTable('glue:GetTable', database, name, iam),
    ];
    const partitioned = columns?.some(({ isPartitionKey }) => isPartitionKey) === true;
    if (partitioned) parts.push(this.#onGlueTable('glue:GetPartitions', database, name, iam));
    parts.push(this.#data(table, way, iam));
    return allAnswers(parts);
  }

  /** Who reads the data: Lake Formation's role, or the persona itself. */
  #data({ location }: LakeTable, { actions, ownCredentials }: DataWay, iam: IamAnswers): Finding {
    const lent = iam.askOnce('lakeformation:GetDataAccess', '*');
    if (ownCredentials === undefined || !location) return lent;
    const own = allAnswers(actions.map((action) => this.#object(action, location, iam)));
    if (ownCredentials === 'yes') return own;
    const doubt = 'whether Lake Formation lends its credentials here is not documented';
    return anyOf('own or lent credentials read the data', [own, allOf(doubt, [lent, fact('unknown', doubt)])]);
  }

  /** A workgroup to query in; undefined when the templates have none. */
  #someWorkgroup(): Finding | undefined {
    const { workgroups } = this.#model;
    if (workgroups.length === 0) return undefined;
    const known = this.#direct.known('some workgroup', undefined);
    if (known) return known;
    const each = workgroups.map((workgroup) => this.#queryIn(workgroup));
    return this.#direct.keep('some workgroup', undefined, anyOf('it can query in a workgroup', each));
  }

  #workgroup(name: string): Finding {
    const workgroup = this.#model.workgroups.find((one) => one.name === name);
    return workgroup ? this.#queryIn(workgroup) : fact('unknown', `workgroup ${name} is not in the templates`);
  }

  /** Running a query in a workgroup: its results have to be written and read, too. */
  #queryIn(workgroup: Workgroup): Finding {
    const start = ['athena:StartQueryExecution', 'athena:GetQueryExecution', 'athena:GetQueryResults'];
    return allAnswers([...start.map((action) => this.#direct.ask(action, workgroup.arn)), ...this.#results(workgroup)]);
  }

  /** What a query cannot do without at the place of its results. */
  #results({ results, managedResults, keyArn, clientMayOverride, name }: Workgroup): Finding[] {
    if (managedResults) return [];
    if (!results || clientMayOverride) {
      return [fact('unknown', `where results of workgroup ${name} go, the client says, not the templates`)];
    }
    const bucket = `arn:${this.#model.partition}:s3:::${results.bucket}`;
    const objects = this.#probes.below(this.#arns.objects(results));
    const key = keyArn ?? this.#model.buckets.find((one) => one.name === results.bucket)?.keyArn;
    return [
      this.#byAthena.ask('s3:GetBucketLocation', bucket),
      ...['s3:PutObject', 's3:GetObject'].map((action) => this.#byAthena.part(action, objects)),
      ...['kms:GenerateDataKey', 'kms:Decrypt'].flatMap((action) => this.#key(action, key, this.#byAthena)),
    ];
  }

  /** An object at the place, some of them at least, and the bucket's key. */
  #object(action: string, location: S3Location, iam: IamAnswers): Finding {
    const bucket = this.#model.buckets.find(({ name }) => name === location.bucket);
    const objects = iam.part(action, this.#probes.below(this.#arns.objects(location)));
    if (action === 's3:DeleteObject' || bucket?.keyArn === undefined) return objects;
    const kms = action === 's3:PutObject' ? 'kms:GenerateDataKey' : 'kms:Decrypt';
    return allAnswers([objects, ...this.#key(kms, bucket.keyArn, iam)]);
  }

  #key(action: string, key: string | undefined, iam: IamAnswers): Finding[] {
    // The key that S3 makes by itself serves everybody in the account whom S3 lets in.
    if (key === undefined || key.endsWith('alias/aws/s3')) return [];
    const { partition, region, account } = this.#model;
    const isAlias = key.includes('alias/');
    if (isAlias) return [fact('unknown', `which key ${readable(key)} is, the templates do not say`)];
    const arn =
      key.startsWith('arn:') || isUnresolved(key) ? key : `arn:${partition}:kms:${region}:${account}:key/${key}`;
    return [iam.with('kms:ViaService', `s3.${region}.amazonaws.com`).askOnce(action, arn)];
  }

  /** Glue asks about the catalogue, too, for everything in it. */
  #onGlueDatabase(action: string, database: string, iam: IamAnswers): Finding {
    const known = iam.known(action, database);
    if (known) return known;
    const { catalog } = this.#arns;
    const both = allAnswers([iam.ask(action, catalog), iam.ask(action, this.#arns.database(database))]);
    return iam.keep(action, database, both);
  }

  #onGlueTable(action: string, database: string, table: string, iam: IamAnswers): Finding {
    const above = this.#onGlueDatabase(action, database, iam);
    return allAnswers([above, iam.ask(action, this.#arns.table(database, table))]);
  }
}

/** Any of some answers; one alone stands for itself. */
const orOf = (text: string, answers: readonly Finding[]): Finding =>
  answers.length === 1 && answers[0] ? answers[0] : anyOf(text, answers);

const UNKNOWN_POLICIES = fact('unknown', NOT_IN_TEMPLATES);
