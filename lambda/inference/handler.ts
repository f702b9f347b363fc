import {
  createCloudWatchClient,
  createDynamoDbClient,
  createSageMakerClient,
  createSqsClient,
} from '../shared/aws-clients.ts';
import { DynamoDbRecordStore } from '../shared/dynamodb-record-store.ts';
import { EmfMetrics } from '../shared/emf-metrics.ts';
import { createLog } from '../shared/json-log.ts';
import { PutMetricDataMetrics } from '../shared/put-metric-data-metrics.ts';
import { SageMakerModelEndpoint } from '../shared/sagemaker-model-endpoint.ts';
import { SqsRecordQueue } from '../shared/sqs-record-queue.ts';
import { systemClock, systemIds } from '../shared/system.ts';
import { createApp } from './app.ts';
import type { Dependencies } from './dependencies.ts';
import { readSettings } from './settings.ts';

function createDependencies(): Dependencies {
  const settings = readSettings(process.env);
  const retry = { clock: systemClock, random: Math.random };
  const log = createLog('inference');
  const logLines = new EmfMetrics(settings.endpointName);
  return {
    settings,
    log,
    clock: systemClock,
    ids: systemIds,
    random: Math.random,
    endpoint: new SageMakerModelEndpoint(settings.endpointName, createSageMakerClient(), retry),
    store: new DynamoDbRecordStore(settings.tableName, createDynamoDbClient(), retry),
    queue: new SqsRecordQueue(settings.recordQueueUrl, createSqsClient(), retry),
    metrics:
      settings.metricsTransport === 'emf'
        ? logLines
        : new PutMetricDataMetrics(settings.endpointName, createCloudWatchClient(), logLines, log, systemClock),
  };
}

/** Entry of the inference function; the clients are made once for each execution environment. */
export const handler = createApp(createDependencies());
