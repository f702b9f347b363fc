import { Duration } from 'aws-cdk-lib';
import { AlarmRule } from 'aws-cdk-lib/aws-cloudwatch';
import type { Severity } from '../alarm-ids.ts';
import type { ContractMetrics } from '../metrics/contract-metrics.ts';
import type { AlarmRegistry, RegisteredAlarm, RegisteredMetricAlarm } from './alarm-registry.ts';

/** Share of requests that must succeed when nothing is set. */
export const DEFAULT_OBJECTIVE = 0.99;

/**
 * Failures that the long window must hold before it can fire. With few requests, one or two failures are a large share
 * of them; the single failure is what `Inference-Error-Alarm` reports.
 */
export const DEFAULT_MINIMUM_FAILURES = 3;

export interface AvailabilityProps {
  /** Share of requests that must succeed over 30 days, as a fraction below 1. @default 0.99 */
  readonly objective?: number;
  /** Failures in the long window below which no burn-rate alarm fires. @default 3 */
  readonly minimumFailures?: number;
}

/** A pair of windows: the long one says that much of the budget is gone, the short one that it is still going. */
export interface BurnRate {
  readonly key: 'Fast' | 'Slow';
  /** How many times faster than allowed the budget is spent. */
  readonly rate: number;
  readonly long: Duration;
  readonly short: Duration;
  /** Percent of a 30-day budget that is gone when the long window fires at exactly this rate. */
  readonly budgetPercent: number;
  readonly severity: Severity;
}

/**
 * The two pairs that the SRE workbook pages for. The slow one is a warning here: at that rate the budget of 30 days
 * lasts five, so that it can wait for the morning.
 *
 * @see https://sre.google/workbook/alerting-on-slos/ (table 5-8, multiwindow, multi-burn-rate alerts)
 */
export const BURN_RATES: readonly BurnRate[] = [
  {
    key: 'Fast',
    rate: 14.4,
    long: Duration.hours(1),
    short: Duration.minutes(5),
    budgetPercent: 2,
    severity: 'critical',
  },
  { key: 'Slow', rate: 6, long: Duration.hours(6), short: Duration.minutes(30), budgetPercent: 5, severity: 'warning' },
];

/** The alarms of one pair of windows. */
export interface BurnRateAlarms {
  readonly burn: BurnRate;
  readonly long: RegisteredMetricAlarm;
  readonly short: RegisteredMetricAlarm;
  readonly composite: RegisteredAlarm;
}

/**
 * Alarms on how fast the error budget of the availability objective is spent. Each window is an alarm of one period as
 * long as the window, which CloudWatch moves on every minute; the composite is in ALARM while both of its windows are.
 */
export function addBurnRateAlarms(
  registry: AlarmRegistry,
  metrics: ContractMetrics,
  props: AvailabilityProps = {},
): readonly BurnRateAlarms[] {
  const { objective = DEFAULT_OBJECTIVE, minimumFailures = DEFAULT_MINIMUM_FAILURES } = props;
  const errors = objectiveErrors(objective);
  for (const error of errors) registry.addError(error);
  return BURN_RATES.map((burn) => addPair(registry, metrics, burn, objective, minimumFailures));
}

/** Percent of failed requests at which the budget is spent at the given rate. */
export function burnThreshold(objective: number, rate: number): number {
  // Rounded to a millionth of a percent: 1 - 0.999 is not 0.001 in floating point, and people read this number.
  return Number((rate * (1 - objective) * 100).toFixed(6));
}

function objectiveErrors(objective: number): string[] {
  if (!(objective > 0 && objective < 1)) {
    return [`availability.objective is ${objective}: write a fraction such as 0.99`];
  }
  const fastest = Math.max(...BURN_RATES.map(({ rate }) => rate));
  if (burnThreshold(objective, fastest) < 100) return [];
  return [
    `availability.objective is ${objective}, which allows so many failures that even a total outage spends the budget ` +
      `less than ${fastest} times too fast, and its alarm could never fire: write more than ${lowestObjective(fastest)}`,
  ];
}

function lowestObjective(rate: number): string {
  return (Math.ceil((1 - 1 / rate) * 1000) / 1000).toFixed(3);
}

function addPair(
  registry: AlarmRegistry,
  metrics: ContractMetrics,
  burn: BurnRate,
  objective: number,
  minimumFailures: number,
): BurnRateAlarms {
  const threshold = burnThreshold(objective, burn.rate);
  const { key, severity } = burn;
  const window = (length: Duration) =>
    ({
      threshold,
      comparison: 'above',
      period: length.toSeconds(),
      evaluationPeriods: 1,
      datapointsToAlarm: 1,
      treatMissingData: 'notBreaching',
    }) as const;
  const long = registry.addMetricAlarm({
    name: `Availability-${key}-Burn-Long-Window-Alarm`,
    title: `Error rate over ${words(burn.long)}`,
    meaning: `Over ${words(burn.long)} so many inferences failed that ${burn.budgetPercent} % of the 30-day error budget is gone. It sends nothing itself.`,
    firstStep: `see whether Availability-${key}-Burn-Alarm is in ALARM; if not, the failures have stopped.`,
    severity,
    role: 'part',
    rule: window(burn.long),
    metric: metrics.errorRateFrom(minimumFailures, { period: burn.long }),
  });
  const short = registry.addMetricAlarm({
    name: `Availability-${key}-Burn-Short-Window-Alarm`,
    title: `Error rate over ${words(burn.short)}`,
    meaning: `Over the last ${words(burn.short)} inferences failed at a rate that spends the error budget ${burn.rate} times too fast. It sends nothing itself.`,
    firstStep: `see whether Availability-${key}-Burn-Alarm is in ALARM; if not, this is a short disturbance.`,
    severity,
    role: 'part',
    rule: window(burn.short),
    metric: metrics.errorRate({ period: burn.short }),
  });
  const composite = registry.addCompositeAlarm({
    name: `Availability-${key}-Burn-Alarm`,
    title: `Error budget burns ${burn.rate} times too fast`,
    meaning: `Inferences fail so often, over ${words(burn.long)} and still in the last ${words(burn.short)}, that the 30-day error budget will be gone in ${words(Duration.hours(Math.round((30 * 24) / burn.rate)))}.`,
    firstStep: 'run the saved query "Errors by cause"; the largest cause is the one to mend or to roll back.',
    severity,
    role: 'alarm',
    when: AlarmRule.allOf(long.alarm, short.alarm),
  });
  return { burn, long, short, composite };
}

/** A duration as people say it: `5 minutes`, `1 hour`, `5 days`. */
function words(duration: Duration): string {
  const minutes = duration.toMinutes();
  if (minutes % 1440 === 0) return count(minutes / 1440, 'day');
  return minutes % 60 === 0 ? count(minutes / 60, 'hour') : count(minutes, 'minute');
}

function count(amount: number, unit: string): string {
  return `${amount} ${unit}${amount === 1 ? '' : 's'}`;
}
