import { describe, expect, it } from 'vitest';
import {
  type AlarmDefinition,
  AlarmEngine,
  type EngineOptions,
  MemorySource,
  type SampleSource,
  type Transition,
} from '../src/index.ts';
import {
  arnOf,
  compositeAlarm,
  ERRORS,
  MINUTE,
  metricAlarm,
  NOON,
  parsed,
  samplesAt,
  switchedAlarm,
  switches,
} from './helpers/alarms.ts';

const TOPIC = 'arn:aws:sns:eu-west-1:123456789012:critical';

/** Ticks each minute from noon and tells each transition as `minute name from>to`. */
function run(
  alarms: readonly AlarmDefinition[],
  source: SampleSource,
  minutes: number,
  options?: EngineOptions,
): { transitions: Transition[]; told: string[]; engine: AlarmEngine } {
  const engine = new AlarmEngine(alarms, options);
  const transitions: Transition[] = [];
  for (let minute = 0; minute <= minutes; minute++) transitions.push(...engine.tick(NOON + minute * MINUTE, source));
  const told = transitions.map(({ at, alarm, from, to }) => `${(at - NOON) / MINUTE} ${alarm.name} ${from}>${to}`);
  return { transitions, told, engine };
}

const empty = new MemorySource();

describe('a new alarm', () => {
  it('starts in INSUFFICIENT_DATA, unchecked', () => {
    const engine = new AlarmEngine([metricAlarm('a')]);

    expect(engine.states().get('a')).toMatchObject({
      state: 'INSUFFICIENT_DATA',
      reason: 'Unchecked: Initial alarm creation',
      since: undefined,
    });
  });

  it('stays there without data and tells nobody', () => {
    expect(run([metricAlarm('a')], empty, 5).told).toEqual([]);
  });

  it('runs the actions of its first state', () => {
    const alarm = metricAlarm('a', { TreatMissingData: 'notBreaching', OKActions: [TOPIC] });

    const { transitions } = run([alarm], empty, 2);

    expect(transitions).toHaveLength(1);
    expect(transitions[0]).toMatchObject({ from: 'INSUFFICIENT_DATA', to: 'OK', actions: [TOPIC] });
  });

  it('looks at data from before its creation', () => {
    const source = new MemorySource().add(ERRORS, samplesAt([-3, -2, -1]));

    expect(run([metricAlarm('a', { EvaluationPeriods: 3 })], source, 0).told).toEqual(['0 a INSUFFICIENT_DATA>ALARM']);
  });
});

describe('the window', () => {
  /** AWS: with a period of five minutes, minutes 1 to 5 are evaluated at the end of minute 5, then minutes 2 to 6. */
  it('slides by a minute, whatever the period', () => {
    const source = new MemorySource().add(ERRORS, samplesAt([0.5], 9));
    const alarm = metricAlarm('a', { Period: 300, TreatMissingData: 'notBreaching' });

    const { told, transitions } = run([alarm], source, 10, { evaluationRange: (n) => n });

    expect(told).toEqual(['0 a INSUFFICIENT_DATA>OK', '1 a OK>ALARM', '6 a ALARM>OK']);
    expect(transitions[1]?.reason).toContain('[9.0 (13/01/25 11:56:00)]');
  });

  it('slides by ten seconds if the period is shorter than a minute', () => {
    const alarm = metricAlarm('a', { Period: 10, TreatMissingData: 'notBreaching' });
    const source = new MemorySource().add(ERRORS, [{ timestamp: NOON + 25_000, value: 1 }]);
    const engine = new AlarmEngine([alarm], { evaluationRange: (n) => n });

    const transitions = [...engine.tick(NOON, source), ...engine.tick(NOON + MINUTE, source)];

    expect(transitions.map(({ at, to }) => [(at - NOON) / 1000, to])).toEqual([
      [0, 'OK'],
      [30, 'ALARM'],
      [40, 'OK'],
    ]);
  });

  it('moves hourly if it is longer than a day', () => {
    const daily = metricAlarm('a', {
      Period: 86_400,
      EvaluationPeriods: 2,
      DatapointsToAlarm: 1,
      TreatMissingData: 'notBreaching',
    });
    const source = new MemorySource().add(ERRORS, samplesAt([10]));

    expect(run([daily], source, 70).told).toEqual(['0 a INSUFFICIENT_DATA>OK', '60 a OK>ALARM']);
  });

  it('ends as many minutes ago as the lag says', () => {
    const source = new MemorySource().add(ERRORS, samplesAt([0]));
    const alarm = metricAlarm('a', { TreatMissingData: 'notBreaching' });

    expect(run([alarm], source, 2).told[1]).toBe('1 a OK>ALARM');
    expect(run([alarm], source, 2, { lagMinutes: 1 }).told[1]).toBe('2 a OK>ALARM');
  });

  it('reaches as far back as the evaluation range says', () => {
    const source = new MemorySource().add(ERRORS, samplesAt([0]));

    expect(run([metricAlarm('a')], source, 6).told).toEqual([
      '1 a INSUFFICIENT_DATA>ALARM',
      '4 a ALARM>INSUFFICIENT_DATA',
    ]);
    expect(run([metricAlarm('a')], source, 6, { evaluationRange: (n) => n }).told).toEqual([
      '1 a INSUFFICIENT_DATA>ALARM',
      '2 a ALARM>INSUFFICIENT_DATA',
    ]);
  });
});

