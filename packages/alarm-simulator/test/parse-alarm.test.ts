import { describe, expect, it } from 'vitest';
import { type Problem, parseAlarm } from '../src/index.ts';
import { arnOf, metricAlarm, parsed } from './helpers/alarms.ts';

const CONTEXT = { arn: arnOf('Named'), logicalId: 'Resource' };

const CLASSIC = {
  Namespace: 'Shop',
  MetricName: 'Latency',
  Dimensions: [{ Name: 'Service', Value: 'checkout' }],
  ExtendedStatistic: 'p90',
  Period: 60,
  EvaluationPeriods: 5,
  DatapointsToAlarm: 3,
  Threshold: 2000,
  ComparisonOperator: 'GreaterThanThreshold',
  TreatMissingData: 'notBreaching',
};

const CONDITIONS = {
  EvaluationPeriods: 3,
  Threshold: 5,
  ComparisonOperator: 'GreaterThanThreshold',
};

function metric(id: string, more: object = {}): object {
  return {
    Id: id,
    MetricStat: { Metric: { Namespace: 'Shop', MetricName: id }, Period: 60, Stat: 'Sum', ...more },
    ReturnData: false,
  };
}

function errorsOf(type: 'Alarm' | 'CompositeAlarm', properties: unknown): readonly Problem[] {
  const result = parseAlarm(`AWS::CloudWatch::${type}`, properties, CONTEXT);
  return result.ok ? [] : result.errors;
}

function metricErrors(changes: object, base: object = CLASSIC): readonly Problem[] {
  return errorsOf('Alarm', { ...base, ...changes });
}

function mathErrors(...entries: readonly object[]): readonly Problem[] {
  return errorsOf('Alarm', { ...CONDITIONS, Metrics: entries });
}

describe('a classic alarm', () => {
  it('is read with everything that it says', () => {
    const alarm = parsed('Alarm', 'Slow', {
      ...CLASSIC,
      AlarmDescription: 'too slow',
      AlarmActions: ['arn:aws:sns:eu-west-1:123456789012:critical'],
      OKActions: ['arn:aws:sns:eu-west-1:123456789012:critical'],
      ActionsEnabled: false,
      Unit: 'Milliseconds',
      Tags: [{ Key: 'team', Value: 'ml' }],
    });

    expect(alarm).toMatchObject({
      kind: 'metric',
      name: 'Slow',
      arn: arnOf('Slow'),
      description: 'too slow',
      actionsEnabled: false,
      alarmActions: ['arn:aws:sns:eu-west-1:123456789012:critical'],
      insufficientDataActions: [],
      limit: { type: 'static', threshold: 2000 },
      window: { type: 'sliding' },
      evaluationPeriods: 5,
      datapointsToAlarm: 3,
      treatMissingData: 'notBreaching',
      period: 60,
      query: {
        form: 'classic',
        metric: { namespace: 'Shop', metricName: 'Latency', dimensions: { Service: 'checkout' } },
        statistic: { type: 'percentile', percentile: 90 },
        unit: 'Milliseconds',
      },
    });
  });

  it('has AWS defaults: M = N, missing, evaluate, actions on', () => {
    expect(metricAlarm('a', { EvaluationPeriods: 4 })).toMatchObject({
      datapointsToAlarm: 4,
      treatMissingData: 'missing',
      evaluateLowSampleCountPercentile: 'evaluate',
      actionsEnabled: true,
      written: {},
    });
  });

  it('on AWS/DynamoDB ignores missing data by default', () => {
    const dynamo = { Namespace: 'AWS/DynamoDB' };

    expect(metricAlarm('a', dynamo).treatMissingData).toBe('ignore');
    expect(metricAlarm('a', { ...dynamo, TreatMissingData: 'breaching' }).treatMissingData).toBe('breaching');
  });

  it('may give numbers and booleans as text, as CloudFormation does', () => {
    const alarm = metricAlarm('a', { Period: '300', Threshold: '1e3', ActionsEnabled: 'false' });

    expect(alarm).toMatchObject({ period: 300, limit: { threshold: 1000 }, actionsEnabled: false });
  });

  it('is named by its ARN if it has no name of its own', () => {
    const result = parseAlarm('AWS::CloudWatch::Alarm', CLASSIC, CONTEXT);

    expect(result).toMatchObject({ ok: true, alarm: { name: 'Named' } });
  });
});

