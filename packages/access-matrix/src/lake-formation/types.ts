import type { PolicySource } from '../iam/types.ts';
import type { Finding } from './finding.ts';
import type { S3Location } from './s3-location.ts';

/**
 * Permissions of Lake Formation as the API writes them; `ALL` is what the console calls Super. Others pass as they are.
 * @see https://docs.aws.amazon.com/lake-formation/latest/dg/lf-permissions-reference.html
 */
export type LakePermission = string;

/** Columns that a grant or a filter speaks of. */
export type ColumnSpec =
  | { readonly kind: 'all' }
  | { readonly kind: 'only'; readonly names: readonly string[] }
  | { readonly kind: 'except'; readonly names: readonly string[] };

/** One key of an LF-Tag expression: the resource's value for it must be one of these. */
export interface TagCondition {
  readonly key: string;
  readonly values: readonly string[];
}

export type GrantResource =
  | { readonly kind: 'catalog' }
  | { readonly kind: 'database'; readonly database: string }
  /** Every table of the database when `table` is absent. */
  | { readonly kind: 'table'; readonly database: string; readonly table?: string }
  | { readonly kind: 'columns'; readonly database: string; readonly table: string; readonly columns: ColumnSpec }
  | { readonly kind: 'filter'; readonly database: string; readonly table: string; readonly filter: string }
  | { readonly kind: 'location'; readonly location: S3Location }
  | { readonly kind: 'tag'; readonly key: string; readonly values: readonly string[] }
  | { readonly kind: 'tag-policy'; readonly on: 'DATABASE' | 'TABLE'; readonly expression: readonly TagCondition[] };

/** `AWS::LakeFormation::PrincipalPermissions`, or the older `AWS::LakeFormation::Permissions`. */
export interface Grant {
  /** ARN of a principal, or a group such as `IAM_ALLOWED_PRINCIPALS` or `<account>:IAMPrincipals`. */
  readonly principal: string;
  readonly resource: GrantResource;
  readonly permissions: readonly LakePermission[];
  /** Permissions that the principal may grant on. */
  readonly grantable: readonly LakePermission[];
  readonly source: PolicySource;
  /** Why it is not certain that the grant exists or applies. */
  readonly uncertain?: string;
}

/** A location that Lake Formation guards. */
export interface RegisteredLocation {
  readonly location: S3Location;
  /** Role that Lake Formation reads it with; undefined for the service-linked role. */
  readonly roleArn?: string;
  /** Hybrid access mode: who has not opted in stays with IAM where IAMAllowedPrincipals holds the resource. */
  readonly hybrid: boolean;
  readonly source: PolicySource;
  readonly uncertain?: string;
}

export interface LakeColumn {
  readonly name: string;
  /** As the Data Catalog writes it, for example `decimal(10,2)`; empty if the template does not say. */
  readonly type: string;
  readonly isPartitionKey: boolean;
}

export interface LakeDatabase {
  readonly name: string;
  readonly location?: S3Location;
  /** Whether IAMAllowedPrincipals holds Super on it: `allow` means open. */
  readonly open: Finding;
  /** Whether a new table in it is open. */
  readonly newTablesOpen: Finding;
  /** A resource link: what it points to is decided elsewhere. */
  readonly isLink: boolean;
  readonly source: PolicySource;
  readonly uncertain?: string;
}

export interface LakeTable {
  readonly database: string;
  readonly name: string;
  readonly location?: S3Location;
  /** Columns with the partition keys at the end; undefined if the template does not declare any. */
  readonly columns?: readonly LakeColumn[];
  readonly open: Finding;
  /** A resource link: what it points to is decided elsewhere. */
  readonly isLink: boolean;
  readonly source: PolicySource;
  readonly uncertain?: string;
}

/** `AWS::LakeFormation::DataCellsFilter`. */
export interface CellsFilter {
  readonly database: string;
  readonly table: string;
  readonly name: string;
  readonly columns: ColumnSpec;
  /** Undefined for all rows. */
  readonly rowFilter?: string;
  readonly source: PolicySource;
}

