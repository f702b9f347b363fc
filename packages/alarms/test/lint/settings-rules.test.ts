import { describe, expect, it } from 'vitest';
import { AssemblyBuilder } from '../../../assembly/test/assembly-builder.ts';
import { lintAlarms } from '../../src/lint/lint-alarms.ts';
import { loaded } from '../source/source-files.ts';
import { classicAlarm, foundOn, lint, mathAlarm, messageOn, metric, metricAlarm } from './support.ts';

const FUNCTION = ['FunctionName'];

describe('M of N', () => {
  it.each([
    [5, 3, ['IW1001 DatapointsToAlarm']],
    [3, 3, []],
    [undefined, 3, []],
    // CloudFormation takes numbers as text.
    ['5', '3', ['IW1001 DatapointsToAlarm']],
  ])('is judged by its numbers: %s of %s', (DatapointsToAlarm, EvaluationPeriods, expected) => {
    expect(foundOn(classicAlarm({ DatapointsToAlarm, EvaluationPeriods }))).toEqual(expected);
  });
});

describe('the time that is evaluated', () => {
  it.each([
    [300, 288, []],
    [300, 289, ['IW1002 EvaluationPeriods']],
    [3600, 168, []],
    [3600, 169, ['IW1002 EvaluationPeriods']],
    [86_400, 7, []],
    [86_400, 8, ['IW1002 EvaluationPeriods']],
  ])('has a limit: %i s times %i', (Period, EvaluationPeriods, expected) => {
    expect(foundOn(classicAlarm({ Period, EvaluationPeriods }))).toEqual(expected);
  });

  it('is counted for metric math too', () => {
    const alarm = mathAlarm('m1 * 2', [{ id: 'm1', period: 300 }], { EvaluationPeriods: 300 });

    expect(foundOn(alarm)).toEqual(['IW1002 EvaluationPeriods']);
  });

  it('names the longest that is allowed', () => {
    expect(lint({ A: classicAlarm({ Period: 300, EvaluationPeriods: 300 }) }).findings[0]?.fix).toMatch(
      /at most 288 periods/,
    );
  });
});

describe('a period', () => {
  it.each([
    [10, []],
    [60, []],
    [86_400, []],
    [5, ['IW1003 Period']],
    [90, ['IW1003 Period']],
    [0, ['IW1003 Period']],
  ])('of %i s is one or is none', (Period, expected) => {
    expect(foundOn(classicAlarm({ Period }))).toEqual(expected);
  });

  it('below a minute is not for metrics of AWS services', () => {
    const metrics = (Namespace: string, Period: number) =>
      classicAlarm({ ...metric(Namespace, 'Any'), Period, Statistic: 'Average' });

    expect(foundOn(metrics('AWS/EC2', 30))).toEqual(['IW1004 Period']);
    expect(foundOn(metrics('AWS/EC2', 60))).toEqual([]);
    expect(foundOn(metrics('App', 10))).toEqual([]);
  });

  it('below a minute is fine for endpoints of SageMaker, which can publish that often', () => {
    expect(foundOn(classicAlarm({ ...metric('AWS/SageMaker', 'ConcurrentRequestsPerModel'), Period: 10 }))).toEqual([]);
  });
});

describe('a threshold above what the metric can reach', () => {
  it.each([
    ['AWS/ApiGateway', '4XXError', 'Average', 'GreaterThanThreshold', 1, ['IW1005 Threshold']],
    ['AWS/ApiGateway', '4XXError', 'Average', 'GreaterThanOrEqualToThreshold', 1, []],
    ['AWS/ApiGateway', '4XXError', 'Sum', 'GreaterThanThreshold', 5, []],
    ['AWS/EC2', 'CPUUtilization', 'Average', 'GreaterThanThreshold', 100, ['IW1005 Threshold']],
    ['AWS/EC2', 'CPUUtilization', 'Average', 'GreaterThanThreshold', 90, []],
    // The sum of several samples may be anything.
    ['AWS/EC2', 'CPUUtilization', 'Sum', 'GreaterThanThreshold', 200, []],
    // Instances with several cores count above 100.
    ['/aws/sagemaker/Endpoints', 'CPUUtilization', 'Average', 'GreaterThanThreshold', 150, []],
  ])('is found for %s %s %s %s %s', (namespace, name, Statistic, ComparisonOperator, Threshold, expected) => {
    const dimensions = namespace === '/aws/sagemaker/Endpoints' ? ['EndpointName', 'VariantName'] : [];
    const alarm = classicAlarm({ ...metric(namespace, name, dimensions), Statistic, ComparisonOperator, Threshold });

    expect(foundOn(alarm)).toEqual(expected);
  });

  it('is no fault where an expression stands between metric and threshold', () => {
    const entry = { id: 'm1', namespace: 'AWS/ApiGateway', name: '5XXError', stat: 'Average', dimensions: ['ApiName'] };

    expect(foundOn(mathAlarm('100 * m1', [entry], { Threshold: 5 }))).toEqual([]);
  });
});

