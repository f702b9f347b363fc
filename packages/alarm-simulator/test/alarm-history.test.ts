import { describe, expect, it } from 'vitest';
import { type AlarmHistoryItem, alarmHistory, type HistoryInput } from '../src/index.ts';
import { arnOf, compositeAlarm, metricAlarm, parsed } from './helpers/alarms.ts';
import { change } from './helpers/transitions.ts';

const TOPIC = 'arn:aws:sns:eu-west-1:123456789012:critical';
const FUNCTION = 'arn:aws:lambda:eu-west-1:123456789012:function:repair';
const CREATED = Date.parse('2014-04-09T18:00:00.959Z');
const CONTEXT = { accountId: '123456789012', region: 'eu-west-1' };

const ALARM = metricAlarm('myalarm', {
  AlarmDescription: 'a test',
  Dimensions: [{ Name: 'Operation', Value: 'PutItem' }],
  AlarmActions: [TOPIC, FUNCTION],
  Threshold: 1,
});

const REASON_DATA = {
  version: '1.0',
  queryDate: '2014-04-09T18:59:06.419+0000',
  startDate: '2014-04-09T18:44:00.000+0000',
  statistic: 'Average',
  period: 300,
  recentDatapoints: [38.958, 40.292],
  threshold: 70,
  evaluatedDatapoints: [],
} as const;

const FIRED = change(ALARM, ['INSUFFICIENT_DATA', 'ALARM'], '2014-04-09T18:59:05.805Z');
const CLEARED = change(ALARM, ['ALARM', 'OK'], '2014-04-09T18:59:06.442Z', { reasonData: REASON_DATA });

function history(changes: Partial<HistoryInput> = {}): AlarmHistoryItem[] {
  return alarmHistory({
    alarms: [ALARM],
    transitions: [FIRED, CLEARED],
    createdAt: CREATED,
    context: CONTEXT,
    ...changes,
  });
}

const data = (item: AlarmHistoryItem | undefined) => JSON.parse(item?.HistoryData ?? '');

describe('the history of an alarm', () => {
  it('lists creation, changes and actions, newest first', () => {
    expect(history().map((item) => [item.Timestamp, item.HistoryItemType, item.HistorySummary])).toEqual([
      ['2014-04-09T18:59:06.442Z', 'StateUpdate', 'Alarm updated from ALARM to OK'],
      ['2014-04-09T18:59:05.805Z', 'Action', `Successfully executed action ${FUNCTION}`],
      ['2014-04-09T18:59:05.805Z', 'Action', `Successfully executed action ${TOPIC}`],
      ['2014-04-09T18:59:05.805Z', 'StateUpdate', 'Alarm updated from INSUFFICIENT_DATA to ALARM'],
      ['2014-04-09T18:00:00.959Z', 'ConfigurationUpdate', 'Alarm "myalarm" created'],
    ]);
  });

  it('names alarm and type in each item', () => {
    const composite = compositeAlarm('any', 'TRUE');
    const [item] = history({ alarms: [composite], transitions: [] });
    expect([item?.AlarmName, item?.AlarmType]).toEqual(['any', 'CompositeAlarm']);
    expect(history()[0]).toMatchObject({ AlarmName: 'myalarm', AlarmType: 'MetricAlarm' });
  });

  it('forgets what is older than two weeks', () => {
    const asOf = CLEARED.at + 14 * 86_400_000;
    expect(history({ asOf }).map((item) => item.HistoryItemType)).toEqual(['StateUpdate']);
    expect(history({ asOf: asOf + 1 })).toEqual([]);
  });
});

