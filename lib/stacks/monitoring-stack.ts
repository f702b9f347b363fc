import { Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { InferwatchConfig } from '../../config/schema.ts';
import type { MonitoringTargets } from '../monitoring/targets.ts';

export interface MonitoringStackProps extends StackProps {
  readonly config: InferwatchConfig;
  /** What the inference stack built. @default - what `config.monitorExisting` names */
  readonly targets?: MonitoringTargets;
}

/** `InferwatchMonitoring`: everything that tells people how the inference pipeline is doing. */
export class MonitoringStack extends Stack {
  constructor(scope: Construct, id: string, props: MonitoringStackProps) {
    super(scope, id, props);
  }
}
