import type { PathValues } from './setting-changes.ts';

const MODEL = {
  artifact: 's3://models/fraud/model.tar.gz',
  image: '123456789012.dkr.ecr.eu-central-1.amazonaws.com/fraud:1',
};
const AUTOSCALING = { min: 1, max: 4, invocationsPerInstance: 600 };

/** Ways in which people deploy, each of which a new version is compared in. They differ in what stateful resources there are. */
export const CONFIGURATIONS: Readonly<Record<string, PathValues>> = {
  default: {},
  'serverless-model': { 'endpoint.model': { ...MODEL, serverless: { memoryMb: 4096 } } },
  'model-on-instances': {
    'endpoint.model': { ...MODEL, dataCapture: true, instance: { type: 'ml.m5.large', autoscaling: AUTOSCALING } },
  },
  'existing-endpoint': { 'endpoint.existing': { name: 'fraud-v3' } },
  jwt: { 'api.auth': { type: 'jwt', issuer: 'https://login.example.com/', audience: ['inferences'] } },
  'customer-managed-key': { 'table.encryption': 'customer-managed', 'table.ttlDays': 90 },
  'no-data-lake': { 'dataLake.enabled': false },
  'own-data': { 'dataLake.ownData': { bucket: 'retail-data', prefix: 'retail/' } },
  'sample-data': { 'dataLake.uploadSample': true, 'dataLake.strict': false },
  'no-tests': { 'e2e.enabled': false },
  'tests-from-a-repository': {
    'e2e.source': { type: 'codecommit', repository: 'tests' },
    'e2e.ringAlarms': true,
    'e2e.nightlyAt': '03:00',
  },
  'monitoring-alone': {
    monitorExisting: {
      functionName: 'scorer',
      functionTimeoutSeconds: 10,
      endpointName: 'fraud-v3',
      tableName: 'scores',
    },
    'dataLake.recordsStreamArn':
      'arn:aws:dynamodb:eu-central-1:123456789012:table/scores/stream/2026-01-01T00:00:00.000',
  },
  prefixed: { prefix: 'dev', alertPhones: ['+4915112345678'] },
  'data-goes-with-the-stacks': { removeDataOnDestroy: true, confirmDataRemoval: true },
};
