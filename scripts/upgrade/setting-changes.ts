import type { InferwatchSettings } from '../../config/schema.ts';

/** Settings as they are written on the command line: by path. */
export type PathValues = Readonly<Record<string, unknown>>;

export interface SettingChange {
  /** Settings before the change; what is not named is at its default. @default - none */
  readonly base?: PathValues;
  /** What is set by the change: the setting itself, or where it cannot change alone, the choice that it is part of. */
  readonly set: PathValues;
  /**
   * What to do before, or to know. Only where the change replaces or removes something stateful, in one direction or the
   * other; a test fails if it says so of a change that does not, or does not say so of one that does.
   */
  readonly advice?: string;
}

const IMAGE = '123456789012.dkr.ecr.eu-central-1.amazonaws.com/fraud:1';
const MODEL = { artifact: 's3://models/fraud/model.tar.gz', image: IMAGE };
const SCALING = { min: 1, max: 4, invocationsPerInstance: 600 };
const INSTANCES = { type: 'ml.m5.large', count: 2, autoscaling: SCALING };

const OWN_MODEL = { 'endpoint.model': MODEL };
const OWN_MODEL_ON_INSTANCES = { 'endpoint.model': { ...MODEL, instance: INSTANCES } };
const SAMPLE_ON_INSTANCES = { 'endpoint.sample': { instance: INSTANCES } };
const EXISTING_ENDPOINT = { 'endpoint.existing': { name: 'fraud-v3' } };
const JWT = { 'api.auth': { type: 'jwt', issuer: 'https://login.example.com/', audience: ['inferences'] } };
const OWN_DATA = { 'dataLake.ownData': { bucket: 'retail-data', prefix: 'retail/' } };
const FROM_GITHUB = {
  'e2e.source': {
    type: 'connection',
    connectionArn: 'arn:aws:codeconnections:eu-central-1:123456789012:connection/one',
    repository: 'example/tests',
  },
};
const OWN_IMAGE = { 'e2e.image': { uri: IMAGE } };
/** Choices that do not exclude each other, in one: each of them alone would be a synthesis more. */
const CHOICES = { ...OWN_MODEL, ...JWT, ...OWN_DATA, ...FROM_GITHUB, ...OWN_IMAGE };
const MONITORING_ALONE = {
  monitorExisting: {
    functionName: 'scorer',
    functionTimeoutSeconds: 10,
    endpointName: 'fraud-v3',
    tableName: 'scores',
    apiId: 'a1b2c3d4e5',
  },
};
const STREAM = 'arn:aws:dynamodb:eu-central-1:123456789012:table/scores/stream/2026-01-01T00:00:00.000';
const ALONE_WITH_LAKE = { ...MONITORING_ALONE, 'dataLake.recordsStreamArn': STREAM };

const OTHER_PLACE =
  'Deploys to another place: what is deployed stays where it is, and starts empty there. Copy records and data yourself, then `cdk destroy` in the old place.';
const SUBSCRIBERS =
  "Who is added must confirm the subscription from the e-mail that AWS sends; who is removed is subscribed no more. The others' confirmations stay.";
const ENDPOINT_OF_ITS_OWN =
  'The endpoint is removed (or made), with the log of its container. Deploy while no traffic depends on it; copy the log if you need it. Captured data stays in its bucket.';
const CAPTURE =
  'Captured data stays in its bucket, which is no longer managed; switched on again, there is a new bucket.';
const LAKE_STACK =
  'Switched off, the stack `InferwatchDataLake` stays as it is, and still imports the stream of the table: run `cdk destroy InferwatchDataLake` before you deploy the rest. Its buckets, keys and logs are kept.';
const E2E_STACK =
  'Switched off, the stack `InferwatchE2eTest` stays as it is, and still imports from the others: run `cdk destroy InferwatchE2eTest` before you deploy the rest. Its reports are kept.';

const TABLE_KEY =
  'Going back, the key is kept, since backups are encrypted with it. The lake still imports it: deploy `InferwatchDataLake` first, with `npx cdk deploy InferwatchDataLake --exclusively`.';
const BOTH_SWITCHES =
  'With both switches on, this is what `cdk destroy` deletes; switch one off and deploy, and it is kept again. Nothing is lost by the deployment itself.';
const OTHERS_STAY =
  'The other stacks stay as they are. `cdk destroy` the lake and the tests first, then the pipeline, if nothing needs them; records, buckets and logs are kept.';