/** LF-Tags put on a database, a table or columns. */
export interface TagAssociation {
  readonly database: string;
  readonly table?: string;
  readonly columns?: readonly string[];
  readonly tags: readonly { readonly key: string; readonly value: string }[];
  readonly source: PolicySource;
}

/** An Athena workgroup, as far as it decides who can run a query in it. */
export interface Workgroup {
  readonly name: string;
  readonly arn: string;
  /** Where results go; undefined when Athena keeps them itself or the client says where. */
  readonly results?: S3Location;
  /** Whether the client may say otherwise. */
  readonly clientMayOverride: boolean;
  /** Athena keeps the results itself: no permission on S3 is needed. */
  readonly managedResults: boolean;
  /** Key that encrypts the results, when the workgroup names one. */
  readonly keyArn?: string;
  readonly source: PolicySource;
}

export interface Crawler {
  readonly name: string;
  readonly arn: string;
  readonly roleArn: string;
  readonly source: PolicySource;
}

export interface LakeBucket {
  readonly name: string;
  /** What people call it, when its name is chosen at deployment. */
  readonly label?: string;
  readonly arn: string;
  /** Key of the bucket's default encryption; undefined without SSE-KMS. */
  readonly keyArn?: string;
  readonly source: PolicySource;
}

/** What a thing is that the templates do and that deserves a second look. */
export interface LakeProblem {
  readonly severity: 'error' | 'warning';
  /** Short name of the rule, for example `admin-with-grant`. */
  readonly rule: string;
  /** Place, bad value, and what to write instead. */
  readonly message: string;
  readonly source?: PolicySource;
}

/** All that the templates say about the Data Catalog of one account and Region. */
export interface LakeModel {
  readonly account: string;
  readonly region: string;
  readonly partition: string;
  /** Data lake administrators: ARNs. */
  readonly admins: readonly { readonly arn: string; readonly source: PolicySource }[];
  readonly readOnlyAdmins: readonly { readonly arn: string; readonly source: PolicySource }[];
  /** Whether IAMAllowedPrincipals may create databases: `allow` means open. */
  readonly catalogOpen: Finding;
  /** Whoever deploys the templates, if they tell; creator of every database and table in them. */
  readonly deployer?: string;
  readonly locations: readonly RegisteredLocation[];
  readonly databases: readonly LakeDatabase[];
  readonly tables: readonly LakeTable[];
  readonly filters: readonly CellsFilter[];
  readonly tags: readonly TagAssociation[];
  readonly grants: readonly Grant[];
  readonly workgroups: readonly Workgroup[];
  readonly crawlers: readonly Crawler[];
  readonly buckets: readonly LakeBucket[];
  /** Names of the buckets in which a database could lie: those of the lake's stacks, but for the ones that take logs. */
  readonly storageBuckets: readonly string[];
  /** What was read but could not be understood. */
  readonly problems: readonly LakeProblem[];
}

/** What an action is done to. */
export type LakeResource =
  | { readonly kind: 'catalog' }
  /** With `at`: a new table that lies there; `elsewhere` if that is not the database's own place. */
  | { readonly kind: 'database'; readonly database: string; readonly at?: S3Location; readonly elsewhere?: boolean }
  | { readonly kind: 'table'; readonly database: string; readonly table: string }
  /** A place in S3. For CreateDatabase: a new database that lies there. */
  | { readonly kind: 'location'; readonly location: S3Location }
  | { readonly kind: 'workgroup'; readonly name: string; readonly arn: string }
  | { readonly kind: 'crawler'; readonly name: string; readonly arn: string }
  /** `service`: the service that works with the role for the lake. */
  | { readonly kind: 'role'; readonly name: string; readonly arn: string; readonly service?: string };

/** The Lake Formation side of a cell. */
export interface LakeDecision {
  readonly finding: Finding;
  /** SELECT: columns that are seen; undefined means all. */
  readonly columns?: readonly string[];
  /** SELECT: the rows that are seen; undefined means all. */
  readonly rowFilter?: string;
  /** SELECT, INSERT, DELETE: the query reads S3 with the caller's own rights, so that those decide too. */
  readonly ownCredentials?: 'yes' | 'perhaps';
}
