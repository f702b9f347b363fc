import { describe, expect, it } from 'vitest';
import { type AlarmDefinition, stateChangeEvents } from '../src/index.ts';
import { compositeAlarm, metricAlarm, parsed } from './helpers/alarms.ts';
import { change } from './helpers/transitions.ts';

/**
 * The examples of the user guide, with the account and region of these tests.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-and-eventbridge.html
 */

const CREATED = Date.parse('2019-10-01T13:00:00Z');

const SERVER = metricAlarm('ServerCpuTooHigh', {
  AlarmDescription: 'Goes into alarm when server CPU utilization is too high!',
  Namespace: 'AWS/EC2',
  MetricName: 'CPUUtilization',
  Dimensions: [{ Name: 'InstanceId', Value: 'i-12345678901234567' }],
  Statistic: 'Average',
  Period: 300,
  Threshold: 50,
});

const REASON_DATA = {
  version: '1.0',
  queryDate: '2019-10-02T17:04:40.985+0000',
  startDate: '2019-10-02T16:59:00.000+0000',
  statistic: 'Average',
  period: 300,
  recentDatapoints: [99.50160229693434],
  threshold: 50,
  evaluatedDatapoints: [],
} as const;

const TO_OK = change(SERVER, ['INSUFFICIENT_DATA', 'OK'], '2019-10-01T13:56:40.987Z', { reason: 'calm' });
const TO_ALARM = change(SERVER, ['OK', 'ALARM'], '2019-10-02T17:04:40.989Z', {
  reason: 'busy',
  reasonData: REASON_DATA,
});

function detailOf(alarm: AlarmDefinition) {
  return stateChangeEvents([change(alarm, ['OK', 'ALARM'], '2019-10-02T17:20:48.554Z')], CREATED)[0]?.detail;
}

describe('the event of an alarm on one metric', () => {
  const [first, second] = stateChangeEvents([TO_OK, TO_ALARM], CREATED);

  it('has the published envelope', () => {
    expect(second).toMatchObject({
      version: '0',
      id: expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
      'detail-type': 'CloudWatch Alarm State Change',
      source: 'aws.cloudwatch',
      account: '123456789012',
      time: '2019-10-02T17:04:40Z',
      region: 'eu-west-1',
      resources: ['arn:aws:cloudwatch:eu-west-1:123456789012:alarm:ServerCpuTooHigh'],
    });
  });

  it('has the published detail', () => {
    expect(second?.detail).toEqual({
      alarmName: 'ServerCpuTooHigh',
      configuration: {
        description: 'Goes into alarm when server CPU utilization is too high!',
        metrics: [
          {
            id: expect.stringMatching(/^[0-9a-f-]{36}$/),
            metricStat: {
              metric: {
                dimensions: { InstanceId: 'i-12345678901234567' },
                name: 'CPUUtilization',
                namespace: 'AWS/EC2',
              },
              period: 300,
              stat: 'Average',
            },
            returnData: true,
          },
        ],
      },
      previousState: { reason: 'calm', timestamp: '2019-10-01T13:56:40.987+0000', value: 'OK' },
      state: {
        reason: 'busy',
        reasonData:
          '{"version":"1.0","queryDate":"2019-10-02T17:04:40.985+0000","startDate":"2019-10-02T16:59:00.000+0000",' +
          '"statistic":"Average","period":300,"recentDatapoints":[99.50160229693434],"threshold":50.0,"evaluatedDatapoints":[]}',
        timestamp: '2019-10-02T17:04:40.989+0000',
        value: 'ALARM',
      },
    });
  });

  it('begins with the state that a new alarm has', () => {
    expect(first?.detail.previousState).toEqual({
      reason: 'Unchecked: Initial alarm creation',
      timestamp: '2019-10-01T13:00:00.000+0000',
      value: 'INSUFFICIENT_DATA',
    });
  });

  it('is the same each time, and another for another change', () => {
    const again = stateChangeEvents([TO_OK, TO_ALARM], CREATED);
    expect(again[1]).toEqual(second);
    expect(again[0]?.id).not.toBe(again[1]?.id);
  });

  it('is sent once: actions that run later are no change', () => {
    expect(stateChangeEvents([TO_ALARM, { ...TO_ALARM, kind: 'delayedActions' }], CREATED)).toHaveLength(1);
  });
});

