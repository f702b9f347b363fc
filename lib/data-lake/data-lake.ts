import type { RemovalPolicy } from 'aws-cdk-lib';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { Key } from 'aws-cdk-lib/aws-kms';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { prefixed, WORKFLOW_ROLE_NAME } from '../shared/names.ts';
import { LakeCrawler } from './catalogue/crawler.ts';
import { NAMED_QUERIES, NamedQueries, runsWithout } from './catalogue/named-queries.ts';
import {
  glueDatabaseName,
  INFERENCE_DATABASE,
  INFERENCE_TABLE,
  LAKE_TABLES,
  SALES_DATABASE,
} from './catalogue/tables.ts';
import { QueryWorkgroup } from './catalogue/workgroup.ts';
import { GovernedLake } from './governed-lake.ts';
import type { LakeDatabase } from './lake-database.ts';
import type { LakeLocation } from './lake-location.ts';
import type { LakePersona, PersonaTrust } from './lake-persona.ts';
import type { LakeTable } from './lake-table.ts';
import { DataLakeAdministrator } from './personas/data-lake-administrator.ts';
import { allowQueries } from './personas/query-access.ts';
import { DataAnalyst, ProjectLeader } from './personas/querying-personas.ts';
import { WorkflowRole } from './personas/workflow-role.ts';
import { RecordStream } from './records/record-stream.ts';
import { SampleUpload } from './sample-upload.ts';
import { grantAnalyst, grantLeader, grantWorkflow } from './standard-grants.ts';

/** Database and folder in which the project leader creates tables, before the deployment's prefix. */
export const PROJECT_DATABASE = 'project';

/** A bucket of the user's own that holds the retail tables, a folder for each. */
export interface OwnData {
  /** Name of the bucket. */
  readonly bucket: string;
  /** Folder that is registered, with a slash at its end. @default - the whole bucket */
  readonly prefix?: string;
  /** KMS key that the data is encrypted with. @default - not encrypted with a key of the account */
  readonly keyArn?: string;
}

/** Settings of a {@link DataLake}. */
export interface DataLakeProps {
  /** Put in front of each fixed name. @default - none */
  readonly prefix?: string;
  /** Table of inference records whose stream flows into the lake. @default - no records flow in */
  readonly records?: ITable;
  /** Who may take each persona on. @default - this account, without a second factor */
  readonly personas?: {
    readonly administrator?: PersonaTrust;
    readonly projectLeader?: PersonaTrust;
    readonly dataAnalyst?: PersonaTrust;
  };
  /** AWS's own policies beside the personas' statements. @default false */
  readonly managedPolicies?: boolean;
  /** Shops whose rows the data analyst sees. @default DEFAULT_ANALYST_SHOPS */
  readonly analystShopIds?: readonly number[];
  /** Puts generated retail tables into the lake. @default false */
  readonly uploadSample?: boolean;
  /** Reads the retail tables from here. @default - the lake's own bucket */
  readonly ownData?: OwnData;
  /** Bytes that one query may scan. @default DEFAULT_SCAN_LIMIT_BYTES */
  readonly queryScanLimitBytes?: number;
  /** Nobody in the account creates databases by IAM alone. @default true */
  readonly strict?: boolean;
  /** Role that CloudFormation deploys with. @default - the one of the CDK's bootstrap */
  readonly deploymentRoleArn?: string;
  /** Days that old versions, results of queries and access logs are kept. @default - the defaults of `LakeStorage` */
  readonly storage?: { readonly versionDays?: number; readonly resultDays?: number; readonly accessLogDays?: number };
  /** How long logs are kept. @default RetentionDays.ONE_MONTH */
  readonly logRetention?: RetentionDays;
  /** What becomes of data and logs with the stack. @default RemovalPolicy.RETAIN */
  readonly removalPolicy?: RemovalPolicy;
}

/** A workgroup of Athena with the persona that queries in it. */
interface Querying {
  readonly persona: LakePersona;
  readonly workgroup: QueryWorkgroup;
}

/** The governed lake with its databases, the records that flow in, the personas and what each of them may see. */
export class DataLake extends Construct {
  /** What is below the databases: buckets, registration, settings, grants. */
  readonly lake: GovernedLake;
  /** Governs the lake, and reads nothing. */
  readonly administrator: DataLakeAdministrator;
  /** Queries every table, and creates its own. */
  readonly leader: ProjectLeader;
  /** Sees some shops and no prices. */
  readonly analyst: DataAnalyst;
  /** What Glue works with. */
  readonly workflow: WorkflowRole;
  /** The retail tables. */
  readonly sales: LakeDatabase;
  /** The records of inferences. */
  readonly inference: LakeDatabase;
  /** The project leader's own. */
  readonly project: LakeDatabase;
  /** Every table. */
  readonly tables: readonly LakeTable[];
  /** Where each persona queries. */
  readonly workgroups: { readonly leader: QueryWorkgroup; readonly analyst: QueryWorkgroup };
  /** Only with records. */
  readonly records?: RecordStream;
  private readonly prefix: string;

