import {
  type AlarmDefinition,
  AlarmEngine,
  type AlarmStatus,
  notification,
  type Problem,
  parseAlarm,
  resolveAlarms,
  type SampleSource,
  statisticsOf,
  type Transition,
  type Verdict,
} from '../../../alarm-simulator/src/index.ts';
import type { Clock } from '../types.ts';
import type { Inbox } from './inbox.ts';
import type { MetricStore } from './metric-store.ts';
import { deliverToQueues, deliverToTopic, readSubscriptions, type TopicSubscriptions } from './subscriptions.ts';
import type { TemplateResource, TemplateResources } from './types.ts';

const MINUTE_MS = 60_000;

/** How often alarms with a period below a minute are evaluated, in virtual milliseconds. */
const HIGH_RESOLUTION_TICK_MS = 10_000;

/** State changes kept; the oldest go first. CloudWatch keeps two weeks of them. */
export const HISTORY_CAPACITY = 10_000;

/** Datapoints that an evaluation reads beyond the evaluation periods, and one for the period under way. */
const EXTRA_PERIODS = 4;

/** Real milliseconds that a value may arrive late: longer than a function's request takes. */
const LATE_MS = 60_000;

export interface AlarmServiceOptions {
  readonly assembly: TemplateResources;
  readonly metrics: MetricStore;
  readonly inbox: Inbox;
  readonly clock: Clock;
  /** Who is subscribed at the moment. @default - whom the templates subscribe */
  readonly topics?: TopicSubscriptions;
  /** Sends to a queue by its ARN. @default - messages to queues are dropped */
  readonly sendToQueue?: (queueArn: string, body: string) => void;
}

/** An alarm of the templates that cannot be evaluated, and why. */
export interface AlarmProblem {
  readonly stack: string;
  readonly logicalId: string;
  readonly message: string;
}

/**
 * Evaluates the alarms of the templates each virtual minute (every ten seconds if one has a period below a minute) and
 * sends what SNS would send to everyone who is subscribed to the topics that an alarm calls. Actions that are no topic
 * are not run.
 */
export class AlarmService {
  readonly alarms: readonly AlarmDefinition[];
  /** Alarms that are left out. */
  readonly problems: readonly AlarmProblem[];
  readonly #engine: AlarmEngine;
  readonly #source: SampleSource;
  readonly #subscriptions: TopicSubscriptions;
  readonly #inbox: Inbox;
  readonly #sendToQueue: (queueArn: string, body: string) => void;
  readonly #clock: Clock;
  readonly #history: Transition[] = [];
  readonly #listeners = new Set<(transition: Transition) => void>();
  #timer: Disposable | undefined;

  constructor({ assembly, metrics, inbox, clock, topics, sendToQueue = () => {} }: AlarmServiceOptions) {
    const { alarms, problems } = readAlarms(assembly);
    this.alarms = alarms;
    this.problems = problems;
    this.#engine = new AlarmEngine(alarms);
    this.#source = sourceOf(metrics, clock);
    this.#subscriptions = topics ?? readSubscriptions(assembly);
    this.#inbox = inbox;
    this.#sendToQueue = sendToQueue;
    this.#clock = clock;
    for (const alarm of alarms) {
      if (alarm.kind !== 'metric') continue;
      const lookBackMs = (alarm.evaluationPeriods + EXTRA_PERIODS) * alarm.period * 1000;
      for (const { metric } of statisticsOf(alarm)) metrics.keepAtLeast(lookBackMs, metric);
    }
  }

  /** Changes of state, oldest first, at most {@link HISTORY_CAPACITY}. */
  get history(): readonly Transition[] {
    return this.#history;
  }

  /** Where each alarm stands, by its name. */
  states(): ReadonlyMap<string, AlarmStatus> {
    return this.#engine.states();
  }

  /** Where an alarm's samples come from, for graphs. */
  get source(): SampleSource {
    return this.#source;
  }

  /** What an evaluation at this instant would say; undefined for composite alarms. */
  explain(name: string, at: number): Verdict | undefined {
    return this.#engine.explain(name, at, this.#source);
  }