const SAMPLE = 'The log of the upload is kept. The sample tables stay in the bucket until you delete them.';
const REGISTRATION =
  'Lake Formation lets go of the old place: queries of its tables fail until the deployment is complete. The data is not touched.';
const RINGING =
  'Switched off, the tests still import the topic: deploy `InferwatchE2eTest` first, with `npx cdk deploy InferwatchE2eTest --exclusively`.';
const PIPE = 'The pipe starts anew, at the other stream. What the old one has not delivered yet stays in its table.';

/**
 * One change for each setting of the schema. The changes are tried on the templates (`npm run upgrade:page`): what they
 * replace is found out, only the advice is written by hand.
 */
export const SETTING_CHANGES: Readonly<Record<string, SettingChange>> = {
  prefix: { set: { prefix: 'dev' }, advice: OTHER_PLACE },
  account: { set: { account: '210987654321' }, advice: OTHER_PLACE },
  region: { set: { region: 'eu-west-1' }, advice: OTHER_PLACE },
  alertEmail: { set: { alertEmail: 'new@example.com' }, advice: SUBSCRIBERS },
  alertEmails: { set: { alertEmails: ['new@example.com'] }, advice: SUBSCRIBERS },
  alertPhones: { set: { alertPhones: ['+4915112345678'] }, advice: SUBSCRIBERS },
  'endpoint.existing.name': { set: EXISTING_ENDPOINT, advice: ENDPOINT_OF_ITS_OWN },
  'endpoint.existing.variant': { base: EXISTING_ENDPOINT, set: { 'endpoint.existing.variant': 'blue' } },
  'endpoint.model.artifact': { base: CHOICES, set: { 'endpoint.model.artifact': 's3://models/fraud/2.tar.gz' } },
  'endpoint.model.image': { base: CHOICES, set: { 'endpoint.model.image': `${IMAGE}1` } },
  'endpoint.model.framework': {
    base: CHOICES,
    set: { 'endpoint.model': { artifact: MODEL.artifact, framework: 'xgboost' } },
  },
  'endpoint.model.dataCapture': {
    base: OWN_MODEL_ON_INSTANCES,
    set: { 'endpoint.model.dataCapture': true },
    advice: CAPTURE,
  },
  'endpoint.model.serverless.memoryMb': { base: CHOICES, set: { 'endpoint.model.serverless.memoryMb': 4096 } },
  'endpoint.model.serverless.maxConcurrency': {
    base: CHOICES,
    set: { 'endpoint.model.serverless.maxConcurrency': 50 },
  },
  'endpoint.model.instance.type': {
    base: OWN_MODEL_ON_INSTANCES,
    set: { 'endpoint.model.instance.type': 'ml.c5.large' },
  },
  'endpoint.model.instance.count': { base: OWN_MODEL_ON_INSTANCES, set: { 'endpoint.model.instance.count': 3 } },
  'endpoint.model.instance.autoscaling.min': {
    base: OWN_MODEL_ON_INSTANCES,
    set: { 'endpoint.model.instance.autoscaling.min': 2 },
  },
  'endpoint.model.instance.autoscaling.max': {
    base: OWN_MODEL_ON_INSTANCES,
    set: { 'endpoint.model.instance.autoscaling.max': 8 },
  },
  'endpoint.model.instance.autoscaling.invocationsPerInstance': {
    base: OWN_MODEL_ON_INSTANCES,
    set: { 'endpoint.model.instance.autoscaling.invocationsPerInstance': 300 },
  },
  'endpoint.sample.dataCapture': {
    base: SAMPLE_ON_INSTANCES,
    set: { 'endpoint.sample.dataCapture': true },
    advice: CAPTURE,
  },
  'endpoint.sample.serverless.memoryMb': { set: { 'endpoint.sample.serverless.memoryMb': 4096 } },
  'endpoint.sample.serverless.maxConcurrency': { set: { 'endpoint.sample.serverless.maxConcurrency': 50 } },
  'endpoint.sample.instance.type': {
    base: SAMPLE_ON_INSTANCES,
    set: { 'endpoint.sample.instance.type': 'ml.c5.large' },
  },
  'endpoint.sample.instance.count': { base: SAMPLE_ON_INSTANCES, set: { 'endpoint.sample.instance.count': 3 } },
  'endpoint.sample.instance.autoscaling.min': {
    base: SAMPLE_ON_INSTANCES,
    set: { 'endpoint.sample.instance.autoscaling.min': 2 },
  },
  'endpoint.sample.instance.autoscaling.max': {
    base: SAMPLE_ON_INSTANCES,
    set: { 'endpoint.sample.instance.autoscaling.max': 8 },
  },
  'endpoint.sample.instance.autoscaling.invocationsPerInstance': {
    base: SAMPLE_ON_INSTANCES,
    set: { 'endpoint.sample.instance.autoscaling.invocationsPerInstance': 300 },
  },
  'api.auth.type': { set: JWT },
  'api.auth.issuer': { base: CHOICES, set: { 'api.auth.issuer': 'https://id.example.com/' } },
  'api.auth.audience': { base: CHOICES, set: { 'api.auth.audience': ['others'] } },
  'api.throttle.rate': { set: { 'api.throttle.rate': 500 } },
  'api.throttle.burst': { set: { 'api.throttle.burst': 1000 } },
  'api.allowedOrigins': { set: { 'api.allowedOrigins': ['https://app.example.com'] } },
  'alarms.<id>.enabled': { set: { 'alarms.endpoint4xx.enabled': false } },
  'alarms.<id>.threshold': { set: { 'alarms.highLatency.threshold': 800 } },
  'alarms.<id>.period': { set: { 'alarms.highLatency.period': 300 } },
  'alarms.<id>.evaluationPeriods': { set: { 'alarms.highLatency.evaluationPeriods': 6 } },
  'alarms.<id>.datapointsToAlarm': { set: { 'alarms.highLatency.datapointsToAlarm': 4 } },
  'alarms.<id>.statistic': { set: { 'alarms.highLatency.statistic': 'p99' } },
  'alarms.<id>.treatMissingData': { set: { 'alarms.highLatency.treatMissingData': 'ignore' } },
  'alarms.<id>.severity': { set: { 'alarms.highLatency.severity': 'warning' } },
  'alarms.notifications': { set: { 'alarms.notifications': 'health-only' } },
  'availability.objective': { set: { 'availability.objective': 0.999 } },
  'availability.minimumFailures': { set: { 'availability.minimumFailures': 10 } },
  'metrics.transport': { set: { 'metrics.transport': 'put-metric-data' } },
  'logs.retentionDays': { set: { 'logs.retentionDays': 7 } },
  'logs.inputCharacters': { set: { 'logs.inputCharacters': 0 } },
  'logs.outputCharacters': { set: { 'logs.outputCharacters': 0 } },
  'logs.redactKeys': { set: { 'logs.redactKeys': ['name'] } },
  'table.ttlDays': { set: { 'table.ttlDays': 90 } },
  'table.encryption': { set: { 'table.encryption': 'customer-managed' }, advice: TABLE_KEY },
  removeDataOnDestroy: {
    base: { confirmDataRemoval: true },
    set: { removeDataOnDestroy: true },
    advice: BOTH_SWITCHES,
  },
  confirmDataRemoval: { base: { removeDataOnDestroy: true }, set: { confirmDataRemoval: true }, advice: BOTH_SWITCHES },
  runbookBaseUrl: { set: { runbookBaseUrl: 'https://wiki.example.com/runbooks' } },
  'monitorExisting.functionName': { set: MONITORING_ALONE, advice: OTHERS_STAY },
  'monitorExisting.functionTimeoutSeconds': {
    base: ALONE_WITH_LAKE,
    set: { 'monitorExisting.functionTimeoutSeconds': 20 },
  },
  'monitorExisting.endpointName': { base: ALONE_WITH_LAKE, set: { 'monitorExisting.endpointName': 'fraud-v4' } },
  'monitorExisting.variantName': { base: ALONE_WITH_LAKE, set: { 'monitorExisting.variantName': 'blue' } },
  'monitorExisting.tableName': { base: ALONE_WITH_LAKE, set: { 'monitorExisting.tableName': 'others' } },
  'monitorExisting.apiId': { base: ALONE_WITH_LAKE, set: { 'monitorExisting.apiId': 'z9y8x7w6v5' } },
  'dataLake.enabled': { set: { 'dataLake.enabled': false }, advice: LAKE_STACK },
  'dataLake.strict': { set: { 'dataLake.strict': false } },
  'dataLake.managedPolicies': { set: { 'dataLake.managedPolicies': true } },
  'dataLake.deploymentRoleArn': { set: { 'dataLake.deploymentRoleArn': 'arn:aws:iam::123456789012:role/deploy' } },
  'dataLake.personas.administrator.principals': {
    set: { 'dataLake.personas.administrator.principals': ['123456789012'] },
  },
  'dataLake.personas.administrator.requireMfa': { set: { 'dataLake.personas.administrator.requireMfa': true } },
  'dataLake.personas.projectLeader.principals': {
    set: { 'dataLake.personas.projectLeader.principals': ['123456789012'] },
  },
  'dataLake.personas.projectLeader.requireMfa': { set: { 'dataLake.personas.projectLeader.requireMfa': true } },
  'dataLake.personas.dataAnalyst.principals': { set: { 'dataLake.personas.dataAnalyst.principals': ['123456789012'] } },
  'dataLake.personas.dataAnalyst.requireMfa': { set: { 'dataLake.personas.dataAnalyst.requireMfa': true } },
  'dataLake.analystShopIds': { set: { 'dataLake.analystShopIds': [6, 7] } },
  'dataLake.uploadSample': { set: { 'dataLake.uploadSample': true }, advice: SAMPLE },
  'dataLake.ownData.bucket': { set: OWN_DATA, advice: REGISTRATION },
  'dataLake.ownData.prefix': { base: CHOICES, set: { 'dataLake.ownData.prefix': 'shops/' }, advice: REGISTRATION },
  'dataLake.ownData.keyArn': {
    base: CHOICES,
    set: { 'dataLake.ownData.keyArn': 'arn:aws:kms:eu-central-1:123456789012:key/one' },
  },
  'dataLake.queryScanLimitBytes': { set: { 'dataLake.queryScanLimitBytes': 1_000_000_000 } },
  'dataLake.versionDays': { set: { 'dataLake.versionDays': 30 } },
  'dataLake.resultDays': { set: { 'dataLake.resultDays': 7 } },
  'dataLake.accessLogDays': { set: { 'dataLake.accessLogDays': 30 } },
  'dataLake.recordsStreamArn': {
    base: ALONE_WITH_LAKE,
    set: { 'dataLake.recordsStreamArn': STREAM.replace('scores', 'others') },
    advice: PIPE,
  },
  'e2e.enabled': { set: { 'e2e.enabled': false }, advice: E2E_STACK },
  'e2e.source.type': { set: FROM_GITHUB },
  'e2e.source.connectionArn': {
    base: CHOICES,
    set: { 'e2e.source.connectionArn': 'arn:aws:codeconnections:eu-central-1:123456789012:connection/two' },
  },
  'e2e.source.provider': { base: CHOICES, set: { 'e2e.source.provider': 'gitlab' } },
  'e2e.source.repository': { base: CHOICES, set: { 'e2e.source.repository': 'example/others' } },
  'e2e.source.branch': { base: CHOICES, set: { 'e2e.source.branch': 'release' } },
  'e2e.image.uri': { set: OWN_IMAGE },
  'e2e.image.entryPoint': { base: CHOICES, set: { 'e2e.image.entryPoint': '/start.sh' } },
  'e2e.image.chromePort': { base: CHOICES, set: { 'e2e.image.chromePort': 9333 } },
  'e2e.image.startSeconds': { base: CHOICES, set: { 'e2e.image.startSeconds': 120 } },
  'e2e.apiTokenSecretArn': {
    set: { 'e2e.apiTokenSecretArn': 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:token-a1B2c3' },
  },
  'e2e.pageUrl': { set: { 'e2e.pageUrl': 'https://status.example.com/' } },
  'e2e.ringAlarms': { set: { 'e2e.ringAlarms': true }, advice: RINGING },
  'e2e.computeType': { set: { 'e2e.computeType': 'large' } },
  'e2e.timeoutMinutes': { set: { 'e2e.timeoutMinutes': 60 } },
  'e2e.nightlyAt': { set: { 'e2e.nightlyAt': '03:00' } },
  'e2e.runAfterDeployment': { set: { 'e2e.runAfterDeployment': true } },
  'e2e.reportDays': { set: { 'e2e.reportDays': 30 } },
};

/** Whom alarms tell, as every deployment sets it. */
const ALWAYS: PathValues = { alertEmail: 'on-call@example.com' };

/** Settings as an object, from their paths; a path that is given later goes over what is there. */
export function settingsOf(...parts: readonly PathValues[]): InferwatchSettings {
  const settings: Record<string, unknown> = {};
  for (const [path, value] of [ALWAYS, ...parts].flatMap((part) => Object.entries(part))) {
    const keys = path.split('.');
    let target = settings;
    for (const key of keys.slice(0, -1)) {
      const part = Object(target[key] ?? {});
      target[key] = { ...part };
      target = Object(target[key]);
    }
    target[String(keys.at(-1))] = structuredClone(value);
  }
  return settings as InferwatchSettings;
}
