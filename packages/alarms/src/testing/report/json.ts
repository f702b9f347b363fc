import type { AlarmDefinition, AlarmState, Certainty, VerdictRule } from '../../../../alarm-simulator/src/index.ts';
import type { MutationReport } from '../mutation/mutate.ts';
import type { MutationKind } from '../mutation/types.ts';
import { transitionsOf } from '../run/history.ts';
import type { TestResult } from '../run/types.ts';

/** What `--json` writes. Times are ISO 8601 in UTC. */
export interface TestReport {
  readonly version: 1;
  readonly passed: boolean;
  readonly tests: readonly TestReportEntry[];
  readonly mutation?: MutationReportEntry;
}

export interface TestReportEntry {
  readonly file: string;
  /** `file:line:column`. */
  readonly place: string;
  readonly name: string;
  readonly passed: boolean;
  readonly from: string;
  readonly to: string;
  readonly seconds: number;
  readonly failures: readonly { place: string; alarm: string; message: string; at?: string }[];
  /** The alarms that the test is about. */
  readonly alarms: readonly { name: string; transitions: readonly TransitionEntry[] }[];
}

export interface TransitionEntry {
  readonly at: string;
  readonly kind: 'stateChange' | 'delayedActions';
  readonly from: AlarmState;
  readonly to: AlarmState;
  readonly reason: string;
  readonly certainty: Certainty;
  readonly rule: VerdictRule;
  /** ARNs that were called. */
  readonly actions: readonly string[];
}

export interface MutationReportEntry {
  /** From 0 to 1. */
  readonly score: number;
  readonly killed: number;
  readonly survived: readonly { alarm: string; kind: MutationKind; change: string; advice: string }[];
  readonly equivalent: readonly { alarm: string; kind: MutationKind; change: string; proof: string }[];
  readonly seconds: number;
}

export function testReport(results: readonly TestResult[], mutation?: MutationReport): TestReport {
  return {
    version: 1,
    passed: results.every(({ failures }) => failures.length === 0),
    tests: results.map(testEntry),
    ...(mutation === undefined ? {} : { mutation: mutationEntry(mutation) }),
  };
}

const iso = (milliseconds: number): string => new Date(milliseconds).toISOString();

function testEntry({ file, place, name, simulation, failures, bound, tookMs }: TestResult): TestReportEntry {
  const transitionEntries = (alarm: AlarmDefinition): TransitionEntry[] =>
    transitionsOf(simulation, alarm.name).map(({ at, kind, from, to, reason, certainty, rule, actions }) => ({
      at: iso(at),
      kind,
      from,
      to,
      reason,
      certainty,
      rule,
      actions,
    }));
  return {
    file,
    place,
    name,
    passed: failures.length === 0,
    from: iso(simulation.from),
    to: iso(simulation.to),
    seconds: tookMs / 1000,
    failures: failures.map(({ at, alarm, ...failure }) => ({
      ...failure,
      alarm: alarm.name,
      ...(at === undefined ? {} : { at: iso(at) }),
    })),
    alarms: bound.expectations.map(({ alarm }) => ({ name: alarm.name, transitions: transitionEntries(alarm) })),
  };
}

function mutationEntry({ outcomes, killed, score, tookMs }: MutationReport): MutationReportEntry {
  return {
    score,
    killed,
    survived: outcomes.flatMap((outcome) => {
      if (outcome.status !== 'survived') return [];
      const { original, kind, text, advice } = outcome.mutant;
      return [{ alarm: original.name, kind, change: text, advice }];
    }),
    equivalent: outcomes.flatMap((outcome) => {
      if (outcome.status !== 'equivalent') return [];
      const { original, kind, text } = outcome.mutant;
      return [{ alarm: original.name, kind, change: text, proof: outcome.reason }];
    }),
    seconds: tookMs / 1000,
  };
}