describe('the data of a change', () => {
  /** https://docs.aws.amazon.com/cli/latest/reference/cloudwatch/describe-alarm-history.html (examples) */
  it('have the published form: both states, numbers as AWS writes them', () => {
    expect(history()[0]?.HistoryData).toBe(
      '{"version":"1.0","oldState":{"stateValue":"ALARM","stateReason":"went to ALARM"},"newState":{"stateValue":"OK",' +
        '"stateReason":"went to OK","stateReasonData":{"version":"1.0","queryDate":"2014-04-09T18:59:06.419+0000",' +
        '"startDate":"2014-04-09T18:44:00.000+0000","statistic":"Average","period":300,"recentDatapoints":[38.958,40.292],' +
        '"threshold":70.0,"evaluatedDatapoints":[]}}}',
    );
  });

  it('begin with the state of a new alarm', () => {
    expect(data(history()[3]).oldState).toEqual({
      stateValue: 'INSUFFICIENT_DATA',
      stateReason: 'Unchecked: Initial alarm creation',
    });
  });
});

describe('the data of a creation', () => {
  it('have the captured fields', () => {
    expect(data(history().at(-1))).toEqual({
      version: '1.0',
      type: 'Create',
      createdAlarm: {
        alarmName: 'myalarm',
        alarmDescription: 'a test',
        alarmArn: arnOf('myalarm'),
        alarmConfigurationUpdatedTimestamp: '2014-04-09T18:00:00.959+0000',
        namespace: 'Shop',
        metricName: 'Errors',
        statistic: 'Sum',
        period: 60,
        dimensions: [{ value: 'PutItem', name: 'Operation' }],
        threshold: 1,
        comparisonOperator: 'GreaterThanThreshold',
        evaluationPeriods: 1,
        stateValue: 'INSUFFICIENT_DATA',
        stateUpdatedTimestamp: '2014-04-09T18:00:00.959+0000',
        actionsEnabled: true,
        alarmActions: [TOPIC, FUNCTION],
        insufficientDataActions: [],
        okactions: [],
      },
    });
  });

  it('have the id of a band instead of a threshold, and the rule of a composite alarm', () => {
    const band = parsed('Alarm', 'band', {
      EvaluationPeriods: 1,
      ThresholdMetricId: 'ad1',
      ComparisonOperator: 'GreaterThanUpperThreshold',
      Metrics: [
        { Id: 'm1', MetricStat: { Metric: { Namespace: 'Shop', MetricName: 'Orders' }, Period: 60, Stat: 'Sum' } },
        { Id: 'ad1', Expression: 'ANOMALY_DETECTION_BAND(m1)' },
      ],
    });
    const items = history({ alarms: [band, compositeAlarm('any', 'TRUE')], transitions: [] });
    expect(items.map((item) => data(item).createdAlarm)).toMatchObject([
      { alarmRule: 'TRUE' },
      { thresholdMetricId: 'ad1' },
    ]);
  });
});

describe('the data of an action', () => {
  it('have what a topic was told, in each form', () => {
    const item = data(history().find(({ HistorySummary }) => HistorySummary.endsWith(TOPIC)));
    const published = JSON.parse(item.publishedMessage);
    expect(item).toMatchObject({ actionState: 'Succeeded', notificationResource: TOPIC, error: null });
    expect(JSON.parse(published.default)).toMatchObject({ AlarmName: 'myalarm', NewStateValue: 'ALARM' });
    expect(published.email).toContain('has entered the ALARM state');
  });

  it('have no message where nothing is published', () => {
    const item = data(history().find(({ HistorySummary }) => HistorySummary.endsWith(FUNCTION)));
    expect(item).not.toHaveProperty('publishedMessage');
  });

  it('are there only once a suppressed action runs', () => {
    const held = { ...FIRED, actions: [], actionsSuppressedBy: 'WaitPeriod' } as const;
    const later = { ...FIRED, kind: 'delayedActions', at: FIRED.at + 120_000 } as const;
    const items = history({ transitions: [held, later] }).filter(({ HistoryItemType }) => HistoryItemType === 'Action');
    expect(items.map(({ Timestamp }) => Timestamp)).toEqual(['2014-04-09T19:01:05.805Z', '2014-04-09T19:01:05.805Z']);
  });
});