describe('a metric alarm over time', () => {
  /** The figure of "Evaluating an alarm": M = N = 3, threshold 3; breaching in periods 3 to 5 and in period 9. */
  it('follows the figure of the user guide', () => {
    const values = [1, 2, 4, 5, 4, 2, 1, 2, 4, 1];
    const source = new MemorySource().add(
      ERRORS,
      values.map((value, index) => ({ timestamp: NOON + index * MINUTE, value })),
    );
    const alarm = metricAlarm('a', { EvaluationPeriods: 3, Threshold: 3 });

    const { told } = run([alarm], source, 10);

    expect(told).toEqual(['1 a INSUFFICIENT_DATA>OK', '5 a OK>ALARM', '6 a ALARM>OK']);
  });

  it('calls its actions on a change of state only', () => {
    const source = new MemorySource().add(ERRORS, samplesAt([0, 1, 2, 3]));
    const alarm = metricAlarm('a', { AlarmActions: [TOPIC] });

    const { transitions } = run([alarm], source, 4);

    expect(transitions.map(({ to, actions }) => [to, actions])).toEqual([['ALARM', [TOPIC]]]);
  });

  it('changes its state but calls nobody while ActionsEnabled is false', () => {
    const source = new MemorySource().add(ERRORS, samplesAt([0]));
    const alarm = metricAlarm('a', { AlarmActions: [TOPIC], ActionsEnabled: false });

    const { transitions } = run([alarm], source, 1);

    expect(transitions).toMatchObject([{ to: 'ALARM', actions: [] }]);
  });

  it('tells dimensions apart', () => {
    const metric = { ...ERRORS, dimensions: { Service: 'checkout' } };
    const source = new MemorySource().add(metric, samplesAt([0]));
    const own = metricAlarm('own', { Dimensions: [{ Name: 'Service', Value: 'checkout' }] });

    expect(run([own, metricAlarm('all')], source, 1).told).toEqual(['1 own INSUFFICIENT_DATA>ALARM']);
  });

  it('sees data that comes late at the next evaluation', () => {
    const late = new MemorySource();
    const engine = new AlarmEngine([metricAlarm('a', { EvaluationPeriods: 2, DatapointsToAlarm: 1 })]);
    const live: SampleSource = { samples: (metric, from, to) => late.samples(metric, from, to) };

    const before = engine.tick(NOON + MINUTE, live);
    late.add(ERRORS, samplesAt([0]));
    const after = engine.tick(NOON + 2 * MINUTE, live);

    expect(before).toEqual([]);
    expect(after).toMatchObject([{ to: 'ALARM' }]);
  });

  it('says what it would decide, and changes nothing', () => {
    const source = new MemorySource().add(ERRORS, samplesAt([0]));
    const engine = new AlarmEngine([metricAlarm('a')]);

    const verdict = engine.explain('a', NOON + MINUTE, source);

    expect(verdict).toMatchObject({ state: 'ALARM', rule: 'newest datapoints', certainty: 'documented' });
    expect(engine.states().get('a')?.state).toBe('INSUFFICIENT_DATA');
    expect(engine.explain('nobody', NOON, source)).toBeUndefined();
  });
});

