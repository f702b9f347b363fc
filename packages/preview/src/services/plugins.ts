import { Topics } from '../observability/subscriptions.ts';
import type { TemplateResources } from '../observability/types.ts';
import { createCloudFormationPlugin } from './cloudformation-plugin.ts';
import { DynaliteStore } from './dynamodb/dynalite-store.ts';
import { createDynamoDbPlugin } from './dynamodb/dynamodb-plugin.ts';
import { Tables } from './dynamodb/tables.ts';
import { createLakeFormationPlugin } from './lake-formation-plugin.ts';
import { createLambdaPlugin } from './lambda-plugin.ts';
import { createLogsPlugin } from './logs-plugin.ts';
import { withMetricFaults } from './monitoring/metric-faults.ts';
import { createMonitoringPlugin } from './monitoring-plugin.ts';
import { Endpoints } from './sagemaker/endpoints.ts';
import { createSageMakerPlugin } from './sagemaker/sagemaker-plugin.ts';
import { createSnsPlugin } from './sns-plugin.ts';
import { Queues } from './sqs/queues.ts';
import { createSqsPlugin } from './sqs/sqs-plugin.ts';
import { createStsPlugin } from './sts-plugin.ts';
import { text } from './template.ts';
import type { ServiceDependencies, ServicePlugins } from './types.ts';

/**
 * Makes every emulated service from the resources of the templates. Create them before the alarms start: both act on the
 * full minute, in the order in which they were created. Rejects if DynamoDB would refuse a table of the templates.
 */
export async function createServicePlugins(
  resources: TemplateResources,
  deps: ServiceDependencies,
): Promise<ServicePlugins> {
  const store = new DynaliteStore();
  const tables = await createTables(resources, store);
  const queues = new Queues(resources, deps.clock, deps.faults, deps.random);
  const topics = new Topics(resources);
  const { account, region } = resources;
  const running = deps.running ?? {};
  const dashboards = resources.ofType('AWS::CloudWatch::Dashboard');
  const sendToQueue = (queueArn: string, body: string) => queues.offer(queueArn, body);
  for (const { properties, physicalId } of resources.ofType('AWS::Logs::LogGroup')) {
    deps.logs.createGroup(text(properties.LogGroupName) ?? physicalId);
  }
  return {
    all: [
      createDynamoDbPlugin(store, deps),
      createSqsPlugin(queues, deps),
      createSageMakerPlugin(new Endpoints(resources), { ...deps, account, region }),
      createSnsPlugin({ ...deps, topics, account, sendToQueue }),
      createLogsPlugin(deps),
      withMetricFaults(createMonitoringPlugin({ ...deps, dashboards, running }), deps),
      createCloudFormationPlugin({ deployed: deps.deployed, running, deployedAt: deps.clock.now() }),
      createStsPlugin({ account }),
      createLambdaPlugin(resources),
      createLakeFormationPlugin(resources),
    ],
    tables,
    queues,
    topics,
  };
}

/** Whoever opens the store closes it, also when there is nobody to hand it to. */
async function createTables(resources: TemplateResources, store: DynaliteStore): Promise<Tables> {
  try {
    return await Tables.create(resources, store);
  } catch (error) {
    await store.close();
    throw error;
  }
}
