/**
 * A CloudWatch dashboard as it is drawn: the `DashboardBody` with every shorthand written out. Plain data, so that it
 * goes to a browser as JSON.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
 */
export interface Dashboard {
  readonly name: string;
  readonly widgets: readonly Widget[];
  /** Range that the body itself asks for, for example `-PT3H`; ISO 8601 duration or instant. */
  readonly start?: string;
  readonly end?: string;
  /** `inherit`: the widgets' own periods count; `auto`: the period follows from the range. @default auto */
  readonly periodOverride: 'auto' | 'inherit';
  /** What could not be understood, with its path in the body; the rest is drawn all the same. */
  readonly problems: readonly DashboardProblem[];
}

export interface DashboardProblem {
  /** For example `widgets[3].properties.metrics[1]`. */
  readonly path: string;
  readonly message: string;
}

/** Place in the grid of 24 columns. */
export interface Place {
  /** Position in the body, from 0; names the widget in requests for data. */
  readonly index: number;
  readonly x: number;
  readonly y: number;
  /** Columns. @default 6 */
  readonly width: number;
  /** Rows. @default 6 */
  readonly height: number;
}

export type Widget = MetricWidget | TextWidget | AlarmStatusWidget | LogWidget | PlaceholderWidget;

export type MetricView = 'timeSeries' | 'singleValue' | 'gauge' | 'bar' | 'pie' | 'table';

export interface Axis {
  readonly min?: number;
  readonly max?: number;
  readonly label?: string;
  /** @default true */
  readonly showUnits: boolean;
}

export type AxisSide = 'left' | 'right';

export interface MetricWidget extends Place {
  readonly type: 'metric';
  readonly title?: string;
  readonly view: MetricView;
  readonly stacked: boolean;
  readonly axes: { readonly left: Axis; readonly right: Axis };
  readonly legend: 'bottom' | 'right' | 'hidden';
  readonly rows: readonly MetricRow[];
  /** ARN or name of the alarm whose graph this is; then there are no rows. */
  readonly alarm?: string;
  readonly horizontal: readonly HorizontalAnnotation[];
  readonly vertical: readonly VerticalAnnotation[];
  /** Seconds, for rows without their own. @default 300 */
  readonly period: number;
  readonly stat: string;
  readonly region?: string;
  readonly sparkline: boolean;
  readonly singleValueFullPrecision: boolean;
  /** The newest datapoint counts although its period is not over. */
  readonly liveData: boolean;
  /** One datapoint over the whole range (`singleValue`, `gauge`, `bar`, `pie`). */
  readonly setPeriodToTimeRange: boolean;
  /** Columns of the `table` view, as in the body: `MIN`, `MAX`, `AVG`, `SUM`. */
  readonly tableColumns: readonly string[];
  /** The `table` view shows a column for each period, too. */
  readonly showTimeSeriesData: boolean;
  readonly timezone?: string;
  /** Range of this widget alone, which overrides the dashboard's. */
  readonly start?: string;
  readonly end?: string;
}

/** One line of `metrics`, shorthand (`"."`, `"..."`) written out. */
export interface MetricRow {
  /** Own id of the row, or one that no expression can name (`row-3`). */
  readonly id: string;
  readonly source:
    | {
        readonly type: 'metric';
        readonly namespace: string;
        readonly metricName: string;
        readonly dimensions: Readonly<Record<string, string>>;
      }
    | { readonly type: 'expression'; readonly text: string };
  readonly label?: string;
  readonly color?: string;
  readonly stat: string;
  /** Seconds. */
  readonly period: number;
  readonly visible: boolean;
  readonly axis: AxisSide;
  readonly accountId?: string;
  readonly region?: string;
}

export interface HorizontalAnnotation {
  readonly value: number;
  /** The other edge of a band. */
  readonly to?: number;
  readonly label?: string;
  readonly toLabel?: string;
  readonly color?: string;
  readonly fill: 'above' | 'below' | 'none';
  readonly axis: AxisSide;
}

export interface VerticalAnnotation {
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** The other edge of a band. */
  readonly to?: number;
  readonly label?: string;
  readonly color?: string;
  readonly fill: 'before' | 'after' | 'none';
}

export interface TextWidget extends Place {
  readonly type: 'text';
  readonly markdown: string;
  readonly background: 'solid' | 'transparent';
}

export interface AlarmStatusWidget extends Place {
  readonly type: 'alarm';
  readonly title?: string;
  /** ARNs, in the order of the body. */
  readonly alarms: readonly string[];
  readonly sortBy: 'default' | 'stateUpdatedTimestamp' | 'timestamp';
  /** Only alarms in these states; empty for all. */
  readonly states: readonly string[];
}

export interface LogWidget extends Place {
  readonly type: 'log';
  readonly title?: string;
  readonly query: string;
  readonly view: 'table' | 'timeSeries' | 'bar' | 'pie';
  readonly region?: string;
}

/** A widget that cannot be drawn here: shown as a box that names it, never dropped. */
export interface PlaceholderWidget extends Place {
  readonly type: 'placeholder';
  /** Type in the body, for example `custom` or `explorer`. */
  readonly of: string;
  readonly title?: string;
  /** Why it is not drawn, as a sentence. */
  readonly reason: string;
}
