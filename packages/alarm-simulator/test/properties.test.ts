import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type AlarmDefinition,
  AlarmEngine,
  type AlarmState,
  checkMath,
  type Datapoint,
  evaluateRule,
  evaluateWindow,
  MemorySource,
  type MissingDataTreatment,
  parseAlarm,
  parseMath,
  parseRule,
  type RuleNode,
  type SampleSource,
  type ThresholdRule,
  type Transition,
  type Window,
} from '../src/index.ts';
import {
  ALL_STATES,
  compositeAlarm,
  ERRORS,
  MINUTE,
  metricAlarm,
  NOON,
  switchedAlarm,
  switches,
} from './helpers/alarms.ts';

const RUNS = { numRuns: 300 };

const state = fc.constantFrom(...ALL_STATES);
const treatment = fc.constantFrom<MissingDataTreatment[]>('missing', 'ignore', 'breaching', 'notBreaching');

const rule: fc.Arbitrary<ThresholdRule> = fc
  .record({ n: fc.integer({ min: 1, max: 6 }), m: fc.integer({ min: 1, max: 6 }), treatMissingData: treatment })
  .map(({ n, m, treatMissingData }) => ({
    comparisonOperator: 'GreaterThanThreshold',
    threshold: 5,
    evaluationPeriods: n,
    datapointsToAlarm: Math.min(m, n),
    treatMissingData,
  }));

const cells = (length: number): fc.Arbitrary<Window> =>
  fc
    .array(fc.constantFrom(undefined, 0, 10), { minLength: length, maxLength: length })
    .map((values) => values.map((value, index) => toDatapoint(value, index, length)));

function toDatapoint(value: number | undefined, index: number, length: number): Datapoint | undefined {
  return value === undefined ? undefined : { value, timestamp: NOON - (length - index) * MINUTE };
}

const ruleAndWindow = rule.chain((one) =>
  fc.record({ rule: fc.constant(one), window: cells(one.evaluationPeriods + 2), previous: state }),
);

describe('a window', () => {
  it('gives the same verdict each time', () => {
    fc.assert(
      fc.property(ruleAndWindow, ({ rule: one, window, previous }) => {
        expect(evaluateWindow(one, window, previous)).toEqual(evaluateWindow(one, window, previous));
      }),
      RUNS,
    );
  });

  it('is never OK with breaching where it is ALARM with notBreaching', () => {
    fc.assert(
      fc.property(ruleAndWindow, ({ rule: one, window, previous }) => {
        const strict = evaluateWindow({ ...one, treatMissingData: 'breaching' }, window, previous).state;
        const lenient = evaluateWindow({ ...one, treatMissingData: 'notBreaching' }, window, previous).state;

        expect(strict === 'OK' && lenient === 'ALARM').toBe(false);
      }),
      RUNS,
    );
  });

  it('is never decided by the treatment of missing data if N datapoints are real', () => {
    fc.assert(
      fc.property(ruleAndWindow, treatment, ({ rule: one, window, previous }, other) => {
        fc.pre(window.filter((datapoint) => datapoint !== undefined).length >= one.evaluationPeriods);

        const first = evaluateWindow(one, window, previous).state;
        const second = evaluateWindow({ ...one, treatMissingData: other }, window, previous).state;

        expect(first).toBe(second);
      }),
      RUNS,
    );
  });

  it('depends on the state before only if missing data is ignored', () => {
    fc.assert(
      fc.property(ruleAndWindow, state, ({ rule: one, window, previous }, other) => {
        fc.pre(one.treatMissingData !== 'ignore');

        expect(evaluateWindow(one, window, previous).state).toBe(evaluateWindow(one, window, other).state);
      }),
      RUNS,
    );
  });
});

const series = fc.array(
  fc.record({ timestamp: fc.integer({ min: -10 * MINUTE, max: 30 * MINUTE }), value: fc.integer({ min: 0, max: 10 }) }),
  { maxLength: 40 },
);

const alarmProperties = fc.record({
  Period: fc.constantFrom(10, 30, 60, 120, 300),
  EvaluationPeriods: fc.integer({ min: 1, max: 4 }),
  Threshold: fc.integer({ min: 0, max: 9 }),
  TreatMissingData: treatment,
  Statistic: fc.constantFrom('Sum', 'Average', 'Maximum'),
});

function sourceOf(samples: readonly { timestamp: number; value: number }[]): MemorySource {
  return new MemorySource().add(
    ERRORS,
    samples.map(({ timestamp, value }) => ({ timestamp: NOON + timestamp, value })),
  );
}

