import type { AlarmContext } from './parse-alarm.ts';
import { parsePropagatedTags } from './parse-tags.ts';
import type { PropertyReader } from './properties.ts';
import type { AlarmDefinition } from './types.ts';

/** AWS's limit on the actions for each state. */
const MAX_ACTIONS = 5;

/** Characters that a name and a description may have. */
const MAX_NAME = 255;
const MAX_DESCRIPTION = 1024;

function actions(reader: PropertyReader, name: string): string[] {
  const arns = reader.strings(name);
  if (arns.length > MAX_ACTIONS)
    reader.refuse(name, `has ${arns.length} actions: CloudWatch takes at most ${MAX_ACTIONS}`);
  return arns;
}

function alarmName(reader: PropertyReader, arn: string): string {
  const own = reader.string('AlarmName');
  if (own !== undefined && own.length > MAX_NAME) {
    reader.refuse('AlarmName', `has ${own.length} characters: CloudWatch takes at most ${MAX_NAME}`);
  }
  if (own !== undefined) return own;
  const [, name] = /^arn:[^:]*:cloudwatch:[^:]*:[^:]*:alarm:(.+)$/.exec(arn) ?? [];
  if (name === undefined && !reader.has('AlarmName')) {
    reader.refuse('AlarmName', `is missing and the ARN ${JSON.stringify(arn)} names no alarm: set one of the two`);
  }
  return name ?? '';
}

type Common = Pick<
  AlarmDefinition,
  | 'name'
  | 'arn'
  | 'logicalId'
  | 'description'
  | 'actionsEnabled'
  | 'alarmActions'
  | 'okActions'
  | 'insufficientDataActions'
  | 'propagatedTags'
>;

/** What metric and composite alarms have in common. */
export function parseCommon(reader: PropertyReader, { arn, logicalId }: AlarmContext): Common {
  const description = reader.text('AlarmDescription');
  if (description !== undefined && description.length > MAX_DESCRIPTION) {
    const message = `has ${description.length} characters: CloudWatch takes at most ${MAX_DESCRIPTION}`;
    reader.refuse('AlarmDescription', message);
  }
  const propagatedTags = parsePropagatedTags(reader);
  return {
    name: alarmName(reader, arn),
    arn,
    logicalId,
    ...(description === undefined ? {} : { description }),
    actionsEnabled: reader.boolean('ActionsEnabled') ?? true,
    alarmActions: actions(reader, 'AlarmActions'),
    okActions: actions(reader, 'OKActions'),
    insufficientDataActions: actions(reader, 'InsufficientDataActions'),
    ...(propagatedTags === undefined ? {} : { propagatedTags }),
  };
}
