import { describe, expect, it } from 'vitest';
import { contextOf, evaluate, run } from './helpers/math.ts';

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html#using-IF-expressions */
describe('the published examples of IF', () => {
  const inputs = { m1: '1 1 0 0 -', m2: '30 - 0 0 30', m3: '0 0 20 - 20' };

  it.each([
    ['IF(m1, m2, m3)', '30 0 20 - -'],
    ['IF(m1, 5, m3)', '5 5 20 - -'],
    ['IF(m1, m2, 5)', '30 0 5 5 -'],
  ])('%s = %s', (text, result) => {
    expect(run(text, inputs).result).toBe(result);
  });

  it('drop what a false condition would take from an operand that is left out', () => {
    expect(run('IF(m1, m2)', inputs).result).toBe('30 0 - - -');
  });

  it('take a whole series for a condition that is a number', () => {
    expect(run('IF(1, m2, m3)', inputs).result).toBe('30 - 0 0 30');
    expect(run('IF(0, m2, m3)', inputs).result).toBe('0 0 20 - 20');
    expect(run('IF(0, m2)', inputs).result).toBe('- - - - -');
  });

  it('keep the low values of a metric, as in the use cases', () => {
    expect(run('IF(m1<400, m1)', { m1: '300 500 -' }).result).toBe('300 - -');
    expect(run('IF(m1<400, 10, 2)', { m1: '300 500 -' }).result).toBe('10 2 -');
  });

  it('are documented, but for a number twice, which AWS does not list', () => {
    expect(run('IF(m1, m2, m3)', inputs).certainty).toBe('documented');
    expect(run('IF(1, m2, m3)', inputs).certainty).toBe('documented');
    expect(run('IF(1, 5, m3)', inputs)).toMatchObject({ result: '5 5 5 5 5', certainty: 'undocumented' });
  });

  it('count any number but 0 as true', () => {
    expect(run('IF(m1, 1, 2)', { m1: '-3 0.5 0' }).result).toBe('1 1 2');
  });
});

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html#metric-math-syntax-operators */
describe('the published examples of comparison and logic', () => {
  const inputs = { m1: '30 20 0 0', m2: '20 - 20 -' };

  it.each([
    ['m1 < m2', '0 0 1 0'],
    ['m1 >= 30', '1 0 0 0'],
    ['m1 > 15 AND m2 > 15', '1 0 0 0'],
  ])('%s = %s', (text, result) => {
    expect(run(text, inputs).result).toBe(result);
  });

  it.each([
    ['m1 == m2', '0 0 0 1'],
    ['m1 != m2', '1 1 1 0'],
    ['m1 <= m2', '0 0 1 1'],
    ['m1 > m2', '1 1 0 0'],
    ['m1 > 15 || m2 > 15', '1 1 1 0'],
  ])('%s = %s', (text, result) => {
    expect(run(text, inputs).result).toBe(result);
  });
});

describe('arithmetic', () => {
  it('counts a missing operand as 0', () => {
    expect(run('m1 + m2', { m1: '1 - 3', m2: '10 20 -' }).result).toBe('11 20 3');
    expect(run('m1 * m2', { m1: '1 - 3', m2: '10 20 -' }).result).toBe('10 0 0');
  });

  it('gives nothing where neither side has a value', () => {
    expect(run('m1 - m2', { m1: '-', m2: '-' }).result).toBe('-');
  });

  it('gives a number no timestamps of its own', () => {
    expect(run('m1 + 5', { m1: '1 -' }).result).toBe('6 -');
    expect(run('5 - m1', { m1: '1 -' }).result).toBe('4 -');
  });

  it('drops a division by zero', () => {
    expect(run('m1 / m2', { m1: '6 6 0', m2: '3 0 0' }).result).toBe('2 - -');
    expect(run('1 / m1', { m1: '0 2' }).result).toBe('- 0.5');
  });

  it('drops the idle minutes of an error rate', () => {
    expect(run('100 * m1 / (m1 + m2)', { m1: '1 0 0 2', m2: '3 4 0 -' }).result).toBe('25 0 - 100');
  });

  it('raises to a power and changes the sign', () => {
    expect(run('-m1 ^ 2', { m1: '3 -' }).result).toBe('-9 -');
    expect(run('m1 ^ 0.5', { m1: '9 -1' }).result).toBe('3 -');
  });

  it('knows no negative zero', () => {
    expect(evaluate('-m1', contextOf({ m1: '0' }))).toStrictEqual({ type: 'series', series: [0] });
    expect(evaluate('CEIL(m1)', contextOf({ m1: '-0.5' }))).toStrictEqual({ type: 'series', series: [0] });
  });

  it('computes with numbers alone', () => {
    expect(run('2 * 3 - 4 / 2', { m1: '1' }).result).toBe('scalar 4');
    expect(run('m1 * (1 / 0)', { m1: '1 2' }).result).toBe('- -');
    expect(run('m1 + (3 > 2) + (3 < 2)', { m1: '1 2' }).result).toBe('2 3');
  });

  it('is inferred where it hangs on an order of operators that AWS does not publish', () => {
    expect(run('-m1 ^ 2', { m1: '3' }).certainty).toBe('inferred');
    expect(run('m1 > 1 OR m1 > 2 AND m1 > 3', { m1: '3' }).certainty).toBe('inferred');
    expect(run('100 * m1 / (m1 + 2 * m1)', { m1: '3' }).certainty).toBe('documented');
  });

  it('works on each element of an array', () => {
    expect(run('SUM(100 / [m1, m2])', { m1: '50 25', m2: '100 0' }).result).toBe('3 4');
    expect(run('SUM(m1 - [m1, m2])', { m1: '5 5', m2: '1 2' }).result).toBe('4 3');
    expect(run('SUM(-[m1, m2])', { m1: '5 5', m2: '1 2' }).result).toBe('-6 -7');
  });
});

