import { type RemovalPolicy, Stack } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct, Dependable, type IDependable } from 'constructs';
import { GrantChain, type GrantOptions } from './grants/grant-chain.ts';
import { type LakeGrantee, roleOf } from './grants/grantee.ts';
import { allowCreateDatabase, allowTaggedDatabases, allowTaggedTables } from './grants/iam-half.ts';
import type { DatabasePermission, TablePermission } from './grants/permissions.ts';
import { LakeDatabase, type LakeDatabaseProps } from './lake-database.ts';
import { LakeLocation, type LakeLocationProps } from './lake-location.ts';
import { LakeTag, type TagExpression } from './lake-tag.ts';
import { LakeSettings } from './settings/lake-settings.ts';
import { LakeStorage, type LakeStorageProps } from './storage/lake-storage.ts';

/** Settings of a {@link GovernedLake}. */
export interface GovernedLakeProps {
  /** Who administers the lake in Lake Formation. They get nothing by grants, and no data without one. */
  readonly administrators: readonly LakeGrantee[];
  /** Role that CloudFormation deploys with. @default - the synthesizer's, see `LakeSettingsProps` */
  readonly deploymentRoleArn?: string;
  /** Closes the creation of databases to those whom only IAM lets in, in the whole account. @default true */
  readonly strict?: boolean;
  /** Days that versions, results and logs are kept. @default - the defaults of `LakeStorage` */
  readonly storage?: Pick<LakeStorageProps, 'versionDays' | 'resultDays' | 'accessLogDays'>;
  /** How long logs are kept. @default RetentionDays.ONE_MONTH */
  readonly logRetention?: RetentionDays;
  /** What becomes of data, results, keys and logs with the stack. @default RemovalPolicy.RETAIN */
  readonly removalPolicy?: RemovalPolicy;
}

/**
 * A data lake that Lake Formation governs: buckets, settings, a registered location with its own data-access role, and
 * grants that open it to roles, each in both of its doors (Lake Formation and IAM) and one after the other.
 *
 * Nothing is open until it is granted. What Lake Formation would refuse, a grant refuses when the app is synthesised.
 */
export class GovernedLake extends Construct {
  /** Buckets and keys. */
  readonly storage: LakeStorage;
  /** The settings of Lake Formation, for the whole account. */
  readonly settings: LakeSettings;
  /** The lake's own bucket, registered as a whole: a new folder in it is governed from its first file on. */
  readonly location: LakeLocation;
  private readonly locations: LakeLocation[] = [];
  private readonly grants: GrantChain;

  constructor(scope: Construct, id: string, props: GovernedLakeProps) {
    super(scope, id);
    const administrators = props.administrators.map(roleOf);
    const keep = { logRetention: props.logRetention, removalPolicy: props.removalPolicy };
    this.storage = new LakeStorage(this, 'Storage', { ...props.storage, removalPolicy: props.removalPolicy });
    this.settings = new LakeSettings(this, 'Settings', {
      ...keep,
      administrators,
      deploymentRoleArn: props.deploymentRoleArn,
      strict: props.strict,
    });
    this.location = this.addLocation('Location', { bucket: this.storage.data, key: this.storage.dataKey });
    this.grants = new GrantChain(this, 'Grants', { administrators, after: this.ready });
  }

  get dataBucket(): IBucket {
    return this.storage.data;
  }

  get resultsBucket(): IBucket {
    return this.storage.results;
  }

  get dataKey(): IKey {
    return this.storage.dataKey;
  }

  get resultsKey(): IKey {
    return this.storage.resultsKey;
  }

  /** Settings and registrations; whatever is put into the catalogue comes after them. */
  get ready(): IDependable {
    return lazily(() => [this.settings.resource, ...this.locations.map(({ registration }) => registration)]);
  }

  /** All grants, also those that are given later. A crawler comes after them. */
  get granted(): IDependable {
    return this.grants.end;
  }

  /**
   * Registers a bucket, or a folder of one, that is there already: your own data.
   *
   * @throws Error if it overlaps with a location of the lake: a path is registered once
   */
  addLocation(id: string, props: Omit<LakeLocationProps, 'after'>): LakeLocation {
    const location = new LakeLocation(this, id, { ...props, after: this.settings.resource });
    const other = this.locations.find((existing) => overlap(existing, location));
    if (other !== undefined) {
      throw new Error(
        `location ${location.node.path} overlaps with ${other.node.path}; a path can be registered once only`,
      );
    }
    this.locations.push(location);
    this.settings.watch(location);
    return location;
  }