describe('a fault in a classic alarm', () => {
  it.each([
    [{ Period: 45 }, 'Period', '45 is no period: write 10, 20, 30 or a multiple of 60 seconds'],
    [{ Period: undefined }, 'Period', 'is missing: write it in seconds'],
    [{ DatapointsToAlarm: 6 }, 'DatapointsToAlarm', '6 of 5 can never breach: write at most 5'],
    [{ EvaluationPeriods: 0 }, 'EvaluationPeriods', '0 is out of range: write a whole number of at least 1'],
    [{ EvaluationPeriods: undefined }, 'EvaluationPeriods', 'is missing'],
    [{ Threshold: 'high' }, 'Threshold', '"high" is no number'],
    [{ Threshold: undefined }, 'Threshold', 'is missing'],
    [
      { Threshold: { Ref: 'Limit' } },
      'Threshold',
      '{"Ref":"Limit"} is not resolved: give the value that it stands for',
    ],
    [
      { TreatMissingData: 'notbreaching' },
      'TreatMissingData',
      '"notbreaching" is unknown: write breaching, notBreaching, ignore, missing',
    ],
    [{ Namespace: undefined }, 'Namespace', 'is missing'],
    [{ Unit: 'Millis' }, 'Unit', expect.stringMatching(/^"Millis" is unknown: write Seconds, .*Terabits\/Second, /)],
    [{ AlarmName: 'a'.repeat(256) }, 'AlarmName', 'has 256 characters: CloudWatch takes at most 255'],
    [{ AlarmDescription: 'a'.repeat(1025) }, 'AlarmDescription', 'has 1025 characters: CloudWatch takes at most 1024'],
    [{ ActionsEnabled: 1 }, 'ActionsEnabled', '1 is neither true nor false'],
    [{ AlarmActions: ['a', 'b', 'c', 'd', 'e', 'f'] }, 'AlarmActions', 'has 6 actions: CloudWatch takes at most 5'],
    [
      { OKActions: [{ Ref: 'Topic' }] },
      'OKActions[0]',
      '{"Ref":"Topic"} is not resolved: give the value that it stands for',
    ],
    [{ OKActions: 'arn' }, 'OKActions', '"arn" is no list'],
    [{ treshold: 5 }, 'treshold', 'is no property here: remove it'],
    [{ threshold: 5 }, 'threshold', 'is no property here: write Threshold'],
    [{ Dimensions: [{ Name: 'A' }] }, 'Dimensions[0].Value', 'is missing'],
    [
      {
        Dimensions: [
          { Name: 'A', Value: '1' },
          { Name: 'A', Value: '2' },
        ],
      },
      'Dimensions',
      'names a dimension twice',
    ],
    [{ WarmUpConfiguration: {} }, 'WarmUpConfiguration.WarmUpPeriodDurationInMinutes', 'is missing'],
    [{ ThresholdMetricId: 'ad1' }, 'ThresholdMetricId', 'goes with the operators of anomaly detection only: remove it'],
    [
      { EvaluationCriteria: { PromQLCriteria: { Query: 'up' } } },
      'EvaluationCriteria',
      'makes this a PromQL alarm, which the simulator does not evaluate',
    ],
  ])('%j', (changes, path, message) => {
    expect(metricErrors(changes)).toContainEqual({ path, message });
  });

  it.each([
    [{ ExtendedStatistic: undefined }, /^set exactly one of Statistic and ExtendedStatistic$/],
    [{ Statistic: 'Sum' }, /^set exactly one of Statistic and ExtendedStatistic$/],
    [
      { ExtendedStatistic: undefined, Statistic: 'p90' },
      /^p90 is an extended statistic: write it as ExtendedStatistic$/,
    ],
    [{ ExtendedStatistic: 'Sum' }, /^Sum is a simple statistic: write it as Statistic$/],
    [{ ExtendedStatistic: 'p101' }, /^unknown statistic "p101"/],
    [{ ComparisonOperator: 'Greater' }, /^"Greater" is unknown: write GreaterThanOrEqualToThreshold, /],
  ])('of its statistic or operator: %j', (changes, message) => {
    expect(metricErrors(changes).map((error) => error.message)).toContainEqual(expect.stringMatching(message));
  });

  it.each([
    [{ Period: 60, EvaluationPeriods: 1441 }, 1],
    [{ Period: 60, EvaluationPeriods: 1440 }, 0],
    [{ Period: 3600, EvaluationPeriods: 168 }, 0],
    [{ Period: 3600, EvaluationPeriods: 169 }, 1],
  ])('of a window beyond a day, or a week for long periods: %j', (changes, faults) => {
    expect(metricErrors(changes)).toHaveLength(faults);
  });

  it('does not hide the others', () => {
    const errors = metricErrors({ Period: 45, Threshold: 'x', Extra: 1 });

    expect(errors.map(({ path }) => path)).toEqual(['Period', 'Threshold', 'Extra']);
  });

  it('is reported for what is no object at all', () => {
    expect(errorsOf('Alarm', null)[0]).toEqual({ path: '', message: 'null is no object of properties' });
    expect(errorsOf('Alarm', [CLASSIC])[0]?.message).toContain('is no object of properties');
  });
});

