import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lintAlarms } from '../../src/lint/lint-alarms.ts';
import type { LoadedAlarm } from '../../src/source/types.ts';
import { fileWith, loaded } from '../source/source-files.ts';
import { classicAlarm, foundOn, lint, metricAlarm } from './support.ts';

const BAND = { Id: 'ad1', Expression: 'ANOMALY_DETECTION_BAND(m1, 2)' };
const LATENCY = { Metric: { Namespace: 'App', MetricName: 'Latency' }, Period: 60, Stat: 'Average' };

describe('alarms of other kinds', () => {
  it('on an anomaly band are judged as others are', () => {
    const band = metricAlarm({
      Metrics: [{ Id: 'm1', MetricStat: LATENCY }, BAND],
      ThresholdMetricId: 'ad1',
      Threshold: undefined,
      ComparisonOperator: 'GreaterThanUpperThreshold',
    });

    expect(foundOn(band)).toEqual([]);
    expect(foundOn({ ...band, Properties: { ...Object(band.Properties), TreatMissingData: undefined } })).toEqual([
      'IW4003 TreatMissingData',
    ]);
  });

  it('on a Metrics Insights query are named as not evaluable, and not taken for metric math', () => {
    const Expression = 'SELECT MAX(Latency) FROM SCHEMA(App, Host)';
    const found = foundOn(metricAlarm({ Metrics: [{ Id: 'q1', Expression, Period: 60 }] }));

    expect(new Set(found.map((line) => line.split(' ')[0]))).toEqual(new Set(['IW1000']));
  });
});

describe('what only a deployment knows', () => {
  it('is passed over', () => {
    const imported = { 'Fn::ImportValue': 'somewhere' };
    const unknown = classicAlarm({
      Namespace: imported,
      Threshold: imported,
      EvaluationPeriods: imported,
      Period: imported,
      AlarmDescription: imported,
      AlarmActions: [imported],
    });
    const { findings } = lint({ Alarm: unknown });

    expect(findings.filter(({ code }) => code !== 'IW1000')).toEqual([]);
  });

  it.each([
    ['TreatMissingData', { Statistic: 'SampleCount', ComparisonOperator: 'LessThanThreshold', Threshold: 1 }],
    ['TreatMissingData', { Namespace: 'AWS/DynamoDB' }],
    ['TreatMissingData', { MetricName: 'Errors', Statistic: 'Sum' }],
    ['TreatMissingData', { Namespace: 'AWS/EC2', MetricName: 'CPUUtilization', Threshold: 100 }],
    ['ActionsEnabled', {}],
    ['Statistic', {}],
    ['ComparisonOperator', {}],
  ])('is not taken for a default: %s', (property, changes) => {
    const found = foundOn(classicAlarm({ ...changes, [property]: { 'Fn::ImportValue': 'somewhere' } }));

    expect(found.filter((line) => !line.startsWith('IW1000 '))).toEqual([]);
  });

  it('is not taken for the same name', () => {
    const alarm = classicAlarm({ AlarmName: { 'Fn::ImportValue': 'somewhere' } });
    const codes = lint({ One: alarm, Two: alarm }).findings.map(({ code }) => code);

    expect(codes).not.toContain('IW1007');
  });

  it('in a dimension leaves its name to be judged', () => {
    const Dimensions = [{ Name: 'FunctionName', Value: { 'Fn::ImportValue': 'function' } }];
    const lambda = { Namespace: 'AWS/Lambda', MetricName: 'Duration', Threshold: 3000 };

    expect(lint({ Alarm: classicAlarm({ ...lambda, Dimensions }) }).findings).toEqual([]);
    expect(
      lint({ Alarm: classicAlarm({ ...lambda, Dimensions: [{ ...Dimensions[0], Name: 'Function' }] }) }).findings,
    ).toMatchObject([{ code: 'IW7003' }]);
  });
});

describe('alarms of an account', () => {
  it('are judged without a template, of which nothing is claimed', () => {
    const alarm = {
      AlarmName: 'Slow',
      AlarmArn: 'arn:aws:cloudwatch:eu-west-1:123456789012:alarm:Slow',
      Namespace: 'AWS/SageMaker',
      MetricName: 'ModelLatency',
      Dimensions: [{ Name: 'EndpointName', Value: 'churn' }],
      Statistic: 'Average',
      Period: 60,
      EvaluationPeriods: 3,
      ComparisonOperator: 'GreaterThanThreshold',
      Threshold: 500,
      TreatMissingData: 'notBreaching',
      ActionsEnabled: true,
      AlarmActions: [],
    };
    const file = fileWith('alarms.json', { MetricAlarms: [alarm], CompositeAlarms: [] });

    const { findings } = lintAlarms(loaded(file).alarms);

    expect(findings.map(({ code }) => code)).toEqual(['IW2003', 'IW5001', 'IW5002', 'IW7001']);
    expect(findings[1]?.message).not.toContain('template');
  });
});

const PROPERTIES = [
  ...['AlarmName', 'AlarmDescription', 'AlarmActions', 'ActionsEnabled', 'Namespace', 'MetricName', 'Dimensions'],
  ...['Statistic', 'ExtendedStatistic', 'Period', 'Unit', 'EvaluationPeriods', 'DatapointsToAlarm', 'Threshold'],
  ...['ComparisonOperator', 'TreatMissingData', 'Metrics', 'EvaluateLowSampleCountPercentile', 'AlarmRule'],
];

const anyValue = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom('AWS/Lambda', 'Errors', 'p99', 'FILL(m1, 0)', 'ALARM(a) OR', 'GreaterThanThreshold', 1e308, -1),
  fc.constant([{ Id: 'm1', MetricStat: LATENCY }, { Id: 'e1', Expression: 'AVG(' }, null, 5]),
);

describe('any properties at all', () => {
  it('end in findings, never in an exception', () => {
    const resource = fc.record(Object.fromEntries(PROPERTIES.map((name) => [name, anyValue])), { requiredKeys: [] });
    const types = fc.constantFrom('AWS::CloudWatch::Alarm' as const, 'AWS::CloudWatch::CompositeAlarm' as const);

    fc.assert(
      fc.property(types, resource, (type, properties) => {
        const alarm: LoadedAlarm = {
          type,
          logicalId: 'Any',
          name: 'any',
          arn: 'arn:aws:cloudwatch:us-east-1:123456789012:alarm:any',
          accountId: '123456789012',
          region: 'us-east-1',
          file: '/nowhere/app.json',
          properties,
          problems: [],
        };
        for (const { code, message, fix } of lintAlarms([alarm]).findings) {
          expect(code).toMatch(/^IW\d{4}$/);
          expect(message).not.toMatch(/undefined|NaN|\[object/);
          expect(fix).not.toMatch(/undefined|NaN|\[object/);
        }
      }),
      { numRuns: 300 },
    );
  });
});
