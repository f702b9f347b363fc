import type { Template } from 'aws-cdk-lib/assertions';
import {
  AlarmEngine,
  MemorySource,
  type MetricIdentity,
  parseAlarm,
  type Sample,
  type Transition,
} from '../../../packages/alarm-simulator/src/index.ts';
import { ACCOUNT, type AlarmProperties, allAlarms, ENDPOINT, REGION, resolve } from './support.ts';

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;

/** Whole minute at which simulations begin. */
export const START = Date.UTC(2026, 0, 5, 12);

/** A metric of the pipeline, as the function emits it for the endpoint. */
export function contractMetric(metricName: string): MetricIdentity {
  return { namespace: 'InferencePipeline', metricName, dimensions: { EndpointName: ENDPOINT } };
}

export interface Request {
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** @default 100 */
  readonly latencyMs?: number;
  /** @default false */
  readonly failed?: boolean;
}

/** Requests at even distances in [from, to), as `describe` makes each of its time and its number. */
export function traffic(
  from: number,
  to: number,
  perMinute: number,
  describe: (at: number, index: number) => Omit<Request, 'at'> = () => ({}),
): Request[] {
  const count = Math.floor(((to - from) / MINUTE) * perMinute);
  return Array.from({ length: count }, (_, index) => {
    const at = from + (index * MINUTE) / perMinute;
    return { at, ...describe(at, index) };
  });
}

/** The metrics that the function emits for these requests. */
export function emitted(requests: readonly Request[]): MemorySource {
  const samples = (value: (request: Request) => number): Sample[] =>
    requests.map((request) => ({ timestamp: request.at, value: value(request) }));
  return new MemorySource()
    .add(
      contractMetric('LatencyMs'),
      samples(({ latencyMs = 100 }) => latencyMs),
    )
    .add(
      contractMetric('SuccessCount'),
      samples(({ failed }) => (failed ? 0 : 1)),
    )
    .add(
      contractMetric('ErrorCount'),
      samples(({ failed }) => (failed ? 1 : 0)),
    );
}

export interface Simulation {
  readonly until: number;
  /** Only these alarms and what they are made of. @default - all of the template */
  readonly only?: readonly string[];
  /** Whole minutes by which CloudWatch's newest datapoint is behind. @default 0 */
  readonly lagMinutes?: number;
}

/** Runs the template's alarms over the metrics, minute by minute from START, and tells what changed. */
export function simulate(
  template: Template,
  source: MemorySource,
  { until, only, lagMinutes }: Simulation,
): readonly Transition[] {
  const alarms = allAlarms(template)
    .filter(({ AlarmName }) => only === undefined || only.includes(AlarmName))
    .map((properties) => parsed(properties, template));
  const engine = new AlarmEngine(alarms, { lagMinutes });
  const transitions: Transition[] = [];
  for (let now = START; now <= until; now += MINUTE) transitions.push(...engine.tick(now, source));
  return transitions;
}

/** Times at which the alarm went into the state, without the first evaluation of a new alarm. */
export function timesOf(transitions: readonly Transition[], name: string, to: 'ALARM' | 'OK'): number[] {
  return transitions
    .filter(({ alarm, kind, from }) => alarm.name === name && kind === 'stateChange' && from !== 'INSUFFICIENT_DATA')
    .filter((transition) => transition.to === to)
    .map(({ at }) => at);
}

function parsed(properties: AlarmProperties, template: Template) {
  const { AlarmName, AlarmRule } = properties;
  const resolved = resolve(properties, template) as Record<string, unknown>;
  const arns = (list: unknown) =>
    Array.isArray(list) ? list.map((id) => `arn:aws:sns:${REGION}:${ACCOUNT}:${id}`) : undefined;
  const result = parseAlarm(
    AlarmRule === undefined ? 'AWS::CloudWatch::Alarm' : 'AWS::CloudWatch::CompositeAlarm',
    { ...resolved, AlarmActions: arns(resolved.AlarmActions), OKActions: arns(resolved.OKActions) },
    { arn: `arn:aws:cloudwatch:${REGION}:${ACCOUNT}:alarm:${AlarmName}`, logicalId: AlarmName },
  );
  if (!result.ok) throw new Error(result.errors.map(({ path, message }) => `${path}: ${message}`).join('\n'));
  return result.alarm;
}