  /** Begins to evaluate, at the next full minute of virtual time. */
  start(): void {
    const highResolution = this.alarms.some((alarm) => alarm.kind === 'metric' && alarm.period < MINUTE_MS / 1000);
    this.#timer ??= this.#clock.every(highResolution ? HIGH_RESOLUTION_TICK_MS : MINUTE_MS, (dueAt) =>
      this.tick(dueAt),
    );
  }

  /** Evaluates once, as of the given virtual time. */
  tick(now: number): void {
    for (const transition of this.#engine.tick(now, this.#source)) {
      if (transition.kind === 'stateChange') this.#remember(transition);
      this.#notify(transition);
    }
  }

  /** Calls back on each change of state until the returned handle is disposed of. */
  subscribe(listener: (transition: Transition) => void): Disposable {
    this.#listeners.add(listener);
    return { [Symbol.dispose]: () => void this.#listeners.delete(listener) };
  }

  dispose(): void {
    this.#timer?.[Symbol.dispose]();
    this.#timer = undefined;
    this.#listeners.clear();
  }

  #remember(transition: Transition): void {
    this.#history.push(transition);
    if (this.#history.length > HISTORY_CAPACITY) this.#history.shift();
    for (const listener of this.#listeners) listener(transition);
  }

  /** The text of an SMS is the subject alone; AWS publishes no rule for it (inferred). */
  #notify(transition: Transition): void {
    const topics = transition.actions.filter((arn) => this.#subscriptions.has(arn));
    if (topics.length === 0) return;
    const { subject, emailBody, message: alarm } = notification(transition, contextOf(transition.alarm.arn));
    for (const topicArn of topics) {
      const message = { at: transition.at, topicArn, subject, emailBody, smsBody: subject };
      deliverToTopic(this.#inbox, this.#subscriptions, message);
      const forMachines = { at: transition.at, topicArn, subject, message: JSON.stringify(alarm) };
      deliverToQueues(this.#sendToQueue, this.#subscriptions, forMachines);
    }
  }
}

interface ReadAlarm {
  readonly stack: string;
  readonly alarm: AlarmDefinition;
}

/** Alarms that can be evaluated together, and what is wrong with the others. */
function readAlarms(assembly: TemplateResources): { alarms: AlarmDefinition[]; problems: AlarmProblem[] } {
  const read: ReadAlarm[] = [];
  const problems: AlarmProblem[] = [];
  for (const type of ['AWS::CloudWatch::Alarm', 'AWS::CloudWatch::CompositeAlarm'] as const) {
    for (const resource of assembly.ofType(type)) {
      const { stack, logicalId, arn } = resource;
      const parsed = parseAlarm(type, withName(resource), { arn, logicalId });
      if (parsed.ok) read.push({ stack, alarm: parsed.alarm });
      else problems.push({ stack, logicalId, message: parsed.errors.map(sentence).join('; ') });
    }
  }
  return { alarms: dropUnresolved(read, problems), problems };
}

const sentence = ({ path, message }: Problem): string => (path === '' ? message : `${path}: ${message}`);

/** Leaves out alarms that refer to one that is not there, until the rest refer only to each other. */
function dropUnresolved(read: readonly ReadAlarm[], problems: AlarmProblem[]): AlarmDefinition[] {
  let kept = read;
  for (;;) {
    const alarms = kept.map(({ alarm }) => alarm);
    const resolved = resolveAlarms(alarms);
    if (resolved.ok) return alarms;
    // A path begins with the logical id of the alarm that is at fault.
    const faults = new Map(resolved.errors.map((error) => [error.path.split('.')[0] ?? '', sentence(error)]));
    for (const { stack, alarm } of kept) {
      const message = faults.get(alarm.logicalId);
      if (message !== undefined) problems.push({ stack, logicalId: alarm.logicalId, message });
    }
    kept = kept.filter(({ alarm }) => !faults.has(alarm.logicalId));
  }
}

/** CloudFormation makes up a name for an alarm without one, and `Ref` gives it. */
function withName({ properties, physicalId }: TemplateResource): Readonly<Record<string, unknown>> {
  return { AlarmName: physicalId, ...properties };
}

function sourceOf(metrics: MetricStore, clock: Clock): SampleSource {
  return {
    samples: (metric, from, to) => metrics.samples(metric, from, to),
    // Virtual time may have gone faster than it goes now, and then more of it can still change.
    settledBefore: (_metric, asOf) => Math.min(asOf - LATE_MS, clock.toVirtual(Date.now() - LATE_MS)),
  };
}

/** `arn:aws:cloudwatch:<region>:<account>:alarm:<name>` */
function contextOf(alarmArn: string): { readonly accountId: string; readonly region: string } {
  const [, , , region = '', accountId = ''] = alarmArn.split(':');
  return { accountId, region };
}
