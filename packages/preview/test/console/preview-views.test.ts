import { describe, expect, it } from 'vitest';
import { createManualClock } from '../../src/clock.ts';
import { alarmDetail, alarmSummary } from '../../src/console/alarm-views.ts';
import { Runbooks } from '../../src/console/runbooks.ts';
import { AlarmService } from '../../src/observability/alarm-service.ts';
import { Inbox } from '../../src/observability/inbox.ts';
import { MetricStore } from '../../src/observability/metric-store.ts';
import { resource, resources } from '../services/support.ts';

const MINUTE = 60_000;
const NAME = 'High-Latency-Alarm';

const LATENCY = {
  AlarmName: NAME,
  AlarmDescription: '[critical] Requests are slow. Runbook: docs/runbooks/High-Latency-Alarm.md',
  Namespace: 'InferencePipeline',
  MetricName: 'LatencyMs',
  ExtendedStatistic: 'p90',
  Period: 60,
  EvaluationPeriods: 3,
  DatapointsToAlarm: 2,
  Threshold: 2000,
  ComparisonOperator: 'GreaterThanThreshold',
  TreatMissingData: 'notBreaching',
  AlarmActions: ['arn:aws:sns:eu-central-1:123456789012:critical'],
};

/** The alarm after some minutes with one value each; `undefined` is a minute without. */
async function detailAfter(values: readonly (number | undefined)[], extra: Record<string, unknown> = {}) {
  const clock = createManualClock();
  const metrics = new MetricStore();
  const alarm = resource('AWS::CloudWatch::Alarm', 'Latency', { ...LATENCY, ...extra });
  const service = new AlarmService({ assembly: resources(alarm), metrics, inbox: new Inbox(), clock });
  service.start();
  for (const value of values) {
    const identity = { namespace: 'InferencePipeline', metricName: 'LatencyMs', dimensions: {} };
    if (value !== undefined) metrics.publish({ ...identity, timestamp: clock.now(), value });
    await clock.advance(MINUTE);
  }
  const [definition] = service.alarms;
  const status = service.states().get(NAME);
  if (definition === undefined || status === undefined) throw new Error('the alarm is not there');
  const detail = alarmDetail({
    alarm: definition,
    status,
    history: service.history,
    verdict: service.explain(NAME, clock.now()),
    graph: undefined,
    tree: undefined,
    runbooks: new Runbooks(),
  });
  return { detail, summary: alarmSummary(definition, status), start: clock.now() - values.length * MINUTE };
}

describe('the page of an alarm', () => {
  it('says what the alarm waits for', async () => {
    const { detail } = await detailAfter([100]);

    expect(detail.condition).toBe('LatencyMs p90 > 2000 for 2 of 3 periods of 60 s; missing data: notBreaching');
  });

  it('shows the datapoints of the last evaluation, oldest first, and what each counts for', async () => {
    const { detail, start } = await detailAfter([100, 5000, undefined, 100]);

    const shown = detail.evaluated.map(({ timestamp, value, verdict }) => [timestamp - start, value, verdict]);
    expect(shown.filter(([, value]) => value !== null)).toEqual([
      [0, 100, 'ok'],
      [MINUTE, 5000, 'breaching'],
      [3 * MINUTE, 100, 'ok'],
    ]);
  });

  it('tells state, reason, certainty and history, the newest change first', async () => {
    const { detail } = await detailAfter([100, 5000, 5000]);

    expect(detail).toMatchObject({ name: NAME, state: 'ALARM', severity: 'critical', certainty: 'documented' });
    expect(detail.reason).toContain('Threshold Crossed: 2 out of the last 3 datapoints');
    expect(detail.history.map(({ from, to }) => `${from} ${to}`)).toEqual(['OK ALARM', 'INSUFFICIENT_DATA OK']);
    expect(detail.history[0]?.notified).toEqual(LATENCY.AlarmActions);
    expect(detail.runbook?.url).toBe('docs/runbooks/High-Latency-Alarm.md');
  });

  it('names no severity where the description has none', async () => {
    const { summary } = await detailAfter([100], { AlarmDescription: 'Requests are slow.' });

    expect(summary).toMatchObject({ severity: null, kind: 'metric', description: 'Requests are slow.' });
  });
});