describe('an alarm on metric math', () => {
  const rate = (expression: string): AlarmDefinition =>
    parsed('Alarm', 'rate', {
      EvaluationPeriods: 1,
      Threshold: 20,
      ComparisonOperator: 'GreaterThanThreshold',
      TreatMissingData: 'notBreaching',
      Metrics: [
        { Id: 'rate', Expression: expression },
        ...['bad', 'good'].map((name) => ({
          Id: name,
          ReturnData: false,
          MetricStat: { Metric: { Namespace: 'Shop', MetricName: name }, Period: 60, Stat: 'Sum' },
        })),
      ],
    });
  const source = new MemorySource()
    .add({ namespace: 'Shop', metricName: 'bad', dimensions: {} }, samplesAt([1]))
    .add({ namespace: 'Shop', metricName: 'good', dimensions: {} }, samplesAt([0, 1, 2, 2.5]));

  it('evaluates its expression period by period', () => {
    const { told, transitions } = run([rate('100 * bad / (bad + good)')], source, 5, { evaluationRange: (n) => n });

    expect(told).toEqual(['0 rate INSUFFICIENT_DATA>OK', '2 rate OK>ALARM', '3 rate ALARM>OK']);
    expect(transitions[1]?.reason).toBe(
      'Threshold Crossed: 1 datapoint [50.0 (13/01/25 12:01:00)] was greater than the threshold (20.0).',
    );
  });

  it('has no sample count and no statistic in its reason data', () => {
    const { transitions } = run([rate('100 * bad / (bad + good)')], source, 2);

    expect(transitions[1]?.reasonData).not.toHaveProperty('statistic');
    expect(transitions[1]?.reasonData).toMatchObject({ evaluatedDatapoints: [{ value: 50 }] });
    expect(JSON.stringify(transitions[1]?.reasonData)).not.toContain('sampleCount');
  });

  it('is in doubt where its expression is', () => {
    const certainties = run([rate('40 * MAX([bad, good])')], source, 3).transitions.map(({ certainty }) => certainty);

    // At minute 1 only `good` has data, and what MAX then looks at is not published.
    expect(certainties).toEqual(['documented', 'inferred']);
  });
});

describe('a percentile alarm that ignores few samples', () => {
  const properties = {
    Statistic: undefined,
    ExtendedStatistic: 'p90',
    Threshold: 100,
    EvaluateLowSampleCountPercentile: 'ignore',
  };

  function latencies(count: number): MemorySource {
    return new MemorySource().add(ERRORS, [{ timestamp: NOON, value: 500, count }]);
  }

  it('keeps its state below 10 / (1 - p) samples', () => {
    expect(run([metricAlarm('a', properties)], latencies(99), 1).told).toEqual([]);
    expect(run([metricAlarm('a', properties)], latencies(100), 1).told).toEqual(['1 a INSUFFICIENT_DATA>ALARM']);
  });

  it('is evaluated whatever the count by default', () => {
    const evaluate = { ...properties, EvaluateLowSampleCountPercentile: 'evaluate' };

    expect(run([metricAlarm('a', evaluate)], latencies(1), 1).told).toEqual(['1 a INSUFFICIENT_DATA>ALARM']);
  });
});

describe('an alarm on AWS/DynamoDB', () => {
  it('is inferred where its setting for missing data decides, for AWS contradicts itself', () => {
    const alarm = metricAlarm('a', { Namespace: 'AWS/DynamoDB', TreatMissingData: 'breaching' });

    expect(run([alarm], empty, 0).transitions).toMatchObject([{ to: 'ALARM', certainty: 'inferred' }]);
  });
});

