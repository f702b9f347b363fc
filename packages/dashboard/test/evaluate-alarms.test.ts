import { describe, expect, it } from 'vitest';
import type { AlarmState } from '../../alarm-simulator/src/index.ts';
import { evaluateWidget } from '../src/index.ts';
import {
  alarmView,
  eachMinute,
  HALF_HOUR,
  HOUR,
  LATENCY,
  latencyAlarm,
  MINUTE,
  metricWidget,
  NOON,
  sourcesOf,
  widgetOf,
} from './helpers/sources.ts';

const range = { start: NOON, end: NOON + 4 * MINUTE };
const metrics = [[LATENCY, eachMinute([100, 300, null, 200])]] as const;
const graphOf = (name: string) => metricWidget({ annotations: { alarms: [name] } });

describe('the graph of an alarm', () => {
  it('is the statistic that it watches, with its threshold and state', () => {
    const alarm = latencyAlarm('Slow', 'ALARM');

    const data = evaluateWidget(graphOf(alarm.definition.arn), range, sourcesOf({ metrics, alarms: [alarm] }));

    expect(data.alarm).toEqual({ name: 'Slow', state: 'ALARM', threshold: 250 });
    expect(data.series).toMatchObject([{ label: 'Latency', period: 60, values: [100, 300, null, 200] }]);
  });

  it('keeps the period of the alarm on a dashboard that adapts its periods', () => {
    const sources = sourcesOf({ metrics, alarms: [latencyAlarm('Slow')], now: NOON });

    const data = evaluateWidget(graphOf('Slow'), { start: NOON - 20 * HOUR, end: NOON }, sources, {
      periodOverride: 'auto',
    });

    expect(data.series[0]?.period).toBe(60);
  });

  it('is its expression, without the metrics that go into it', () => {
    const entry = (id: string, stat: string) => ({
      Id: id,
      ReturnData: false,
      MetricStat: {
        Metric: { Namespace: 'Shop', MetricName: 'Latency', Dimensions: [{ Name: 'Service', Value: 'cart' }] },
        Period: 60,
        Stat: stat,
      },
    });
    const alarm = alarmView({
      AlarmName: 'Spread',
      Metrics: [
        { Id: 'spread', Label: 'spread', Expression: 'top * 2 - low', ReturnData: true },
        entry('top', 'Maximum'),
        entry('low', 'Minimum'),
      ],
      EvaluationPeriods: 1,
      Threshold: 5,
      ComparisonOperator: 'GreaterThanThreshold',
    });

    const { series } = evaluateWidget(graphOf('Spread'), range, sourcesOf({ metrics, alarms: [alarm] }));

    expect(series.map(({ label, values }) => [label, values])).toEqual([['spread', [100, 300, null, 200]]]);
  });

  it('is what it watches with its band, if it compares with one', () => {
    const stat = {
      Metric: { Namespace: 'Shop', MetricName: 'Latency', Dimensions: [{ Name: 'Service', Value: 'cart' }] },
      Period: 60,
      Stat: 'Average',
    };
    const alarm = alarmView({
      AlarmName: 'Odd',
      Metrics: [
        { Id: 'm1', MetricStat: stat, ReturnData: true },
        { Id: 'band', Expression: 'ANOMALY_DETECTION_BAND(m1, 2)', Label: 'expected', ReturnData: true },
      ],
      ThresholdMetricId: 'band',
      EvaluationPeriods: 1,
      ComparisonOperator: 'GreaterThanUpperThreshold',
    });
    const history = eachMinute(Array(184).fill(50), NOON - 180 * MINUTE);

    const data = evaluateWidget(graphOf('Odd'), range, sourcesOf({ metrics: [[LATENCY, history]], alarms: [alarm] }));

    expect(data.alarm).toEqual({ name: 'Odd', state: 'OK' });
    expect(data.series.map(({ label, values }) => [label, ...values])).toEqual([
      ['Latency', 50, 50, 50, 50],
      ['expected upper', 50, 50, 50, 50],
      ['expected lower', 50, 50, 50, 50],
    ]);
  });

  it('counts only samples of the unit that the alarm names', () => {
    const properties = { Namespace: 'Shop', MetricName: 'Latency', Dimensions: [{ Name: 'Service', Value: 'cart' }] };
    const rule = { EvaluationPeriods: 1, Threshold: 5, ComparisonOperator: 'GreaterThanThreshold', Period: 60 };
    const alarm = alarmView({ AlarmName: 'Unit', ...properties, ...rule, Statistic: 'Sum', Unit: 'Seconds' });
    const mixed = [...eachMinute([1, 2], NOON, 'Seconds'), ...eachMinute([100, 200], NOON, 'Milliseconds')];

    const { series } = evaluateWidget(
      graphOf('Unit'),
      range,
      sourcesOf({ metrics: [[LATENCY, mixed]], alarms: [alarm] }),
    );

    expect(series).toMatchObject([{ unit: 'Seconds', values: [1, 2, null, null] }]);
  });

  it('is empty, with a reason, for an alarm of alarms and for an unknown one', () => {
    const composite = alarmView({ AlarmName: 'Any', AlarmRule: 'ALARM("Slow")' }, 'ALARM');
    const sources = sourcesOf({ alarms: [composite] });

    expect(evaluateWidget(graphOf('Any'), range, sources)).toMatchObject({
      series: [],
      alarm: { name: 'Any', state: 'ALARM' },
      problems: [expect.stringContaining('composite')],
    });
    expect(evaluateWidget(graphOf('None'), range, sources).problems[0]).toContain('"None"');
  });
});

describe('an alarm widget', () => {
  const given: readonly (readonly [string, AlarmState, number?])[] = [
    ['b-ok', 'OK', NOON + 3],
    ['a-quiet', 'INSUFFICIENT_DATA'],
    ['d-old', 'ALARM', NOON + 1],
    ['c-new', 'ALARM', NOON + 2],
  ];
  const alarms = given.map(([name, state, since]) => latencyAlarm(name, state, since));
  const arns = alarms.map(({ definition }) => definition.arn);

  const shown = (properties: object) => {
    const widget = widgetOf('alarm', { alarms: arns, ...properties });
    if (widget.type !== 'alarm') throw new Error('no alarm widget');
    return evaluateWidget(widget, HALF_HOUR, sourcesOf({ alarms }));
  };

  it.each([
    [undefined, ['a-quiet', 'b-ok', 'c-new', 'd-old']],
    ['default', ['a-quiet', 'b-ok', 'c-new', 'd-old']],
    ['stateUpdatedTimestamp', ['c-new', 'd-old', 'a-quiet', 'b-ok']],
    ['timestamp', ['b-ok', 'c-new', 'd-old', 'a-quiet']],
  ])('is sorted by %s', (sortBy, expected) => {
    expect(shown({ sortBy }).alarms.map(({ name }) => name)).toEqual(expected);
  });

  it('shows states and when they began', () => {
    expect(shown({ alarms: arns.slice(0, 2) }).alarms).toEqual([
      { name: 'a-quiet', arn: arns[1], state: 'INSUFFICIENT_DATA', since: null },
      { name: 'b-ok', arn: arns[0], state: 'OK', since: NOON + 3 },
    ]);
  });

  it('shows only the states that it names', () => {
    expect(shown({ states: ['ALARM'] }).alarms.map(({ state }) => state)).toEqual(['ALARM', 'ALARM']);
  });

  it('names alarms that there are not', () => {
    expect(shown({ alarms: ['arn:x', ...arns] }).unknown).toEqual(['arn:x']);
  });
});
