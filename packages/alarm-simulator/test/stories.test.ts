import { describe, expect, it } from 'vitest';
import { type AlarmDefinition, AlarmEngine, MemorySource, type MetricIdentity, notification } from '../src/index.ts';
import { arnOf, compositeAlarm, MINUTE, metricAlarm, NOON, parsed } from './helpers/alarms.ts';

/** Alarms as people write them, over a course of minutes; each story is something that CloudWatch is known for. */

const PAGE = 'arn:aws:sns:eu-west-1:123456789012:critical';
const LATENCY: MetricIdentity = { namespace: 'Pipeline', metricName: 'LatencyMs', dimensions: {} };
const SUCCESSES: MetricIdentity = { namespace: 'Pipeline', metricName: 'SuccessCount', dimensions: {} };
const FAILURES: MetricIdentity = { namespace: 'Pipeline', metricName: 'ErrorCount', dimensions: {} };

/** One value for each minute from noon; `undefined` for a minute in which nothing is published. */
function course(
  source: MemorySource,
  metric: MetricIdentity,
  values: readonly (number | undefined)[],
  count = 1,
): MemorySource {
  const samples = values.flatMap((value, minute) =>
    value === undefined ? [] : [{ timestamp: NOON + minute * MINUTE, value, count }],
  );
  return source.add(metric, samples);
}

function repeat<T>(count: number, value: T): T[] {
  return Array.from({ length: count }, () => value);
}

interface Told {
  readonly minutes: string[];
  /** Subjects of the notifications that were sent. */
  readonly mails: string[];
}

function tell(alarms: readonly AlarmDefinition[], source: MemorySource, minutes: number): Told {
  const engine = new AlarmEngine(alarms);
  const transitions = [...engine.tick(NOON, source), ...engine.tick(NOON + minutes * MINUTE, source)];
  return {
    minutes: transitions
      .filter(({ kind }) => kind === 'stateChange')
      .map(({ at, alarm, to }) => `${(at - NOON) / MINUTE} ${alarm.name} ${to}`),
    mails: transitions
      .filter(({ actions }) => actions.length > 0)
      .map((transition) => notification(transition, { accountId: '123456789012', region: 'eu-west-1' }).subject),
  };
}

describe('a slow model', () => {
  const slow = metricAlarm('Latency', {
    Namespace: LATENCY.namespace,
    MetricName: LATENCY.metricName,
    Statistic: undefined,
    ExtendedStatistic: 'p90',
    EvaluationPeriods: 5,
    DatapointsToAlarm: 3,
    Threshold: 2000,
    TreatMissingData: 'notBreaching',
    AlarmActions: [PAGE],
    OKActions: [PAGE],
  });

  it('pages once three of five minutes were slow, and clears once three of five were not', () => {
    const source = course(new MemorySource(), LATENCY, [...repeat(5, 180), ...repeat(6, 3500), ...repeat(9, 180)], 40);

    expect(tell([slow], source, 20)).toEqual({
      minutes: ['0 Latency OK', '8 Latency ALARM', '14 Latency OK'],
      mails: ['OK: "Latency" in EU (Ireland)', 'ALARM: "Latency" in EU (Ireland)', 'OK: "Latency" in EU (Ireland)'],
    });
  });

  it('does not page for one slow minute, or for one slow request of twenty', () => {
    const source = course(new MemorySource(), LATENCY, [180, 180, 3500, 180, 180, 180], 40);
    for (let minute = 6; minute < 20; minute++) {
      source.add(LATENCY, [
        { timestamp: NOON + minute * MINUTE, value: 180, count: 19 },
        { timestamp: NOON + minute * MINUTE, value: 9000 },
      ]);
    }

    expect(tell([slow], source, 20).minutes).toEqual(['0 Latency OK']);
  });
});

describe('errors on a sparse metric', () => {
  const properties = {
    Namespace: FAILURES.namespace,
    MetricName: FAILURES.metricName,
    TreatMissingData: 'notBreaching',
  };
  const errors = metricAlarm('Errors', properties);

  it('hold the alarm for as long as the range reaches back, for old datapoints come before missing ones', () => {
    const source = course(new MemorySource(), FAILURES, [undefined, 1]);

    expect(tell([errors], source, 10).minutes).toEqual(['0 Errors OK', '2 Errors ALARM', '5 Errors OK']);
  });

  it('let go at once if the emitter sends zeros, which is why ours does', () => {
    const source = course(new MemorySource(), FAILURES, [0, 1, ...repeat(8, 0)]);

    expect(tell([errors], source, 10).minutes).toEqual(['0 Errors OK', '2 Errors ALARM', '3 Errors OK']);
  });

  it('never come to OK with `missing`, only to INSUFFICIENT_DATA', () => {
    const source = course(new MemorySource(), FAILURES, [undefined, 1]);
    const stuck = metricAlarm('Errors', { ...properties, TreatMissingData: 'missing' });

    expect(tell([stuck], source, 10).minutes).toEqual(['2 Errors ALARM', '5 Errors INSUFFICIENT_DATA']);
  });

  it('stay in ALARM for ever with `ignore`', () => {
    const source = course(new MemorySource(), FAILURES, [undefined, 1]);
    const stuck = metricAlarm('Errors', { ...properties, TreatMissingData: 'ignore' });

    expect(tell([stuck], source, 60).minutes).toEqual(['2 Errors ALARM']);
  });
});