describe('an alarm on metric math', () => {
  const rate = { Id: 'rate', Expression: '100 * errors / (errors + ok)', Label: 'Error rate' };

  it('is read with its expression', () => {
    const alarm = parsed('Alarm', 'Rate', { ...CONDITIONS, Metrics: [rate, metric('errors'), metric('ok')] });

    expect(alarm).toMatchObject({
      period: 60,
      query: {
        form: 'metrics',
        returned: 'rate',
        entries: [
          { id: 'rate', label: 'Error rate', returnData: true, source: { type: 'expression', text: rate.Expression } },
          { id: 'errors', returnData: false, source: { type: 'metric', metric: { metricName: 'errors' } } },
          { id: 'ok', source: { type: 'metric', statistic: { type: 'simple', name: 'Sum' } } },
        ],
      },
    });
  });

  it('may watch a metric directly', () => {
    const alarm = parsed('Alarm', 'Direct', { ...CONDITIONS, Metrics: [{ ...metric('errors'), ReturnData: true }] });

    expect(alarm).toMatchObject({ query: { form: 'metrics', returned: 'errors' } });
  });

  it('may build expressions on expressions, in any order', () => {
    const half = { Id: 'half', Expression: 'total / 2' };
    const total = { Id: 'total', Expression: 'errors + ok', ReturnData: false };

    expect(mathErrors(half, total, metric('errors'), metric('ok'))).toEqual([]);
  });

  it.each([
    [
      'an expression with a fault',
      [{ Id: 'e', Expression: 'errors +' }, metric('errors')],
      { path: 'Metrics[0].Expression', message: expect.stringContaining('at character 9') },
    ],
    [
      'an unknown id',
      [{ Id: 'e', Expression: 'errors + nothing' }, metric('errors')],
      { path: 'Metrics[0].Expression', message: 'no metric or expression has the id nothing at character 10' },
    ],
    [
      'an expression that gives a number',
      [{ Id: 'e', Expression: 'MAX(errors)' }, metric('errors')],
      { path: 'Metrics[0].Expression', message: 'gives a number, not a time series' },
    ],
    [
      'an expression that gives an array',
      [{ Id: 'e', Expression: '[errors]' }, metric('errors')],
      { path: 'Metrics[0].Expression', message: 'gives an array of time series: an alarm watches one time series' },
    ],
    [
      'expressions in a circle',
      [{ Id: 'e', Expression: 'f + m' }, { Id: 'f', Expression: 'e + m', ReturnData: false }, metric('m')],
      { path: 'Metrics[1].Expression', message: expect.stringContaining('refers to itself through e') },
    ],
    [
      'two entries that return data',
      [rate, { ...metric('errors'), ReturnData: true }, metric('ok')],
      { path: 'Metrics', message: 'exactly one entry must return data, but these do: rate, errors: set ReturnData' },
    ],
    [
      'no entry that returns data',
      [metric('errors')],
      { path: 'Metrics', message: 'exactly one entry must return data, but none does: set ReturnData' },
    ],
    [
      'two periods',
      [rate, metric('errors'), metric('ok', { Period: 300 })],
      { path: 'Metrics', message: 'has periods of 60, 300 seconds: an alarm needs one period for all' },
    ],
    [
      'an id twice',
      [{ ...metric('errors'), ReturnData: true }, metric('errors')],
      { path: 'Metrics[1].Id', message: '"errors" is already taken' },
    ],
    [
      'an id with a capital letter',
      [{ ...metric('Errors'), ReturnData: true }],
      { path: 'Metrics[0].Id', message: expect.stringContaining('start with a lower-case letter') },
    ],
    [
      'both a metric and an expression',
      [{ ...metric('errors'), Expression: 'errors', ReturnData: true }],
      { path: 'Metrics[0].Expression', message: 'set exactly one of MetricStat and Expression' },
    ],
    [
      'an unknown statistic',
      [{ ...metric('errors', { Stat: 'Median' }), ReturnData: true }],
      { path: 'Metrics[0].MetricStat.Stat', message: expect.stringContaining('unknown statistic "Median"') },
    ],
    [
      'an expression without a metric',
      [{ Id: 'e', Expression: '1 + 1' }],
      { path: 'Metrics', message: 'has no metric: an expression needs one to compute from' },
    ],
  ])('refuses %s', (_, entries, problem) => {
    expect(mathErrors(...entries)).toContainEqual(problem);
  });

  it('refuses more than ten metrics', () => {
    const many = Array.from({ length: 11 }, (_, index) => metric(`m${index}`));

    expect(mathErrors({ Id: 'e', Expression: 'm0 + m1' }, ...many)).toContainEqual({
      path: 'Metrics',
      message: 'has 11 metrics: CloudWatch takes at most 10',
    });
  });

  it('refuses properties of the classic form beside it', () => {
    const errors = errorsOf('Alarm', { ...CONDITIONS, Metrics: [{ ...metric('m'), ReturnData: true }], Period: 60 });

    expect(errors).toEqual([
      { path: 'Period', message: 'cannot stand beside Metrics: move it into an entry of Metrics' },
    ]);
  });
});

