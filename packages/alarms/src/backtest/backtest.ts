import type { Simulation } from '../../../alarm-simulator/src/index.ts';
import { simulate } from '../../../alarm-simulator/src/index.ts';
import type { ConnectedAlarm, Connection } from './history/connect.ts';
import type { Incident } from './incidents/incidents-file.ts';
import { type DatapointSeries, datapointsOf } from './measure/datapoints.ts';
import { type AlarmOutcome, measureOutcome } from './measure/outcome.ts';
import type { MeasureSettings, Stretch } from './measure/types.ts';
import { isSweepable, sweep } from './sweep/sweep.ts';
import type { SweepResult } from './sweep/types.ts';

const MINUTE = 60_000;

export interface BacktestInput {
  readonly connection: Connection;
  /** Alarms to tell of, by name; others are simulated because composite alarms refer to them. @default - all */
  readonly wanted?: ReadonlySet<string>;
  /** Milliseconds since the epoch. @default - the history */
  readonly from?: number;
  readonly to?: number;
  /** @default - none are known */
  readonly incidents?: readonly Incident[];
  readonly measure: MeasureSettings;
  /** @default - no other settings are tried */
  readonly sweep?: { readonly maxFalseAlarmsPerWeek: number };
  readonly signal?: AbortSignal;
  readonly onProgress?: (text: string) => void;
}

/** An alarm that was backtested, with what a picture of it needs. */
export interface BacktestedAlarm {
  readonly connected: ConnectedAlarm;
  readonly outcome: AlarmOutcome;
  /** @default - a composite alarm has none */
  readonly series?: DatapointSeries;
  readonly sweep?: SweepResult;
}

export interface Backtest {
  /** What was simulated. */
  readonly stretch: Stretch;
  readonly incidents?: readonly Incident[];
  readonly measure: MeasureSettings;
  readonly alarms: readonly BacktestedAlarm[];
  readonly skipped: readonly { readonly name: string; readonly reason: string }[];
}

export type BacktestResult =
  | { readonly status: 'success'; readonly backtest: Backtest }
  | { readonly status: 'error'; readonly lines: readonly string[] };

/** What the alarms would have done on a history. */
export async function runBacktest(input: BacktestInput): Promise<BacktestResult> {
  const { connection, wanted, incidents, measure, onProgress } = input;
  const isWanted = ({ name }: { readonly name: string }) => wanted?.has(name) ?? true;
  const skipped = connection.skipped
    .filter(({ alarm }) => isWanted(alarm))
    .map(({ alarm, reason }) => ({ name: alarm.name, reason }));
  const stretch = stretchOf(input);
  if (stretch === undefined) {
    return { status: 'error', lines: ['no alarm could be backtested:', ...skipped.map(describeSkipped)] };
  }
  if (stretch.to <= stretch.from) {
    return {
      status: 'error',
      lines: [
        `nothing is left of the history between ${iso(stretch.from)} and ${iso(stretch.to)}: check --from and --to`,
      ],
    };
  }
  onProgress?.(`simulating ${connection.connected.length} alarms`);
  const simulation = simulate({
    alarms: connection.connected.map(({ simulated }) => simulated),
    source: connection.source,
    ...stretch,
  });
  const alarms: BacktestedAlarm[] = [];
  for (const connected of connection.connected) {
    if (!isWanted(connected.alarm)) continue;
    const covered = { from: Math.max(stretch.from, connected.from), to: Math.min(stretch.to, connected.to) };
    if (covered.to <= covered.from) {
      skipped.push({ name: connected.alarm.name, reason: 'its history lies outside of --from and --to' });
      continue;
    }
    alarms.push(await backtestAlarm(input, connected, covered, simulation));
  }
  if (alarms.length === 0) {
    return { status: 'error', lines: ['no alarm could be backtested:', ...skipped.map(describeSkipped)] };
  }
  return {
    status: 'success',
    backtest: { stretch, ...(incidents === undefined ? {} : { incidents }), measure, alarms, skipped },
  };
}

const iso = (time: number) => new Date(time).toISOString();

const describeSkipped = ({ name, reason }: { readonly name: string; readonly reason: string }) => `${name}: ${reason}`;

/** Whole minutes around the history, within what was asked for; undefined if no alarm has a history. */
function stretchOf({ connection: { connected }, wanted, from, to }: BacktestInput): Stretch | undefined {
  const told = connected.filter(({ alarm }) => wanted?.has(alarm.name) ?? true);
  if (told.length === 0) return undefined;
  const first = Math.min(...told.map((one) => one.from));
  const last = Math.max(...told.map((one) => one.to));
  return {
    from: Math.max(from ?? Number.NEGATIVE_INFINITY, Math.floor(first / MINUTE) * MINUTE),
    to: Math.min(to ?? Number.POSITIVE_INFINITY, (Math.floor(last / MINUTE) + 1) * MINUTE),
  };
}

async function backtestAlarm(
  input: BacktestInput,
  connected: ConnectedAlarm,
  covered: Stretch,
  simulation: Simulation,
): Promise<BacktestedAlarm> {
  const { connection, incidents, measure, signal, onProgress } = input;
  const { simulated: alarm } = connected;
  const outcome = measureOutcome({ connected, simulation, covered, incidents, settings: measure });
  if (alarm.kind === 'composite') return { connected, outcome };
  const series = datapointsOf(alarm, connection.source, covered);
  if (input.sweep === undefined || incidents === undefined || !isSweepable(alarm))
    return { connected, outcome, series };
  const swept = await sweep({
    alarm,
    source: connection.source,
    covered,
    incidents,
    tolerance: measure.tolerance,
    maxFalseAlarmsPerWeek: input.sweep.maxFalseAlarmsPerWeek,
    signal,
    onProgress: (done, all) => onProgress?.(`${alarm.name}: ${done} of ${all} settings tried`),
  });
  return { connected, outcome, series, sweep: swept };
}
