import { leastSure } from './certainty.ts';
import { datapointBreaches } from './comparison.ts';
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
  const { evaluationPeriods } = rule;
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
    if (datapointBreaches(rule, datapoint)) breaching++;
    if (datapoint.certainty !== undefined) certainty = leastSure(certainty, datapoint.certainty);
    if (datapoint.spread !== undefined) {
      const [low, high] = datapoint.spread;
      if (
        datapointBreaches(rule, { ...datapoint, value: low }) !== datapointBreaches(rule, { ...datapoint, value: high })
      ) {
        certainty = leastSure(certainty, 'inferred');
      }
    }
  }
  // Whoever found N datapoints among the newest N saw no gap.
  const gap = real < evaluationPeriods || oldestAge > evaluationPeriods;
  return { real, breaching, oldestAge, gap, samples, certainty };
}

export interface Outcome {
  readonly state: AlarmState | 'retain';
  readonly rule: VerdictRule;
}

const outcome = (state: Outcome['state'], rule: VerdictRule): Outcome => ({ state, rule });

/** All that can come of a window, made once: a year of minutes decides half a million times. */
const OUTCOMES = {
  newestAlarm: outcome('ALARM', 'newest datapoints'),
  newestOk: outcome('OK', 'newest datapoints'),
  breachingAlarm: outcome('ALARM', 'missing counted as breaching'),
  breachingOk: outcome('OK', 'missing counted as breaching'),
  notBreachingAlarm: outcome('ALARM', 'missing counted as not breaching'),
  notBreachingOk: outcome('OK', 'missing counted as not breaching'),
  noData: outcome('INSUFFICIENT_DATA', 'no data in the evaluation range'),
  noDataRetain: outcome('retain', 'no data in the evaluation range'),
  enough: outcome('ALARM', 'enough breaching datapoints'),
  notEnough: outcome('OK', 'not enough breaching datapoints'),
  premature: outcome('ALARM', 'premature alarm'),
  prematureRetain: outcome('retain', 'premature alarm'),
  tooYoung: outcome('OK', 'breaching datapoints too young'),
} as const;

/** What the datapoints that count come to: all that the decision hangs on. */
export type Counted = Pick<Survey, 'real' | 'breaching' | 'oldestAge'>;

/**
 * Fewer real datapoints than N, and missing ones are neither good nor bad. The premature-alarm rule is read so that it
 * fits all published cells: AWS's sentence alone would contradict the row `0 - X - -`, so the rule applies only if no
 * real datapoint in the range is good.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html#CloudWatch-alarms-avoiding-premature-transition
 */
function decideWithGaps(found: Counted, required: number, treatment: 'missing' | 'ignore'): Outcome {
  if (found.real === 0) return treatment === 'ignore' ? OUTCOMES.noDataRetain : OUTCOMES.noData;
  if (found.breaching >= required) return OUTCOMES.enough;
  if (found.breaching < found.real) return OUTCOMES.notEnough;
  if (found.oldestAge >= required) return treatment === 'ignore' ? OUTCOMES.prematureRetain : OUTCOMES.premature;
  return OUTCOMES.tooYoung;
}

/**
 * The decision itself, for single windows and for whole blocks of them.
 * @param found `oldestAge` counts only where all real datapoints breach and they are fewer than `required`
 */
export function decideCounted(
  found: Counted,
  evaluationPeriods: number,
  required: number,
  treatment: MissingDataTreatment,
): Outcome {
  const missing = evaluationPeriods - found.real;
  if (missing <= 0) return found.breaching >= required ? OUTCOMES.newestAlarm : OUTCOMES.newestOk;
  switch (treatment) {
    case 'breaching':
      return found.breaching + missing >= required ? OUTCOMES.breachingAlarm : OUTCOMES.breachingOk;
    case 'notBreaching':
      return found.breaching >= required ? OUTCOMES.notBreachingAlarm : OUTCOMES.notBreachingOk;
    default:
      return decideWithGaps(found, required, treatment);
  }
}

/**
 * AWS publishes no formula for the evaluation range, only that it is 5 for N = 3. So a verdict is in doubt where a
 * shorter range would have decided otherwise.
 */
function rangeCertainty(rule: ThresholdRule, window: Window, found: Survey, decided: Outcome): Certainty {
  const { evaluationPeriods, datapointsToAlarm = evaluationPeriods, treatMissingData = 'missing' } = rule;
  if (!found.gap || (evaluationPeriods === 3 && window.length === 5)) return 'documented';
  const short = survey(rule, window, evaluationPeriods);
  const shortOutcome = decideCounted(short, evaluationPeriods, datapointsToAlarm, treatMissingData);
  if (shortOutcome.state === decided.state) return 'documented';
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
  const decided = decideCounted(found, evaluationPeriods, datapointsToAlarm, treatMissingData);
  const own = decided.rule === 'breaching datapoints too young' ? 'undocumented' : found.certainty;
  return {
    state: decided.state === 'retain' ? previous : decided.state,
    certainty: leastSure(own, rangeCertainty(rule, window, found, decided)),
    rule: decided.rule,
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