describe('a composite alarm', () => {
  it('is read with its rule, its children and its suppressor', () => {
    const alarm = parsed('CompositeAlarm', 'Health', {
      AlarmRule: 'ALARM(a) OR ALARM("b")',
      ActionsSuppressor: 'Maintenance',
      ActionsSuppressorWaitPeriod: 60,
      ActionsSuppressorExtensionPeriod: 120,
    });

    expect(alarm).toMatchObject({
      kind: 'composite',
      ruleText: 'ALARM(a) OR ALARM("b")',
      children: ['a', 'b'],
      suppressor: { alarm: 'Maintenance', waitPeriod: 60, extensionPeriod: 120 },
    });
  });

  it.each([
    [{}, 'AlarmRule', 'is missing'],
    [{ AlarmRule: 'ALARM(' }, 'AlarmRule', 'found the end where the name or ARN of an alarm must stand at character 7'],
    [
      { AlarmRule: 'TRUE', ActionsSuppressorWaitPeriod: 5 },
      'ActionsSuppressorWaitPeriod',
      'has no meaning without ActionsSuppressor: remove it, or set both',
    ],
    [
      { AlarmRule: 'TRUE', ActionsSuppressor: 's', ActionsSuppressorWaitPeriod: 5 },
      'ActionsSuppressorExtensionPeriod',
      'is missing: CloudWatch requires it with ActionsSuppressor',
    ],
    [{ AlarmRule: 'TRUE', Threshold: 5 }, 'Threshold', 'is no property here: remove it'],
  ])('with a fault: %j', (properties, path, message) => {
    expect(errorsOf('CompositeAlarm', properties)).toContainEqual({ path, message });
  });

  it('needs a name or an ARN that has one', () => {
    const result = parseAlarm('AWS::CloudWatch::CompositeAlarm', { AlarmRule: 'TRUE' }, { arn: '', logicalId: 'X' });

    expect(result).toMatchObject({ ok: false, errors: [{ path: 'AlarmName' }] });
  });
});
