import { describe, expect, it } from 'vitest';
import { evaluateWindow, type MissingDataTreatment, type ThresholdRule } from '../src/index.ts';
import { ALL_STATES, window } from './helpers/alarms.ts';

/** N = 3, breaching above 5. */
function rule(datapointsToAlarm: number, treatMissingData: MissingDataTreatment, more: object = {}): ThresholdRule {
  return {
    comparisonOperator: 'GreaterThanThreshold',
    threshold: 5,
    evaluationPeriods: 3,
    datapointsToAlarm,
    treatMissingData,
    ...more,
  };
}

/**
 * The two tables of "How alarm state is evaluated when data is missing": N = 3, evaluation range 5. Columns: missing,
 * ignore, breaching, notBreaching; `retain` is "Retain current state".
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html#alarms-evaluating-missing-data
 */
const TABLES = [
  [3, '0 - X - X', 'OK', 'OK', 'OK', 'OK'],
  [3, '0 - - - -', 'OK', 'OK', 'OK', 'OK'],
  [3, '- - - - -', 'INSUFFICIENT_DATA', 'retain', 'ALARM', 'OK'],
  [3, '0 X X - X', 'ALARM', 'ALARM', 'ALARM', 'ALARM'],
  [3, '- - X - -', 'ALARM', 'retain', 'ALARM', 'OK'],
  [2, '0 - X - X', 'ALARM', 'ALARM', 'ALARM', 'ALARM'],
  [2, '0 0 X 0 X', 'ALARM', 'ALARM', 'ALARM', 'ALARM'],
  [2, '0 - X - -', 'OK', 'OK', 'ALARM', 'OK'],
  [2, '- - - - 0', 'OK', 'OK', 'ALARM', 'OK'],
  [2, '- - - X -', 'ALARM', 'retain', 'ALARM', 'OK'],
] as const;

const TREATMENTS = ['missing', 'ignore', 'breaching', 'notBreaching'] as const;

const CELLS = TABLES.flatMap(([m, data, ...states]) =>
  TREATMENTS.map((treatment, index) => ({ m, data, treatment, state: states[index] ?? '' })),
);

describe('the published tables of missing data (N = 3, range 5)', () => {
  it('have forty cells', () => {
    expect(CELLS).toHaveLength(40);
  });

  it.each(CELLS)('M = $m: $data with $treatment is $state', ({ m, data, treatment, state }) => {
    for (const previous of ALL_STATES) {
      const verdict = evaluateWindow(rule(m, treatment), window(data), previous);

      expect(verdict.state).toBe(state === 'retain' ? previous : state);
      expect(verdict.certainty).toBe('documented');
    }
  });
});

/**
 * The examples in the text of "Avoiding premature transitions to alarm state".
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html#CloudWatch-alarms-avoiding-premature-transition
 */
describe('the examples of premature transitions (M = N = 3)', () => {
  it.each(['- - - - X', '- - - X -'])('%s does not go to ALARM at once', (data) => {
    const verdict = evaluateWindow(rule(3, 'missing'), window(data), 'OK');

    expect(verdict).toMatchObject({ state: 'OK', rule: 'breaching datapoints too young', certainty: 'undocumented' });
  });

  it('- - X - - goes to ALARM even if missing is treated as missing', () => {
    const verdict = evaluateWindow(rule(3, 'missing'), window('- - X - -'), 'OK');

    expect(verdict).toMatchObject({ state: 'ALARM', rule: 'premature alarm', certainty: 'documented' });
  });

  it.each(['- - - X 0', '- - X - 0'])('%s stays OK: the next datapoint was good', (data) => {
    const verdict = evaluateWindow(rule(3, 'missing'), window(data), 'OK');

    expect(verdict.state).toBe('OK');
  });
});

