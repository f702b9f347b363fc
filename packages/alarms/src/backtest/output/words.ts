import type { ComparisonOperator, MetricAlarm } from '../../../../alarm-simulator/src/index.ts';
import type { AlarmOutcome } from '../measure/outcome.ts';
import type { IncidentOutcome } from '../measure/types.ts';
import type { AlarmSetting, Confirmation, Score, SweepResult } from '../sweep/types.ts';
import { durationText, numberText, plural, shareText } from './text.ts';

/** Sentences that terminal and page share. */

const SIGNS: Readonly<Record<ComparisonOperator, string>> = {
  GreaterThanThreshold: '>',
  GreaterThanOrEqualToThreshold: '>=',
  LessThanThreshold: '<',
  LessThanOrEqualToThreshold: '<=',
  LessThanLowerOrGreaterThanUpperThreshold: 'outside of',
  LessThanLowerThreshold: 'below',
  GreaterThanUpperThreshold: 'above',
};

/** `> 60, 2 of 2 periods`. */
export function settingText({ comparisonOperator }: MetricAlarm, setting: AlarmSetting): string {
  const { threshold, datapointsToAlarm, evaluationPeriods } = setting;
  return `${SIGNS[comparisonOperator]} ${numberText(threshold)}, ${datapointsToAlarm} of ${evaluationPeriods}`;
}

/** What an alarm compares, for example `Average of DepartureDelay > 60, 2 of 2 periods of 30m`. */
export function ruleText(alarm: MetricAlarm): string {
  const { query, limit, comparisonOperator, datapointsToAlarm, evaluationPeriods, period } = alarm;
  const returned = query.form === 'metrics' ? query.entries.find(({ id }) => id === query.returned) : undefined;
  const watched =
    query.form === 'classic'
      ? `${query.statistic.name} of ${query.metric.metricName}`
      : (returned?.label ?? expressionText(alarm) ?? query.returned);
  const against = limit.type === 'static' ? numberText(limit.threshold) : `the band ${limit.id}`;
  return `${watched} ${SIGNS[comparisonOperator]} ${against}, ${datapointsToAlarm} of ${evaluationPeriods} periods of ${durationText(period * 1000)}`;
}

function expressionText({ query }: MetricAlarm): string | undefined {
  if (query.form === 'classic') return undefined;
  const source = query.entries.find(({ id }) => id === query.returned)?.source;
  return source?.type === 'expression' ? source.text : undefined;
}

export function outcomeText(outcome: IncidentOutcome): string {
  switch (outcome.outcome) {
    case 'detected':
      return outcome.timeToDetectMs === 0
        ? 'detected by its start'
        : `detected after ${durationText(outcome.timeToDetectMs)}`;
    case 'missed':
      return 'missed';
    case 'alreadyInAlarm':
      return 'not told: already in ALARM';
    case 'outsideHistory':
      return 'outside of the history';
  }
}

/** `11 of 23 incidents detected, 8 missed, 0.31 false alarms a week`. */
export function detectionText({ detection }: AlarmOutcome): string | undefined {
  if (detection === undefined) return undefined;
  const { detected, missed, alreadyInAlarm, meanTimeToDetectMs, falseAlarmsPerWeek } = detection;
  const all = detected + missed + alreadyInAlarm;
  return [
    `${detected} of ${plural(all, 'incident')} detected`,
    ...(meanTimeToDetectMs === undefined ? [] : [`after ${durationText(meanTimeToDetectMs)} on average`]),
    ...(alreadyInAlarm === 0 ? [] : [`${alreadyInAlarm} while already in ALARM`]),
    `${numberText(falseAlarmsPerWeek)} false alarms a week`,
  ].join(', ');
}

/** `9 of 14 detected, 2h 10m to detect, 0.4 false alarms a week`. */
export function scoreText({ incidents, detected, meanTimeToDetectMs, falseAlarmsPerWeek }: Score): string {
  return `${detected} of ${incidents} detected, ${durationText(meanTimeToDetectMs)} to detect, ${numberText(falseAlarmsPerWeek)} false alarms a week`;
}

const CONFIRMATIONS: Readonly<Record<Confirmation, string>> = {
  better: 'On the later part, which took no part in the choice, it is better too: the change is worth making.',
  mixed:
    'On the later part, which took no part in the choice, it is better in one respect and worse in the other: weigh them.',
  same: 'On the later part, which took no part in the choice, it does as well as the present setting: leave it as it is.',
  worse:
    'On the later part, which took no part in the choice, it is worse than the present setting: the choice fits its own data only, so leave the alarm as it is.',
  unchecked:
    'It is not checked: the incidents are too few, or too close, to keep some for that. Do not trust it alone.',
};

export const confirmationText = ({ confirmation }: SweepResult): string => CONFIRMATIONS[confirmation];

/** `inferred 0.8 % of the time`; undefined if all of it is documented. */
export function certaintyText({ timeByCertainty, covered }: AlarmOutcome): string | undefined {
  const whole = covered.to - covered.from;
  const parts = (['inferred', 'undocumented'] as const).flatMap((certainty) =>
    timeByCertainty[certainty] === 0
      ? []
      : [`${certainty} ${shareText(timeByCertainty[certainty], whole)} of the time`],
  );
  return parts.length === 0 ? undefined : parts.join(', ');
}
