import { leastSure } from './certainty.ts';
import { formatLongTime, formatTimestamp } from './format.ts';
import { evaluateRule, ruleCertainty } from './rule-evaluate.ts';
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

export interface CompositeVerdict {
  readonly state: AlarmState;
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

/**
 * A composite alarm is in ALARM while its rule is true and in OK while it is false. Several children may change at one
 * instant; AWS would evaluate after each, here the rule is evaluated once over all, and the reason names the first of
 * them in the rule (*inferred*). The verdict is as sure as the rule and the least sure child.
 * @param created first evaluation after the alarm's creation: the reason then names no child
 */
export function evaluateComposite(
  alarm: CompositeAlarm,
  childOf: (reference: string) => Child | undefined,
  created: boolean,
): CompositeVerdict {
  const stateOf = (reference: string): AlarmState | undefined => childOf(reference)?.state;
  const children = alarm.children.flatMap((reference) => childOf(reference) ?? []);
  const state = evaluateRule(alarm.rule, stateOf) ? 'ALARM' : 'OK';
  const certainty = children.reduce<Certainty>(
    (least, child) => leastSure(least, child.certainty),
    ruleCertainty(alarm.rule, alarm.leftToRight, stateOf),
  );
  const changed = children.filter((child) => child.changed);
  const [first] = changed;
  if (created || first === undefined) {
    const reason = `${alarm.arn} was created and its alarm rule evaluates to ${state}`;
    return { state, reason, reasonData: triggering(children), certainty };
  }
  const reason = `${first.arn} transitioned to ${first.state} at ${formatLongTime(first.since)}`;
  return { state, reason, reasonData: triggering(changed), certainty };
}
