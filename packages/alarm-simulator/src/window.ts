import { leastSure } from './certainty.ts';
import { breaches } from './comparison.ts';
import { describeVerdict } from './reason.ts';
import type {
  AlarmState,
  Certainty,
  Datapoint,
  MissingDataTreatment,
  ThresholdRule,
  Verdict,
  VerdictRule,
  Window,
} from './types.ts';

/**
 * The decision over a window of datapoints.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation.html
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
 */

/** What decides, without words; the engine makes words only when the state changes. */
export interface Decision {
  readonly state: AlarmState;
  readonly certainty: Certainty;
  readonly rule: VerdictRule;
  /** Datapoints that were filled in by the treatment of missing data. */
  readonly filled: number;
}

/** The real datapoints that count: the newest N of the range, or all if there are fewer. */
interface Survey {
  readonly real: number;
  readonly breaching: number;
  /** The newest datapoint has age 1. Meaningless when there is none. */
  readonly oldestAge: number;
  /** Among the newest N datapoints at least one is missing. */
  readonly gap: boolean;
  readonly samples: number;
  readonly certainty: Certainty;
}

function survey(rule: ThresholdRule, window: Window, range: number): Survey {
  const { comparisonOperator: operator, threshold, evaluationPeriods } = rule;
  let real = 0;
  let breaching = 0;
  let oldestAge = 0;
  let samples = 0;
  let certainty: Certainty = 'documented';
  for (let age = 1; age <= range && real < evaluationPeriods; age++) {
    const datapoint = window[window.length - age];
    if (datapoint === undefined) continue;
    real++;
    oldestAge = age;
    samples += datapoint.sampleCount ?? 0;
    if (breaches(operator, datapoint.value, threshold)) breaching++;
    if (datapoint.certainty !== undefined) certainty = leastSure(certainty, datapoint.certainty);
    if (datapoint.spread !== undefined) {
      const [low, high] = datapoint.spread;
      if (breaches(operator, low, threshold) !== breaches(operator, high, threshold)) {
        certainty = leastSure(certainty, 'inferred');
      }
    }
  }
  // Whoever found N datapoints among the newest N saw no gap.
  const gap = real < evaluationPeriods || oldestAge > evaluationPeriods;
  return { real, breaching, oldestAge, gap, samples, certainty };
}

type Outcome = { readonly state: AlarmState | 'retain'; readonly rule: VerdictRule };

/**
 * Fewer real datapoints than N, and missing ones are neither good nor bad. The premature-alarm rule is read so that it
 * fits all published cells: AWS's sentence alone would contradict the row `0 - X - -`, so the rule applies only if no
 * real datapoint in the range is good.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html#CloudWatch-alarms-avoiding-premature-transition
 */
function decideWithGaps(found: Survey, required: number, treatment: 'missing' | 'ignore'): Outcome {
  if (found.real === 0) {
    return { state: treatment === 'ignore' ? 'retain' : 'INSUFFICIENT_DATA', rule: 'no data in the evaluation range' };
  }
  if (found.breaching >= required) return { state: 'ALARM', rule: 'enough breaching datapoints' };
  if (found.breaching < found.real) return { state: 'OK', rule: 'not enough breaching datapoints' };
  if (found.oldestAge >= required) {
    return { state: treatment === 'ignore' ? 'retain' : 'ALARM', rule: 'premature alarm' };
  }
  return { state: 'OK', rule: 'breaching datapoints too young' };
}

function decideSurvey(
  found: Survey,
  evaluationPeriods: number,
  required: number,
  treatment: MissingDataTreatment,
): Outcome {
  const missing = evaluationPeriods - found.real;
  if (missing <= 0) return { state: found.breaching >= required ? 'ALARM' : 'OK', rule: 'newest datapoints' };
  switch (treatment) {
    case 'breaching':
      return {
        state: found.breaching + missing >= required ? 'ALARM' : 'OK',
        rule: 'missing counted as breaching',
      };
    case 'notBreaching':
      return { state: found.breaching >= required ? 'ALARM' : 'OK', rule: 'missing counted as not breaching' };
    default:
      return decideWithGaps(found, required, treatment);
  }
}

