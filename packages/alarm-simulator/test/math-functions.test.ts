import { describe, expect, it } from 'vitest';
import { contextOf, evaluate, run, series } from './helpers/math.ts';

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html#metric-math-syntax-functions-list */

describe('functions value by value', () => {
  it.each([
    ['ABS(m1)', '-2 -', '2 -'],
    ['CEIL(m1)', '1.2 -1.2 -', '2 -1 -'],
    ['FLOOR(m1)', '1.2 -1.2 -', '1 -2 -'],
    ['LOG(m1)', '1 -', '0 -'],
    ['LOG10(m1)', '1000 0.1 -', '3 -1 -'],
  ])('%s of %s is %s', (text, m1, result) => {
    expect(run(text, { m1 }).result).toBe(result);
  });

  it('give the natural logarithm', () => {
    expect(evaluate('LOG(m1)', contextOf({ m1: [Math.E ** 2] }))).toEqual({ type: 'series', series: [2] });
  });

  it('drop what has no logarithm, like a division by zero', () => {
    expect(run('LOG(m1)', { m1: '0 -1 1' }).result).toBe('- - 0');
    expect(run('LOG10(m1)', { m1: '0 -1 1' }).result).toBe('- - 0');
  });
});

describe('functions of a value and those before it', () => {
  it.each([
    ['DIFF(m1)', '1 4 2', '- 3 -2'],
    ['DIFF_TIME(m1)', '1 4 2', '- 60 60'],
    ['RATE(m1)', '60 180 60', '- 2 -2'],
    ['RUNNING_SUM(m1)', '1 4 2', '1 5 7'],
  ])('%s of %s is %s', (text, m1, result) => {
    expect(run(text, { m1 }).result).toBe(result);
  });

  it.each([
    ['DIFF(m1)', '- - - 120 -'],
    ['DIFF_TIME(m1)', '- - - 120 -'],
    ['RATE(m1)', '- - - 1 -'],
    ['RUNNING_SUM(m1)', '- 60 - 240 -'],
  ])('%s looks across a gap, for what precedes is the datapoint before it', (text, result) => {
    expect(run(text, { m1: '- 60 - 180 -' }).result).toBe(result);
  });

  it('count seconds in the period of the context', () => {
    expect(run('DIFF_TIME(m1)', { m1: '1 - 2' }, { period: 300 }).result).toBe('- - 600');
    expect(run('RATE(m1)', { m1: '0 600' }, { period: 300 }).result).toBe('- 2');
  });

  it('work on each series of an array', () => {
    expect(run('DIFF(METRICS())', { m1: '1 4', m2: '9 8' }).result).toBe('- 3 | - -1');
    expect(run('RUNNING_SUM([m1, m2])', { m1: '1 4', m2: '9 8' }).result).toBe('1 5 | 9 17');
  });

  it('are inferred for a running sum, which hangs on how much is fetched', () => {
    expect(run('RUNNING_SUM(m1)', { m1: '1 4' }).certainty).toBe('inferred');
    expect(run('DIFF(m1)', { m1: '1 4' }).certainty).toBe('documented');
  });
});

describe('functions of the timestamp', () => {
  const at = (text: string, time: string, cells = '5 -', period = 60): string =>
    run(text, { m1: cells }, { start: Date.parse(time), period }).result;

  it.each([
    ['MINUTE(m1)', '2025-01-13T12:59:00Z', '59 0'],
    ['HOUR(m1)', '2025-01-13T23:59:00Z', '23 0'],
    ['DATE(m1)', '2025-01-31T23:59:00Z', '31 1'],
    ['MONTH(m1)', '2024-12-31T23:59:00Z', '12 1'],
    ['YEAR(m1)', '2024-12-31T23:59:00Z', '2024 2025'],
    ['EPOCH(m1)', '1970-01-02T00:00:00Z', '86400 86460'],
    ['DATE(m1)', '2024-02-29T12:00:00Z', '29 29'],
  ])('%s at %s is %s, also where the series has no value', (text, time, result) => {
    expect(at(text, time)).toBe(result);
  });

  it('DAY counts from Monday, 1, to Sunday, 7', () => {
    expect(at('DAY(m1)', '2025-01-13T12:00:00Z', '- - - - - - - -', 86_400)).toBe('1 2 3 4 5 6 7 1');
  });

  it('select weekdays and office hours, as in the published examples', () => {
    const text = 'IF((DAY(m1)<6 AND (HOUR(m1)>=9 AND HOUR(m1)<17)),m1)';

    expect(at(text, '2025-01-17T16:00:00Z', '1 2', 3600)).toBe('1 -');
    expect(at(text, '2025-01-18T16:00:00Z', '1 2', 3600)).toBe('- -');
  });
});

describe('METRICS', () => {
  const inputs = { errors4xx: '1 2', errors5xx: '3 -', requests: '10 10' };

  it.each([
    ['METRICS()', '1 2 | 3 - | 10 10'],
    ['METRICS("errors")', '1 2 | 3 -'],
    ['METRICS("nothing")', ''],
    ['SUM([METRICS("4xx"), METRICS("5xx")])', '4 2'],
    ['SUM(METRICS("errors")) / SUM(METRICS("requests")) * 100', '40 20'],
    ['requests / METRIC_COUNT(METRICS())', '3.3333333333333335 3.3333333333333335'],
    ['AVG(METRICS("nothing"))', '- -'],
  ])('%s = %s', (text, result) => {
    expect(run(text, inputs).result).toBe(result);
  });

  it('leaves out expressions', () => {
    const context = { metrics: ['m1'] };

    expect(run('SUM(METRICS())', { m1: '1', e1: '100' }, context).result).toBe('1');
  });
});

