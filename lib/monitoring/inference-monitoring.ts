import type { Dashboard } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { DASHBOARD_NAME, prefixed } from '../shared/names.ts';
import type { AlarmOverrides } from './alarm-ids.ts';
import { AlarmRegistry, type AlarmRole } from './alarms/alarm-registry.ts';
import { type AvailabilityProps, addBurnRateAlarms } from './alarms/burn-rate.ts';
import { ALARM_CATALOGUE } from './alarms/catalogue.ts';
import { addHealthAlarms } from './alarms/health.ts';
import { AlertTopics } from './alert-topics.ts';
import { InferenceDashboard } from './dashboard/inference-dashboard.ts';
import { watchedMetrics } from './metrics/watched-metrics.ts';
import { SavedQueries } from './saved-queries.ts';
import type { MonitoringTargets } from './targets.ts';

/** Who sends: each alarm for itself, or only the composite `Inference-Health-Alarm`. */
export type NotificationMode = 'each-alarm' | 'health-only';

/** Which alarms have actions (docs/adr/0052). Parts of a composite never have any. */
const SENDERS: Readonly<Record<NotificationMode, readonly AlarmRole[]>> = {
  'each-alarm': ['alarm', 'maintenance'],
  'health-only': ['health'],
};

/** Settings of {@link InferenceMonitoring}. */
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
  /** Which alarms tell people. @default each-alarm */
  readonly notifications?: NotificationMode;
  /** The availability objective that the burn-rate alarms guard. @default - 99 % of requests over 30 days */
  readonly availability?: AvailabilityProps;
  /** Where the runbooks are published; `<base>/<Alarm-Name>.md` is a page. @default - the repository's `docs/runbooks` */
  readonly runbookBaseUrl?: string;
}

/**
 * Topics, alarms, dashboard and saved queries of one inference pipeline. What is watched comes as `targets`, so that it
 * works as well on a function, an endpoint, a table and an API that exist already.
 */
export class InferenceMonitoring extends Construct {
  /** Takes the alarms' messages, one topic a severity. */
  readonly topics: AlertTopics;
  /** Every alarm, with its severity and its runbook's name. */
  readonly registry: AlarmRegistry;
  /** The dashboard. */
  readonly dashboard: Dashboard;

  constructor(scope: Construct, id: string, props: InferenceMonitoringProps) {
    super(scope, id);
    const { targets, prefix = '', runbookBaseUrl } = props;
    const watched = watchedMetrics(targets);
    this.topics = new AlertTopics(this, 'Topics', { emails: props.alertEmails, phones: props.alertPhones });
    this.registry = new AlarmRegistry(this, 'Alarms', {
      topics: this.topics,
      prefix,
      overrides: props.alarms,
      senders: SENDERS[props.notifications ?? 'each-alarm'],
      runbookBaseUrl,
    });
    this.registry.addCatalogue(ALARM_CATALOGUE, targets, watched);
    const burnRates = addBurnRateAlarms(this.registry, watched.contract, props.availability);
    const health = addHealthAlarms(this.registry, prefix);
    this.dashboard = new InferenceDashboard(this, 'Dashboard', {
      dashboardName: prefixed(prefix, DASHBOARD_NAME),
      context: { targets, watched, registry: this.registry, burnRates, health },
      runbookBaseUrl,
    }).dashboard;
    new SavedQueries(this, 'Queries', { targets, prefix });
  }
}