describe('a heartbeat', () => {
  const silent = (treatment: string): AlarmDefinition =>
    metricAlarm('Silent', {
      Namespace: SUCCESSES.namespace,
      MetricName: SUCCESSES.metricName,
      Statistic: 'SampleCount',
      EvaluationPeriods: 3,
      Threshold: 1,
      ComparisonOperator: 'LessThanThreshold',
      TreatMissingData: treatment,
    });
  const stopped = course(new MemorySource(), SUCCESSES, repeat(5, 1));

  it('with `breaching` fires when nothing has come for the whole range', () => {
    expect(tell([silent('breaching')], stopped, 20).minutes.slice(1)).toEqual(['1 Silent OK', '10 Silent ALARM']);
  });

  it('with `notBreaching` can never fire', () => {
    expect(tell([silent('notBreaching')], stopped, 60).minutes).toEqual(['0 Silent OK']);
  });
});

function rateAlarm(name: string, period: number, threshold: number): AlarmDefinition {
  const stat = (Id: string, MetricName: string): object => ({
    Id,
    ReturnData: false,
    MetricStat: { Metric: { Namespace: 'Pipeline', MetricName }, Period: period, Stat: 'Sum' },
  });
  return parsed('Alarm', name, {
    EvaluationPeriods: 1,
    Threshold: threshold,
    ComparisonOperator: 'GreaterThanThreshold',
    TreatMissingData: 'notBreaching',
    Metrics: [
      { Id: 'rate', Expression: '100 * bad / (bad + good)' },
      stat('bad', FAILURES.metricName),
      stat('good', SUCCESSES.metricName),
    ],
  });
}

describe('an error rate', () => {
  it('says nothing in idle minutes, so the treatment of missing data does', () => {
    const source = course(new MemorySource(), FAILURES, [0, 1, ...repeat(4, 0), ...repeat(14, undefined)]);
    course(source, SUCCESSES, [9, 3, ...repeat(4, 10), ...repeat(14, undefined)]);

    expect(tell([rateAlarm('Rate', 60, 20)], source, 20).minutes).toEqual(['0 Rate OK', '2 Rate ALARM', '3 Rate OK']);
  });

  it('of a fast burn needs both windows, and clears with the short one', () => {
    const long = rateAlarm('Long', 3600, 14.4);
    const short = rateAlarm('Short', 300, 14.4);
    const burn = compositeAlarm('Burn', 'ALARM(Long) AND ALARM(Short)', { AlarmActions: [PAGE], OKActions: [PAGE] });
    const source = course(new MemorySource(), FAILURES, [...repeat(60, 0), ...repeat(20, 10), ...repeat(40, 0)]);
    course(source, SUCCESSES, [...repeat(60, 10), ...repeat(20, 0), ...repeat(40, 10)]);

    const { minutes, mails } = tell([long, short, burn], source, 120);

    // A short outage moves the five minutes at once, the hour only after nine minutes.
    expect(minutes.filter((line) => !line.startsWith('0 '))).toEqual([
      '61 Short ALARM',
      '69 Long ALARM',
      '69 Burn ALARM',
      '85 Short OK',
      '85 Burn OK',
    ]);
    expect(mails).toEqual([
      'OK: "Burn" in EU (Ireland)',
      'ALARM: "Burn" in EU (Ireland)',
      'OK: "Burn" in EU (Ireland)',
    ]);
  });
});

describe('planned maintenance', () => {
  const MAINTENANCE: MetricIdentity = { namespace: 'Pipeline', metricName: 'Maintenance', dimensions: {} };
  const alarms = [
    metricAlarm('Errors', { Namespace: 'Pipeline', MetricName: FAILURES.metricName, TreatMissingData: 'notBreaching' }),
    metricAlarm('Maintenance', { Namespace: 'Pipeline', MetricName: 'Maintenance', TreatMissingData: 'ignore' }),
    compositeAlarm('Health', `ALARM(${arnOf('Errors')})`, {
      AlarmActions: [PAGE],
      OKActions: [PAGE],
      ActionsSuppressor: 'Maintenance',
      ActionsSuppressorWaitPeriod: 60,
      ActionsSuppressorExtensionPeriod: 120,
    }),
  ];

  function run(failing: readonly number[], maintained: readonly number[]): Told {
    const minutes = Array.from({ length: 30 }, (_, minute) => minute);
    const source = course(
      new MemorySource(),
      FAILURES,
      minutes.map((minute) => (failing.includes(minute) ? 1 : 0)),
    );
    course(
      source,
      MAINTENANCE,
      minutes.map((minute) => (maintained.includes(minute) ? 1 : 0)),
    );
    return tell(alarms, source, 29);
  }

  const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, index) => from + index);

  it('silences the page, but not the state', () => {
    const { minutes, mails } = run(range(10, 15), range(8, 20));

    expect(minutes).toContain('11 Health ALARM');
    expect(minutes).toContain('16 Health OK');
    // After the extension the composite takes its actions for the state it is then in.
    expect(mails).toEqual(['OK: "Health" in EU (Ireland)', 'OK: "Health" in EU (Ireland)']);
  });

  it('pages afterwards if the failure outlasts it', () => {
    const { mails } = run(range(10, 29), range(8, 14));

    expect(mails).toEqual(['OK: "Health" in EU (Ireland)', 'ALARM: "Health" in EU (Ireland)']);
  });

  it('costs a page one minute of waiting when there is none', () => {
    const engine = new AlarmEngine(alarms);
    const source = course(new MemorySource(), FAILURES, [...repeat(10, 0), ...repeat(10, 1)]);
    engine.tick(NOON, source);

    const sent = engine.tick(NOON + 15 * MINUTE, source).filter(({ actions }) => actions.includes(PAGE));

    expect(sent.map(({ at, changedAt }) => [(at - NOON) / MINUTE, (changedAt - NOON) / MINUTE])).toEqual([
      [1, 0],
      [12, 11],
    ]);
  });
});
