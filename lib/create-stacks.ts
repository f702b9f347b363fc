import { type App, type Environment, Tags } from 'aws-cdk-lib';
import type { InferwatchConfig } from '../config/schema.ts';
import { INFERENCE_STACK, MONITORING_STACK, prefixed } from './shared/names.ts';
import { InferenceStack } from './stacks/inference-stack.ts';
import { MonitoringStack } from './stacks/monitoring-stack.ts';

export interface InferwatchStacks {
  /** Not made when the settings watch a pipeline that already exists (`monitorExisting`). */
  readonly inference?: InferenceStack;
  readonly monitoring: MonitoringStack;
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
  for (const stack of [inference, monitoring]) {
    if (stack !== undefined) Tags.of(stack).add('application', 'inferwatch');
  }
  return { inference, monitoring };
}