  /** A database in the catalogue. Its tables lie in the lake's own bucket unless `location` says otherwise. */
  addDatabase(id: string, props: LakeDatabaseProps): LakeDatabase {
    const location = this.checkedLocation(props.location ?? this.location);
    return new LakeDatabase(this, id, { ...props, location, parts: { grants: this.grants, ready: this.ready } });
  }

  /** An LF-Tag: databases, tables and columns that carry it can be granted together. */
  addTag(id: string, key: string, values: readonly string[]): LakeTag {
    return new LakeTag(this, id, { key, values, grants: this.grants });
  }

  /**
   * Lets the grantee put databases and tables on a folder of a registered location. It reads no data by that, and
   * creates nothing without the right to create.
   *
   * @param folder - Below the location, with a slash at its end; empty for all of it.
   * @throws Error if the location is not one of the lake's: Lake Formation knows no others
   */
  grantDataLocation(
    grantee: LakeGrantee,
    folder: string,
    options: GrantOptions & { location?: LakeLocation } = {},
  ): void {
    const { location: wanted = this.location, ...rest } = options;
    const location = this.checkedLocation(wanted);
    const path = `${location.node.id}/${folder}`;
    const target = { type: 'location', arn: location.arnOf(folder), path, permission: 'DATA_LOCATION_ACCESS' } as const;
    this.grants.grant(grantee, target, { ...rest, after: [location.registration] });
  }

  /** Lets the grantee create databases, which it then owns; on a registered location only with a grant on that. */
  grantCreateDatabase(grantee: LakeGrantee, options?: GrantOptions): void {
    this.grants.grant(grantee, { type: 'catalog', permission: 'CREATE_DATABASE' }, options);
    allowCreateDatabase(roleOf(grantee), this);
  }

  /** A permission on each database that carries all of these tags, each with one of the values. */
  grantTaggedDatabases(
    grantee: LakeGrantee,
    tags: TagExpression,
    permission: DatabasePermission,
    options: GrantOptions = {},
  ): void {
    const expression = tagged(tags);
    const target = { type: 'tagged', resource: 'DATABASE', expression, permission } as const;
    this.grants.grant(grantee, target, { ...options, after: tags.map(({ tag }) => tag.resource) });
    allowTaggedDatabases(roleOf(grantee), this, permission);
  }

  /** A permission on each table (or column) that carries all of these tags, each with one of the values. */
  grantTaggedTables(
    grantee: LakeGrantee,
    tags: TagExpression,
    permission: TablePermission,
    options: GrantOptions = {},
  ): void {
    const expression = tagged(tags);
    const target = { type: 'tagged', resource: 'TABLE', expression, permission } as const;
    this.grants.grant(grantee, target, { ...options, after: tags.map(({ tag }) => tag.resource) });
    allowTaggedTables(roleOf(grantee), this, permission);
  }

  private checkedLocation(location: LakeLocation): LakeLocation {
    if (this.locations.includes(location)) return location;
    throw new Error(
      `location ${location.node.path} is not registered in lake ${this.node.path}; add it with addLocation first`,
    );
  }
}

/** The expression as Lake Formation takes it: all keys must match, each with one of its values. */
function tagged(tags: TagExpression): Readonly<Record<string, readonly string[]>> {
  if (tags.length === 0) throw new Error('the tag expression is empty; name at least one tag with its values');
  const expression = Object.fromEntries(tags.map(({ tag, values }) => [tag.key, tag.checkedValues(values)]));
  if (Object.keys(expression).length < tags.length) {
    throw new Error('the tag expression names a tag twice; put all its values in one place');
  }
  return expression;
}

/** A dependable whose members are looked up when the app is synthesised. */
function lazily(members: () => Construct[]): IDependable {
  const dependable = {};
  Dependable.implement(dependable, {
    get dependencyRoots() {
      return members();
    },
  });
  return dependable;
}

function overlap(one: LakeLocation, other: LakeLocation): boolean {
  const arn = ({ bucket }: LakeLocation): string => JSON.stringify(Stack.of(bucket).resolve(bucket.bucketArn));
  if (arn(one) !== arn(other)) return false;
  return one.prefix.startsWith(other.prefix) || other.prefix.startsWith(one.prefix);
}
