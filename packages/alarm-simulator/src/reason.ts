import { datapointBreaches } from './comparison.ts';
import { formatDatapointTime, formatNumber, formatTimestamp, plural } from './format.ts';
import { bandThresholds, evaluatedThreshold, limitWords, prefix } from './reason-limit.ts';
import type { Datapoint, MetricReasonData, ThresholdRule, Verdict, Window } from './types.ts';
import type { Decision } from './window.ts';

/**
 * `StateReason` and `StateReasonData` as AWS words them. AWS publishes no grammar: the forms are read off captured
 * notifications, and what no capture shows (fills together with five or more datapoints) is *inferred*.
 */

/** From this many datapoints on, the reason names only the newest five, after the sentence. */
const LISTED = 5;

interface Period {
  readonly timestamp: number;
  readonly datapoint: Datapoint | undefined;
}

/** Every period of the range with its start, newest first. */
function periods(rule: ThresholdRule, window: Window, evaluatedAt: number): Period[] {
  const length = (rule.period ?? 60) * 1000;
  return window
    .map((datapoint, index) => ({
      datapoint,
      timestamp: datapoint?.timestamp ?? evaluatedAt - length * (window.length - index),
    }))
    .reverse();
}

/** The periods the decision was made of: the real ones that count and, newest first, the missing ones filled in. */
function evaluated(rule: ThresholdRule, all: readonly Period[], filled: number): Period[] {
  let real = rule.evaluationPeriods;
  let missing = filled;
  return all.filter(({ datapoint }) => (datapoint === undefined ? missing-- > 0 : real-- > 0));
}

function reasonData(rule: ThresholdRule, counted: readonly Period[], evaluatedAt: number): MetricReasonData {
  const real = counted.flatMap(({ datapoint }) => (datapoint === undefined ? [] : [datapoint])).reverse();
  return {
    version: '1.0',
    queryDate: formatTimestamp(evaluatedAt),
    ...(real[0] === undefined ? {} : { startDate: formatTimestamp(real[0].timestamp) }),
    ...(rule.unit === undefined ? {} : { unit: rule.unit }),
    ...(rule.statistic === undefined ? {} : { statistic: rule.statistic }),
    period: rule.period ?? 60,
    recentDatapoints: real.map(({ value }) => value),
    ...(rule.threshold === undefined ? bandThresholds(rule, real) : { threshold: rule.threshold }),
    evaluatedDatapoints: counted.map(({ timestamp, datapoint }) => ({
      timestamp: formatTimestamp(timestamp),
      ...(datapoint?.sampleCount === undefined ? {} : { sampleCount: datapoint.sampleCount }),
      ...(datapoint === undefined ? {} : { value: datapoint.value, ...evaluatedThreshold(rule, datapoint) }),
    })),
  };
}

function filledClause(rule: ThresholdRule, filled: number): string {
  const word = { breaching: 'Breaching', notBreaching: 'NonBreaching', missing: '', ignore: '' }[
    rule.treatMissingData ?? 'missing'
  ];
  if (filled === 0 || word === '') return '';
  return ` and ${plural(filled, 'missing datapoint')} ${filled === 1 ? 'was' : 'were'} treated as [${word}]`;
}

function list(datapoints: readonly Datapoint[]): string {
  const shown = datapoints.slice(0, LISTED);
  return `[${shown.map(({ value, timestamp }) => `${formatNumber(value)} (${formatDatapointTime(timestamp)})`).join(', ')}]`;
}

/** The datapoints that speak for the state, and how many of them the transition takes. */
function crossed(rule: ThresholdRule, supporting: readonly Datapoint[], alarm: boolean, fills: string): string {
  const { evaluationPeriods, datapointsToAlarm } = rule;
  const subject =
    datapointsToAlarm === undefined
      ? plural(supporting.length, 'datapoint')
      : `${supporting.length} out of the last ${evaluationPeriods} datapoints`;
  const verb = `${supporting.length === 1 ? 'was' : 'were'}${alarm ? '' : ' not'}`;
  const sentence = `${verb} ${limitWords(rule, supporting.slice(0, LISTED), alarm)}${fills}`;
  const needed = alarm ? (datapointsToAlarm ?? 0) : evaluationPeriods - (datapointsToAlarm ?? 0) + 1;
  const minimum =
    datapointsToAlarm === undefined
      ? ''
      : ` (minimum ${plural(needed, 'datapoint')} for ${alarm ? 'OK -> ALARM' : 'ALARM -> OK'} transition)`;
  if (supporting.length < LISTED) return `${subject} ${list(supporting)} ${sentence}${minimum}.`;
  return `${subject} ${sentence}. The most recent datapoints which crossed the threshold: ${list(supporting)}${minimum}.`;
}

function reason(rule: ThresholdRule, real: readonly Datapoint[], decision: Decision): string {
  const { evaluationPeriods: n, treatMissingData = 'missing' } = rule;
  if (decision.rule === 'too few samples for the percentile') {
    return `State retained: fewer than ${rule.minimumSamples} samples were received for ${plural(n, 'period')}.`;
  }
  if (real.length === 0 && treatMissingData === 'missing') {
    return `Insufficient Data: ${plural(n, 'datapoint')} ${n === 1 ? 'was' : 'were'} unknown.`;
  }
  if (treatMissingData === 'ignore' && (real.length === 0 || decision.rule === 'premature alarm')) {
    const received = real.length === 0 ? 'no datapoints were' : 'too few datapoints were';
    return `State retained: ${received} received for ${plural(n, 'period')} and missing datapoints are ignored.`;
  }
  const alarm = decision.state === 'ALARM';
  const fills = filledClause(rule, decision.filled);
  const supporting = real.filter((datapoint) => datapointBreaches(rule, datapoint) === alarm);
  if (supporting.length > 0) return `${prefix(rule)}: ${crossed(rule, supporting, alarm, fills)}`;
  const received = real.length === 0 ? 'no datapoints' : plural(real.length, 'datapoint');
  return `${prefix(rule)}: ${received} ${real.length === 1 ? 'was' : 'were'} received for ${plural(n, 'period')}${fills}.`;
}

/** A decision with its words. A retained state has no words of AWS's; its reason starts with `State retained`. */
export function describeVerdict(rule: ThresholdRule, window: Window, decision: Decision, evaluatedAt: number): Verdict {
  const counted = evaluated(rule, periods(rule, window, evaluatedAt), decision.filled);
  const real = counted.flatMap(({ datapoint }) => (datapoint === undefined ? [] : [datapoint]));
  return {
    state: decision.state,
    reason: reason(rule, real, decision),
    reasonData: reasonData(rule, counted, evaluatedAt),
    certainty: decision.certainty,
    rule: decision.rule,
  };
}
