import { describe, expect, it } from 'vitest';
import { classicAlarm, foundOn, lint, mathAlarm, messageOn, metric, type Properties } from './support.ts';

const errors = (source: Properties, changes: Properties = {}) =>
  classicAlarm({ ...source, Statistic: 'Sum', Threshold: 0, EvaluationPeriods: 1, ...changes });

const LAMBDA = metric('AWS/Lambda', 'Errors', ['FunctionName']);
const ELB = metric('AWS/ApplicationELB', 'HTTPCode_ELB_5XX_Count', ['LoadBalancer']);
const CUSTOM = metric('App', 'PaymentFailures');
const CONTRACT = metric('InferencePipeline', 'ErrorCount', ['EndpointName']);

const SPARSE = [
  ['an AWS service that publishes only faults', ELB],
  ['an AWS service that publishes with requests', LAMBDA],
  ['an own metric with a telling name', CUSTOM],
  ['the metric contract', CONTRACT],
] as const;

describe.each(SPARSE)('an alarm on errors of %s', (_, source) => {
  it.each([
    ['missing', ['IW4001 TreatMissingData']],
    [undefined, ['IW4001 TreatMissingData']],
    ['breaching', ['IW4005 TreatMissingData']],
    ['notBreaching', []],
    ['ignore', []],
  ])('with missing data as %s', (TreatMissingData, expected) => {
    expect(foundOn(errors(source, { TreatMissingData }))).toEqual(expected);
  });
});

describe('an alarm that has data while all is well', () => {
  it.each([
    ['a metric whose name says nothing', metric('App', 'Depth')],
    ['a metric of AWS that is not known', metric('AWS/Unknown', 'Errors')],
    ['a gauge of AWS', metric('AWS/SQS', 'ApproximateNumberOfMessagesVisible', ['QueueName'])],
  ])('is left alone: %s', (_, source) => {
    expect(foundOn(errors(source, { TreatMissingData: 'missing' }))).toEqual([]);
  });

  it('is left alone on averages, which nobody counts errors with', () => {
    expect(foundOn(errors(CUSTOM, { Statistic: 'Average', TreatMissingData: 'missing' }))).toEqual([]);
  });

  it('is left alone where FILL makes datapoints', () => {
    const alarm = mathAlarm('FILL(m1, 0)', [{ id: 'm1', name: 'Errors' }], { TreatMissingData: 'missing' });

    expect(foundOn(alarm)).toEqual([]);
  });

  it('is left alone where one of several metrics is always there', () => {
    const entries = [
      { id: 'm1', name: 'Errors' },
      { id: 'm2', name: 'Depth' },
    ];

    expect(foundOn(mathAlarm('m1 + m2', entries, { TreatMissingData: 'missing' }))).toEqual([]);
  });
});

describe('a metric filter', () => {
  const filter = (transformation: object) => ({
    Type: 'AWS::Logs::MetricFilter',
    Properties: {
      LogGroupName: 'app',
      FilterPattern: 'ERROR',
      MetricTransformations: [{ MetricNamespace: 'App', MetricName: 'Lines', MetricValue: '1', ...transformation }],
    },
  });
  const found = (transformation: object) => {
    const Alarm = errors(metric('App', 'Lines'), { TreatMissingData: 'missing' });
    return lint({ Filter: filter(transformation), Alarm }).findings.map(({ code }) => code);
  };

  it('without a default publishes only what it finds', () => {
    expect(found({})).toEqual(['IW4001']);
  });

  it('with a default publishes with each line', () => {
    expect(found({ DefaultValue: 0 })).toEqual([]);
  });
});

describe('an alarm on absence', () => {
  const below = (source: Properties, changes: Properties = {}) =>
    classicAlarm({ ...source, Statistic: 'Sum', ComparisonOperator: 'LessThanThreshold', Threshold: 1, ...changes });
  const INVOCATIONS = metric('AWS/Lambda', 'Invocations', ['FunctionName']);

  it.each([
    ['notBreaching', ['IW4002 TreatMissingData']],
    ['ignore', ['IW4002 TreatMissingData']],
    ['missing', ['IW4002 TreatMissingData']],
    [undefined, ['IW4002 TreatMissingData']],
    ['breaching', []],
  ])('of events needs missing data to breach, not %s', (TreatMissingData, expected) => {
    expect(foundOn(below(INVOCATIONS, { TreatMissingData }))).toEqual(expected);
  });

  it('by SampleCount needs it too: a datapoint without a sample does not exist', () => {
    const counted = below(metric('App', 'Latency'), { Statistic: 'SampleCount' });

    expect(foundOn(counted)).toEqual(['IW4002 TreatMissingData']);
    expect(messageOn(counted)).toContain('never fires');
  });

  it('of a heartbeat needs it by the name', () => {
    expect(foundOn(below(metric('App', 'WorkerHeartbeat')))).toEqual(['IW4002 TreatMissingData']);
  });

  it('can fire where few are too few: 5 of at least 1', () => {
    expect(foundOn(below(INVOCATIONS, { Threshold: 5 }))).toEqual([]);
  });

  it('can fire where zeros are published, as those of the contract are', () => {
    expect(foundOn(below(metric('InferencePipeline', 'SuccessCount', ['EndpointName'])))).toEqual([]);
  });

  it('is not suspected where nobody knows what is published', () => {
    expect(foundOn(below(metric('App', 'Orders')))).toEqual([]);
  });
});

describe('AWS/DynamoDB', () => {
  const reads = metric('AWS/DynamoDB', 'ConsumedReadCapacityUnits', ['TableName']);

  it.each([
    [undefined, ['IW4004 TreatMissingData']],
    ['missing', ['IW4004 TreatMissingData']],
    ['breaching', ['IW4004 TreatMissingData']],
    ['ignore', []],
    ['notBreaching', []],
  ])('with missing data as %s', (TreatMissingData, expected) => {
    expect(foundOn(classicAlarm({ ...reads, TreatMissingData }))).toEqual(expected);
  });

  it('is found inside metric math', () => {
    const entry = { id: 'm1', namespace: 'AWS/DynamoDB', name: 'ConsumedReadCapacityUnits', dimensions: ['TableName'] };

    expect(foundOn(mathAlarm('m1 / 60', [entry], { TreatMissingData: 'missing' }))).toEqual([
      'IW4004 TreatMissingData',
    ]);
  });
});

describe('the default treatment', () => {
  it('is a note where no rule has more to say', () => {
    const [finding] = lint({ Alarm: classicAlarm({ TreatMissingData: undefined }) }).findings;

    expect(finding).toMatchObject({ code: 'IW4003', severity: 'info' });
  });

  it('is nothing to say of an alarm that watches nothing that can be read', () => {
    const unread = classicAlarm({ Namespace: undefined, MetricName: undefined, TreatMissingData: undefined });

    expect(foundOn(unread)).not.toContain('IW4003 TreatMissingData');
  });
});