function runFromNoon(alarms: readonly AlarmDefinition[], source: SampleSource, minutes: number): Transition[] {
  const engine = new AlarmEngine(alarms);
  return [...engine.tick(NOON, source), ...engine.tick(NOON + minutes * MINUTE, source)];
}

describe('an engine', () => {
  it('gives the same transitions each time', () => {
    fc.assert(
      fc.property(alarmProperties, series, (properties, samples) => {
        const alarms = [metricAlarm('a', properties)];

        expect(runFromNoon(alarms, sourceOf(samples), 20)).toEqual(runFromNoon(alarms, sourceOf(samples), 20));
      }),
      { numRuns: 60 },
    );
  });

  it('gives the same transitions whether or not it may remember datapoints', () => {
    fc.assert(
      fc.property(alarmProperties, series, (properties, samples) => {
        const alarms = [metricAlarm('a', properties)];
        const settled = sourceOf(samples);
        const live: SampleSource = { samples: (metric, from, to) => settled.samples(metric, from, to) };

        expect(runFromNoon(alarms, settled, 20)).toEqual(runFromNoon(alarms, live, 20));
      }),
      { numRuns: 60 },
    );
  });

  it('does not see data outside its range: neither later nor older', () => {
    fc.assert(
      fc.property(alarmProperties, series, fc.integer({ min: 0, max: 9 }), (properties, samples, value) => {
        const alarms = [metricAlarm('a', properties)];
        const farBack = -(properties.EvaluationPeriods + 2) * properties.Period * 1000 - 1;
        const more = [...samples, { timestamp: farBack, value }, { timestamp: 20 * MINUTE, value }];

        const without = samples.filter(({ timestamp }) => timestamp > farBack && timestamp < 20 * MINUTE);

        expect(runFromNoon(alarms, sourceOf(more), 20)).toEqual(runFromNoon(alarms, sourceOf(without), 20));
      }),
      { numRuns: 60 },
    );
  });

  it('split in two with a snapshot between gives what one run gives', () => {
    fc.assert(
      fc.property(alarmProperties, series, fc.integer({ min: 0, max: 20 }), (properties, samples, split) => {
        const alarms = [
          metricAlarm('a', properties),
          compositeAlarm('top', 'NOT OK(a)', {
            AlarmActions: ['arn:x'],
            OKActions: ['arn:y'],
            ActionsSuppressor: 'a',
            ActionsSuppressorWaitPeriod: 90,
            ActionsSuppressorExtensionPeriod: 150,
          }),
        ];
        const source = sourceOf(samples);
        const first = new AlarmEngine(alarms);
        const head = [...first.tick(NOON, source), ...first.tick(NOON + split * MINUTE, source)];

        const second = new AlarmEngine(alarms);
        second.restore(JSON.parse(JSON.stringify(first.snapshot())));
        const tail = second.tick(NOON + 20 * MINUTE, source);

        expect([...head, ...tail]).toEqual(runFromNoon(alarms, source, 20));
      }),
      { numRuns: 60 },
    );
  });

  it('never reports a change to the same state, and each change follows the one before', () => {
    fc.assert(
      fc.property(alarmProperties, series, (properties, samples) => {
        let before: AlarmState = 'INSUFFICIENT_DATA';
        for (const { from, to } of runFromNoon([metricAlarm('a', properties)], sourceOf(samples), 20)) {
          expect(from).toBe(before);
          expect(to).not.toBe(from);
          before = to;
        }
      }),
      { numRuns: 60 },
    );
  });
});

const NAMES = ['a', 'b', 'c'] as const;

/** Rules as text, and what they mean as a function of who is in ALARM. */
interface Meaning {
  readonly text: string;
  readonly holds: (inAlarm: ReadonlySet<string>) => boolean;
}

const leaf: fc.Arbitrary<Meaning> = fc.oneof(
  fc
    .constantFrom(...NAMES)
    .map((name) => ({ text: `ALARM(${name})`, holds: (set: ReadonlySet<string>) => set.has(name) })),
  fc
    .constantFrom(...NAMES)
    .map((name) => ({ text: `OK("${name}")`, holds: (set: ReadonlySet<string>) => !set.has(name) })),
  fc.boolean().map((value) => ({ text: value ? 'TRUE' : 'FALSE', holds: () => value })),
  fc.integer({ min: 1, max: 3 }).map((count) => ({
    text: `AT_LEAST(${count}, ALARM, (a, b, c))`,
    holds: (set: ReadonlySet<string>) => NAMES.filter((name) => set.has(name)).length >= count,
  })),
);