describe('SORT, SLICE, FIRST, LAST', () => {
  const inputs = { a: '5 5 -', b: '9 1 1', c: '- - 7' };

  it.each([
    ['SORT(METRICS(), AVG, ASC)', '9 1 1 | 5 5 - | - - 7'],
    ['SORT(METRICS(), AVG, DESC)', '- - 7 | 5 5 - | 9 1 1'],
    ['SORT(METRICS(), MAX, DESC)', '9 1 1 | - - 7 | 5 5 -'],
    ['SORT(METRICS(), MIN, ASC)', '9 1 1 | 5 5 - | - - 7'],
    ['SORT(METRICS(), SUM, DESC, 2)', '9 1 1 | 5 5 -'],
    ['SORT(METRICS(), SUM, ASC, 1)', '- - 7'],
    ['SLICE(METRICS(), 1)', '9 1 1 | - - 7'],
    ['SLICE(METRICS(), 0, 1)', '5 5 -'],
    ['SLICE(METRICS(), 1, 2)', '9 1 1'],
    ['SLICE(METRICS(), 2, 9)', '- - 7'],
    ['SLICE(METRICS(), METRIC_COUNT(METRICS()) - 1)', '- - 7'],
    ['FIRST(METRICS())', '5 5 -'],
    ['LAST(METRICS())', '- - 7'],
    ['FIRST(SLICE(METRICS(), 9))', '- - -'],
    ['IF(FIRST(SORT(METRICS(), MAX, DESC)) > 5, 1, 0)', '1 0 0'],
    ['SLICE(METRICS(), 1 / 0)', ''],
  ])('%s = %s', (text, result) => {
    expect(run(text, inputs).result).toBe(result);
  });

  it('keep the order of what is alike', () => {
    expect(run('SORT(METRICS(), SUM, DESC)', { a: '1 2', b: '2 1', c: '3 3' }).result).toBe('3 3 | 1 2 | 2 1');
  });

  it('put series without datapoints last in either order, which AWS does not say', () => {
    const empty = { a: '- -', b: '2 2', c: '1 1' };

    expect(run('SORT(METRICS(), AVG, ASC)', empty)).toMatchObject({
      result: '1 1 | 2 2 | - -',
      certainty: 'undocumented',
    });
    expect(run('SORT(METRICS(), AVG, DESC)', empty).result).toBe('2 2 | 1 1 | - -');
    expect(run('SORT(METRICS(), AVG, DESC)', inputs).certainty).toBe('inferred');
  });
});

describe('REMOVE_EMPTY', () => {
  it('keeps the series with a datapoint', () => {
    const outcome = run('REMOVE_EMPTY(METRICS())', { a: '- -', b: '2 -', c: '- 1' });

    expect(outcome).toMatchObject({ result: '2 - | - 1', certainty: 'inferred' });
  });

  it('changes what AVG divides by', () => {
    expect(run('AVG(METRICS())', { a: '-', b: '4' }).result).toBe('2');
    expect(run('AVG(REMOVE_EMPTY(METRICS()))', { a: '-', b: '4' }).result).toBe('4');
  });
});

describe('PERIOD and TIME_SERIES', () => {
  it('give seconds, and a number at each timestamp', () => {
    expect(run('m1 / PERIOD(m1)', { m1: '600 -' }, { period: 300 }).result).toBe('2 -');
    expect(run('TIME_SERIES(10)', { m1: '- 1' }).result).toBe('10 10');
    expect(run('TIME_SERIES(1 / 0)', { m1: '- 1' }).result).toBe('- -');
  });
});

describe('ANOMALY_DETECTION_BAND', () => {
  /** A band of 10 around 100, so many standard deviations of 5 wide. */
  const band = (origin: 'given' | 'stand-in') => ({
    band: (_: string, width: number) => ({ upper: series(`${100 + 5 * width} -`), lower: [100 - 5 * width], origin }),
  });

  it('gives the upper and the lower limit', () => {
    expect(run('ANOMALY_DETECTION_BAND(m1, 4)', { m1: '1 2' }, band('given')).result).toBe('120 - | 80');
  });

  it('is two standard deviations wide if nothing else is said', () => {
    expect(run('FIRST(ANOMALY_DETECTION_BAND(m1))', { m1: '1 2' }, band('given')).result).toBe('110 -');
    expect(run('LAST(ANOMALY_DETECTION_BAND(m1))', { m1: '1 2' }, band('given')).result).toBe('90');
  });

  it('asks for the band of the id', () => {
    const ids: string[] = [];
    const asking = (id: string) => ({ upper: [id.length], lower: [ids.push(id)], origin: 'given' as const });

    run('ANOMALY_DETECTION_BAND(latency)', { latency: '1' }, { band: asking });

    expect(ids).toEqual(['latency']);
  });

  it('is undocumented from the stand-in and where there is none', () => {
    expect(run('ANOMALY_DETECTION_BAND(m1)', { m1: '1 2' }, band('given')).certainty).toBe('documented');
    expect(run('ANOMALY_DETECTION_BAND(m1)', { m1: '1 2' }, band('stand-in')).certainty).toBe('undocumented');
    expect(run('ANOMALY_DETECTION_BAND(m1)', { m1: '1 2' })).toMatchObject({
      result: '- - | - -',
      certainty: 'undocumented',
    });
  });
});
