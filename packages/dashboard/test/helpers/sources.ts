import {
  type AlarmState,
  MemorySource,
  type MetricIdentity,
  type Published,
  parseAlarm,
} from '../../../alarm-simulator/src/index.ts';
import {
  type AlarmView,
  type DashboardSources,
  type DataWidget,
  evaluateWidget,
  type LogEvent,
  type MetricData,
  type MetricWidget,
  parseDashboardBody,
  type TimeRange,
  type Widget,
} from '../../src/index.ts';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
/** Sunday, 11 January 2026, 12:00 UTC. */
export const NOON = Date.UTC(2026, 0, 11, 12);

export const LATENCY: MetricIdentity = { namespace: 'Shop', metricName: 'Latency', dimensions: { Service: 'cart' } };

/** Samples of values, one a minute from `start` on; null leaves a minute out. */
export function eachMinute(values: readonly (number | null)[], start = NOON, unit?: string): Published[] {
  return values.flatMap((value, index) =>
    value === null ? [] : [{ timestamp: start + index * MINUTE, value, ...(unit === undefined ? {} : { unit }) }],
  );
}

export interface Given {
  readonly metrics?: readonly (readonly [MetricIdentity, readonly Published[]])[];
  readonly alarms?: readonly AlarmView[];
  readonly events?: readonly LogEvent[];
  /** @default - long after everything, so that each period is over */
  readonly now?: number;
}

export function sourcesOf({ metrics = [], alarms = [], events = [], now = NOON + 24 * HOUR }: Given): DashboardSources {
  const samples = new MemorySource();
  for (const [metric, published] of metrics) samples.add(metric, published);
  return {
    samples,
    metrics: () => metrics.map(([metric]) => metric),
    alarm: (wanted) => alarms.find(({ definition: { name, arn } }) => name === wanted || arn === wanted),
    logs: (group) => events.filter(({ logGroup }) => logGroup === group),
    now,
  };
}

/** The only widget of a body, which must have no problem. */
export function widgetOf(type: string, properties: object): Widget {
  const { widgets, problems } = parseDashboardBody('test', { widgets: [{ type, properties }] });
  const [widget] = widgets;
  if (widget === undefined || problems.length > 0) throw new Error(JSON.stringify(problems));
  return widget;
}

export function metricWidget(properties: object): MetricWidget {
  const widget = widgetOf('metric', properties);
  if (widget.type !== 'metric') throw new Error(`a ${widget.type} widget`);
  return widget;
}

export function isData(widget: Widget): widget is DataWidget {
  return widget.type !== 'text' && widget.type !== 'placeholder';
}

/** Half an hour from noon on. */
export const HALF_HOUR: TimeRange = { start: NOON, end: NOON + 30 * MINUTE };

/** What a metric widget of these rows shows. */
export function drawn(
  metrics: readonly unknown[],
  given: Given,
  { range = HALF_HOUR, ...properties }: { readonly range?: TimeRange; readonly [name: string]: unknown } = {},
): MetricData {
  return evaluateWidget(metricWidget({ metrics, ...properties }), range, sourcesOf(given));
}

export function alarmView(properties: object, state: AlarmState = 'OK', since?: number): AlarmView {
  const name = 'AlarmName' in properties ? String(properties.AlarmName) : 'alarm';
  const type = 'AlarmRule' in properties ? 'AWS::CloudWatch::CompositeAlarm' : 'AWS::CloudWatch::Alarm';
  const arn = `arn:aws:cloudwatch:eu-west-1:123456789012:alarm:${name}`;
  const parsed = parseAlarm(type, { ...properties }, { arn, logicalId: name });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
  return { definition: parsed.alarm, state, since };
}

export function latencyAlarm(name: string, state: AlarmState = 'OK', since?: number): AlarmView {
  const properties = {
    AlarmName: name,
    Namespace: 'Shop',
    MetricName: 'Latency',
    Dimensions: [{ Name: 'Service', Value: 'cart' }],
    Statistic: 'Maximum',
    Period: 60,
    EvaluationPeriods: 1,
    Threshold: 250,
    ComparisonOperator: 'GreaterThanThreshold',
  };
  return alarmView(properties, state, since);
}

/** A body of one widget, and what is wrong with it. */
export function faulty(
  type: string,
  properties: unknown,
): { readonly widget: Widget | undefined; readonly problems: string[] } {
  const { widgets, problems } = parseDashboardBody('test', { widgets: [{ type, properties }] });
  return { widget: widgets[0], problems: problems.map(({ path, message }) => `${path}: ${message}`) };
}

/** What the rows of a widget stand for. */
export const sourcesOfRows = ({ rows }: MetricWidget) =>
  rows.map(({ source }) =>
    source.type === 'expression' ? source.text : [source.namespace, source.metricName, source.dimensions],
  );

/** A label with `{LAST}` for CloudWatch's placeholder, which looks like a template's. */
export function dynamic(label: string): string {
  return label.replaceAll('{', '$'.concat('{'));
}
