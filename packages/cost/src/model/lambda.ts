import type { AccessResource } from '../../../access-matrix/src/template/index.ts';
import { runsPerMonth } from '../profile/schedule.ts';
import { defaultTraces, overMonth } from '../profile/traffic.ts';
import type { Pricer, PricingContext } from './context.ts';
import { show } from './numbers.ts';
import { listAt, numberAt, rawTextAt, textAt, textsIn, usageOf, valueAt } from './properties.ts';
import { known, type Quantity, type Usage, unknown } from './types.ts';

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-function.html */
const DEFAULT_MEMORY_MB = 128;
const DEFAULT_STORAGE_MB = 512;

const MS_PER_SECOND = 1000;

/** What a function does in a month. */
export interface FunctionLoad {
  readonly invocations: Quantity;
  /** Billed milliseconds of one invocation. */
  readonly durationMs: Quantity;
}

/** A function: requests, compute, extra ephemeral storage, traces. */
export const priceFunction: Pricer = (fn, context) => {
  const { invocations, durationMs } = functionLoad(fn, context);
  return [
    usageOf(fn, { meter: 'lambda.requests', component: 'invocations', quantity: invocations }),
    ...computeUsages(fn, invocations, durationMs, context),
    ...traceUsages(fn, context),
  ];
};

/** How often a function runs and for how long: the profile's word first, then what the templates tell. */
export function functionLoad(fn: AccessResource, context: PricingContext): FunctionLoad {
  const { profile, apiFunction, inferences, reads, transport } = context;
  const names = [textAt(fn.properties, 'FunctionName') ?? '', fn.logicalId];
  const given = profile.functionUse(names);
  if (given) {
    return {
      invocations: known(given.invocations, 'as the profile says'),
      durationMs: known(given.durationMs, 'as the profile says'),
    };
  }
  if (fn === apiFunction) {
    const call = transport === 'put-metric-data' ? profile.value('metrics.callMs') : 0;
    const [model, own] = [profile.value('model.latencyMs'), profile.value('function.overheadMs')];
    const extra = call > 0 ? ` + ${show(call)} ms for PutMetricData` : '';
    return {
      invocations: known(inferences + reads, `${show(inferences)} inferences + ${show(reads)} reads`),
      // Lambda bills whole milliseconds (https://aws.amazon.com/lambda/pricing/).
      durationMs: known(Math.ceil(model + own + call), `${show(model)} ms model + ${show(own)} ms own work${extra}`),
    };
  }
  return {
    invocations: invocationsElsewhere(fn, context),
    durationMs: unknown(`its duration is not known: give functions.${names.find((name) => name !== '')}`),
  };
}

function invocationsElsewhere(fn: AccessResource, { template, unstored, hours }: PricingContext): Quantity {
  const fromQueue = template
    .ofType('AWS::Lambda::EventSourceMapping')
    .find(({ properties }) => isFunction(rawTextAt(properties, 'FunctionName'), fn));
  if (fromQueue && (rawTextAt(fromQueue.properties, 'EventSourceArn') ?? '').includes(':sqs:')) {
    return known(unstored, `${show(unstored)} messages, one each: no batch is full when few records fail`);
  }
  const schedule = template
    .ofType('AWS::Events::Rule')
    .find(({ properties }) => listAt(properties, 'Targets').some((target) => isFunction(rawTextAt(target, 'Arn'), fn)));
  const expression = textAt(schedule?.properties, 'ScheduleExpression');
  const runs = expression === undefined ? undefined : runsPerMonth(expression, hours);
  if (runs !== undefined) return known(runs, `${expression} over ${show(hours)} hours`);
  if (runsAtDeployments(fn, template.resources)) return known(0, 'runs only at deployments');
  return unknown(`how often it runs is not known: give functions.${fn.logicalId}`);
}

const isFunction = (named: string | undefined, fn: AccessResource): boolean =>
  named !== undefined && (named === fn.arn || named === fn.physicalId);

/** Whether CloudFormation alone calls it: a custom resource's function, or one that such a function calls. */
function runsAtDeployments(fn: AccessResource, resources: readonly AccessResource[]): boolean {
  const providers = resources.filter(({ type, properties }) => {
    const token = rawTextAt(properties, 'ServiceToken');
    return (type.startsWith('Custom::') || type === 'AWS::CloudFormation::CustomResource') && isFunction(token, fn);
  });
  if (providers.length > 0) return true;
  return resources.some(
    (other) =>
      other !== fn &&
      /framework/.test(textAt(other.properties, 'Handler') ?? '') &&
      textsIn(valueAt(other.properties, 'Environment', 'Variables')).some((text) => isFunction(text, fn)),
  );
}

function computeUsages(
  fn: AccessResource,
  invocations: Quantity,
  durationMs: Quantity,
  { profile, apiFunction }: PricingContext,
): Usage[] {
  const architecture = textAt({ first: listAt(fn.properties, 'Architectures')[0] }, 'first') ?? 'x86_64';
  const ownMemory = numberAt(fn.properties, 'MemorySize') ?? DEFAULT_MEMORY_MB;
  const memoryMb = fn === apiFunction ? (profile.optional('function.memoryMb') ?? ownMemory) : ownMemory;
  const storageMb = Math.max(0, (numberAt(fn.properties, 'EphemeralStorage', 'Size') ?? 0) - DEFAULT_STORAGE_MB);
  const usages = [
    usageOf(fn, {
      meter: `lambda.duration.${architecture}`,
      component: `compute (${architecture}, ${memoryMb} MB)`,
      quantity: gbSeconds(invocations, durationMs, memoryMb),
    }),
  ];
  if (storageMb > 0) {
    const quantity = gbSeconds(invocations, durationMs, storageMb);
    usages.push(
      usageOf(fn, { meter: 'lambda.ephemeral-storage', component: 'ephemeral storage above 512 MB', quantity }),
    );
  }
  return usages;
}

/** Lambda counts 1,024 MB as one GB (https://aws.amazon.com/lambda/pricing/, examples). */
export function gbSeconds(invocations: Quantity, durationMs: Quantity, megabytes: number): Quantity {
  if (invocations.status === 'unknown') return invocations;
  if (invocations.value === 0) return known(0, invocations.formula);
  if (durationMs.status === 'unknown') return durationMs;
  const seconds = (invocations.value * durationMs.value) / MS_PER_SECOND;
  const formula = `${show(invocations.value)} x ${show(durationMs.value)} ms (${durationMs.formula}) x ${megabytes} MB / 1024`;
  return known((seconds * megabytes) / 1024, formula);
}

function traceUsages(fn: AccessResource, { hours, profile, apiFunction, inferences }: PricingContext): Usage[] {
  if (fn !== apiFunction || textAt(fn.properties, 'TracingConfig', 'Mode') !== 'Active') return [];
  const share = profile.optional('tracing.sampledShare');
  const quantity =
    share === undefined
      ? known(
          overMonth(profile.hourlyRates, hours, defaultTraces),
          'the first request of each second and 5 % of the others, which is the default sampling rule',
        )
      : known(inferences * share, `${show(inferences)} inferences x ${share}`);
  return [usageOf(fn, { meter: 'xray.traces', component: 'traces', quantity })];
}
