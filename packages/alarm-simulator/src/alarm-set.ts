import type { AlarmDefinition, CompositeAlarm, Problem } from './types.ts';

/** Alarms that belong together: names resolved, children before their composites. */
export interface AlarmSet {
  readonly alarms: readonly AlarmDefinition[];
  /** Composite alarms, each after every composite it refers to. */
  readonly composites: readonly CompositeAlarm[];
  /** The alarm that a rule or a suppressor means by a name or an ARN. */
  readonly find: (reference: string) => AlarmDefinition | undefined;
}

/** Why an alarm cannot be evaluated together with the others. Its path begins with the alarm's logical id. */
export interface AlarmSetProblem extends Problem {
  readonly alarm: AlarmDefinition;
  readonly fault: 'name taken' | 'unknown reference' | 'circle' | 'too many parents';
  /** The name or ARN that the fault is about. */
  readonly reference: string;
}

/** The alarms with what they refer to, or why that cannot be told. */
export type AlarmSetResult =
  | { readonly ok: true; readonly set: AlarmSet }
  | { readonly ok: false; readonly errors: readonly AlarmSetProblem[] };

function references(alarm: CompositeAlarm): { readonly property: string; readonly name: string }[] {
  const children = alarm.children.map((name) => ({ property: 'AlarmRule', name }));
  const suppressor = alarm.suppressor?.alarm;
  return suppressor === undefined ? children : [...children, { property: 'ActionsSuppressor', name: suppressor }];
}

/** AWS's limit on the composite alarms that refer to one alarm. */
const MAX_PARENTS = 150;

/** Alarms that are children of too many composite alarms: each one too many is a fault. */
function checkParents(composites: readonly CompositeAlarm[], find: AlarmSet['find'], errors: AlarmSetProblem[]): void {
  const parents = new Map<AlarmDefinition, number>();
  for (const alarm of composites) {
    for (const child of new Set(alarm.children.flatMap((reference) => find(reference) ?? []))) {
      const count = (parents.get(child) ?? 0) + 1;
      parents.set(child, count);
      if (count <= MAX_PARENTS) continue;
      const message = `is composite alarm number ${count} that refers to ${JSON.stringify(child.name)}: CloudWatch takes ${MAX_PARENTS}`;
      const path = `${alarm.logicalId}.AlarmRule`;
      errors.push({ alarm, fault: 'too many parents', reference: child.name, path, message });
    }
  }
}

/** Orders composites by their rules; a circle is a fault that names the whole way round. */
function order(
  composites: readonly CompositeAlarm[],
  find: AlarmSet['find'],
  errors: AlarmSetProblem[],
): readonly CompositeAlarm[] {
  const done = new Set<CompositeAlarm>();
  const way: CompositeAlarm[] = [];
  const visit = (alarm: CompositeAlarm): void => {
    if (done.has(alarm)) return;
    if (way.includes(alarm)) {
      const circle = [...way.slice(way.indexOf(alarm)), alarm].map(({ name }) => name).join(' -> ');
      errors.push({
        alarm,
        fault: 'circle',
        reference: alarm.name,
        path: `${alarm.logicalId}.AlarmRule`,
        message: `goes in a circle: ${circle}; CloudWatch stops evaluating such alarms`,
      });
      done.add(alarm);
      return;
    }
    way.push(alarm);
    for (const reference of alarm.children) {
      const child = find(reference);
      if (child?.kind === 'composite') visit(child);
    }
    way.pop();
    done.add(alarm);
  };
  for (const alarm of composites) visit(alarm);
  return [...done];
}

/**
 * Do these alarms work together? Each name is there once, each rule and each suppressor refers to an alarm that exists,
 * and no composite alarm depends on itself: "your composite alarms stop being evaluated".
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Create_Composite_Alarm.html
 */
export function resolveAlarms(alarms: readonly AlarmDefinition[]): AlarmSetResult {
  const errors: AlarmSetProblem[] = [];
  const byReference = new Map<string, AlarmDefinition>();
  for (const alarm of alarms) {
    const other = byReference.get(alarm.name);
    if (other !== undefined) {
      const message = `${JSON.stringify(alarm.name)} is the name of ${other.logicalId} too: give each alarm its own`;
      const path = `${alarm.logicalId}.AlarmName`;
      errors.push({ alarm, fault: 'name taken', reference: alarm.name, path, message });
    }
    byReference.set(alarm.name, alarm);
  }
  for (const alarm of alarms) if (alarm.arn !== '') byReference.set(alarm.arn, alarm);
  const find = (reference: string): AlarmDefinition | undefined => byReference.get(reference);
  const composites = alarms.filter((alarm) => alarm.kind === 'composite');
  for (const alarm of composites) {
    for (const { property, name } of references(alarm)) {
      if (find(name) !== undefined) continue;
      const message = `refers to ${JSON.stringify(name)}, which is none of the alarms: write the name or ARN of one`;
      const path = `${alarm.logicalId}.${property}`;
      errors.push({ alarm, fault: 'unknown reference', reference: name, path, message });
    }
  }
  checkParents(composites, find, errors);
  const ordered = order(composites, find, errors);
  return errors.length > 0 ? { ok: false, errors } : { ok: true, set: { alarms, composites: ordered, find } };
}
