import { leastSure } from './certainty.ts';
import { formatLongTime, formatTimestamp } from './format.ts';
import { evaluateRule, ruleCertainty, type StateOf } from './rule-evaluate.ts';
import type { AlarmState, Certainty, CompositeAlarm, CompositeReasonData } from './types.ts';

/** A child as its composite sees it. */
export interface Child {
  readonly arn: string;
  readonly state: AlarmState;
  readonly certainty: Certainty;
  /** When it went to its state, milliseconds since the epoch. */
  readonly since: number;
  /** It did so at the instant of this evaluation. */
  readonly changed: boolean;
}

/** What is said of a change beside the state itself. */
export interface CompositeWords {
  readonly reason: string;
  readonly reasonData: CompositeReasonData;
  readonly certainty: Certainty;
}

function triggering(children: readonly Child[]): CompositeReasonData {
  return {
    triggeringAlarms: children.map(({ arn, state, since }) => ({
      arn,
      state: { value: state, timestamp: formatTimestamp(since) },
    })),
  };
}

/** A composite alarm is in ALARM while its rule is true and in OK while it is false. */
export function compositeState({ rule }: CompositeAlarm, stateOf: StateOf): AlarmState {
  return evaluateRule(rule, stateOf) ? 'ALARM' : 'OK';
}

/**
 * A change of a composite alarm in words. Several children may change at one instant; AWS would evaluate after each, here
 * the rule is evaluated once over all, and the reason names the first of them in the rule (*inferred*). The verdict is as
 * sure as the rule and the least sure child.
 * @param created first evaluation after the alarm's creation: the reason then names no child
 */
export function describeComposite(
  alarm: CompositeAlarm,
  state: AlarmState,
  childOf: (reference: string) => Child | undefined,
  created: boolean,
): CompositeWords {
  const children = alarm.children.flatMap((reference) => childOf(reference) ?? []);
  const stateOf: StateOf = (reference) => childOf(reference)?.state;
  const certainty = children.reduce<Certainty>(
    (least, child) => leastSure(least, child.certainty),
    ruleCertainty(alarm.rule, alarm.leftToRight, stateOf),
  );
  const changed = children.filter((child) => child.changed);
  const [first] = changed;
  if (created || first === undefined) {
    const reason = `${alarm.arn} was created and its alarm rule evaluates to ${state}`;
    return { reason, reasonData: triggering(children), certainty };
  }
  const reason = `${first.arn} transitioned to ${first.state} at ${formatLongTime(first.since)}`;
  return { reason, reasonData: triggering(changed), certainty };
}
