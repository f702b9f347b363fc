import type { ResourcePolicy } from '../iam/types.ts';
import { allOf, anyOf, type Finding, fact, reasonOf } from '../lake-formation/finding.ts';
import { formatLocation, objectArnPrefix, type S3Location } from '../lake-formation/s3-location.ts';
import type { LakeDecision, LakeModel, LakeResource, LakeTable, Workgroup } from '../lake-formation/types.ts';
import { isUnresolved, readable } from '../template/unresolved.ts';
import { BY_ATHENA, type Call, DIRECT, IamAnswers, NOT_IN_TEMPLATES, withKey } from './iam-answers.ts';
import { Probes } from './probes.ts';
import type { Persona } from './types.ts';

/** IAM actions on the Data Catalog for each of the rights that Lake Formation names otherwise. */
const TABLE_ACTIONS: Readonly<Record<string, string>> = {
  DESCRIBE: 'glue:GetTable',
  ALTER: 'glue:UpdateTable',
  DROP: 'glue:DeleteTable',
};
const READ = ['s3:GetObject'];
const WRITE = ['s3:GetObject', 's3:PutObject'];

const DATABASE_ACTIONS: Readonly<Record<string, string>> = {
  DESCRIBE: 'glue:GetDatabase',
  ALTER: 'glue:UpdateDatabase',
  DROP: 'glue:DeleteDatabase',
};

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
  readonly #probes: Probes;
  readonly #iam: IamAnswers;

  constructor(persona: Persona, model: LakeModel, resourcePolicies: readonly ResourcePolicy[]) {
    this.#persona = persona;
    this.#model = model;
    this.#iam = new IamAnswers(persona, resourcePolicies);
    this.#probes = new Probes(persona.iam?.principal, resourcePolicies);
  }

  /** `lake` is what Lake Formation said: it tells whose credentials read the data. */
  decide(action: string, resource: LakeResource, table: LakeTable | undefined, lake: LakeDecision): Finding {
    if (!this.#persona.iam) return fact('unknown', NOT_IN_TEMPLATES);
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
          : this.#iam.ask(action, resource.arn);
      case 'role':
        return this.#iam.ask(
          action,
          resource.arn,
          resource.service ? withKey(DIRECT, 'iam:PassedToService', resource.service) : DIRECT,
        );
      default:
        return this.#iam.ask(action, resource.arn);
    }
  }

  #onCatalog(action: string): Finding {
    if (action === 'CreateDatabase') return this.#createDatabase();
    return this.#lakeFormation(action);
  }

  /** Actions of Lake Formation name no resource. */
  #lakeFormation(action: string): Finding {
    return this.#iam.askOnce(`lakeformation:${action}`, '*');
  }

  #createDatabase(): Finding {
    return this.#iam.once('create database', () => {
      const names = this.#probes.below(this.#glueArn('database/'), 'any_new_database');
      const catalog = this.#iam.ask('glue:CreateDatabase', this.#glueArn('catalog'));
      const one = names.map((arn) => this.#iam.all([catalog, this.#iam.ask('glue:CreateDatabase', arn)]));
      return one.length === 1 && one[0] ? one[0] : anyOf('glue:CreateDatabase for some name', one);
    });
  }

  #onLocation(action: string, location: S3Location): Finding {
    if (action === 'CreateDatabase') return this.#createDatabase();
    if (action === 'RegisterResource') return this.#register(location);
    if (action.startsWith('s3:')) return this.#object(action, location, DIRECT);
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
    const service = withKey(DIRECT, 'iam:AWSServiceName', 'lakeformation.amazonaws.com');
    return allOf('it may register the location', [
      this.#iam.ask('lakeformation:RegisterResource', '*'),
      anyOf('it may hand over a role that reads the location', [
        ...roles.map((role) =>
          this.#iam.ask('iam:PassRole', role, withKey(DIRECT, 'iam:PassedToService', 'lakeformation.amazonaws.com')),
        ),
        this.#iam.all([
          this.#iam.ask('iam:CreateServiceLinkedRole', linked, service),
          this.#iam.ask('iam:PutRolePolicy', linked),
        ]),
      ]),
    ]);
  }

  #onDatabase(action: string, database: string): Finding {
    const glue = Object.hasOwn(DATABASE_ACTIONS, action) ? DATABASE_ACTIONS[action] : undefined;
    if (glue !== undefined) return this.#onGlueDatabase(glue, database, DIRECT);
    if (action !== 'CreateTable') return this.#lakeFormation(action);
    return this.#iam.once(`create table ${database}`, () => {
      const names = this.#probes.below(this.#glueArn(`table/${database}/`), 'any_new_table');
      const above = this.#onGlueDatabase('glue:CreateTable', database, DIRECT);
      const one = names.map((arn) => this.#iam.all([above, this.#iam.ask('glue:CreateTable', arn)]));
      return one.length === 1 && one[0] ? one[0] : anyOf('glue:CreateTable for some name', one);
    });
  }

  #onTable(
    action: string,
    { database, table: name }: { readonly database: string; readonly table: string },
    table: LakeTable | undefined,
    lake: LakeDecision,
  ): Finding {
    const glue = Object.hasOwn(TABLE_ACTIONS, action) ? TABLE_ACTIONS[action] : undefined;
    if (glue !== undefined) return this.#onGlueTable(glue, database, name, DIRECT);
    if (action === 'GrantPermissions') return this.#lakeFormation(action);
    // Athena is one engine of several: whoever has the data's half reads it with Glue, EMR or Redshift Spectrum, too.
    const byAthena = this.#iam.all([...this.#someWorkgroup(), this.#dataPath(action, table, lake, BY_ATHENA)]);
    if (byAthena.decision === 'allow') return byAthena;
    const isOther = this.#model.workgroups.length > 0;
    const note = isOther ? ' (no Athena workgroup is its own, but other engines read for it)' : '';
    const other = this.#iam.all([this.#dataPath(action, table, lake, DIRECT)], note);
    const whole = anyOf('an engine reads for it', [byAthena, other]);
    return whole.decision === 'deny' ? { ...whole, summary: reasonOf(other) } : whole;
  }

  /** What every engine needs: the table's definition, and credentials for its data. */
  #dataPath(action: string, table: LakeTable | undefined, lake: LakeDecision, call: Call): Finding {
    if (!table) return fact('unknown', 'the table is not in the templates');
    const { database, name, columns } = table;
    const actions = action === 'SELECT' || lake.ownCredentials === undefined ? READ : WRITE;
    const key = `data of ${database}.${name} ${actions.join()} ${lake.ownCredentials} ${call.name}`;
    return this.#iam.once(key, () => {
      const partitioned = columns?.some(({ isPartitionKey }) => isPartitionKey) === true;
      return this.#iam.all([
        this.#onGlueDatabase('glue:GetDatabase', database, call),
        this.#onGlueTable('glue:GetTable', database, name, call),
        ...(partitioned ? [this.#onGlueTable('glue:GetPartitions', database, name, call)] : []),
        this.#data(actions, table, lake, call),
      ]);
    });
  }

  /** Who reads the data: Lake Formation's role, or the persona itself. */
  #data(actions: readonly string[], { location }: LakeTable, { ownCredentials }: LakeDecision, call: Call): Finding {
    const lent = this.#iam.askOnce('lakeformation:GetDataAccess', '*', call);
    if (ownCredentials === undefined || !location) return lent;
    const own = this.#iam.all(actions.map((action) => this.#object(action, location, call)));
    if (ownCredentials === 'yes') return own;
    const doubt = 'whether Lake Formation lends its credentials here is not documented';
    return anyOf('own or lent credentials read the data', [own, allOf(doubt, [lent, fact('unknown', doubt)])]);
  }

  /** A workgroup to query in; nothing when the templates have none. */
  #someWorkgroup(): Finding[] {
    const { workgroups } = this.#model;
    if (workgroups.length === 0) return [];
    return [
      this.#iam.once('workgroup', () =>
        anyOf(
          'it can query in a workgroup',
          workgroups.map((workgroup) => this.#query(workgroup)),
        ),
      ),
    ];
  }

  #workgroup(name: string): Finding {
    const workgroup = this.#model.workgroups.find((one) => one.name === name);
    return workgroup ? this.#query(workgroup) : fact('unknown', `workgroup ${name} is not in the templates`);
  }

  /** Running a query in a workgroup: its results have to be written and read, too. */
  #query(workgroup: Workgroup): Finding {
    const start = ['athena:StartQueryExecution', 'athena:GetQueryExecution', 'athena:GetQueryResults'];
    return this.#iam.all([...start.map((action) => this.#iam.ask(action, workgroup.arn)), ...this.#results(workgroup)]);
  }

  /** What a query cannot do without at the place of its results. */
  #results({ results, managedResults, keyArn, clientMayOverride, name }: Workgroup): Finding[] {
    if (managedResults) return [];
    if (!results || clientMayOverride) {
      return [fact('unknown', `where results of workgroup ${name} go, the client says, not the templates`)];
    }
    const bucket = `arn:${this.#model.partition}:s3:::${results.bucket}`;
    const objects = this.#probes.below(objectArnPrefix(results, this.#model.partition));
    const key = keyArn ?? this.#model.buckets.find((one) => one.name === results.bucket)?.keyArn;
    return [
      this.#iam.ask('s3:GetBucketLocation', bucket, BY_ATHENA),
      ...['s3:PutObject', 's3:GetObject'].map((action) => this.#iam.part(action, objects, BY_ATHENA)),
      ...['kms:GenerateDataKey', 'kms:Decrypt'].flatMap((action) => this.#key(action, key, BY_ATHENA)),
    ];
  }

  /** An object at the place, some of them at least, and the bucket's key. */
  #object(action: string, location: S3Location, call: Call): Finding {
    const { buckets, partition } = this.#model;
    const bucket = buckets.find(({ name }) => name === location.bucket);
    const objects = this.#iam.part(action, this.#probes.below(objectArnPrefix(location, partition)), call);
    if (action === 's3:DeleteObject') return this.#iam.all([objects]);
    const kms = action === 's3:PutObject' ? 'kms:GenerateDataKey' : 'kms:Decrypt';
    return this.#iam.all([objects, ...this.#key(kms, bucket?.keyArn, call)]);
  }

  #key(action: string, key: string | undefined, call: Call): Finding[] {
    // The key that S3 makes by itself serves everybody in the account whom S3 lets in.
    if (key === undefined || key.endsWith('alias/aws/s3')) return [];
    const { partition, region, account } = this.#model;
    const isAlias = key.includes('alias/');
    if (isAlias) return [fact('unknown', `which key ${readable(key)} is, the templates do not say`)];
    const arn =
      key.startsWith('arn:') || isUnresolved(key) ? key : `arn:${partition}:kms:${region}:${account}:key/${key}`;
    return [this.#iam.askOnce(action, arn, withKey(call, 'kms:ViaService', `s3.${region}.amazonaws.com`))];
  }

  /** Glue asks about the catalogue, too, for everything in it. */
  #onGlueDatabase(action: string, database: string, call: Call): Finding {
    return this.#iam.once(`${action} ${database} ${call.name}`, () =>
      this.#iam.all(
        ['catalog', `database/${database}`].map((rest) => this.#iam.ask(action, this.#glueArn(rest), call)),
      ),
    );
  }

  #onGlueTable(action: string, database: string, table: string, call: Call): Finding {
    const above = this.#onGlueDatabase(action, database, call);
    return this.#iam.all([above, this.#iam.ask(action, this.#glueArn(`table/${database}/${table}`), call)]);
  }

  #glueArn(rest: string): string {
    const { partition, region, account } = this.#model;
    return `arn:${partition}:glue:${region}:${account}:${rest}`;
  }
}