describe('a threshold below everything', () => {
  const errors = { ...metric('AWS/Lambda', 'Errors', FUNCTION), Statistic: 'Sum' };

  it.each([
    ['GreaterThanOrEqualToThreshold', 0, ['IW1006 Threshold']],
    ['GreaterThanThreshold', -1, ['IW1006 Threshold']],
    ['GreaterThanThreshold', 0, []],
    ['GreaterThanOrEqualToThreshold', 1, []],
  ])('is found: %s %s', (ComparisonOperator, Threshold, expected) => {
    expect(foundOn(classicAlarm({ ...errors, ComparisonOperator, Threshold }))).toEqual(expected);
  });

  it('is no fault if the question is whether there is data at all', () => {
    const anything = { Statistic: 'SampleCount', ComparisonOperator: 'GreaterThanOrEqualToThreshold', Threshold: 1 };

    expect(foundOn(classicAlarm(anything))).toEqual([]);
  });

  it('is found for a metric of the contract, whose unit says that it cannot be negative', () => {
    const own = { ...metric('InferencePipeline', 'ErrorCount', ['EndpointName']), Statistic: 'Sum' };
    const alarm = classicAlarm({ ...own, ComparisonOperator: 'GreaterThanOrEqualToThreshold', Threshold: 0 });

    expect(foundOn(alarm)).toEqual(['IW1006 Threshold']);
  });
});

describe('a statistic', () => {
  it.each(['p99', 'tm90', 'TM(10%:90%)', 'IQM', 'PR(:300)', 'WM(10%:)'])('%s is no simple one', (Statistic) => {
    expect(foundOn(classicAlarm({ Statistic }))).toEqual(['IW2001 Statistic']);
  });

  it.each(['Average', 'SampleCount'])('%s is no extended one', (ExtendedStatistic) => {
    expect(foundOn(classicAlarm({ Statistic: undefined, ExtendedStatistic }))).toEqual(['IW2001 ExtendedStatistic']);
  });

  it.each([
    ['average', /is written Average/],
    ['Median', /"Median" is no statistic/],
    ['p101', /above 100 percent/],
  ])('%s is none', (Stat, message) => {
    const alarm = mathAlarm('m1', [{ id: 'm1', stat: Stat }]);

    expect(foundOn(alarm)).toEqual(['IW2002 Metrics[1].MetricStat.Stat']);
    expect(messageOn(alarm)).toMatch(message);
  });

  it.each(['Average', 'p99.9', 'tm99', 'IQM'])('%s is one in Metrics[]', (stat) => {
    expect(foundOn(mathAlarm('m1 / 2', [{ id: 'm1', stat }]))).toEqual([]);
  });
});

describe('EvaluateLowSampleCountPercentile', () => {
  const percentile = { Statistic: undefined, ExtendedStatistic: 'p99' };

  it.each(['ignore', 'evaluate'])('%s is fine with a classic percentile', (EvaluateLowSampleCountPercentile) => {
    expect(foundOn(classicAlarm({ ...percentile, EvaluateLowSampleCountPercentile }))).toEqual([]);
  });

  it('ignore cannot be evaluated in Metrics[], evaluate can', () => {
    const with_ = (EvaluateLowSampleCountPercentile: string) =>
      mathAlarm('m1 / 1000', [{ id: 'm1', stat: 'p99' }], { EvaluateLowSampleCountPercentile });

    expect(foundOn(with_('ignore'))).toEqual(['IW2006 EvaluateLowSampleCountPercentile']);
    expect(foundOn(with_('evaluate'))).toEqual([]);
  });

  it('ignore is blamed on the label that makes the CDK write Metrics[]', () => {
    const MetricStat = { Metric: { Namespace: 'App', MetricName: 'Latency' }, Period: 60, Stat: 'p99' };
    const alarm = metricAlarm({
      Metrics: [{ Id: 'm1', Label: 'Slowest', MetricStat }],
      EvaluateLowSampleCountPercentile: 'ignore',
    });

    expect(messageOn(alarm)).toContain('the label "Slowest"');
  });

  it('has no effect without a percentile', () => {
    expect(foundOn(classicAlarm({ EvaluateLowSampleCountPercentile: 'evaluate' }))).toEqual([
      'IW2007 EvaluateLowSampleCountPercentile',
    ]);
  });
});

describe('a name', () => {
  it('is for one alarm of an account and Region, and the second is told', () => {
    const { findings } = lint({ A: classicAlarm(), B: classicAlarm({ MetricName: 'Other' }) });

    expect(findings.map(({ code, logicalId }) => [code, logicalId])).toEqual([['IW1007', 'B']]);
  });

  it('may stand once in each Region', () => {
    const template = { Resources: { A: classicAlarm() } };
    const builder = new AssemblyBuilder()
      .stack('Here', template, { environment: 'aws://123456789012/eu-west-1' })
      .stack('There', template, { environment: 'aws://123456789012/us-east-1' });

    expect(lintAlarms(loaded(builder.directory).alarms).findings).toEqual([]);
  });
});

describe('what the simulator refuses', () => {
  it('is told by the property, unless a rule has told it better', () => {
    expect(foundOn(classicAlarm({ Colour: 'red', DatapointsToAlarm: 9 }))).toEqual([
      'IW1000 Colour',
      'IW1001 DatapointsToAlarm',
    ]);
  });

  it('is told beside a warning about the same property, which is another fault', () => {
    expect(foundOn(mathAlarm('FILL(m1, 0', [{ id: 'm1' }], { DatapointsToAlarm: 3 }))).toEqual([
      'IW1000 Metrics[0].Expression',
      'IW3004 Metrics[0].Expression',
    ]);
  });

  it('includes alarms on logs, of which no other rule speaks but those for people', () => {
    const log = { Type: 'AWS::CloudWatch::LogAlarm', Properties: { AlarmName: 'Lines' } };

    expect(foundOn(log)).toEqual(['IW1000 ', 'IW5001 AlarmActions', 'IW5002 AlarmDescription']);
  });
});