  constructor(scope: Construct, id: string, props: DataLakeProps = {}) {
    super(scope, id);
    this.prefix = props.prefix ?? '';
    const { managedPolicies, personas = {} } = props;
    this.administrator = new DataLakeAdministrator(this, 'Administrator', {
      ...personas.administrator,
      managedPolicies,
    });
    this.leader = new ProjectLeader(this, 'ProjectLeader', { ...personas.projectLeader, managedPolicies });
    this.analyst = new DataAnalyst(this, 'DataAnalyst', { ...personas.dataAnalyst, managedPolicies });
    this.workflow = new WorkflowRole(this, 'Workflow', {
      roleName: prefixed(this.prefix, WORKFLOW_ROLE_NAME),
      managedPolicies,
    });
    this.lake = new GovernedLake(this, 'Lake', { ...props, administrators: [this.administrator] });
    const retail = props.ownData === undefined ? this.lake.location : this.addOwnData(props.ownData);
    for (const { role } of new Set([this.lake.location, retail])) {
      this.administrator.allowPassing(role, 'lakeformation.amazonaws.com');
    }
    this.administrator.allowPassing(this.workflow.role, 'glue.amazonaws.com');

    this.sales = this.addDatabase(SALES_DATABASE, 'Retail sales, their items and shops', retail);
    this.inference = this.addDatabase(INFERENCE_DATABASE, 'Records of inferences', this.lake.location);
    this.project = this.addDatabase(PROJECT_DATABASE, "The project leader's own tables", this.lake.location);
    this.tables = [
      ...LAKE_TABLES[SALES_DATABASE].map((table) => this.sales.addTable(table.name, table)),
      ...LAKE_TABLES[INFERENCE_DATABASE].map((table) => this.inference.addTable(table.name, table)),
    ];
    grantLeader(this);
    grantAnalyst(this, props.analystShopIds);
    grantWorkflow(this, retail);

    this.workgroups = this.addWorkgroups(props.queryScanLimitBytes);
    this.addCrawlers();
    if (props.records !== undefined) this.records = this.addRecords(props.records, props);
    if (props.uploadSample) new SampleUpload(this, 'Sample', { lake: this.lake });
  }

  private addOwnData({ bucket, prefix, keyArn }: OwnData): LakeLocation {
    return this.lake.addLocation('OwnData', {
      bucket: Bucket.fromBucketName(this, 'OwnBucket', bucket),
      prefix,
      key: keyArn === undefined ? undefined : Key.fromKeyArn(this, 'OwnKey', keyArn),
    });
  }

  private addDatabase(name: string, description: string, location: LakeLocation): LakeDatabase {
    const folder = `${name}/`;
    return this.lake.addDatabase(name, { name: glueDatabaseName(this.prefix, name), description, folder, location });
  }

  /** A workgroup for each persona: results are data, and one's results are not the other's to read. */
  private addWorkgroups(scanLimitBytes?: number): DataLake['workgroups'] {
    const leader = this.addWorkgroup({ persona: this.leader, scanLimitBytes });
    const analyst = this.addWorkgroup({ persona: this.analyst, scanLimitBytes });
    new NamedQueries(this, 'LeaderQueries', { workgroup: leader, prefix: this.prefix });
    new NamedQueries(this, 'AnalystQueries', {
      workgroup: analyst,
      prefix: this.prefix,
      // Only what runs without the columns that are hidden.
      queries: NAMED_QUERIES.filter((query) =>
        runsWithout(
          query,
          this.tables.map(({ definition }) => definition),
        ),
      ),
    });
    return { leader, analyst };
  }

  private addWorkgroup({
    persona,
    scanLimitBytes,
  }: Pick<Querying, 'persona'> & { scanLimitBytes?: number }): QueryWorkgroup {
    const name = prefixed(this.prefix, `inferwatch-${persona.name}`);
    const resultPrefix = `${persona.name}/`;
    const { resultsBucket, resultsKey } = this.lake;
    allowQueries(persona, { workgroupName: name, resultsBucket, resultsKey, resultsPrefix: resultPrefix });
    return new QueryWorkgroup(this, `${persona.node.id}Workgroup`, {
      name,
      description: `Queries of the ${persona.name}`,
      resultBucket: resultsBucket,
      resultKey: resultsKey,
      resultPrefix,
      scanLimitBytes,
    });
  }

  /** One for each table: with Lake Formation's credentials, Glue takes one table in the catalogue as a target. */
  private addCrawlers(): void {
    for (const table of this.tables.filter(({ database }) => database === this.sales)) {
      const crawler = new LakeCrawler(this, `${table.name}-crawler`, {
        name: prefixed(this.prefix, `inferwatch-${table.name.replaceAll('_', '-')}`),
        role: this.workflow.role,
        databaseName: this.sales.name,
        tables: [table.name],
      });
      crawler.node.addDependency(this.workflow, table.resource, this.lake.granted);
    }
  }

  private addRecords(table: ITable, props: DataLakeProps): RecordStream {
    const records = new RecordStream(this, 'Records', {
      table,
      bucket: this.lake.dataBucket,
      key: this.lake.dataKey,
      databaseName: this.inference.name,
      tableName: INFERENCE_TABLE.name,
      logRetention: props.logRetention,
      removalPolicy: props.removalPolicy,
    });
    const target = this.tables.find(
      ({ database, name }) => database === this.inference && name === INFERENCE_TABLE.name,
    );
    target?.grantDescribe(records.deliveryRole);
    records.waitFor(this.lake.granted);
    return records;
  }
}
