import { parseCompositeAlarm } from './parse-composite-alarm.ts';
import { parseMetricAlarm } from './parse-metric-alarm.ts';
import type { AlarmParseResult, Problem } from './types.ts';

/** What the simulator needs to know of an alarm besides its properties. */
export interface AlarmContext {
  /** `arn:aws:cloudwatch:REGION:ACCOUNT:alarm:NAME`; names the alarm if `AlarmName` is not set. */
  readonly arn: string;
  /** In the template. */
  readonly logicalId: string;
}

/** The resource types that are alarms. */
export type AlarmType = 'AWS::CloudWatch::Alarm' | 'AWS::CloudWatch::CompositeAlarm';

/**
 * Reads an alarm from the properties of its CloudFormation resource, intrinsic functions already resolved. Strict: an
 * unknown property, a property whose effect the simulator does not know and a value that CloudWatch would refuse are
 * errors, each with its path.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-cloudwatch-alarm.html
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-cloudwatch-compositealarm.html
 */
export function parseAlarm(type: AlarmType, properties: unknown, context: AlarmContext): AlarmParseResult {
  const errors: Problem[] = [];
  const alarm =
    type === 'AWS::CloudWatch::CompositeAlarm'
      ? parseCompositeAlarm(properties, context, errors)
      : parseMetricAlarm(properties, context, errors);
  if (errors.length > 0 || alarm === undefined) return { ok: false, errors };
  return { ok: true, alarm };
}
