import type { AccessResource, AccessTemplate } from '../../../access-matrix/src/template/index.ts';
import { readable } from '../../../access-matrix/src/template/index.ts';
import { type AlarmType, type Problem, parseAlarm } from '../../../alarm-simulator/src/index.ts';
import type { TemplateFile } from './assembly-files.ts';
import type { LoadedAlarm } from './types.ts';

const TYPES = ['AWS::CloudWatch::Alarm', 'AWS::CloudWatch::CompositeAlarm', 'AWS::CloudWatch::LogAlarm'] as const;

const LOG_ALARM: Problem = {
  path: '',
  message: 'is a log alarm, which the simulator does not evaluate: it runs no Logs Insights queries',
};

/** The value with what is known only after deployment as `<reason>`. */
function readableValue(value: unknown): unknown {
  if (typeof value === 'string') return readable(value);
  if (Array.isArray(value)) return value.map(readableValue);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [readable(key), readableValue(item)]));
}

function readableProperties(properties: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(properties).map(([name, value]) => [name, readableValue(value)]));
}

type Parsed = Pick<LoadedAlarm, 'definition' | 'problems'>;

/** The alarm of these properties, or what is wrong with them. */
function parse(type: AlarmType, properties: Readonly<Record<string, unknown>>, arn: string, logicalId: string): Parsed {
  const parsed = parseAlarm(type, properties, { arn, logicalId });
  return parsed.ok ? { definition: parsed.alarm, problems: [] } : { problems: parsed.errors };
}

function toAlarm(
  type: (typeof TYPES)[number],
  resource: AccessResource,
  template: TemplateFile | undefined,
  file: string,
): LoadedAlarm {
  const { logicalId, account, region, stack, path } = resource;
  const written = readableProperties(resource.properties);
  // CloudFormation makes up a name for an alarm without one, and `Ref` gives it.
  const name = typeof written.AlarmName === 'string' ? written.AlarmName : readable(resource.physicalId);
  const arn = readable(resource.arn);
  const properties = { AlarmName: name, ...written };
  const line = template?.lineOf(['Resources', logicalId]);
  const sourceLocation = template?.locations.get(logicalId);
  return {
    type,
    logicalId,
    name,
    arn,
    accountId: account,
    region,
    stack,
    file: template?.file ?? file,
    ...(line === undefined ? {} : { line }),
    ...(path === undefined ? {} : { constructPath: path }),
    ...(sourceLocation === undefined ? {} : { sourceLocation }),
    properties,
    ...(type === 'AWS::CloudWatch::LogAlarm' ? { problems: [LOG_ALARM] } : parse(type, properties, arn, logicalId)),
  };
}

/** Every alarm of the resolved templates, in their order. */
export function templateAlarms(
  template: AccessTemplate,
  templateOf: (resource: AccessResource) => TemplateFile | undefined,
  file: string,
): LoadedAlarm[] {
  return template.resources.flatMap((resource) => {
    const type = TYPES.find((candidate) => candidate === resource.type);
    return type === undefined ? [] : [toAlarm(type, resource, templateOf(resource), file)];
  });
}

/** Alarms that may be left out by a condition that nobody can decide before deployment. */
export function uncertainAlarms(template: AccessTemplate): string[] {
  return template.resources.flatMap(({ type, uncertain, stack, logicalId }) =>
    uncertain === undefined || !TYPES.some((candidate) => candidate === type)
      ? []
      : [`stack ${stack}: ${logicalId} counts as there, but it may not be: ${uncertain}`],
  );
}

/** Mute rules keep actions from running at times; the simulator has no calendar of them. */
export function muteRules(template: AccessTemplate): string[] {
  return template
    .ofType('AWS::CloudWatch::AlarmMuteRule')
    .map(
      ({ stack, logicalId }) =>
        `stack ${stack}: mute rule ${logicalId} is left out: actions run as if it were not there`,
    );
}
