import { App } from 'aws-cdk-lib';
import { parseSettings } from '../config/load.ts';
import { DIMENSION_SETS, EVERYDAY_METRICS } from '../contract/metrics.ts';
import { createStacks } from '../lib/create-stacks.ts';
import type { RegisteredAlarm, RegisteredMetricAlarm } from '../lib/monitoring/alarms/alarm-registry.ts';
import { ALARM_CATALOGUE } from '../lib/monitoring/alarms/catalogue.ts';

/** The parts of the README that repeat what the code says; `npm run readme` writes them, a test compares. */
export interface ReadmeTables {
  readonly alarms: string;
  readonly cost: string;
}

/** Context that leaves the functions' code out: the tables do not depend on it. */
const NO_BUNDLING = { 'aws:cdk:bundling-stacks': [] };

const COMPARISONS = { above: 'above', atLeast: 'at least', below: 'below' } as const;

function isMetricAlarm(alarm: RegisteredAlarm): alarm is RegisteredMetricAlarm {
  return 'rule' in alarm;
}

function window({ rule }: RegisteredMetricAlarm): string {
  const { datapointsToAlarm, evaluationPeriods, period } = rule;
  if (evaluationPeriods === 1) return period === 60 ? 'in any minute' : `over the last ${period / 60} minutes`;
  const periods = period === 60 ? 'minutes' : `periods of ${period / 60} minutes`;
  return `${datapointsToAlarm} of ${evaluationPeriods} ${periods}`;
}

function condition(alarm: RegisteredMetricAlarm): string {
  const { comparison, threshold, statistic } = alarm.rule;
  const unit = ALARM_CATALOGUE.find(({ name }) => name === alarm.text.name)?.unit;
  const shownUnit = unit === undefined || unit === 'Count' ? '' : ` ${unit.toLowerCase()}`;
  return `${statistic === undefined ? '' : `${statistic} `}${COMPARISONS[comparison]} ${threshold}${shownUnit}, ${window(alarm)}`;
}

function alarmRow(alarm: RegisteredAlarm): string {
  const spec = ALARM_CATALOGUE.find(({ name }) => name === alarm.text.name);
  const off = spec?.enabledByDefault === false ? ' (off by default)' : '';
  const cells = [
    `[${alarm.text.name}](docs/runbooks/${alarm.text.name}.md)${off}`,
    spec === undefined ? '' : `\`${spec.id}\``,
    alarm.severity,
    isMetricAlarm(alarm) ? condition(alarm) : 'composite',
  ];
  return `| ${cells.join(' | ')} |`;
}

/** All settings at their defaults, but every alarm on, so that the table shows each. */
function everyAlarm(): readonly RegisteredAlarm[] {
  const disabled = ALARM_CATALOGUE.filter(({ enabledByDefault }) => !enabledByDefault);
  return monitoring(Object.fromEntries(disabled.map(({ id }) => [id, { enabled: true }]))).registry.alarms;
}

function monitoring(alarms: Readonly<Record<string, { enabled: boolean }>>) {
  const settings = parseSettings({ alertEmails: ['me@example.com'], alarms });
  if (!settings.ok) throw new Error(settings.problems.map(({ path, message }) => `${path}: ${message}`).join('\n'));
  return createStacks(new App({ context: NO_BUNDLING }), settings.config).monitoring.monitoring;
}

export function readmeTables(): ReadmeTables {
  const standard = monitoring({}).registry.alarms;
  const composites = standard.filter((alarm) => !isMetricAlarm(alarm)).length;
  const metrics = EVERYDAY_METRICS.length * DIMENSION_SETS.length;
  return {
    alarms: ['| Alarm | Id | Severity | Fires when |', '|---|---|---|---|', ...everyAlarm().map(alarmRow)].join('\n'),
    cost: `${metrics} custom metrics (${EVERYDAY_METRICS.length} names, ${DIMENSION_SETS.length} dimension sets), ${
      standard.length - composites
    } metric alarms (one on metric math counts once for each metric in it), ${composites} composite alarms, 1 dashboard and 1 KMS key.`,
  };
}
