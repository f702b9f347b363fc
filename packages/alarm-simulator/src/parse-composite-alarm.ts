import type { AlarmContext } from './parse-alarm.ts';
import { parseCommon } from './parse-common.ts';
import { PropertyReader } from './properties.ts';
import { parseRule } from './rule-parser.ts';
import type { CompositeAlarm, Problem } from './types.ts';

function parseSuppressor(reader: PropertyReader): CompositeAlarm['suppressor'] {
  const alarm = reader.string('ActionsSuppressor');
  const periods = ['ActionsSuppressorWaitPeriod', 'ActionsSuppressorExtensionPeriod'] as const;
  const [waitPeriod, extensionPeriod] = periods.map((name) => reader.integer(name, 0));
  if (alarm === undefined) {
    for (const name of periods) {
      if (reader.has(name)) reader.refuse(name, 'has no meaning without ActionsSuppressor: remove it, or set both');
    }
    return undefined;
  }
  for (const name of periods) {
    if (!reader.has(name)) reader.refuse(name, 'is missing: CloudWatch requires it with ActionsSuppressor');
  }
  return { alarm, waitPeriod: waitPeriod ?? 0, extensionPeriod: extensionPeriod ?? 0 };
}

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html */
export function parseCompositeAlarm(
  properties: unknown,
  context: AlarmContext,
  errors: Problem[],
): CompositeAlarm | undefined {
  const reader = new PropertyReader(properties, '', errors);
  const common = parseCommon(reader, context);
  const suppressor = parseSuppressor(reader);
  const ruleText = reader.string('AlarmRule');
  if (!reader.has('AlarmRule')) reader.refuse('AlarmRule', 'is missing');
  reader.rejectUnknown();
  if (ruleText === undefined) return undefined;
  const parsed = parseRule(ruleText);
  if (!parsed.ok) {
    for (const { message } of parsed.errors) reader.refuse('AlarmRule', message);
    return undefined;
  }
  const { rule, leftToRight, references } = parsed.value;
  return {
    kind: 'composite',
    ...common,
    ruleText,
    rule,
    ...(leftToRight === undefined ? {} : { leftToRight }),
    children: references,
    ...(suppressor === undefined ? {} : { suppressor }),
  };
}
