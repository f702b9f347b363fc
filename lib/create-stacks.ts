import { type App, type Environment, Tags } from 'aws-cdk-lib';
import type { InferwatchConfig } from '../config/schema.ts';
import { DATA_LAKE_STACK, E2E_TEST_STACK, INFERENCE_STACK, MONITORING_STACK, prefixed } from './shared/names.ts';
import { DataLakeStack } from './stacks/data-lake-stack.ts';
import { E2eTestStack } from './stacks/e2e-test-stack.ts';
import { InferenceStack } from './stacks/inference-stack.ts';
import { MonitoringStack } from './stacks/monitoring-stack.ts';

/** The stacks of an application; each is deployed by itself. */
export interface InferwatchStacks {
  /** Not made when the settings watch a pipeline that already exists (`monitorExisting`). */
  readonly inference?: InferenceStack;
  /** Always made: of our own pipeline, or of what exists. */
  readonly monitoring: MonitoringStack;
  /**
   * Not made when `dataLake.enabled` is off, nor beside `monitorExisting` without a stream of records: who asks for
   * monitoring alone does not ask for a change of the account's Lake Formation settings.
   */
  readonly dataLake?: DataLakeStack;
  /** Not made when `e2e.enabled` is off, nor beside `monitorExisting`: the tests call the API of the inference stack. */
  readonly e2eTest?: E2eTestStack;
}

/** The application's stacks, as the settings ask for them. */
export function createStacks(app: App, config: InferwatchConfig): InferwatchStacks {
  const env: Environment = { account: config.account, region: config.region };
  const inference =
    config.monitorExisting === undefined
      ? new InferenceStack(app, prefixed(config.prefix, INFERENCE_STACK), {
          config,
          env,
          description: 'Inferwatch: API, inference function, model endpoint and records',
        })
      : undefined;
  const monitoring = new MonitoringStack(app, prefixed(config.prefix, MONITORING_STACK), {
    config,
    env,
    description: 'Inferwatch: dashboard, alarms and notifications',
    targets: inference?.pipeline.targets,
  });
  const dataLake = wantsDataLake(config)
    ? new DataLakeStack(app, prefixed(config.prefix, DATA_LAKE_STACK), {
        config,
        env,
        description: 'Inferwatch: governed data lake, its personas and the records of inferences',
        records: inference?.pipeline.table,
      })
    : undefined;
  const e2eTest =
    config.e2e.enabled && inference !== undefined
      ? new E2eTestStack(app, prefixed(config.prefix, E2E_TEST_STACK), {
          config,
          env,
          description: 'Inferwatch: end-to-end tests on CodeBuild',
          inference,
          monitoring,
        })
      : undefined;
  for (const stack of [inference, monitoring, dataLake, e2eTest]) {
    if (stack !== undefined) Tags.of(stack).add('application', 'inferwatch');
  }
  return { inference, monitoring, dataLake, e2eTest };
}

function wantsDataLake({ dataLake, monitorExisting }: InferwatchConfig): boolean {
  return dataLake.enabled && (monitorExisting === undefined || dataLake.recordsStreamArn !== undefined);
}
