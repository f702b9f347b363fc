import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import {
  type BuildEnvironmentVariable,
  BuildEnvironmentVariableType,
  BuildSpec,
  Cache,
  Project,
} from 'aws-cdk-lib/aws-codebuild';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { acknowledge } from '../policy/acknowledge.ts';
import { allowStatements, type BuildStatement } from './build-statement.ts';
import { type BuildVariables, e2eBuildspec } from './buildspec.ts';
import { COMPUTE_TYPES, type CustomImage, type E2eImage, e2eImage } from './e2e-image.ts';
import { DEFAULT_TIMEOUT_MINUTES, MIN_TIMEOUT_MINUTES, REPORT_MINUTES } from './e2e-limits.ts';
import { type E2eSource, type E2eSourceSettings, e2eSource } from './e2e-source.ts';
import { type E2eTarget, targetStatements } from './e2e-target.ts';
import { FailureNotices } from './failure-notices.ts';
import { CACHE_PREFIX, ReportStorage } from './report-storage.ts';
import { Triggers } from './triggers.ts';

/** Settings of an {@link E2eTest}. */
export interface E2eTestProps {
  /** The deployment that is tested. */
  readonly target: E2eTarget;
  /** Where the tests come from. @default - asset: those on the deploying machine */
  readonly source?: E2eSourceSettings;
  /** What the build runs in. @default - AWS's managed image */
  readonly image?: CustomImage;
  /** Size of the build machine. @default small */
  readonly computeType?: keyof typeof COMPUTE_TYPES;
  /** Minutes after which a build is stopped; the tests are ended five minutes before. @default DEFAULT_TIMEOUT_MINUTES */
  readonly timeoutMinutes?: number;
  /** Secret with a bearer token for the API. @default - requests are signed with the build's credentials */
  readonly apiTokenSecretArn?: string;
  /** Page that the feature of the browser opens. @default - the feature is left out */
  readonly pageUrl?: string;
  /** Time of day in UTC, `HH:MM`, at which the tests run. @default - no nightly run */
  readonly nightlyAt?: string;
  /** Runs the tests after each deployment of this stack or of those that are tested. @default false */
  readonly runAfterDeployment?: boolean;
  /** Days that HTML reports are kept. @default DEFAULT_REPORT_DAYS */
  readonly reportDays?: number;
  /** Addresses that are told of failures. @default - nobody */
  readonly alertEmails?: readonly string[];
  /** How long logs are kept. @default RetentionDays.ONE_MONTH */
  readonly logRetention?: RetentionDays;
  /** What becomes of reports and logs with the stack. @default RemovalPolicy.RETAIN */
  readonly removalPolicy?: RemovalPolicy;
}

/** The Karate features of `e2e/` on CodeBuild, against a deployment. One build at a time: the features count requests. */
export class E2eTest extends Construct {
  /** The project on CodeBuild. */
  readonly project: Project;
  /** What a build may do. */
  readonly role: Role;
  /** What a build prints. */
  readonly logGroup: LogGroup;
  /** Where the results are. */
  readonly reports: ReportStorage;
  /** Who is told of failures. */
  readonly notices: FailureNotices;

  constructor(scope: Construct, id: string, props: E2eTestProps) {
    super(scope, id);
    const removalPolicy = props.removalPolicy ?? RemovalPolicy.RETAIN;
    const source = e2eSource(this, props.source ?? { type: 'asset' });
    const image = e2eImage(this, props.image);
    this.reports = new ReportStorage(this, 'Reports', { reportDays: props.reportDays, removalPolicy });
    this.notices = new FailureNotices(this, 'Notices', { emails: props.alertEmails });
    this.logGroup = new LogGroup(this, 'Logs', {
      retention: props.logRetention ?? RetentionDays.ONE_MONTH,
      removalPolicy,
    });
    this.role = this.createRole(props, [...source.statements, ...image.statements]);
    this.project = this.createProject(props, source, image);
    source.attach?.(this.project);
    this.notices.watch(this.project);
    new Triggers(this, 'Triggers', {
      project: this.project,
      nightlyAt: props.nightlyAt,
      afterDeploymentOf: props.runAfterDeployment ? [...props.target.stackNames, Stack.of(this).stackName] : undefined,
    });
  }

