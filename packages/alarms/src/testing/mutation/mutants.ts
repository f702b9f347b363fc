import { type AlarmDefinition, parseAlarm } from '../../../../alarm-simulator/src/index.ts';
import type { LoadedAlarm } from '../../source/types.ts';
import type { MetricName } from '../file/types.ts';
import { compositeChanges } from './composite-changes.ts';
import { ruleChanges } from './metric-changes.ts';
import { queryChanges } from './query-changes.ts';
import type { Mutant, PropertyChange } from './types.ts';

const ACTIONS = [
  ['AlarmActions', 'ALARM'],
  ['OKActions', 'OK'],
  ['InsufficientDataActions', 'INSUFFICIENT_DATA'],
] as const;

/** The alarm without what it calls, one state at a time. */
function actionChanges(properties: Readonly<Record<string, unknown>>): PropertyChange[] {
  return ACTIONS.flatMap(([name, state]) => {
    const { [name]: actions, ...rest } = properties;
    if (!Array.isArray(actions) || actions.length === 0) return [];
    const advice = `calls: { ${state}: … } with the topic that must be called`;
    return [{ kind: 'actions', text: `without ${name}`, advice, properties: rest }];
  });
}

function changesOf(
  definition: AlarmDefinition,
  properties: LoadedAlarm['properties'],
  nonNegative: readonly MetricName[],
): readonly PropertyChange[] {
  const actions = definition.actionsEnabled ? actionChanges(properties) : [];
  if (definition.kind === 'composite') return [...compositeChanges(definition, properties), ...actions];
  return [...ruleChanges(definition, properties), ...queryChanges(definition, properties, nonNegative), ...actions];
}

/**
 * The alarm with one property changed at a time. A change that CloudWatch would refuse (M above N, a period that does not
 * exist, a window that is too long) makes no mutant: such a template cannot be deployed.
 * @param nonNegative metrics that are never below 0, as the tests say
 */
export function mutantsOf(
  { logicalId, properties, definition }: LoadedAlarm,
  nonNegative: readonly MetricName[] = [],
): readonly Mutant[] {
  if (definition === undefined) return [];
  const type = definition.kind === 'metric' ? 'AWS::CloudWatch::Alarm' : 'AWS::CloudWatch::CompositeAlarm';
  return changesOf(definition, properties, nonNegative).flatMap(({ properties: changed, ...change }) => {
    const parsed = parseAlarm(type, changed, { arn: definition.arn, logicalId });
    return parsed.ok ? [{ ...change, original: definition, changed: parsed.alarm }] : [];
  });
}
