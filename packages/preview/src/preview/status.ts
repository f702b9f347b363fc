import { describeFaults } from '../../../console/src/faults.ts';
import type {
  AlarmView,
  LogLineView,
  MessageView,
  PreviewStatus,
  ScenarioStatus,
  TrafficStatus,
} from '../ui/status.ts';
import type { RunningParts } from './preview.ts';
import type { ScenarioRun } from './scenario-run.ts';

const MINUTE = 60_000;
/** Virtual time that the latency in the status is measured over. */
const LATENCY_WINDOW = 5 * MINUTE;
/** Messages that the status carries in full. */
const MESSAGES_SHOWN = 50;

/** What the status needs besides the preview itself. */
export interface StatusParts {
  readonly run: ScenarioRun | undefined;
  readonly errors: readonly LogLineView[];
  readonly records: PreviewStatus['records'];
  /** Messages ever delivered; the inbox keeps only the newest. */
  readonly messageCount: number;
}

/** A picture of this moment, for the page and the terminal. */
export function createStatus(
  preview: RunningParts,
  { run, errors, records, messageCount }: StatusParts,
): PreviewStatus {
  const now = preview.clock.now();
  return {
    state: run?.finished ? 'finished' : 'running',
    startedAt: preview.startedAt,
    now,
    speed: preview.clock.speed,
    api: { url: preview.api.url, routes: preview.api.routes, curl: preview.curl },
    scenario: scenarioStatus(run, now),
    requests: trafficStatus(run, now),
    minutes: run?.tally.minutes() ?? [],
    alarms: alarmViews(preview),
    messages: messageViews(preview, messageCount),
    messageCount,
    errors,
    records,
    unsupported: preview.unsupported(),
    notes: preview.notes,
  };
}

function scenarioStatus(run: ScenarioRun | undefined, now: number): ScenarioStatus | null {
  const played = run?.current;
  if (!run || !played) return null;
  const { phase, endsAt } = played;
  return {
    name: run.scenario.name,
    phase: phase.name,
    phaseNumber: run.phases.length,
    phaseCount: run.scenario.phases.length,
    phaseLeftMs: Number.isFinite(endsAt) ? Math.max(endsAt - now, 0) : null,
    faults: describeFaults(phase.faults),
  };
}

function trafficStatus(run: ScenarioRun | undefined, now: number): TrafficStatus {
  if (!run) return NO_TRAFFIC;
  const { total } = run.tally;
  const lastWhole = Math.floor(now / MINUTE) * MINUTE - MINUTE;
  const minutes = run.tally.minutes(lastWhole);
  // In the first minute there is no whole one yet.
  const shown = minutes.find(({ at }) => at === lastWhole) ?? minutes.at(-1);
  return {
    ...total.counts,
    inFlight: total.inFlight,
    perMinute: shown?.sent ?? 0,
    latencyMs: run.tally.latencySince(now - LATENCY_WINDOW),
    accuracy: total.accuracy,
  };
}

const NO_TRAFFIC: TrafficStatus = {
  sent: 0,
  ok: 0,
  failed: 0,
  rejected: 0,
  dropped: 0,
  inFlight: 0,
  perMinute: 0,
  latencyMs: { p50: null, p90: null, p99: null },
  accuracy: null,
};

function alarmViews({ alarms }: RunningParts): AlarmView[] {
  const states = alarms.states();
  return alarms.alarms.flatMap(({ name, description = '' }) => {
    const status = states.get(name);
    if (!status) return [];
    const { state, since, reason, certainty } = status;
    return [{ name, state, since: since ?? null, reason, description, certainty }];
  });
}

/** Newest first. */
function messageViews({ inbox }: RunningParts, messageCount: number): MessageView[] {
  const newest = inbox.messages.slice(-MESSAGES_SHOWN).toReversed();
  return newest.map(({ at, channel, to, subject, body }, age) => ({
    id: messageCount - age,
    at,
    channel,
    to,
    subject,
    body,
  }));
}
