import { describe, expect, it } from 'vitest';
import { checkMath, type Expression, parseMath, type ValueType } from '../src/index.ts';

function parse(text: string): Expression {
  const parsed = parseMath(text);
  if (!parsed.ok) throw new Error(parsed.errors[0]?.message);
  return parsed.value;
}

const TYPES: Readonly<Record<string, ValueType>> = { m1: 'series', m2: 'series', all: 'array' };

/** The type of an expression, or what is wrong with it. */
function check(text: string, metrics?: readonly string[]): string {
  const checked = checkMath(parse(text), (id) => TYPES[id], metrics);
  return checked.ok ? checked.value : (checked.errors[0]?.message ?? '');
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html#metric-math-syntax-functions-list */
describe('the published examples have the published types', () => {
  it.each([
    ['PERIOD(m1)/60', 'scalar'],
    ['5 * m1', 'series'],
    ['SUM(100/[m1, m2])', 'series'],
    ['AVG([m1,m2]/m1)', 'series'],
    ['METRICS()*100', 'array'],
    ['-5*m1', 'series'],
    ['SUM(-[m1, m2])', 'series'],
    ['MIN(ABS([m1, m2]))', 'series'],
    ['ANOMALY_DETECTION_BAND(m1,4)', 'array'],
    ['SUM([m1,m2])/AVG(m2)', 'series'],
    ['CEIL(METRICS())', 'array'],
    ['SUM(m1) / DATAPOINT_COUNT(m1)', 'scalar'],
    ['DATAPOINT_COUNT(METRICS())', 'series'],
    ['DIFF(m1)', 'series'],
    ['DIFF_TIME(METRICS())', 'array'],
    ['FILL(METRICS(), m1)', 'array'],
    ['FILL(m1, MIN(m1))', 'series'],
    ['IF(FIRST(SORT(METRICS(), AVG, DESC))>100, 1, 0)', 'series'],
    ['LAST(ANOMALY_DETECTION_BAND(m1))', 'series'],
    ['LOG(METRICS())', 'array'],
    ['LOG10(m1)', 'series'],
    ['m1/METRIC_COUNT(METRICS())', 'series'],
    ['IF(DAY(m1)<6,m1)', 'series'],
    ['IF(MONTH(m1) == 4,m1)', 'series'],
    ['m1/PERIOD(m1)', 'series'],
    ['RATE(METRICS())', 'array'],
    ['REMOVE_EMPTY(METRICS())', 'array'],
    ['RUNNING_SUM([m1,m2])', 'array'],
    ['SLICE(SORT(METRICS(), SUM, DESC), 0, 10)', 'array'],
    ['SLICE(SORT(METRICS(), AVG, ASC), 5)', 'array'],
    ['SORT(METRICS(), AVG, DESC, 10)', 'array'],
    ['m1/STDDEV(m1)', 'series'],
    ['STDDEV(METRICS())', 'series'],
    ['SUM(METRICS("errors"))/SUM(METRICS("requests"))*100', 'series'],
    ['TIME_SERIES(5*AVG(m1))', 'series'],
    ['TIME_SERIES(10)', 'series'],
  ])('%s is a %s', (text, type) => {
    expect(check(text)).toBe(type);
  });
});

describe('the type of an expression', () => {
  it.each([
    ['5 * 2', 'scalar'],
    ['AVG(m1)', 'scalar'],
    ['AVG(all)', 'series'],
    ['METRIC_COUNT(all)', 'scalar'],
    ['FILL([m1, m2], REPEAT)', 'array'],
    ['EPOCH(m1)', 'series'],
    ['SUM([METRICS("4xx"), METRICS("5xx"), m1])', 'series'],
    ['SLICE(all, METRIC_COUNT(all) - 1)', 'array'],
  ])('%s is a %s', (text, type) => {
    expect(check(text)).toBe(type);
  });

  it.each([
    ['m1 + m3', 'no metric or expression has the id m3 at character 6'],
    ['MAX(m1, m2)', 'MAX takes 1 operand, not 2: write MAX([…]), at character 1'],
    ['ABS(m1, m2)', 'ABS takes 1 operand, not 2, at character 1'],
    ['IF(m1)', 'IF takes 2 or 3 operands, not 1, at character 1'],
    ['IF(1, 2, 3)', 'IF takes at least one time series, not a number, at character 1'],
    ['IF(all, 1, 0)', 'IF takes numbers and time series, not an array of time series, at character 1'],
    ['FILL(5, 0)', 'FILL takes a time series to fill, not a number, at character 1'],
    [
      'FILL(m1, [m1, m2])',
      'FILL takes a number, a time series, REPEAT or LINEAR to fill with, not an array of time series, at character 10',
    ],
    ['FILL(m1, ASC)', 'ASC stands only as an operand of FILL or SORT, at character 10'],
    ['[m1, m2] > 1', '> takes numbers and time series, not an array of time series, at character 10'],
    ['all AND m1', 'AND takes numbers and time series, not an array of time series, at character 5'],
    ['[m1] + [m2]', '+ takes at most one array of time series, not an array of time series, at character 6'],
    ['SUM([m1, 5])', 'an array takes time series, not a number, at character 10'],
    ['SUM([])', 'an array needs a time series at character 5'],
    ['ABS(3)', 'ABS takes a time series, not a number, at character 1'],
    ['m1 + REPEAT', 'REPEAT stands only as an operand of FILL or SORT, at character 6'],
    ['m1 + "errors"', 'text in quotation marks stands only as the operand of METRICS, at character 6'],
    ['HOUR(all)', 'HOUR takes a time series, not an array of time series, at character 1'],
    ['TIME_SERIES(m1)', 'TIME_SERIES takes a number, not a time series, at character 1'],
    ['METRIC_COUNT(m1)', 'METRIC_COUNT takes an array of time series, not a time series, at character 1'],
    ['FIRST(m1)', 'FIRST takes an array of time series, not a time series, at character 1'],
    ['REMOVE_EMPTY(m1)', 'REMOVE_EMPTY takes an array of time series, not a time series, at character 1'],
    ['PERIOD(m1 + 1)', 'PERIOD takes the id of a metric, not the result of an expression, at character 11'],
    ['METRICS(m1)', 'METRICS takes nothing or a text in quotation marks, as in METRICS("errors"), at character 9'],
    ['SORT(all, AVG)', 'SORT takes 3 or 4 operands, not 2, at character 1'],
    ['SORT(m1, AVG, ASC)', 'SORT takes an array of time series, not a time series, at character 1'],
    ['SORT(all, ASC, AVG)', 'SORT takes one of AVG, MIN, MAX, SUM here, at character 11'],
    ['SORT(all, AVG, m1)', 'SORT takes one of ASC, DESC here, at character 16'],
    ['SORT(all, AVG, ASC, 0)', 'SORT takes a whole number of at least 1 at character 21'],
    ['SLICE(all)', 'SLICE takes 2 or 3 operands, not 1, at character 1'],
    ['SLICE(m1, 0)', 'SLICE takes an array of time series, not a time series, at character 1'],
    ['SLICE(all, 0.5)', 'SLICE takes a whole number of at least 0 at character 12'],
    ['SLICE(all, -1)', 'SLICE takes a whole number of at least 0 at character 12'],
    ['SLICE(all, m1)', 'SLICE takes a whole number of at least 0, not a time series, at character 12'],
    ['ANOMALY_DETECTION_BAND(m1 + 1)', 'ANOMALY_DETECTION_BAND takes the id of one time series at character 27'],
    ['ANOMALY_DETECTION_BAND(all)', 'ANOMALY_DETECTION_BAND takes the id of one time series at character 24'],
    [
      'ANOMALY_DETECTION_BAND(m1, 0)',
      'ANOMALY_DETECTION_BAND takes a number of standard deviations above 0 at character 28',
    ],
  ])('%s does not fit', (text, message) => {
    expect(check(text)).toBe(message);
  });
});

describe('where the metrics are known', () => {
  it('METRICS must find one', () => {
    expect(check('SUM(METRICS("m"))', ['m1', 'm2'])).toBe('series');
    expect(check('SUM(METRICS("5xx"))', ['m1', 'm2'])).toBe(
      'METRICS finds no metric whose id contains "5xx" at character 5',
    );
    expect(check('SUM(METRICS())', [])).toBe('METRICS finds no metric at character 5');
  });

  it('PERIOD takes no expression', () => {
    expect(check('m1 / PERIOD(m1)', ['m1'])).toBe('series');
    expect(check('m1 / PERIOD(m2)', ['m1'])).toBe(
      'PERIOD takes the id of a metric, not the result of an expression, at character 13',
    );
  });
});
