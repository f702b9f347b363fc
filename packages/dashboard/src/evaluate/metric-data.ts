import type { MetricData, SeriesData, TimeRange } from '../data.ts';
import type { MetricView, MetricWidget } from '../model.ts';
import type { DashboardSources } from '../sources.ts';
import { fillLabel } from './dynamic-labels.ts';
import { Formulas } from './formulas.ts';
import { type DrawnRow, Graph, type Line, type Periods } from './graph.ts';
import { defaultLabels, labelsOfQueries } from './labels.ts';
import { MetricReader } from './metric-reader.ts';
import { drawnPeriod, drawnRange, periodGrid, wholeRange } from './period.ts';
import { type Query, queriesOfAlarm, queriesOfWidget, statisticName } from './queries.ts';

/** "A graph can display as many as 500 time series." */
const MAX_SERIES = 500;

/** Views that show one value for each series, for which the period can be the range. */
const ONE_VALUE: readonly MetricView[] = ['singleValue', 'gauge', 'bar', 'pie'];

/** What metric widgets take from their dashboard. */
export interface DashboardPeriods {
  /** @default inherit: the widgets' own periods count */
  readonly periodOverride?: 'auto' | 'inherit';
}

/** The series of a metric widget, or of the alarm whose graph it is. */
export function metricData(
  widget: MetricWidget,
  wanted: TimeRange,
  sources: DashboardSources,
  { periodOverride = 'inherit' }: DashboardPeriods,
): MetricData {
  const range = drawnRange(wanted);
  if (widget.alarm !== undefined) return alarmData(widget.alarm, widget, range, sources);
  const whole = widget.setPeriodToTimeRange && ONE_VALUE.includes(widget.view);
  const { now } = sources;
  const periods: Periods = whole
    ? { drawn: () => (range.end - range.start) / 1000, grid: () => wholeRange(range) }
    : {
        drawn: (own) => drawnPeriod(own, range, now, periodOverride),
        grid: (period) => periodGrid(period, range, now, widget.liveData),
      };
  return { kind: 'metric', range, ...draw(queriesOfWidget(widget), periods, sources) };
}

/** An alarm's graph keeps the period that the alarm evaluates, whatever the range (*inferred*). */
function alarmData(name: string, widget: MetricWidget, range: TimeRange, sources: DashboardSources): MetricData {
  const found = sources.alarm(name);
  if (found === undefined) {
    return { kind: 'metric', range, series: [], problems: [`There is no alarm ${JSON.stringify(name)} here.`] };
  }
  const { definition, state } = found;
  const alarm = { name: definition.name, state };
  if (definition.kind === 'composite') {
    const problem = `${definition.name} is a composite alarm: it watches other alarms and has no graph of its own.`;
    return { kind: 'metric', range, series: [], alarm, problems: [problem] };
  }
  const { now } = sources;
  const periods: Periods = {
    drawn: (own) => drawnPeriod(own, range, now, 'inherit'),
    grid: (period) => periodGrid(period, range, now, widget.liveData),
  };
  const { limit } = definition;
  return {
    kind: 'metric',
    range,
    ...draw(queriesOfAlarm(definition), periods, sources),
    alarm: limit.type === 'static' ? { ...alarm, threshold: limit.threshold } : alarm,
  };
}

function draw(
  queries: readonly Query[],
  periods: Periods,
  sources: DashboardSources,
): { readonly series: readonly SeriesData[]; readonly problems: readonly string[] } {
  const formulas = new Formulas(queries, sources.metrics);
  const graph = new Graph(formulas, new MetricReader(sources.samples, sources.now), periods);
  const labels = labelsOfQueries(queries);
  const rows = queries.filter(({ visible }) => visible).flatMap((query) => graph.draw(query) ?? []);
  const series = rows.flatMap((row) => seriesOf(row, labels, sources.now));
  const problems = [...formulas.problems, ...graph.problems];
  if (series.length > MAX_SERIES) problems.push(`Only ${MAX_SERIES} of ${series.length} time series are drawn.`);
  return { series: series.slice(0, MAX_SERIES), problems };
}

/** How each line of a row is called without a label. */
function ownLabels({ query, lines, kind }: DrawnRow, labels: ReadonlyMap<string, string>): string[] {
  const { id, source, label } = query;
  if (kind === 'search') {
    return defaultLabels(
      lines.flatMap(({ metric, statistic }) =>
        metric === undefined || statistic === undefined ? [] : [{ metric, stat: statisticName(statistic) }],
      ),
    );
  }
  // An expression without a label has its id (*inferred*), or its text if it has none of its own.
  const plain = source.type === 'metric' ? (labels.get(id) ?? id) : id.startsWith('row-') ? source.text : id;
  if (kind === 'single') return [plain];
  const isBand = source.type === 'expression' && source.text.trim().startsWith('ANOMALY_DETECTION_BAND');
  return lines.map((_, index) => {
    const which = isBand ? (index === 0 ? 'upper' : 'lower') : String(index + 1);
    return `${label === undefined || label.includes('${') ? plain : label} ${which}`;
  });
}

/** A written label counts for each line; for lines that a search found it stands before their own (*inferred*). */
function labelOf(row: DrawnRow, own: string): string {
  const { label } = row.query;
  if (label === undefined) return own;
  if (label.includes('${')) return label;
  if (row.kind === 'array') return own;
  return row.kind === 'search' ? `${label} ${own}`.trim() : label;
}

function seriesOf(row: DrawnRow, labels: ReadonlyMap<string, string>, now: number): SeriesData[] {
  const { query, grid, lines, kind } = row;
  const { id, color, axis, accountId, region } = query;
  const timestamps = Array.from({ length: grid.count }, (_, index) => grid.start + index * grid.length);
  const own = ownLabels(row, labels);
  const period = grid.length / 1000;
  return lines.map((line, index) => {
    const values = Array.from(line.values, (value) => (Number.isFinite(value) ? value : null));
    const defaultLabel = own[index] ?? id;
    const context = {
      defaultLabel,
      timestamps,
      values,
      now,
      period,
      ...identityOf(line),
      ...(accountId === undefined ? {} : { accountId }),
      ...(region === undefined ? {} : { region }),
    };
    return {
      id: kind === 'single' ? id : `${id}.${index}`,
      label: fillLabel(labelOf(row, defaultLabel), context),
      // One colour for many lines would make them one.
      ...(color === undefined || lines.length > 1 ? {} : { color }),
      axis,
      ...(line.unit === undefined ? {} : { unit: line.unit }),
      period,
      timestamps,
      values,
    };
  });
}

function identityOf({ metric, statistic }: Line) {
  return {
    ...(metric === undefined ? {} : { metric }),
    ...(statistic === undefined ? {} : { stat: statisticName(statistic) }),
  };
}
