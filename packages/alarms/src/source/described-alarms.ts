import { type DescribedAlarm, parseDescribeAlarms } from '../../../alarm-simulator/src/index.ts';
import { DEFAULT_ACCOUNT, DEFAULT_REGION } from '../../../assembly/src/stack-model.ts';
import type { SourceText } from './source-text.ts';
import type { LoadedAlarm } from './types.ts';

type Parsed = Extract<SourceText, { status: 'success' }>;

export type DescribedResult =
  | { readonly status: 'success'; readonly alarms: readonly LoadedAlarm[]; readonly notices: readonly string[] }
  | { readonly status: 'error'; readonly lines: readonly string[] };

const SECTIONS = ['MetricAlarms', 'CompositeAlarms', 'LogAlarms'];

/** Whether this is meant to be an answer of `DescribeAlarms`, right or wrong. */
export function isDescribeAlarms(value: unknown): boolean {
  return typeof value === 'object' && value !== null && SECTIONS.some((section) => Object.hasOwn(value, section));
}

/** `arn:aws:cloudwatch:<region>:<account>:alarm:<name>` */
function placeOf(arn: string): { readonly accountId: string; readonly region: string } {
  const [, , , region, accountId] = arn.split(':');
  return { accountId: accountId || DEFAULT_ACCOUNT, region: region || DEFAULT_REGION };
}

/** `MetricAlarms[3].AlarmArn` stands in the fourth element of the list, or on the line of its section. */
function lineOf(path: string, parsed: Parsed): number {
  const [, section = '', index] = /^([^[.]+)(?:\[(\d+)\])?/.exec(path) ?? [];
  return parsed.lineOf(index === undefined ? [section] : [section, Number(index)]) ?? 1;
}

function toAlarm({ type, name, arn, index, properties, state, result }: DescribedAlarm, parsed: Parsed, file: string) {
  const section = type === 'AWS::CloudWatch::Alarm' ? 'MetricAlarms' : 'CompositeAlarms';
  const line = parsed.lineOf([section, index]);
  const alarm: LoadedAlarm = {
    type,
    logicalId: name,
    name,
    arn,
    ...placeOf(arn),
    file,
    ...(line === undefined ? {} : { line }),
    properties,
    ...(state === undefined ? {} : { initialState: state }),
    ...(result.ok ? { definition: result.alarm, problems: [] } : { problems: result.errors }),
  };
  return alarm;
}

/** The alarms of an account, from the JSON that `aws cloudwatch describe-alarms` prints. */
export function describedAlarms(parsed: Parsed, file: string): DescribedResult {
  const described = parseDescribeAlarms(parsed.value);
  if (!described.ok) {
    const lines = described.errors.map(({ path, message }) => `${file}:${lineOf(path, parsed)}: ${path}: ${message}`);
    return { status: 'error', lines };
  }
  const { alarms, logAlarms, incomplete } = described.value;
  const notices = [
    ...logAlarms.map((name) => `${file}: log alarm ${name} is left out: the simulator runs no Logs Insights queries`),
    ...(incomplete ? [`${file}: there are more alarms (NextToken): call without --max-items to get all`] : []),
  ];
  return { status: 'success', alarms: alarms.map((alarm) => toAlarm(alarm, parsed, file)), notices };
}
