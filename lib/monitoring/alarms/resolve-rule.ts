import { type AlarmId, type AlarmOverride, STATISTIC_PATTERN } from '../alarm-ids.ts';
import type { AlarmRule } from './alarm-spec.ts';

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html (EvaluationPeriods) */
const LONGEST_WINDOW_OF_SHORT_PERIODS = 86_400;
const LONGEST_WINDOW_OF_LONG_PERIODS = 604_800;
const LONG_PERIOD = 3_600;

export type RuleResolution =
  | { readonly ok: true; readonly rule: AlarmRule }
  | { readonly ok: false; readonly errors: readonly string[] };

/**
 * The alarm's own rule with the user's changes. With fewer periods than the rule's own M, and M not given, all of them
 * must breach; an M that was given and is larger than N is an error.
 */
export function resolveRule(id: AlarmId, rule: AlarmRule, override: AlarmOverride = {}): RuleResolution {
  const evaluationPeriods = override.evaluationPeriods ?? rule.evaluationPeriods;
  const resolved: AlarmRule = {
    threshold: override.threshold ?? rule.threshold,
    comparison: rule.comparison,
    period: override.period ?? rule.period,
    evaluationPeriods,
    datapointsToAlarm: override.datapointsToAlarm ?? Math.min(rule.datapointsToAlarm, evaluationPeriods),
    statistic: override.statistic ?? rule.statistic,
    treatMissingData: override.treatMissingData ?? rule.treatMissingData,
  };
  const errors = [...windowErrors(resolved), ...statisticErrors(rule, override)];
  return errors.length === 0
    ? { ok: true, rule: resolved }
    : { ok: false, errors: errors.map((error) => `alarms.${id}.${error}`) };
}

function windowErrors({ period, evaluationPeriods, datapointsToAlarm }: AlarmRule): string[] {
  const errors: string[] = [];
  if (period <= 0 || period % 60 !== 0) {
    errors.push(`period is ${period} s, but its metric has one value a minute: write a multiple of 60`);
  }
  if (datapointsToAlarm > evaluationPeriods) {
    errors.push(
      `datapointsToAlarm is ${datapointsToAlarm}, but only ${evaluationPeriods} periods are evaluated: ` +
        `write at most ${evaluationPeriods}, or raise evaluationPeriods`,
    );
  }
  const longest = period < LONG_PERIOD ? LONGEST_WINDOW_OF_SHORT_PERIODS : LONGEST_WINDOW_OF_LONG_PERIODS;
  if (period * evaluationPeriods > longest) {
    errors.push(
      `evaluationPeriods is ${evaluationPeriods}, which with a period of ${period} s spans ` +
        `${period * evaluationPeriods} s: CloudWatch allows ${longest} s, so write at most ${Math.floor(longest / period)}`,
    );
  }
  return errors;
}

function statisticErrors(rule: AlarmRule, { statistic }: AlarmOverride): string[] {
  if (statistic === undefined) return [];
  if (rule.statistic === undefined) {
    return [`statistic is "${statistic}", but this alarm is computed from fixed statistics: leave it out`];
  }
  return STATISTIC_PATTERN.test(statistic)
    ? []
    : [`statistic is "${statistic}": write a CloudWatch statistic such as Average, Sum, Maximum, p90 or tm99`];
}
