import { writeFile } from 'node:fs/promises';
import type { AlarmDefinition } from '../../../alarm-simulator/src/index.ts';
import { openAssembly } from '../../../cli/src/assembly-source.ts';
import { type CommandIo, EXIT, type ExitCode, type Failure, failure } from '../../../cli/src/io.ts';
import { createPaint } from '../../../cli/src/paint.ts';
import { ProgressLine } from '../../../cli/src/progress-line.ts';
import { type Backtest, runBacktest } from '../backtest/backtest.ts';
import { readCloudWatchHistory } from '../backtest/cloudwatch/read-history.ts';
import { connect } from '../backtest/history/connect.ts';
import { mergeSeries } from '../backtest/history/merge-series.ts';
import { readHistoryFiles } from '../backtest/history/read-files.ts';
import type { HistoryResult } from '../backtest/history/types.ts';
import { readIncidents } from '../backtest/incidents/incidents-file.ts';
import { DEFAULT_MEASURE, type MeasureSettings } from '../backtest/measure/types.ts';
import { type AlarmsBacktestOptions, DEFAULT_MAX_FALSE_ALARMS } from '../backtest/options.ts';
import { formatHtml } from '../backtest/output/html/page.ts';
import { toJson } from '../backtest/output/json.ts';
import { terminalLines } from '../backtest/output/terminal.ts';
import { selectAlarms } from '../backtest/select-alarms.ts';
import { loadAlarms } from '../source/load-alarms.ts';

/** The command `inferwatch alarms backtest`. */
export async function runAlarmsBacktest(options: AlarmsBacktestOptions, io: CommandIo): Promise<ExitCode> {
  const progress = new ProgressLine(io.stderr, createPaint(io.stderr, io.env));
  try {
    const result = await run(options, io, progress);
    progress.end();
    if (result === undefined) return EXIT.ok;
    const paint = createPaint(io.stderr, io.env);
    const [first = '', ...more] = result.lines;
    io.stderr.write(`${paint('red', 'error:')} ${first}\n`);
    for (const line of more) io.stderr.write(`  ${line}\n`);
    return EXIT.unusable;
  } catch (error) {
    progress.end();
    if (!io.signal.aborted) throw error;
    io.stderr.write('stopped before the end\n');
    return EXIT.unusable;
  }
}

async function run(
  options: AlarmsBacktestOptions,
  io: CommandIo,
  progress: ProgressLine,
): Promise<Failure | undefined> {
  const misuse = checkOptions(options);
  if (misuse !== undefined) return misuse;
  // What is quick to check comes first: nobody waits for a year of history to hear of a typing error.
  const incidents = options.incidents === undefined ? undefined : readIncidents(options.incidents);
  if (incidents?.status === 'error') return failure(...incidents.lines);
  const loaded = await loadDefinitions(options, io);
  if ('lines' in loaded) return loaded;
  const history = await readHistory(options, loaded.alarms, io, progress);
  if (history.status === 'error') return failure(...history.lines);
  const merged = mergeSeries(history.series);
  if (merged.status === 'error') return failure(...merged.lines);
  const result = await runBacktest({
    connection: connect(loaded.alarms, merged.series),
    wanted: loaded.wanted,
    from: options.from,
    to: options.to,
    incidents: incidents?.incidents,
    measure: measureOf(options),
    ...(options.sweep === true
      ? { sweep: { maxFalseAlarmsPerWeek: options.maxFalseAlarms ?? DEFAULT_MAX_FALSE_ALARMS } }
      : {}),
    signal: io.signal,
    onProgress: (text) => progress.show(text),
  });
  progress.end();
  if (result.status === 'error') return failure(...result.lines);
  return write(result.backtest, options, io);
}

function checkOptions({
  history,
  metric,
  cloudwatch,
  from,
  to,
  sweep,
  incidents,
}: AlarmsBacktestOptions): Failure | undefined {
  const files = (history ?? []).length > 0;
  if (files === (cloudwatch === true)) {
    return failure(
      files
        ? '--history and --cloudwatch exclude each other: give one history'
        : 'no history: give --history with CSV or Parquet files, or --cloudwatch',
    );
  }
  if (metric !== undefined && !files) return failure('--metric says whose history a file is: give --history too');
  if (from !== undefined && to !== undefined && from >= to) return failure('--from is not before --to');
  if (sweep === true && incidents === undefined) {
    return failure('--sweep weighs time to detect against false alarms: give --incidents too');
  }
  return undefined;
}

function measureOf({ tolerance, after = tolerance, flappingWindow }: AlarmsBacktestOptions): MeasureSettings {
  const { beforeMs, afterMs } = DEFAULT_MEASURE.tolerance;
  return {
    ...DEFAULT_MEASURE,
    tolerance: { beforeMs: tolerance ?? beforeMs, afterMs: after ?? afterMs },
    ...(flappingWindow === undefined ? {} : { flappingWindowMs: flappingWindow }),
  };
}

interface Definitions {
  readonly alarms: readonly AlarmDefinition[];
  readonly wanted: ReadonlySet<string>;
}

async function loadDefinitions(options: AlarmsBacktestOptions, io: CommandIo): Promise<Definitions | Failure> {
  const source = await openAssembly(options, io);
  if (source.status === 'error') return failure(...source.lines);
  try {
    const loaded = loadAlarms(source.path);
    if (loaded.status === 'error') return failure(...loaded.lines);
    for (const notice of loaded.notices) io.stderr.write(`note: ${notice}\n`);
    const selected = selectAlarms(loaded.alarms, options.alarm);
    return selected.status === 'error' ? failure(...selected.lines) : selected;
  } finally {
    await source.dispose();
  }
}

async function readHistory(
  options: AlarmsBacktestOptions,
  alarms: readonly AlarmDefinition[],
  io: CommandIo,
  progress: ProgressLine,
): Promise<HistoryResult> {
  const { signal } = io;
  if (options.cloudwatch === true) {
    return readCloudWatchHistory({ ...options, alarms, io, onProgress: (text) => progress.show(text) });
  }
  return readHistoryFiles({
    files: options.history ?? [],
    metricOf: options.metric,
    alarms,
    signal,
    onRead: (file, { rows }) => progress.show(`${file}: ${rows} rows`),
  });
}

/** Where the JSON goes to standard output, nothing else does. */
async function write(backtest: Backtest, options: AlarmsBacktestOptions, io: CommandIo): Promise<Failure | undefined> {
  const { json, html } = options;
  const text = () => `${JSON.stringify(toJson(backtest), undefined, 2)}\n`;
  if (json === true || json === '-') io.stdout.write(text());
  else io.stdout.write(`${terminalLines(backtest, createPaint(io.stdout, io.env)).join('\n')}\n`);
  try {
    if (typeof json === 'string' && json !== '-') await writeFile(json, text());
    if (html !== undefined) await writeFile(html, formatHtml(backtest));
  } catch (error) {
    return failure(`the report cannot be written: ${error instanceof Error ? error.message : String(error)}`);
  }
  return undefined;
}
