import { type AlarmType, parseAlarm } from './parse-alarm.ts';
import type { AlarmParseResult, AlarmState, Problem, Result } from './types.ts';

/** One alarm as `DescribeAlarms` gives it. */
export interface DescribedAlarm {
  readonly type: AlarmType;
  readonly name: string;
  readonly arn: string;
  /** Index in `MetricAlarms` or `CompositeAlarms`. */
  readonly index: number;
  /** What `PutMetricAlarm` or `PutCompositeAlarm` would be given: the fields of state are not among them. */
  readonly properties: Readonly<Record<string, unknown>>;
  /** Where the alarm stands in the account. */
  readonly state?: AlarmState;
  /** When it was last changed, milliseconds since the epoch: the message names it. */
  readonly configurationUpdatedAt?: number;
  readonly result: AlarmParseResult;
}

/** What an answer of `DescribeAlarms` holds. */
export interface DescribedAlarms {
  readonly alarms: readonly DescribedAlarm[];
  /** Names of log alarms, which the simulator does not evaluate. */
  readonly logAlarms: readonly string[];
  /** There are more alarms than were listed (`NextToken`). */
  readonly incomplete: boolean;
}

type Json = Readonly<Record<string, unknown>>;

/**
 * What `DescribeAlarms` adds to the configuration of an alarm.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricAlarm.html
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_CompositeAlarm.html
 */
const STATE_FIELDS = new Set([
  'AlarmArn',
  'AlarmConfigurationUpdatedTimestamp',
  'StateValue',
  'StateReason',
  'StateReasonData',
  'StateUpdatedTimestamp',
  'StateTransitionedTimestamp',
  'EvaluationState',
  'ActionsSuppressedBy',
  'ActionsSuppressedReason',
]);

const STATES: readonly AlarmState[] = ['OK', 'ALARM', 'INSUFFICIENT_DATA'];

const KINDS = [
  ['MetricAlarms', 'AWS::CloudWatch::Alarm'],
  ['CompositeAlarms', 'AWS::CloudWatch::CompositeAlarm'],
] as const;

/** Sections of the answer; `ResponseMetadata` is what some SDKs add. */
const SECTIONS = new Set([
  'MetricAlarms',
  'CompositeAlarms',
  'LogAlarms',
  'NextToken',
  'ResponseMetadata',
  '$metadata',
]);

function isRecord(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Fields that AWS leaves empty where nothing was set. */
function isUnset([name, value]: [string, unknown]): boolean {
  if (value === null) return true;
  if (name === 'Metrics') return Array.isArray(value) && value.length === 0;
  return value === '' && name !== 'AlarmDescription';
}

/** A command prints `2025-01-13T12:00:00+00:00`, other clients seconds since the epoch. */
function timestamp(value: unknown): number | undefined {
  const ms = typeof value === 'number' ? value * 1000 : typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isNaN(ms) ? undefined : ms;
}

function describe(type: AlarmType, entry: Json, path: string, index: number): Result<DescribedAlarm> {
  const { AlarmName: name, AlarmArn: arn, StateValue: value } = entry;
  const errors: Problem[] = [];
  for (const field of ['AlarmName', 'AlarmArn']) {
    if (typeof entry[field] !== 'string')
      errors.push({ path: `${path}.${field}`, message: 'is missing or is no text' });
  }
  const state = STATES.find((known) => known === value);
  if (value !== undefined && state === undefined) {
    const message = `${JSON.stringify(value)} is no state: write ${STATES.join(', ')}`;
    errors.push({ path: `${path}.StateValue`, message });
  }
  if (errors.length > 0 || typeof name !== 'string' || typeof arn !== 'string') return { ok: false, errors };
  const properties = Object.fromEntries(
    Object.entries(entry).filter((field) => !STATE_FIELDS.has(field[0]) && !isUnset(field)),
  );
  const configurationUpdatedAt = timestamp(entry.AlarmConfigurationUpdatedTimestamp);
  return {
    ok: true,
    value: {
      type,
      name,
      arn,
      index,
      properties,
      ...(state === undefined ? {} : { state }),
      ...(configurationUpdatedAt === undefined ? {} : { configurationUpdatedAt }),
      result: parseAlarm(type, properties, { arn, logicalId: name }),
    },
  };
}

function entriesOf(answer: Json, section: string, errors: Problem[]): readonly Json[] {
  const list = answer[section] ?? [];
  if (!Array.isArray(list)) {
    errors.push({ path: section, message: 'is no list of alarms' });
    return [];
  }
  return list.flatMap((entry: unknown, index) => {
    if (isRecord(entry)) return [entry];
    errors.push({ path: `${section}[${index}]`, message: 'is no alarm' });
    return [];
  });
}

/**
 * Reads the answer of `DescribeAlarms`, as the command line prints it or an SDK gives it. Strict: what is no such answer
 * is refused as a whole; an alarm that is well formed but cannot be evaluated has its problems in `result`.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarms.html
 */
export function parseDescribeAlarms(answer: unknown): Result<DescribedAlarms> {
  if (!isRecord(answer)) return { ok: false, errors: [{ path: '', message: 'is no answer of DescribeAlarms' }] };
  const errors: Problem[] = [];
  for (const section of Object.keys(answer)) {
    if (!SECTIONS.has(section)) errors.push({ path: section, message: 'is no part of an answer of DescribeAlarms' });
  }
  const alarms = KINDS.flatMap(([section, type]) =>
    entriesOf(answer, section, errors).flatMap((entry, index) => {
      const described = describe(type, entry, `${section}[${index}]`, index);
      if (described.ok) return [described.value];
      errors.push(...described.errors);
      return [];
    }),
  );
  const logAlarms = entriesOf(answer, 'LogAlarms', errors).map(({ AlarmName: name }) => String(name));
  if (errors.length > 0) return { ok: false, errors };
  return { ok: true, value: { alarms, logAlarms, incomplete: typeof answer.NextToken === 'string' } };
}