/**
 * AWS publishes no formula for the evaluation range, only that it is 5 for N = 3. So a verdict is in doubt where a
 * shorter range would have decided otherwise.
 */
function rangeCertainty(rule: ThresholdRule, window: Window, found: Survey, outcome: Outcome): Certainty {
  const { evaluationPeriods, datapointsToAlarm = evaluationPeriods, treatMissingData = 'missing' } = rule;
  if (!found.gap || (evaluationPeriods === 3 && window.length === 5)) return 'documented';
  const short = survey(rule, window, evaluationPeriods);
  const shortOutcome = decideSurvey(short, evaluationPeriods, datapointsToAlarm, treatMissingData);
  if (shortOutcome.state === outcome.state) return 'documented';
  return window.length === evaluationPeriods + 2 ? 'inferred' : 'undocumented';
}

/** The state that follows from a window, without the words. */
export function decide(rule: ThresholdRule, window: Window, previous: AlarmState): Decision {
  const { evaluationPeriods, datapointsToAlarm = evaluationPeriods, treatMissingData = 'missing' } = rule;
  const found = survey(rule, window, window.length);
  if (found.real > 0 && found.samples < (rule.minimumSamples ?? 0)) {
    // Which samples are counted is not published; those behind the deciding datapoints are.
    return { state: previous, certainty: 'inferred', rule: 'too few samples for the percentile', filled: 0 };
  }
  const outcome = decideSurvey(found, evaluationPeriods, datapointsToAlarm, treatMissingData);
  const own = outcome.rule === 'breaching datapoints too young' ? 'undocumented' : found.certainty;
  return {
    state: outcome.state === 'retain' ? previous : outcome.state,
    certainty: leastSure(own, rangeCertainty(rule, window, found, outcome)),
    rule: outcome.rule,
    filled: Math.max(0, evaluationPeriods - found.real),
  };
}

/** The instant at which the newest period of a window ends, as far as the window tells. */
function endOfWindow(window: Window, periodMs: number): number {
  const index = window.findLastIndex((datapoint) => datapoint !== undefined);
  const datapoint: Datapoint | undefined = window[index];
  return datapoint === undefined ? 0 : datapoint.timestamp + periodMs * (window.length - index);
}

/**
 * One evaluation of a metric alarm: the datapoints of its evaluation range and its present state in, the verdict out.
 *
 * @param rule threshold, comparison, N, M and the treatment of missing data
 * @param window datapoints oldest first, `undefined` where one is missing; its length is the evaluation range
 * @param previous the state before, which `ignore` and too few samples retain
 * @param evaluatedAt milliseconds since the epoch at which the newest period ends; the words of the verdict use it.
 *   Default: taken from the datapoints; the epoch if there are none.
 * @throws RangeError if N is not a positive whole number, or M is not a whole number from 1 to N
 */
export function evaluateWindow(
  rule: ThresholdRule,
  window: Window,
  previous: AlarmState,
  evaluatedAt: number = endOfWindow(window, (rule.period ?? 60) * 1000),
): Verdict {
  const { evaluationPeriods, datapointsToAlarm = evaluationPeriods } = rule;
  if (!Number.isInteger(evaluationPeriods) || evaluationPeriods < 1) {
    throw new RangeError(`evaluationPeriods is ${evaluationPeriods}: write a whole number of at least 1`);
  }
  if (!Number.isInteger(datapointsToAlarm) || datapointsToAlarm < 1 || datapointsToAlarm > evaluationPeriods) {
    throw new RangeError(
      `datapointsToAlarm is ${datapointsToAlarm}: write a whole number from 1 to ${evaluationPeriods}`,
    );
  }
  return describeVerdict(rule, window, decide(rule, window, previous), evaluatedAt);
}