  private createProject(props: E2eTestProps, source: E2eSource, image: E2eImage): Project {
    const minutes = props.timeoutMinutes ?? DEFAULT_TIMEOUT_MINUTES;
    if (!Number.isInteger(minutes) || minutes < MIN_TIMEOUT_MINUTES) {
      throw new RangeError(`timeoutMinutes is ${minutes}; write an integer of at least ${MIN_TIMEOUT_MINUTES}`);
    }
    const project = new Project(this, 'Project', {
      description: 'End-to-end tests of the inference pipeline',
      source: source.source,
      buildSpec: BuildSpec.fromObject(
        e2eBuildspec({ image: image.kind, reportGroupArn: this.reports.reportGroup.reportGroupArn }),
      ),
      environment: { buildImage: image.buildImage, computeType: COMPUTE_TYPES[props.computeType ?? 'small'] },
      environmentVariables: this.variables(props, image, minutes),
      // Everything that a build may do is in createRole: the CDK's own grants are wider.
      role: this.role.withoutPolicyUpdates(),
      grantReportGroupPermissions: false,
      cache: Cache.bucket(this.reports.bucket, { prefix: CACHE_PREFIX }),
      logging: { cloudWatch: { logGroup: this.logGroup } },
      timeout: Duration.minutes(minutes),
      concurrentBuildLimit: 1,
    });
    // CodeBuild tries out what the role may do when it makes the project and its webhook.
    project.node.addDependency(this.role);
    acknowledge(
      project,
      'AwsSolutions-CB4',
      "builds make no artifacts, and the cache holds what Maven Central publishes: AWS's key for S3 is enough",
    );
    return project;
  }

  private variables(
    { target, pageUrl, apiTokenSecretArn }: E2eTestProps,
    image: E2eImage,
    minutes: number,
  ): Record<string, BuildEnvironmentVariable> {
    const plain: BuildVariables = {
      REPORT_BUCKET: this.reports.bucket.bucketName,
      TOPIC_ARN: this.notices.topic.topicArn,
      TEST_TIMEOUT_SECONDS: String((minutes - REPORT_MINUTES) * 60),
      ...(target.prefix === '' ? {} : { INFERWATCH_PREFIX: target.prefix }),
      ...(target.ring === undefined ? {} : { INFERWATCH_RING_ALARMS: 'true' }),
      ...(pageUrl === undefined ? {} : { INFERWATCH_PAGE_URL: pageUrl }),
      ...image.variables,
    };
    const variables: Record<string, BuildEnvironmentVariable> = {};
    for (const [name, value] of Object.entries<string>({ ...plain })) variables[name] = { value };
    if (apiTokenSecretArn !== undefined) {
      variables.INFERWATCH_API_TOKEN = {
        type: BuildEnvironmentVariableType.SECRETS_MANAGER,
        value: apiTokenSecretArn,
      };
    }
    return variables;
  }

  private createRole({ target, apiTokenSecretArn }: E2eTestProps, statements: readonly BuildStatement[]): Role {
    const role = new Role(this, 'Role', {
      description: 'Builds of the end-to-end tests',
      assumedBy: new ServicePrincipal('codebuild.amazonaws.com'),
    });
    const token: BuildStatement = {
      sid: 'ReadApiToken',
      actions: ['secretsmanager:GetSecretValue'],
      resources: apiTokenSecretArn === undefined ? [] : [apiTokenSecretArn],
    };
    const log: BuildStatement = {
      sid: 'WriteLog',
      actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      resources: [this.logGroup.logGroupArn],
    };
    const all: BuildStatement[] = [
      log,
      ...statements,
      ...this.reports.buildStatements(),
      this.notices.publishStatement(),
      ...targetStatements(this, target),
      ...(apiTokenSecretArn === undefined ? [] : [token]),
    ];
    allowStatements(role, all);
    return role;
  }
}
