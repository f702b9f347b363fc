import { checkExpectations } from '../report/expectations.ts';
import type { EndedBy, PreviewReport, ReportedAlarm, ReportedPhase } from '../report/types.ts';
import type { Preview } from './preview.ts';
import type { PlayedPhase, ScenarioRun } from './scenario-run.ts';

export interface ReportParts {
  readonly seed: number;
  readonly endedBy: EndedBy;
  /** Real seconds from the start of the traffic. */
  readonly realSeconds: number;
  /** Sentences besides the preview's own. */
  readonly notes: readonly string[];
}

/** The report of a run that has ended, expectations checked. */
export async function buildReport(preview: Preview, run: ScenarioRun, parts: ReportParts): Promise<PreviewReport> {
  const { scenario, tally } = run;
  const { clock, inbox } = preview;
  const facts = {
    phases: run.phases.map((played) => reportPhase(played, clock.now())),
    requests: { ...tally.total.counts, byStatus: tally.byStatus, problems: tally.problems },
    accuracy: tally.total.accuracy,
    latencyMs: tally.total.latency,
    alarms: reportAlarms(preview),
    emails: inbox.messages
      .filter(({ channel }) => channel === 'email')
      .map(({ at, to, subject, body }) => ({ at: iso(at), to, subject, body })),
    records: await preview.records.reconcile(tally.recordedIds, tally.unidentified),
  };
  const differences = checkExpectations(scenario.expect ?? {}, facts);
  return {
    scenario: {
      name: scenario.name,
      description: scenario.description,
      seed: parts.seed,
      speed: clock.speed,
      endedBy: parts.endedBy,
    },
    startedAt: iso(run.phases[0]?.startedAt ?? preview.startedAt),
    endedAt: iso(clock.now()),
    realSeconds: Math.round(parts.realSeconds * 10) / 10,
    ...facts,
    texts: inbox.messages
      .filter(({ channel }) => channel === 'sms')
      .map(({ at, to, body }) => ({ at: iso(at), to, body })),
    unsupported: preview.unsupported(),
    notes: [...preview.notes, ...parts.notes],
    expectations: { checked: scenario.expect !== undefined, hold: differences.length === 0, differences },
  };
}

function reportPhase({ phase, startedAt, endedAt, measurements }: PlayedPhase, now: number): ReportedPhase {
  return {
    name: phase.name,
    startedAt: iso(startedAt),
    endedAt: iso(endedAt ?? now),
    requests: measurements.counts,
    accuracy: measurements.accuracy,
    latencyMs: measurements.latency,
  };
}

function reportAlarms({ alarms }: Preview): ReportedAlarm[] {
  return [...alarms.states()].map(([name, { state }]) => ({
    name,
    state,
    transitions: alarms.history
      .filter(({ alarm }) => alarm.name === name)
      .map(({ at, from, to, reason, certainty }) => ({ at: iso(at), from, to, reason, certainty })),
  }));
}

const iso = (milliseconds: number) => new Date(milliseconds).toISOString();
