import type { MetricIdentity } from '../../../alarm-simulator/src/index.ts';

/**
 * `${LAST}`, `${PROP('MetricName')}` and the like in labels. Their meaning is documented, how numbers and times are
 * written is not: here at most three decimals, and minutes in UTC.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/graph-dynamic-labels.html
 */

/** What a label may speak of. */
export interface LabelContext {
  /** What `${LABEL}` stands for. */
  readonly defaultLabel: string;
  readonly timestamps: readonly number[];
  readonly values: readonly (number | null)[];
  readonly now: number;
  /** Seconds. */
  readonly period: number;
  /** @default - the line is an expression */
  readonly metric?: MetricIdentity;
  readonly stat?: string;
  readonly accountId?: string;
  readonly region?: string;
}

const PLACEHOLDER = /\$\{(?:PROP\('([^'}]*)'\)|([A-Z_]+))\}/g;

/** A value that is not there, for example the newest of none. */
const NONE = '--';

interface Point {
  readonly at: number;
  readonly value: number;
}

/** A label with its placeholders filled in; what is no placeholder of CloudWatch stays as it is. */
export function fillLabel(label: string, context: LabelContext): string {
  if (!label.includes('${')) return label;
  const points = context.timestamps.flatMap((at, index): Point[] => {
    const value = context.values[index];
    return value === null || value === undefined ? [] : [{ at, value }];
  });
  return label.replaceAll(PLACEHOLDER, (whole, property: string | undefined, name: string | undefined) =>
    property === undefined ? (ofPoints(name ?? '', points, context) ?? whole) : propertyOf(property, context),
  );
}

function propertyOf(property: string, { metric, stat, period, accountId, region }: LabelContext): string {
  if (property.startsWith('Dim.')) return dimensionOf(metric, property.slice(4)) ?? NONE;
  switch (property) {
    case 'AccountId':
      return accountId ?? NONE;
    case 'MetricName':
      return metric?.metricName ?? NONE;
    case 'Namespace':
      return metric?.namespace ?? NONE;
    case 'Period':
      return String(period);
    case 'Region':
      return region ?? NONE;
    case 'Stat':
      return stat ?? NONE;
    default:
      return NONE;
  }
}

function ofPoints(name: string, points: readonly Point[], context: LabelContext): string | undefined {
  if (name === 'LABEL') return context.defaultLabel;
  if (name === 'DATAPOINT_COUNT') return String(points.length);
  const [first] = points;
  const last = points.at(-1);
  if (first === undefined || last === undefined) return isKnown(name) ? NONE : undefined;
  const sum = points.reduce((total, { value }) => total + value, 0);
  if (name === 'SUM') return formatNumber(sum);
  if (name === 'AVG') return formatNumber(sum / points.length);
  const least = points.reduce((best, point) => (point.value < best.value ? point : best));
  const most = points.reduce((best, point) => (point.value > best.value ? point : best));
  return ofExtremes(name, { FIRST: first, LAST: last, MIN: least, MAX: most }, context.now);
}

const EXTREMES = ['FIRST', 'LAST', 'MIN', 'MAX'] as const;
type Extremes = Readonly<Record<(typeof EXTREMES)[number], Point>>;

function ofExtremes(name: string, points: Extremes, now: number): string | undefined {
  switch (name) {
    case 'FIRST_LAST_RANGE':
      return formatNumber(points.LAST.value - points.FIRST.value);
    case 'MIN_MAX_RANGE':
      return formatNumber(points.MAX.value - points.MIN.value);
    case 'FIRST_LAST_TIME_RANGE':
      return formatSpan(points.LAST.at - points.FIRST.at);
    case 'MIN_MAX_TIME_RANGE':
      return formatSpan(points.MAX.at - points.MIN.at);
  }
  const extreme = EXTREMES.find((each) => name === each || name.startsWith(`${each}_TIME`));
  if (extreme === undefined) return undefined;
  const { at, value } = points[extreme];
  if (name === extreme) return formatNumber(value);
  if (name === `${extreme}_TIME`) return `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  return name === `${extreme}_TIME_RELATIVE` ? formatSpan(now - at) : undefined;
}

const KNOWN = /^(?:SUM|AVG|(?:FIRST|LAST|MIN|MAX)(?:_TIME(?:_RELATIVE)?)?|(?:FIRST_LAST|MIN_MAX)(?:_TIME)?_RANGE)$/;

function isKnown(name: string): boolean {
  return KNOWN.test(name);
}

function formatNumber(value: number): string {
  return String(Math.round(value * 1000) / 1000);
}

/** Milliseconds as `1d 2h 3m 4s`, without the parts that are 0. */
function formatSpan(span: number): string {
  const seconds = Math.round(Math.abs(span) / 1000);
  const parts = [
    [Math.floor(seconds / 86_400), 'd'],
    [Math.floor(seconds / 3600) % 24, 'h'],
    [Math.floor(seconds / 60) % 60, 'm'],
    [seconds % 60, 's'],
  ] as const;
  const text = parts.flatMap(([amount, unit]) => (amount === 0 ? [] : [`${amount}${unit}`])).join(' ');
  return text === '' ? '0s' : text;
}

/** Own members only: a label may ask for a dimension called `constructor`. */
function dimensionOf(metric: MetricIdentity | undefined, name: string): string | undefined {
  return metric !== undefined && Object.hasOwn(metric.dimensions, name) ? metric.dimensions[name] : undefined;
}
