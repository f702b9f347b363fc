import { Annotations, type App, type Environment, Tags } from 'aws-cdk-lib';
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
  if (config.alertEmails.length === 0 && config.alertPhones.length === 0) warnThatNobodyIsTold(monitoring);
  return { inference, monitoring };
}

function warnThatNobodyIsTold(monitoring: MonitoringStack): void {
  Annotations.of(monitoring).addWarningV2(
    'inferwatch:nobody-is-told',
    'nobody will be told when an alarm fires; give an address, for example -c alertEmail=me@example.com',
  );
}