const { node: meaning } = fc.letrec<{ node: Meaning }>((tie) => ({
  node: fc.oneof(
    { depthSize: 'small' },
    leaf,
    tie('node').map(({ text, holds }) => ({ text: `NOT (${text})`, holds: (set: ReadonlySet<string>) => !holds(set) })),
    fc.tuple(tie('node'), tie('node')).map(([x, y]) => ({
      text: `(${x.text}) AND (${y.text})`,
      holds: (set: ReadonlySet<string>) => x.holds(set) && y.holds(set),
    })),
    fc.tuple(tie('node'), tie('node')).map(([x, y]) => ({
      text: `(${x.text} OR ${y.text})`,
      holds: (set: ReadonlySet<string>) => x.holds(set) || y.holds(set),
    })),
  ),
}));

function ruleOf(text: string): RuleNode {
  const parsed = parseRule(text);
  if (!parsed.ok) throw new Error(`${text}: ${parsed.errors[0]?.message}`);
  return parsed.value.rule;
}

describe('a composite alarm', () => {
  it('equals its truth table', () => {
    fc.assert(
      fc.property(meaning, ({ text, holds }) => {
        const node = ruleOf(text);
        for (let bits = 0; bits < 8; bits++) {
          const inAlarm = new Set<string>(NAMES.filter((_, index) => bits & (1 << index)));

          expect(evaluateRule(node, (name) => (inAlarm.has(name) ? 'ALARM' : 'OK'))).toBe(holds(inAlarm));
        }
      }),
      { numRuns: 200 },
    );
  });

  it('equals its truth table over time too', () => {
    const minutes = fc.array(fc.integer({ min: 1, max: 12 }), { maxLength: 8 });
    fc.assert(
      fc.property(meaning, minutes, minutes, minutes, ({ text, holds }, a, b, c) => {
        const engine = new AlarmEngine([compositeAlarm('top', text), ...NAMES.map((name) => switchedAlarm(name))]);
        const source = switches({ a, b, c });
        for (let minute = 0; minute <= 12; minute++) {
          engine.tick(NOON + minute * MINUTE, source);
          const inAlarm = new Set<string>(NAMES.filter((name) => ({ a, b, c })[name].includes(minute)));

          expect(engine.states().get('top')?.state).toBe(holds(inAlarm) ? 'ALARM' : 'OK');
        }
      }),
      { numRuns: 40 },
    );
  });
});

describe('the readers', () => {
  it('answer any rule with a value or a fault, and never throw', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'ALRMOKNTD()," %\\a1') }), (text) => {
        const parsed = parseRule(text);

        expect(parsed.ok || parsed.errors.length > 0).toBe(true);
      }),
      RUNS,
    );
  });

  it('answer any expression with a value or a fault, and never throw', () => {
    const words = fc.constantFrom(
      'm1',
      'IF',
      'FILL',
      'MAX',
      'REPEAT',
      '(',
      ')',
      '[',
      ']',
      ',',
      '+',
      '-',
      '/',
      '^',
      '<',
      '2',
      ' ',
    );
    fc.assert(
      fc.property(fc.array(words, { maxLength: 12 }), (parts) => {
        const parsed = parseMath(parts.join(''));
        const checked = parsed.ok ? checkMath(parsed.value, () => 'series') : parsed;

        expect(checked.ok || checked.errors.length > 0).toBe(true);
      }),
      RUNS,
    );
  });

  it('answer any properties with an alarm or faults, and never throw', () => {
    const type = fc.constantFrom('AWS::CloudWatch::Alarm', 'AWS::CloudWatch::CompositeAlarm');
    const names = fc.constantFrom(
      'Metrics',
      'Period',
      'Dimensions',
      'AlarmRule',
      'Statistic',
      'AlarmActions',
      'Unit',
      'x',
    );
    const properties = fc.oneof(fc.jsonValue(), fc.dictionary(names, fc.jsonValue()));
    fc.assert(
      fc.property(type, properties, (one, value) => {
        const parsed = parseAlarm(one, value, { arn: '', logicalId: 'X' });

        expect(parsed.ok || parsed.errors.length > 0).toBe(true);
      }),
      RUNS,
    );
  });
});