describe('a window without gaps', () => {
  it('is decided by the newest N alone', () => {
    const verdict = evaluateWindow(rule(3, 'missing'), window('0 0 X X X'), 'OK');

    expect(verdict).toMatchObject({ state: 'ALARM', rule: 'newest datapoints', certainty: 'documented' });
  });

  it('goes back to OK as soon as fewer than M breach', () => {
    expect(evaluateWindow(rule(3, 'missing'), window('X X X X 0'), 'ALARM').state).toBe('OK');
    expect(evaluateWindow(rule(2, 'missing'), window('X X X X 0'), 'ALARM').state).toBe('ALARM');
  });

  it('needs all N where M is left out', () => {
    const { datapointsToAlarm: _, ...all } = rule(3, 'missing');

    expect(evaluateWindow(all, window('0 0 0 X X'), 'OK').state).toBe('OK');
    expect(evaluateWindow(all, window('0 0 X X X'), 'OK').state).toBe('ALARM');
  });

  it.each([
    ['GreaterThanThreshold', 5, 'OK'],
    ['GreaterThanOrEqualToThreshold', 5, 'ALARM'],
    ['LessThanThreshold', 5, 'OK'],
    ['LessThanOrEqualToThreshold', 5, 'ALARM'],
    ['GreaterThanThreshold', 5.1, 'ALARM'],
    ['LessThanThreshold', 4.9, 'ALARM'],
  ] as const)('%s 5 with a value of %d is %s', (comparisonOperator, value, state) => {
    const single = rule(1, 'missing', { comparisonOperator, evaluationPeriods: 1 });

    expect(evaluateWindow(single, [{ timestamp: 0, value }], 'INSUFFICIENT_DATA').state).toBe(state);
  });
});

describe('certainty of a verdict', () => {
  it('is inferred where the range of N + 2 decides and AWS has published no example', () => {
    const pair = rule(2, 'breaching', { evaluationPeriods: 2 });

    const verdict = evaluateWindow(pair, window('- 0 - -'), 'OK');

    expect(verdict).toMatchObject({ state: 'OK', certainty: 'inferred' });
  });

  it('is undocumented where another range than N + 2 decides', () => {
    const pair = rule(2, 'breaching', { evaluationPeriods: 2 });

    const verdict = evaluateWindow(pair, window('0 - - - -'), 'OK');

    expect(verdict).toMatchObject({ state: 'OK', certainty: 'undocumented' });
  });

  it('is documented where a shorter range would have said the same', () => {
    const pair = rule(2, 'notBreaching', { evaluationPeriods: 2 });

    expect(evaluateWindow(pair, window('- 0 - X'), 'OK').certainty).toBe('documented');
  });

  it('is inferred where the rounding of a percentile decides', () => {
    const single = rule(1, 'missing', { evaluationPeriods: 1 });

    const near = evaluateWindow(single, [{ timestamp: 0, value: 6, spread: [4, 6] }], 'OK');
    const far = evaluateWindow(single, [{ timestamp: 0, value: 8, spread: [6, 8] }], 'OK');

    expect(near.certainty).toBe('inferred');
    expect(far.certainty).toBe('documented');
  });

  it('is no better than that of the datapoints that count', () => {
    const single = rule(1, 'missing', { evaluationPeriods: 1 });
    const doubtful = { timestamp: 0, value: 6, certainty: 'undocumented' } as const;

    expect(evaluateWindow(single, [doubtful, { timestamp: 60_000, value: 6 }], 'OK').certainty).toBe('documented');
    expect(evaluateWindow(single, [undefined, doubtful], 'OK').certainty).toBe('undocumented');
  });
});

describe('too few samples for a percentile', () => {
  const low = rule(3, 'missing', { minimumSamples: 4 });

  it('retain the state, whatever it is', () => {
    for (const previous of ALL_STATES) {
      const verdict = evaluateWindow(low, window('0 0 X X X'), previous);

      expect(verdict).toMatchObject({ state: previous, rule: 'too few samples for the percentile' });
    }
  });

  it('do not matter from the minimum on', () => {
    const enough = window('0 0 X X X').map((datapoint) => datapoint && { ...datapoint, sampleCount: 2 });

    expect(evaluateWindow(low, enough, 'OK').state).toBe('ALARM');
  });

  it('are not the same as no data', () => {
    expect(evaluateWindow(low, window('- - - - -'), 'OK').state).toBe('INSUFFICIENT_DATA');
  });
});

describe('a rule that makes no sense', () => {
  it('is refused with the number to write instead', () => {
    expect(() => evaluateWindow(rule(4, 'missing'), window('0'), 'OK')).toThrow('write a whole number from 1 to 3');
    expect(() => evaluateWindow(rule(1, 'missing', { evaluationPeriods: 0 }), [], 'OK')).toThrow(RangeError);
  });
});