const stat = (MetricName: string, Stat: string) => ({
  MetricStat: { Metric: { Namespace: 'AWS/EC2', MetricName, Dimensions: [] }, Period: 300, Stat },
});

describe('the event of an alarm on Metrics[]', () => {
  it('lists metrics and expressions', () => {
    const detail = detailOf(
      parsed('Alarm', 'TotalNetworkTrafficTooHigh', {
        EvaluationPeriods: 1,
        Threshold: 10_000,
        ComparisonOperator: 'GreaterThanThreshold',
        Metrics: [
          { Id: 'e1', Expression: 'm1 + m2', Label: 'Total Network Traffic' },
          { Id: 'm1', ReturnData: false, ...stat('NetworkIn', 'Maximum') },
          { Id: 'm2', ReturnData: false, ...stat('NetworkOut', 'Maximum') },
        ],
      }),
    );

    const metric = (name: string) => ({
      metric: { dimensions: {}, name, namespace: 'AWS/EC2' },
      period: 300,
      stat: 'Maximum',
    });
    expect(detail?.configuration).toEqual({
      metrics: [
        { expression: 'm1 + m2', id: 'e1', label: 'Total Network Traffic', returnData: true },
        { id: 'm1', metricStat: metric('NetworkIn'), returnData: false },
        { id: 'm2', metricStat: metric('NetworkOut'), returnData: false },
      ],
    });
  });

  it('lists the band of an anomaly alarm', () => {
    const detail = detailOf(
      parsed('Alarm', 'Anomaly', {
        EvaluationPeriods: 1,
        ThresholdMetricId: 'ad1',
        ComparisonOperator: 'LessThanLowerOrGreaterThanUpperThreshold',
        Metrics: [
          { Id: 'm1', ...stat('CPUUtilization', 'Average') },
          { Id: 'ad1', Expression: 'ANOMALY_DETECTION_BAND(m1, 0.8)', Label: 'CPUUtilization (expected)' },
        ],
      }),
    );

    expect(detail?.configuration).toMatchObject({
      metrics: [
        { id: 'm1', returnData: true },
        {
          id: 'ad1',
          expression: 'ANOMALY_DETECTION_BAND(m1, 0.8)',
          label: 'CPUUtilization (expected)',
          returnData: true,
        },
      ],
    });
  });
});

describe('the event of a composite alarm', () => {
  const composite = compositeAlarm('ServiceAggregatedAlarm', 'ALARM(ServerCpuTooHigh) OR ALARM(Other)', {
    ActionsSuppressor: 'ServiceMaintenanceAlarm',
    ActionsSuppressorWaitPeriod: 120,
    ActionsSuppressorExtensionPeriod: 180,
  });

  it('has the rule, the suppressor and what holds the actions back', () => {
    const held = change(composite, ['OK', 'ALARM'], '2022-07-22T15:57:45.394Z', {
      actionsSuppressedBy: 'WaitPeriod',
      reasonData: {
        triggeringAlarms: [{ arn: 'arn:child', state: { value: 'ALARM', timestamp: '2022-07-22T15:57:45.394+0000' } }],
      },
    });
    const [event] = stateChangeEvents([held], CREATED);

    expect(event?.detail).toMatchObject({
      configuration: {
        alarmRule: 'ALARM(ServerCpuTooHigh) OR ALARM(Other)',
        actionsSuppressor: 'ServiceMaintenanceAlarm',
        actionsSuppressorWaitPeriod: 120,
        actionsSuppressorExtensionPeriod: 180,
      },
      state: {
        actionsSuppressedBy: 'WaitPeriod',
        actionsSuppressedReason: 'Actions suppressed by WaitPeriod',
        reasonData:
          '{"triggeringAlarms":[{"arn":"arn:child","state":{"value":"ALARM","timestamp":"2022-07-22T15:57:45.394+0000"}}]}',
      },
    });
  });
});

describe('an event with tags', () => {
  it('has them as an object, and a status', () => {
    const alarm = metricAlarm('a', {
      Tags: [{ Key: 'team', Value: 'ml' }],
      ActionConfiguration: { AlarmTagsPropagation: { Enabled: true } },
    });

    expect(detailOf(alarm)).toMatchObject({ alarmTags: { team: 'ml' }, alarmTagsStatus: 'SUCCESS' });
    expect(detailOf(SERVER)).not.toHaveProperty('alarmTags');
  });
});
