import { Construct } from 'constructs';
import type { AlarmOverrides } from './alarm-ids.ts';
import type { MonitoringTargets } from './targets.ts';

/** Who sends: each alarm for itself, or only the composite `Inference-Health-Alarm`. */
export type NotificationMode = 'each-alarm' | 'health-only';

export interface InferenceMonitoringProps {
  /** What is watched. */
  readonly targets: MonitoringTargets;
  /** Put in front of each alarm's and the dashboard's name, joined with a hyphen. @default - none */
  readonly prefix?: string;
  /** Addresses that get every alarm and every OK notice. @default - nobody */
  readonly alertEmails?: readonly string[];
  /** E.164 numbers that get the critical alarms by SMS. @default - nobody */
  readonly alertPhones?: readonly string[];
  /** Changes to single alarms. @default - each alarm as its catalogue entry says */
  readonly alarms?: AlarmOverrides;
  /** @default each-alarm */
  readonly notifications?: NotificationMode;
  /** Share of requests that must succeed, as a fraction below 1. @default 0.99 */
  readonly availabilityObjective?: number;
  /** Where the runbooks are published; `<base>/<Alarm-Name>.md` is a page. @default - the repository's `docs/runbooks` */
  readonly runbookBaseUrl?: string;
}

/** Topics, alarms, dashboard and saved queries of one inference pipeline. */
export class InferenceMonitoring extends Construct {
  constructor(scope: Construct, id: string, _props: InferenceMonitoringProps) {
    super(scope, id);
  }
}
