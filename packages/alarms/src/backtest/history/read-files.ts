import { extname } from 'node:path';
import type { AlarmDefinition, MetricIdentity } from '../../../../alarm-simulator/src/index.ts';
import { readCsvHistory } from './csv-history.ts';
import { type MappingEntry, readMapping } from './mapping-file.ts';
import { metricName, metricsOf } from './metrics-of.ts';
import { readParquetHistory } from './parquet-history.ts';
import type { HistoryResult, HistorySeries, OnRead, SeriesSettings } from './types.ts';

export interface FilesOptions {
  /** CSV (`.csv`, `.csv.gz`), Parquet (`.parquet`) and mappings (`.yaml`, `.yml`). */
  readonly files: readonly string[];
  /** Name of the alarm whose metric the files without metric columns hold. */
  readonly metricOf?: string;
  readonly alarms: readonly AlarmDefinition[];
  readonly signal?: AbortSignal;
  readonly onRead?: (file: string, progress: Parameters<OnRead>[0]) => void;
}

interface FileToRead {
  readonly file: string;
  readonly settings: SeriesSettings;
}

type Planned =
  | { readonly status: 'success'; readonly files: readonly FileToRead[] }
  | { readonly status: 'error'; readonly lines: readonly string[] };

type MetricResult =
  | { readonly ok: true; readonly metric: MetricIdentity }
  | { readonly ok: false; readonly line: string };

/** The only metric of an alarm, for histories that name the alarm instead of the metric. */
function onlyMetric(alarms: readonly AlarmDefinition[], name: string, place: string): MetricResult {
  const alarm = alarms.find((one) => one.name === name);
  if (alarm === undefined) {
    const known = alarms.map((one) => one.name).join(', ');
    return { ok: false, line: `${place}: no alarm is named ${JSON.stringify(name)}; write one of ${known}` };
  }
  const metrics = metricsOf(alarm);
  const [metric] = metrics;
  if (metric !== undefined && metrics.length === 1) return { ok: true, metric };
  const why =
    alarm.kind === 'composite'
      ? 'is composite and watches no metric'
      : `watches ${metrics.map(metricName).join(' and ')}`;
  return { ok: false, line: `${place}: ${name} ${why}: map each file to namespace and metric in a YAML file` };
}

function fromMapping(entry: MappingEntry, alarms: readonly AlarmDefinition[]): FileToRead | string {
  const { file, alarm, namespace, metric, dimensions = {}, unit, statistic, period, place } = entry;
  const settings = {
    ...(unit === undefined ? {} : { unit }),
    ...(statistic === undefined ? {} : { statistic }),
    ...(period === undefined ? {} : { period }),
  };
  if (alarm !== undefined) {
    const found = onlyMetric(alarms, alarm, place);
    return found.ok ? { file, settings: { ...settings, metric: found.metric } } : found.line;
  }
  if (namespace === undefined || metric === undefined) return { file, settings };
  return { file, settings: { ...settings, metric: { namespace, metricName: metric, dimensions } } };
}

function plan({ files, metricOf, alarms }: FilesOptions): Planned {
  const planned: FileToRead[] = [];
  const lines: string[] = [];
  const named = metricOf === undefined ? undefined : onlyMetric(alarms, metricOf, '--metric');
  if (named?.ok === false) lines.push(named.line);
  for (const file of files) {
    if (!['.yaml', '.yml'].includes(extname(file))) {
      planned.push({ file, settings: named?.ok === true ? { metric: named.metric } : {} });
      continue;
    }
    const mapping = readMapping(file);
    if (mapping.status === 'error') {
      lines.push(...mapping.lines);
      continue;
    }
    for (const entry of mapping.entries) {
      const one = fromMapping(entry, alarms);
      if (typeof one === 'string') lines.push(one);
      else planned.push(one);
    }
  }
  return lines.length > 0 ? { status: 'error', lines } : { status: 'success', files: planned };
}

/** Reads every file of a history, one after the other; the first broken one ends it. */
export async function readHistoryFiles(options: FilesOptions): Promise<HistoryResult> {
  const planned = plan(options);
  if (planned.status === 'error') return planned;
  const series: HistorySeries[] = [];
  for (const { file, settings } of planned.files) {
    const read = readerOf(file);
    if (read === undefined) {
      return { status: 'error', lines: [`${file}: write a file that ends in .csv, .csv.gz, .parquet or .yaml`] };
    }
    const onRead: OnRead = (progress) => options.onRead?.(file, progress);
    const result = await read(file, { settings, signal: options.signal, onRead });
    if (result.status === 'error') return result;
    series.push(...result.series);
  }
  return { status: 'success', series };
}

function readerOf(file: string): typeof readCsvHistory | undefined {
  if (file.endsWith('.csv') || file.endsWith('.csv.gz')) return readCsvHistory;
  return file.endsWith('.parquet') ? readParquetHistory : undefined;
}
