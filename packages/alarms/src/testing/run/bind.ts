import type { AlarmDefinition, AlarmState, MetricIdentity, Published } from '../../../../alarm-simulator/src/index.ts';
import type { YamlPath } from '../../../../cli/src/yaml-file.ts';
import type { AlarmExpectation, AlarmTest, AlarmTestFile } from '../file/types.ts';
import { lengthOf } from '../notation/segment.ts';
import { offsetText } from './history.ts';
import { findMetric, unknownAlarm } from './metrics.ts';
import { findAlarm } from './names.ts';
import { negativeValue, samplesOf } from './samples.ts';
import { calledBy, findTopic } from './topics.ts';

/** An expectation with the alarm and the topics that it means. */
export interface BoundExpectation {
  readonly alarm: AlarmDefinition;
  readonly expectation: AlarmExpectation;
  /** ARNs that must be called for each state that is named. */
  readonly calls: Readonly<Partial<Record<AlarmState, readonly string[]>>>;
}

/** A test whose names all mean something in a set of alarms. */
export interface BoundTest {
  readonly test: AlarmTest;
  /** The alarms that are evaluated: those of the expectations, and what they depend on. */
  readonly alarms: readonly AlarmDefinition[];
  readonly series: readonly { readonly metric: MetricIdentity; readonly samples: readonly Published[] }[];
  readonly expectations: readonly BoundExpectation[];
  /** Milliseconds since the epoch. */
  readonly from: number;
  readonly to: number;
}

/** A fault, with the setting of the test that it is in. */
export interface BindProblem {
  readonly path: YamlPath;
  readonly message: string;
}

export type BindResult =
  | { readonly ok: true; readonly bound: BoundTest }
  | { readonly ok: false; readonly problems: readonly BindProblem[] };

/** Two years in milliseconds: what is longer was meant to be shorter, and would run for minutes. */
const MAX_DURATION = 2 * 366 * 24 * 3_600_000;

/** Ties a test to the alarms of a template. */
export function bindTest(test: AlarmTest, file: AlarmTestFile, alarms: readonly AlarmDefinition[]): BindResult {
  const problems: BindProblem[] = [];
  const start = test.start ?? file.start;
  const interval = test.interval ?? file.interval;
  const series = test.series.flatMap((one, index) => {
    const found = findMetric(one.target, alarms);
    if (!found.ok) {
      problems.push({ path: ['series', index], message: found.message });
      return [];
    }
    const samples = samplesOf(one, { start, interval, seed: file.seed, index });
    const fault = negativeValue(found.metric, samples, file);
    if (fault !== undefined) problems.push({ path: ['series', index], message: fault });
    return [{ metric: found.metric, samples }];
  });
  const expectations = test.expect.flatMap((expectation) => {
    const alarm = findAlarm(alarms, expectation.alarm);
    if (alarm !== undefined) return [bindExpectation(expectation, alarm, alarms, problems)];
    problems.push({ path: ['expect', expectation.alarm], message: unknownAlarm(expectation.alarm, alarms) });
    return [];
  });
  const duration = test.duration ?? ownDuration(test, interval);
  if (duration > MAX_DURATION)
    problems.push({ path: [], message: `lasts ${offsetText(duration)}; two years are enough` });
  if (problems.length > 0) return { ok: false, problems };
  const needed = withDependencies(
    expectations.map(({ alarm }) => alarm),
    alarms,
  );
  return { ok: true, bound: { test, alarms: needed, series, expectations, from: start, to: start + duration } };
}

function bindExpectation(
  expectation: AlarmExpectation,
  alarm: AlarmDefinition,
  alarms: readonly AlarmDefinition[],
  problems: BindProblem[],
): BoundExpectation {
  const called = calledBy(alarms);
  const calls: Partial<Record<AlarmState, readonly string[]>> = {};
  for (const state of ['OK', 'ALARM', 'INSUFFICIENT_DATA'] as const) {
    const wanted = expectation.calls[state];
    if (wanted === undefined) continue;
    calls[state] = wanted.flatMap((name) => {
      const found = findTopic(called, name);
      if (found.ok) return [found.arn];
      problems.push({ path: ['expect', expectation.alarm, 'calls', state], message: found.message });
      return [];
    });
  }
  return { alarm, expectation, calls };
}

/** Until the longest series is over, and whatever is expected can have happened. */
function ownDuration({ series, expect }: AlarmTest, interval: number): number {
  const end = Math.max(0, ...series.map(({ segments, before }) => lengthOf(segments) * interval - before));
  const expected = expect.flatMap(({ states, firesWithin, clearsWithin, transitions = [] }) => {
    const fired = firesWithin === undefined ? undefined : (firesWithin.after ?? 0) + firesWithin.time;
    return [
      ...states.map(({ at }) => at),
      ...transitions.map(({ at = 0 }) => at),
      fired ?? 0,
      // Without a time of its own, clearing is counted from the firing, which may be as late as it may or as the series end.
      clearsWithin === undefined ? 0 : (clearsWithin.after ?? fired ?? end) + clearsWithin.time,
    ];
  });
  return Math.max(end, ...expected);
}

/** The alarms themselves and whatever their rules and suppressors refer to, in the order of the template. */
export function withDependencies(
  wanted: readonly AlarmDefinition[],
  alarms: readonly AlarmDefinition[],
): readonly AlarmDefinition[] {
  const needed = new Set<AlarmDefinition>();
  const visit = (alarm: AlarmDefinition): void => {
    if (needed.has(alarm)) return;
    needed.add(alarm);
    for (const reference of referencesOf(alarm)) {
      const child = alarms.find(({ name, arn }) => name === reference || arn === reference);
      if (child !== undefined) visit(child);
    }
  };
  for (const alarm of wanted) visit(alarm);
  return alarms.filter((alarm) => needed.has(alarm));
}

/** Names or ARNs of the alarms that an alarm depends on. */
export function referencesOf(alarm: AlarmDefinition): readonly string[] {
  if (alarm.kind === 'metric') return [];
  const suppressor = alarm.suppressor?.alarm;
  return suppressor === undefined ? alarm.children : [...alarm.children, suppressor];
}
