import type { AccessTemplate } from '../../../access-matrix/src/template/index.ts';
import { KB } from '../model/numbers.ts';
import { listAt, numberAt } from '../model/properties.ts';
import { createProfile, type Profile } from '../profile/profile.ts';
import { defaultTraces } from '../profile/traffic.ts';
import { autoscaling, concurrency, doublings, rateAt, withHeadroom } from './formulas.ts';
import { LIMITS } from './limits.ts';

/** Inferences a second that the page is about. */
export const RATES = [10, 1000, 50_000] as const;

/** Milliseconds of the model for which first limits are worked out; the tables of needs take the profile's. */
export const MODEL_LATENCIES = [20, 50, 200] as const;

/** Share of an instance's capacity that autoscaling aims at; AWS advises to begin with it. */
export const SAFETY = 0.5;

/** What the templates limit by themselves. */
export interface OwnLimits {
  /** Requests a second that the API lets through; undefined where the template sets none. */
  readonly throttleRate?: number;
  /** Invocations at once of the serverless endpoint. */
  readonly maxConcurrency?: number;
}

export function ownLimits(template: AccessTemplate): OwnLimits {
  const throttleRate = template
    .ofType('AWS::ApiGatewayV2::Stage')
    .map(({ properties }) => numberAt(properties, 'DefaultRouteSettings', 'ThrottlingRateLimit'))
    .find((rate) => rate !== undefined);
  const maxConcurrency = template
    .ofType('AWS::SageMaker::EndpointConfig')
    .flatMap(({ properties }) => listAt(properties, 'ProductionVariants'))
    .map((variant) => numberAt(variant, 'ServerlessConfig', 'MaxConcurrency'))
    .find((most) => most !== undefined);
  return {
    ...(throttleRate === undefined ? {} : { throttleRate }),
    ...(maxConcurrency === undefined ? {} : { maxConcurrency }),
  };
}

/** What a rate needs of each service. */
export interface Needs {
  readonly rate: number;
  /** Invocations of the function at once: the mean, and with room for random peaks. */
  readonly functions: { readonly mean: number; readonly headroom: number; readonly rampSeconds: number };
  /** Invocations of the model at once. */
  readonly model: { readonly mean: number; readonly headroom: number };
  /** One request at a time on each instance. */
  readonly instances: { readonly target: number; readonly instances: number };
  readonly table: { readonly writeUnits: number; readonly partitions: number; readonly doublings: number };
  readonly tracesPerSecond: number;
}

/** What a profile with one rate needs. */
export function needsOf(
  rate: number,
  profile: Profile = createProfile({ traffic: { requestsPerSecond: rate } }),
): Needs {
  const modelMs = profile.value('model.latencyMs');
  const functionMean = concurrency(rate, modelMs + profile.value('function.overheadMs'));
  const modelMean = concurrency(rate, modelMs);
  const writeUnits = rate * Math.ceil(profile.value('record.bytes') / KB);
  const headroom = withHeadroom(functionMean);
  return {
    rate,
    functions: { mean: functionMean, headroom, rampSeconds: (headroom / LIMITS.lambdaScaling.value) * 10 },
    model: { mean: modelMean, headroom: withHeadroom(modelMean) },
    instances: autoscaling(rate, modelMs, SAFETY),
    table: {
      writeUnits,
      partitions: Math.ceil(writeUnits / LIMITS.partitionWrites.value),
      doublings: doublings(writeUnits, LIMITS.tableInitial.value),
    },
    tracesPerSecond: defaultTraces(rate),
  };
}

/** A limit, and the rate of inferences at which it is reached, for each of the model's latencies. */
export interface Ceiling {
  readonly name: string;
  readonly rates: readonly number[];
  /** What to change. */
  readonly remedy: string;
}

/** All ceilings, the lowest at the middle latency first: what breaks first stands first. */
export function ceilings(own: OwnLimits, overheadMs: number, recordBytes: number): Ceiling[] {
  const writes = Math.ceil(recordBytes / KB);
  const same = (rate: number) => MODEL_LATENCIES.map(() => rate);
  const atModel = (most: number) => MODEL_LATENCIES.map((ms) => rateAt(most, ms));
  const list: Ceiling[] = [
    {
      name: 'Lambda: 1,000 invocations at once in the account (default)',
      rates: MODEL_LATENCIES.map((ms) => rateAt(LIMITS.lambdaConcurrency.value, ms + overheadMs)),
      remedy: 'ask AWS for more concurrent executions',
    },
    {
      name: 'API Gateway: 10,000 requests a second in the account (default)',
      rates: same(LIMITS.apiRate.value),
      remedy: 'ask AWS for a higher throttle quota',
    },
    {
      name: 'SageMaker: 200 at once on one serverless endpoint',
      rates: atModel(LIMITS.serverlessConcurrency.value),
      remedy: 'go to instances: `endpoint.*.instance.type` with `autoscaling`',
    },
    {
      name: 'DynamoDB: 4,000 writes a second of a new table',
      rates: same(LIMITS.tableInitial.value / writes),
      remedy: 'raise the traffic over hours; what is refused meanwhile goes to the queue',
    },
    {
      name: 'DynamoDB: 40,000 writes a second of a table (default)',
      rates: same(LIMITS.tableWrites.value / writes),
      remedy: 'ask AWS for a higher table quota',
    },
    {
      name: 'CloudWatch: 500 PutMetricData requests a second (default)',
      rates: same(LIMITS.putMetricData.value),
      remedy: 'keep `metrics.transport` at `emf`, which makes no request',
    },
  ];
  if (own.throttleRate !== undefined) {
    const remedy = 'raise `api.throttle.rate` and `api.throttle.burst`';
    list.push({ name: `our throttle: ${own.throttleRate} requests a second`, rates: same(own.throttleRate), remedy });
  }
  if (own.maxConcurrency !== undefined) {
    const remedy = 'raise `endpoint.*.serverless.maxConcurrency`, to 200 at most';
    const name = `our serverless endpoint: ${own.maxConcurrency} at once`;
    list.push({ name, rates: atModel(own.maxConcurrency), remedy });
  }
  const middle = MODEL_LATENCIES.indexOf(50);
  return list.toSorted((left, right) => (left.rates[middle] ?? 0) - (right.rates[middle] ?? 0));
}