describe('FILL', () => {
  it('takes a number or another series', () => {
    expect(run('FILL(m1, 0)', { m1: '1 - -' }).result).toBe('1 0 0');
    expect(run('FILL(m1, m2)', { m1: '1 - -', m2: '7 8 -' }).result).toBe('1 8 -');
  });

  it('repeats the last value, and has none before the first', () => {
    expect(run('FILL(m1, REPEAT)', { m1: '- 1 - - 4 -' }).result).toBe('- 1 1 1 4 4');
  });

  it('draws a line across a gap, and not beyond the ends', () => {
    expect(run('FILL(m1, LINEAR)', { m1: '- 1 - - 4 -' }).result).toBe('- 1 2 3 4 -');
  });

  it('fills each series of an array', () => {
    expect(run('SUM(FILL([m1, m2], 1))', { m1: '- 5', m2: '- -' }).result).toBe('2 6');
  });

  it("takes a number computed from the series, as in AWS's example", () => {
    expect(run('FILL(m1, MIN(m1))', { m1: '7 - 3' }).result).toBe('7 3 3');
  });

  it('leaves what it has no value for', () => {
    expect(run('FILL(m1, LINEAR)', { m1: '- -' }).result).toBe('- -');
    expect(run('FILL(m1, REPEAT)', { m1: '- -' }).result).toBe('- -');
    expect(run('FILL(m1, MIN(m1))', { m1: '- -' }).result).toBe('- -');
  });

  it('makes data of none', () => {
    expect(run('FILL(m1, 0)', { m1: '- -' }).result).toBe('0 0');
  });
});

describe('functions over an array', () => {
  const inputs = { m1: '1 4 -', m2: '3 - -' };

  it.each([
    ['SUM([m1, m2])', '4 4 -'],
    ['AVG([m1, m2])', '2 2 -'],
    ['MIN([m1, m2])', '1 4 -'],
    ['MAX([m1, m2])', '3 4 -'],
    ['STDDEV([m1, m2])', '1 0 -'],
    ['DATAPOINT_COUNT([m1, m2])', '2 1 -'],
  ])('%s = %s', (text, result) => {
    expect(run(text, inputs).result).toBe(result);
  });

  it('are in doubt for MIN and MAX where one is missing, for AWS does not say what then counts', () => {
    expect(run('MAX([m1, m2])', inputs).doubts).toEqual([1]);
    expect(run('AVG([m1, m2])', inputs).doubts).toEqual([]);
  });

  it('are undocumented for STDDEV, for AWS does not say of what', () => {
    expect(run('STDDEV([m1, m2])', inputs)).toMatchObject({ doubts: [0, 1], certainty: 'undocumented' });
  });

  it('take an array of hundreds of series', () => {
    const many = Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`m${index}`, [index]]));

    expect(run('MAX(METRICS()) - MIN(METRICS())', many).result).toBe('499');
  });

  it('flatten arrays in arrays', () => {
    expect(run('SUM([m1, ABS([m1, m2])])', { m1: '-1', m2: '-2' }).result).toBe('2');
  });
});

describe('functions over one series', () => {
  it('give a number of all that was fetched, and are in doubt therefore', () => {
    const { result, doubts } = run('m1 - AVG(m1)', { m1: '1 - 5' });

    expect(result).toBe('-2 - 2');
    expect(doubts).toEqual([0, 1, 2]);
  });

  it.each([
    ['TIME_SERIES(AVG(m1))', '3 3 3'],
    ['TIME_SERIES(SUM(m1))', '6 6 6'],
    ['TIME_SERIES(MIN(m1))', '1 1 1'],
    ['TIME_SERIES(MAX(m1))', '5 5 5'],
    ['TIME_SERIES(STDDEV(m1))', '2 2 2'],
    ['TIME_SERIES(DATAPOINT_COUNT(m1))', '2 2 2'],
    ['SUM(m1) / DATAPOINT_COUNT(m1) + m1 * 0', '3 - 3'],
  ])('%s = %s', (text, result) => {
    expect(run(text, { m1: '1 - 5' }).result).toBe(result);
  });

  it('are undocumented where AWS does not say what a gap counts for', () => {
    expect(run('m1 - AVG(m1)', { m1: '1 3 5' }).certainty).toBe('inferred');
    expect(run('m1 - AVG(m1)', { m1: '1 - 5' }).certainty).toBe('undocumented');
    expect(run('m1 - STDDEV(m1)', { m1: '1 3 5' }).certainty).toBe('undocumented');
    expect(run('m1 - MAX(m1)', { m1: '1 - 5' }).certainty).toBe('inferred');
  });

  it('take a series of a hundred thousand periods', () => {
    const m1 = Array.from({ length: 100_000 }, (_, index) => index);

    expect(run('SUM(FILL(m1, 0)) * 0 + MAX(m1) - MIN(m1)', { m1 }).result).toBe('scalar 99999');
  });

  it('give nothing if nothing was fetched', () => {
    expect(run('FILL(m1, 1) * (MAX(m1) + 1)', { m1: '- -' }).result).toBe('- -');
    expect(run('TIME_SERIES(DATAPOINT_COUNT(m1))', { m1: '- -' }).result).toBe('0 0');
  });

  it('work value by value if they take no aggregate', () => {
    expect(run('ABS(m1)', { m1: '-1.5 -' }).result).toBe('1.5 -');
    expect(run('CEIL(m1) - FLOOR(m1)', { m1: '1.5 2' }).result).toBe('1 0');
  });
});
