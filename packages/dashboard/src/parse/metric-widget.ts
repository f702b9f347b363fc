import type { Axis, AxisSide, MetricRow, MetricView, MetricWidget, Place } from '../model.ts';
import { readHorizontal, readVertical } from './annotations.ts';
import { MAX_ROWS, type RowDefaults, RowsReader, readPeriod, readStat } from './metric-rows.ts';
import type { ObjectReader } from './reader.ts';
import { readOwnRange } from './widget-range.ts';

/**
 * Widgets of type `metric`.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html#CloudWatch-Dashboard-Properties-Metric-Widget-Object
 */

const VIEWS: readonly MetricView[] = ['timeSeries', 'singleValue', 'gauge', 'bar', 'pie', 'table'];
const SUMMARY_COLUMNS = ['MIN', 'MAX', 'AVG', 'SUM'] as const;

export const DEFAULT_PERIOD = 300;
export const DEFAULT_STAT = 'Average';

const ANY_NUMBER = { min: -Number.MAX_VALUE, max: Number.MAX_VALUE };

/** What the whole dashboard decides for a widget. */
export interface DashboardSettings {
  /** Values that property variables give to dimensions. */
  readonly dimensionValues: ReadonlyMap<string, string>;
  /** Rows that the dashboard may still have. */
  readonly rowsLeft: number;
}

export function readMetricWidget(properties: ObjectReader, place: Place, settings: DashboardSettings): MetricWidget {
  const view = properties.oneOf('view', VIEWS) ?? 'timeSeries';
  const period = readPeriod(properties) ?? DEFAULT_PERIOD;
  const stat = readStat(properties) ?? DEFAULT_STAT;
  const annotations = properties.object('annotations');
  const alarm = annotations && readAlarm(annotations);
  const [title, region, timezone] = [properties.text('title'), properties.text('region'), properties.text('timezone')];
  const table = properties.object('table');
  return {
    ...place,
    type: 'metric',
    ...(title === undefined ? {} : { title }),
    view,
    stacked: properties.flag('stacked') ?? false,
    axes: readAxes(properties, view),
    legend: properties.object('legend')?.oneOf('position', ['bottom', 'right', 'hidden']) ?? 'bottom',
    rows: readRows(properties, alarm, { period, stat, dimensionValues: settings.dimensionValues }, settings.rowsLeft),
    ...(alarm === undefined ? {} : { alarm }),
    horizontal: annotations === undefined ? [] : readHorizontal(annotations),
    vertical: annotations === undefined ? [] : readVertical(annotations),
    period,
    stat,
    ...(region === undefined ? {} : { region }),
    sparkline: properties.flag('sparkline') ?? false,
    singleValueFullPrecision: properties.flag('singleValueFullPrecision') ?? false,
    liveData: properties.flag('liveData') ?? false,
    setPeriodToTimeRange: properties.flag('setPeriodToTimeRange') ?? false,
    tableColumns: readSummaryColumns(table, view),
    showTimeSeriesData: table?.flag('showTimeSeriesData') ?? true,
    ...(timezone === undefined ? {} : { timezone }),
    ...readOwnRange(properties),
  };
}

/** A graph has rows, or it is that of one alarm. */
function readRows(
  properties: ObjectReader,
  alarm: string | undefined,
  defaults: RowDefaults,
  rowsLeft: number,
): readonly MetricRow[] {
  const rows = properties.list('metrics');
  if (alarm !== undefined) {
    if (rows !== undefined && rows.length > 0) {
      properties.problem('metrics', 'stands beside an alarm annotation, whose graph is drawn instead');
    }
    return [];
  }
  if (rows === undefined) {
    if (properties.raw('metrics') === undefined) properties.problem('metrics', 'is missing: there is nothing to draw');
    return [];
  }
  return new RowsReader(properties.pathOf('metrics'), properties.problems, defaults).read(
    rows,
    Math.min(MAX_ROWS, rowsLeft),
  );
}

/** A graph can be that of one alarm only. */
function readAlarm(annotations: ObjectReader): string | undefined {
  const alarms = annotations.texts('alarms');
  if (alarms.length > 1) annotations.problem('alarms', `${alarms.length} alarms: only the first is drawn`);
  return alarms[0];
}

/** A gauge needs both ends of its left axis; without them it is drawn from 0 to 100. */
function readAxes(properties: ObjectReader, view: MetricView): MetricWidget['axes'] {
  const axes = properties.object('yAxis');
  const left = readAxis(axes, 'left');
  const right = readAxis(axes, 'right');
  if (view !== 'gauge' || (left.min !== undefined && left.max !== undefined)) return { left, right };
  properties.problem('yAxis', 'a gauge needs left.min and left.max: 0 and 100 are used for what is missing');
  const min = left.min ?? Math.min(0, (left.max ?? 100) - 100);
  return { left: { ...left, min, max: left.max ?? Math.max(100, min + 100) }, right };
}

function readAxis(axes: ObjectReader | undefined, side: AxisSide): Axis {
  const axis = axes?.object(side);
  if (axis === undefined) return { showUnits: true };
  const [min, max, label] = [axis.number('min', ANY_NUMBER), axis.number('max', ANY_NUMBER), axis.text('label')];
  const inverted = min !== undefined && max !== undefined && min >= max;
  if (inverted) axis.problem('max', `${max} is not above min ${min}: both are left out`);
  return {
    ...(min === undefined || inverted ? {} : { min }),
    ...(max === undefined || inverted ? {} : { max }),
    ...(label === undefined ? {} : { label }),
    showUnits: axis.flag('showUnits') ?? true,
  };
}

/**
 * A table without settings has "all summary columns enabled"; one with settings has those that they name, and CDK writes
 * none for none.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/add_remove_table_dashboard.html
 */
function readSummaryColumns(table: ObjectReader | undefined, view: MetricView): readonly string[] {
  if (table === undefined) return view === 'table' ? SUMMARY_COLUMNS : [];
  const wanted = table.texts('summaryColumns');
  const unknown = wanted.filter((name) => !SUMMARY_COLUMNS.some((known) => known === name));
  if (unknown.length > 0) {
    table.problem('summaryColumns', `${unknown.join(', ')} is none of ${SUMMARY_COLUMNS.join(', ')}`);
  }
  return SUMMARY_COLUMNS.filter((name) => wanted.includes(name));
}
