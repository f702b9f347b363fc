import { type AlarmState, evaluateRule, type ParsedRule, parseRule } from '../../../../alarm-simulator/src/index.ts';
import { textOf } from '../raw.ts';
import type { LintContext, LintRule, Observation, Subject } from '../types.ts';

const COMPOSITE = 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html';

/** Rules that were read already: several checks ask for those of all composites, for each alarm. */
const known = new WeakMap<Subject, ParsedRule | undefined>();

/** The rule of a composite alarm; undefined for other alarms and for rules that cannot be read. */
export function ruleOf(subject: Subject): ParsedRule | undefined {
  if (!known.has(subject)) known.set(subject, readRule(subject));
  return known.get(subject);
}

function readRule({ view }: Subject): ParsedRule | undefined {
  const text = view.kind === 'composite' ? textOf(view.raw.AlarmRule) : undefined;
  const parsed = text === undefined ? undefined : parseRule(text);
  return parsed?.ok ? parsed.value : undefined;
}

/** The way from an alarm back to itself, as the alarms along it; undefined if there is none. */
function circleThrough(start: Subject, context: LintContext): Subject[] | undefined {
  const seen = new Set<Subject>();
  const ways: Subject[][] = [[start]];
  for (let way = ways.shift(); way !== undefined; way = ways.shift()) {
    const last = way.at(-1);
    for (const reference of (last === undefined ? undefined : ruleOf(last))?.references ?? []) {
      const child = last && context.find(reference, last);
      if (child === start) return [...way, start];
      if (child === undefined || seen.has(child)) continue;
      seen.add(child);
      ways.push([...way, child]);
    }
  }
  return undefined;
}

/** "your composite alarms stop being evaluated" */
export const compositeCycle: LintRule = {
  code: 'IW6001',
  name: 'composite-cycle',
  severity: 'error',
  title: 'A composite alarm depends on itself',
  source: 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Create_Composite_Alarm.html',
  check: (subject, context) => {
    const circle = circleThrough(subject, context);
    if (circle === undefined) return [];
    return [
      {
        path: 'AlarmRule',
        message: `goes in a circle, and CloudWatch stops evaluating such alarms: ${circle.map(({ alarm }) => alarm.name).join(' -> ')}`,
        fix: `take one of them out of the others' rules; to break a circle that is deployed, set one AlarmRule to FALSE`,
      },
    ];
  },
};

const STATES: readonly AlarmState[] = ['OK', 'ALARM', 'INSUFFICIENT_DATA'];

/** Three states each: beyond seven alarms the table is longer than anybody waits for. */
const MAX_ALARMS = 7;

/** Whether the rule is true for some states of its alarms, and for all. */
function truthOf({ rule, references }: ParsedRule): { some: boolean; all: boolean } | undefined {
  if (references.length > MAX_ALARMS || references.length === 0) return undefined;
  const result = { some: false, all: true };
  for (let row = 0; row < STATES.length ** references.length; row++) {
    const stateOf = (reference: string) =>
      STATES[Math.floor(row / STATES.length ** references.indexOf(reference)) % STATES.length];
    if (evaluateRule(rule, stateOf)) result.some = true;
    else result.all = false;
  }
  return result;
}

export const constantRule: LintRule = {
  code: 'IW6002',
  name: 'constant-alarm-rule',
  severity: 'error',
  title: 'The rule of a composite alarm comes to the same whatever its alarms do',
  source: COMPOSITE,
  check: (subject): readonly Observation[] => {
    const rule = ruleOf(subject);
    const truth = rule && truthOf(rule);
    if (rule === undefined || truth === undefined || (truth.some && !truth.all)) return [];
    const [always, state] = truth.all ? ['true', 'ALARM'] : ['false', 'OK'];
    return [
      {
        path: 'AlarmRule',
        message: `is ${always} for each of the ${STATES.length ** rule.references.length} combinations of states of its alarms: the composite is always in ${state}`,
        fix: 'correct the rule; AND of two states of one alarm, or OR of all of them, is the usual slip',
      },
    ];
  },
};

/** AWS does not publish whether AND binds tighter than OR. */
export const mixedOperators: LintRule = {
  code: 'IW6003',
  name: 'mixed-and-or',
  severity: 'warning',
  title: 'AND and OR stand side by side without brackets',
  source: COMPOSITE,
  check: (subject) => {
    const rule = ruleOf(subject);
    const { leftToRight } = rule ?? {};
    if (rule === undefined || leftToRight === undefined) return [];
    return [
      {
        path: 'AlarmRule',
        message: 'mixes AND and OR without brackets: AWS does not publish which binds tighter (undocumented)',
        fix: 'write the brackets',
      },
    ];
  },
};

/** A rule that names an alarm in no template that was read: misspelt, or made elsewhere. */
export const unknownChild: LintRule = {
  code: 'IW6004',
  name: 'unknown-child-alarm',
  severity: 'warning',
  title: 'A composite alarm refers to an alarm that is not there',
  source: COMPOSITE,
  check: (subject, context) => {
    const rule = ruleOf(subject);
    return (rule?.references ?? []).flatMap((reference): Observation[] => {
      // What only a deployment knows cannot be looked up here.
      if (context.find(reference, subject) !== undefined || reference.includes('<')) return [];
      return [
        {
          path: 'AlarmRule',
          message: `refers to ${JSON.stringify(reference)}, which is none of the alarms that were read: CloudWatch refuses a rule whose alarms do not exist`,
          fix: 'write the name or ARN of an alarm, or suppress this if another application makes it',
        },
      ];
    });
  },
};