describe('a composite alarm', () => {
  it('is evaluated when it is created', () => {
    const composite = compositeAlarm('all', 'ALARM(a)', { OKActions: [TOPIC] });

    const { transitions } = run([composite, metricAlarm('a')], empty, 3);

    expect(transitions).toMatchObject([
      {
        alarm: { name: 'all' },
        from: 'INSUFFICIENT_DATA',
        to: 'OK',
        reason: `${arnOf('all')} was created and its alarm rule evaluates to OK`,
        actions: [TOPIC],
      },
    ]);
  });

  it('follows its children in the same minute, through every level, and names the child that changed', () => {
    const alarms = [
      compositeAlarm('top', 'ALARM(middle)'),
      compositeAlarm('middle', 'ALARM(a) AND NOT ALARM(b)'),
      switchedAlarm('a'),
      switchedAlarm('b'),
    ];

    const { told, transitions } = run(alarms, switches({ a: [2, 3, 4], b: [4] }), 6);

    expect(told.slice(4)).toEqual([
      '2 a OK>ALARM',
      '2 middle OK>ALARM',
      '2 top OK>ALARM',
      '4 b OK>ALARM',
      '4 middle ALARM>OK',
      '4 top ALARM>OK',
      '5 a ALARM>OK',
      '5 b ALARM>OK',
    ]);
    expect(transitions[5]).toMatchObject({
      reason: `${arnOf('a')} transitioned to ALARM at Monday 13 January, 2025 12:02:00 UTC`,
      reasonData: {
        triggeringAlarms: [{ arn: arnOf('a'), state: { value: 'ALARM', timestamp: '2025-01-13T12:02:00.000+0000' } }],
      },
    });
  });

  it('sees INSUFFICIENT_DATA of a child', () => {
    const composite = compositeAlarm('blind', 'INSUFFICIENT_DATA(a)');

    expect(run([composite, metricAlarm('a')], empty, 1).told).toEqual(['0 blind INSUFFICIENT_DATA>ALARM']);
  });

  it('is no surer than its children', () => {
    const unsure = metricAlarm('a', { Namespace: 'AWS/DynamoDB', TreatMissingData: 'breaching' });

    const { transitions } = run([compositeAlarm('top', 'ALARM(a)'), unsure], empty, 0);

    expect(transitions.at(-1)).toMatchObject({ alarm: { name: 'top' }, certainty: 'inferred' });
  });
});

describe('time', () => {
  const alarm = metricAlarm('a', { TreatMissingData: 'notBreaching' });
  const source = new MemorySource().add(ERRORS, samplesAt([0, 2]));

  it('may pass in one leap: each minute is evaluated all the same', () => {
    const stepwise = run([alarm], source, 5).transitions;
    const engine = new AlarmEngine([alarm]);

    const leap = [...engine.tick(NOON, source), ...engine.tick(NOON + 5 * MINUTE + 30_000, source)];

    expect(leap).toEqual(stepwise);
    expect(leap.map(({ at }) => (at - NOON) / MINUTE)).toEqual([0, 1]);
  });

  it('does not go back', () => {
    const engine = new AlarmEngine([alarm]);
    engine.tick(NOON + MINUTE, source);

    expect(engine.tick(NOON, source)).toEqual([]);
    expect(engine.tick(NOON + MINUTE, source)).toEqual([]);
  });

  it('may begin within a minute', () => {
    const engine = new AlarmEngine([alarm]);

    expect(engine.tick(NOON + 90_000, source)).toMatchObject([{ at: NOON + MINUTE, to: 'ALARM' }]);
  });
});

describe('a snapshot', () => {
  it('goes on where it was taken, also as text', () => {
    const alarms = [compositeAlarm('top', 'ALARM(a)', { AlarmActions: [TOPIC] }), switchedAlarm('a')];
    const source = switches({ a: [2, 3, 6] });
    const whole = run(alarms, source, 9).transitions;
    const first = new AlarmEngine(alarms);
    const head = first.tick(NOON, source).concat(first.tick(NOON + 2 * MINUTE, source));

    const second = new AlarmEngine(alarms);
    second.restore(JSON.parse(JSON.stringify(first.snapshot())));
    const tail = second.tick(NOON + 9 * MINUTE, source);

    expect([...head, ...tail]).toEqual(whole);
    expect(second.states().get('top')?.state).toBe('OK');
  });

  it('lets alarms that it does not know start anew', () => {
    const engine = new AlarmEngine([metricAlarm('a'), metricAlarm('b')]);
    const known = new AlarmEngine([metricAlarm('a'), metricAlarm('gone')]);
    known.tick(NOON + MINUTE, new MemorySource().add(ERRORS, samplesAt([0])));

    engine.restore(known.snapshot());

    expect([...engine.states()].map(([name, { state }]) => [name, state])).toEqual([
      ['a', 'ALARM'],
      ['b', 'INSUFFICIENT_DATA'],
    ]);
  });
});
