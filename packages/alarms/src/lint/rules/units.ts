import { type MetricAlarmView, nameOf, type ReadMetric, watchedMetric } from '../alarm-view.ts';
import { scaledMetric } from '../expressions.ts';
import { type ServiceMetrics, serviceMetric } from '../service-metrics.ts';
import type { LintRule, Observation } from '../types.ts';
import { onMetricAlarms } from './limits.ts';

/** What an alarm on high durations compares: a metric whose unit is known, and the threshold in that unit. */
interface Comparison {
  readonly metric: ReadMetric;
  readonly known: ServiceMetrics;
  /** In the unit that the service publishes. */
  readonly threshold: number;
  /** Whether an expression converts the values first. */
  readonly converted: boolean;
}

const SECONDS: Readonly<Record<string, number>> = { Microseconds: 1e-6, Milliseconds: 1e-3, Seconds: 1 };

/** Sums and counts are in other units than the samples. */
const keepsUnit = (statistic: string | undefined): boolean =>
  statistic !== undefined && !/^(?:Sum|SampleCount)$|^(?:ts|tc|PR|TS|TC)/.test(statistic);

function comparisonOf(view: MetricAlarmView): Comparison | undefined {
  const { threshold, direction } = view;
  if (threshold === undefined || direction !== 'above') return undefined;
  const scaled = view.form === 'metrics' ? scaledMetric(view, view.watchedId) : undefined;
  const metric = scaled ? view.metrics.find(({ id }) => id === scaled.id) : watchedMetric(view);
  const known = metric && serviceMetric(metric.namespace, metric.metricName);
  if (metric === undefined || known?.plausible === undefined || !keepsUnit(metric.statistic)) return undefined;
  const factor = scaled?.factor ?? 1;
  return { metric, known, threshold: threshold / factor, converted: factor !== 1 };
}

/** A length in words that show how long it is: 0.0025 is `2.5 milliseconds`. */
export function inWords(seconds: number): string {
  const steps: readonly (readonly [number, string])[] = [
    [86_400, 'day'],
    [3600, 'hour'],
    [60, 'minute'],
    [1, 'second'],
    [1e-3, 'millisecond'],
    [1e-6, 'microsecond'],
  ];
  const [length, name] = steps.find(([step]) => seconds >= step) ?? [1e-6, 'microsecond'];
  const count = Number((seconds / length).toPrecision(3));
  return `${count} ${name}${count === 1 ? '' : 's'}`;
}

/** The unit in which the same number would be plausible: the one that the writer had in mind. */
function meantUnit({ known, threshold }: Comparison): { unit: string; value: number } | undefined {
  const [low, high] = known.plausible ?? [0, 0];
  const own = SECONDS[known.unit] ?? 1;
  const candidates = Object.entries(SECONDS)
    .filter(([unit]) => unit !== known.unit)
    .map(([unit, seconds]) => ({ unit, value: Number(((threshold * seconds) / own).toPrecision(12)) }))
    .filter(({ value }) => value >= low && value <= high);
  // Nearest unit first: milliseconds are mistaken for microseconds more often than seconds are.
  return candidates.sort(
    (a, b) => Math.abs(Math.log(a.value / threshold)) - Math.abs(Math.log(b.value / threshold)),
  )[0];
}

function confusion(view: MetricAlarmView): { comparison: Comparison; observation: Observation } | undefined {
  const comparison = comparisonOf(view);
  if (comparison === undefined) return undefined;
  const { metric, known, threshold, converted } = comparison;
  const [low, high] = known.plausible ?? [0, Number.POSITIVE_INFINITY];
  // Zero means "anything at all", in every unit.
  if (threshold <= 0 || (threshold >= low && threshold <= high)) return undefined;
  const length = inWords(threshold * (SECONDS[known.unit] ?? 1));
  const meant = meantUnit(comparison);
  const asWritten = converted ? ` (the expression comes to ${Number(threshold.toPrecision(6))} of them)` : '';
  const observation = {
    path: 'Threshold',
    message: `${nameOf(metric)} is in ${known.unit}, so that ${view.threshold}${asWritten} is ${length}: no plausible threshold for it (plausible is ${inWords(low * (SECONDS[known.unit] ?? 1))} to ${inWords(high * (SECONDS[known.unit] ?? 1))})`,
    fix:
      meant === undefined || converted
        ? `write the threshold in ${known.unit.toLowerCase()}`
        : `if ${threshold} ${meant.unit.toLowerCase()} are meant, write ${meant.value}`,
  };
  return { comparison, observation };
}

/** SageMaker publishes its latencies in microseconds, unlike everything around it. */
export const microseconds: LintRule = {
  code: 'IW2003',
  name: 'microseconds-as-milliseconds',
  severity: 'warning',
  title: 'A metric in microseconds is compared with a threshold in another unit',
  source: 'https://docs.aws.amazon.com/sagemaker/latest/dg/monitoring-cloudwatch.html',
  check: onMetricAlarms((view) => {
    const found = confusion(view);
    return found?.comparison.known.unit === 'Microseconds' ? [found.observation] : [];
  }),
};

export const unitConfusion: LintRule = {
  code: 'IW2004',
  name: 'implausible-duration',
  severity: 'warning',
  title: 'A duration is compared with a threshold in another unit',
  source: 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/aws-services-cloudwatch-metrics.html',
  check: onMetricAlarms((view) => {
    const found = confusion(view);
    return found === undefined || found.comparison.known.unit === 'Microseconds' ? [] : [found.observation];
  }),
};
