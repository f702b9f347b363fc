import type { AlarmDefinition, CompositeAlarm, Problem } from './types.ts';

/** Alarms that belong together: names resolved, children before their composites. */
export interface AlarmSet {
  readonly alarms: readonly AlarmDefinition[];
  /** Composite alarms, each after every composite it refers to. */
  readonly composites: readonly CompositeAlarm[];
  /** The alarm that a rule or a suppressor means by a name or an ARN. */
  readonly find: (reference: string) => AlarmDefinition | undefined;
}

export type AlarmSetResult =
  | { readonly ok: true; readonly set: AlarmSet }
  | { readonly ok: false; readonly errors: readonly Problem[] };

function references(alarm: CompositeAlarm): { readonly property: string; readonly name: string }[] {
  const children = alarm.children.map((name) => ({ property: 'AlarmRule', name }));
  const suppressor = alarm.suppressor?.alarm;
  return suppressor === undefined ? children : [...children, { property: 'ActionsSuppressor', name: suppressor }];
}

/** Orders composites by their rules; a circle is a fault that names the whole way round. */
function order(
  composites: readonly CompositeAlarm[],
  find: AlarmSet['find'],
  errors: Problem[],
): readonly CompositeAlarm[] {
  const done = new Set<CompositeAlarm>();
  const way: CompositeAlarm[] = [];
  const visit = (alarm: CompositeAlarm): void => {
    if (done.has(alarm)) return;
    if (way.includes(alarm)) {
      const circle = [...way.slice(way.indexOf(alarm)), alarm].map(({ name }) => name).join(' -> ');
      errors.push({
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
  const errors: Problem[] = [];
  const byReference = new Map<string, AlarmDefinition>();
  for (const alarm of alarms) {
    const other = byReference.get(alarm.name);
    if (other !== undefined) {
      const message = `${JSON.stringify(alarm.name)} is the name of ${other.logicalId} too: give each alarm its own`;
      errors.push({ path: `${alarm.logicalId}.AlarmName`, message });
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
      errors.push({ path: `${alarm.logicalId}.${property}`, message });
    }
  }
  const ordered = order(composites, find, errors);
  return errors.length > 0 ? { ok: false, errors } : { ok: true, set: { alarms, composites: ordered, find } };
}
