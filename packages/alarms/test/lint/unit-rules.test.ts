import { describe, expect, it } from 'vitest';
import { inWords } from '../../src/lint/rules/units.ts';
import { classicAlarm, foundOn, lint, mathAlarm, messageOn, metric } from './support.ts';

const VARIANT = ['EndpointName', 'VariantName'];
const modelLatency = metric('AWS/SageMaker', 'ModelLatency', VARIANT);

const above = (source: object, Threshold: number, rest: object = {}) => classicAlarm({ ...source, Threshold, ...rest });

describe('microseconds of SageMaker', () => {
  it.each([
    [500, ['IW2003 Threshold']],
    [9_999, ['IW2003 Threshold']],
    [10_000, []],
    [2_000_000, []],
    [4_000_000_000, ['IW2003 Threshold']],
    // Anything at all, in every unit.
    [0, []],
  ])('are compared with %i', (threshold, expected) => {
    expect(foundOn(above(modelLatency, threshold))).toEqual(expected);
  });

  it.each(['OverheadLatency', 'ModelSetupTime'])('are what %s is in, too', (name) => {
    expect(foundOn(above(metric('AWS/SageMaker', name, VARIANT), 500))).toEqual(['IW2003 Threshold']);
  });

  it('may be low where the alarm is about low values', () => {
    expect(foundOn(above(modelLatency, 500, { ComparisonOperator: 'LessThanThreshold' }))).toEqual([]);
  });

  it.each(['Sum', 'SampleCount'])('are not what %s counts', (Statistic) => {
    expect(foundOn(above(modelLatency, 500, { Statistic }))).toEqual([]);
  });

  it('say how long the threshold is, and what was probably meant', () => {
    const [finding] = lint({ Alarm: above(modelLatency, 500) }).findings;

    expect(finding?.message).toContain('so that 500 is 500 microseconds');
    expect(finding?.fix).toBe('if 500 milliseconds are meant, write 500000');
  });
});

describe('an expression that converts', () => {
  const entry = { id: 'm1', namespace: 'AWS/SageMaker', name: 'ModelLatency', stat: 'p90', dimensions: VARIANT };
  const converted = (expression: string, Threshold: number) => mathAlarm(expression, [entry], { Threshold });

  it.each([
    ['m1 / 1000', 1500, []],
    ['0.001 * m1', 1500, []],
    ['m1 * 0.001', 1500, []],
    ['m1 / 1000000', 2, []],
    ['m1 / 1000 / 1000', 2, []],
    ['m1 / 1000', 2, ['IW2003 Threshold']],
    ['m1', 1500, ['IW2003 Threshold']],
  ])('%s above %s is judged after it', (expression, threshold, expected) => {
    expect(foundOn(converted(expression, threshold))).toEqual(expected);
  });

  it.each(['1000 / m1', 'm1 + 5', 'm1 / m1', 'MAX([m1, m1])'])(
    '%s is more than a factor, and not judged',
    (expression) => {
      expect(foundOn(converted(expression, 2))).toEqual([]);
    },
  );

  it('is followed through other expressions', () => {
    const alarm = mathAlarm('e2 / 1000', [entry], { Threshold: 2 });
    const { Properties } = alarm as { Properties: { Metrics: object[] } };
    const Metrics = [...Properties.Metrics, { Id: 'e2', Expression: 'm1 / 1000', ReturnData: false }];

    expect(foundOn({ ...alarm, Properties: { ...Properties, Metrics } })).toEqual([]);
  });
});

describe('other units', () => {
  const elb = ['LoadBalancer'];

  it.each([
    ['AWS/ApplicationELB', 'TargetResponseTime', elb, 500, /in Seconds.*8\.33 minutes/],
    ['AWS/ApiGateway', 'Latency', ['ApiId'], 2, /in Milliseconds.*2 milliseconds/],
    ['AWS/Lambda', 'Duration', ['FunctionName'], 0.5, /in Milliseconds.*500 microseconds/],
    ['AWS/DynamoDB', 'SuccessfulRequestLatency', ['TableName', 'Operation'], 0.05, /in Milliseconds/],
    ['AWS/RDS', 'ReadLatency', ['DBInstanceIdentifier'], 20, /in Seconds.*20 seconds/],
  ])('%s %s above a threshold for another unit', (namespace, name, dimensions, threshold, message) => {
    const alarm = above(metric(namespace, name, dimensions), threshold);

    expect(foundOn(alarm)).toEqual(['IW2004 Threshold']);
    expect(messageOn(alarm)).toMatch(message);
  });

  it.each([
    ['AWS/ApplicationELB', 'TargetResponseTime', elb, 0.5],
    ['AWS/ApiGateway', 'Latency', ['ApiId'], 2000],
    ['AWS/Lambda', 'Duration', ['FunctionName'], 23_200],
    ['AWS/DynamoDB', 'SuccessfulRequestLatency', ['TableName', 'Operation'], 50],
    ['AWS/RDS', 'ReadLatency', ['DBInstanceIdentifier'], 0.02],
    ['AWS/SQS', 'ApproximateAgeOfOldestMessage', ['QueueName'], 900],
    // Of a metric of one's own nobody knows the unit.
    ['App', 'Latency', [], 3],
  ])('%s %s above a threshold in its own unit', (namespace, name, dimensions, threshold) => {
    expect(foundOn(above(metric(namespace, name, dimensions), threshold))).toEqual([]);
  });

  it('that a service cannot reach are an error besides', () => {
    const tooLate = above(metric('AWS/Lambda', 'Duration', ['FunctionName']), 1_000_000);

    expect(foundOn(tooLate)).toEqual(['IW1005 Threshold', 'IW2004 Threshold']);
  });
});

describe('Unit', () => {
  it.each([
    ['Milliseconds', ['IW2005 Unit']],
    ['Microseconds', []],
    [undefined, []],
  ])('%s selects what SageMaker publishes, or nothing', (Unit, expected) => {
    expect(foundOn(above(modelLatency, 500_000, { Unit }))).toEqual(expected);
  });

  it('is compared with the contract for metrics of the application', () => {
    const own = metric('InferencePipeline', 'LatencyMs', ['EndpointName']);

    expect(foundOn(above(own, 500, { Unit: 'Seconds' }))).toEqual(['IW2005 Unit']);
    expect(foundOn(above(own, 500, { Unit: 'Milliseconds' }))).toEqual([]);
  });
});

describe('a length in words', () => {
  it.each([
    [0.000_002, '2 microseconds'],
    [0.001, '1 millisecond'],
    [2.5, '2.5 seconds'],
    [90, '1.5 minutes'],
    [7200, '2 hours'],
    [1_209_600, '14 days'],
  ])('%s', (seconds, words) => {
    expect(inWords(seconds)).toBe(words);
  });
});
