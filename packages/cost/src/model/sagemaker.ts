import type { AccessResource } from '../../../access-matrix/src/template/index.ts';
import { overMonth } from '../profile/traffic.ts';
import type { Pricer, PricingContext } from './context.ts';
import { GB, show } from './numbers.ts';
import { listAt, numberAt, rawTextAt, textAt, usageOf, valueAt } from './properties.ts';
import { known, type Usage, unknown } from './types.ts';

const MS_PER_SECOND = 1000;
const SECONDS_PER_MINUTE = 60;

/** A configuration of an endpoint, if an endpoint uses it: each variant serverless or on instances. */
export const priceEndpointConfig: Pricer = (config, context) => {
  const endpoint = context.template
    .ofType('AWS::SageMaker::Endpoint')
    .find(({ properties }) => nameIn(rawTextAt(properties, 'EndpointConfigName') ?? '') === configName(config));
  if (!endpoint) return [];
  const variants = listAt(config.properties, 'ProductionVariants');
  const weights = variants.map((variant) => numberAt(variant, 'InitialVariantWeight') ?? 1);
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  return variants.flatMap((variant, at) => {
    const share = all === 0 ? 0 : (weights[at] ?? 0) / all;
    return valueAt(variant, 'ServerlessConfig') === undefined
      ? instanceUsages(endpoint, variant, share, context)
      : serverlessUsages(endpoint, variant, share, context);
  });
};

/** `Ref` gives the ARN and `Fn::GetAtt` the name; ARNs of SageMaker are in small letters. */
const nameIn = (text: string): string => text.replace(/^arn:.*\//, '').toLowerCase();

const configName = (config: AccessResource): string =>
  nameIn(textAt(config.properties, 'EndpointConfigName') ?? config.physicalId);

function serverlessUsages(endpoint: AccessResource, variant: unknown, share: number, context: PricingContext): Usage[] {
  const { profile, inferences } = context;
  const memoryMb = profile.optional('model.memoryMb') ?? numberAt(variant, 'ServerlessConfig', 'MemorySizeInMB') ?? 0;
  const latencyMs = profile.value('model.latencyMs');
  const calls = inferences * share;
  const bytes = profile.value('payload.requestBytes') + profile.value('payload.responseBytes');
  const usages = [
    usageOf(endpoint, {
      meter: `sagemaker.serverless.${memoryMb}`,
      component: `serverless inference (${memoryMb} MB)`,
      quantity: known((calls * latencyMs) / MS_PER_SECOND, `${show(calls)} inferences x ${show(latencyMs)} ms`),
    }),
    usageOf(endpoint, {
      meter: 'sagemaker.serverless.data',
      component: 'data in and out',
      quantity: known((calls * bytes) / GB, `${show(calls)} inferences x ${show(bytes)} bytes`),
      inferred: "the answer's size is taken from the API's answer, which holds the model's",
    }),
  ];
  if ((numberAt(variant, 'ServerlessConfig', 'ProvisionedConcurrency') ?? 0) === 0) return usages;
  const quantity = unknown('provisioned concurrency is not known to this command');
  return [
    ...usages,
    usageOf(endpoint, {
      meter: `sagemaker.serverless.${memoryMb}.provisioned`,
      component: 'provisioned concurrency',
      quantity,
    }),
  ];
}

function instanceUsages(endpoint: AccessResource, variant: unknown, share: number, context: PricingContext): Usage[] {
  const type = textAt(variant, 'InstanceType');
  const component = `instances (${type ?? 'unknown type'})`;
  const meter = `sagemaker.instance.${type ?? 'unknown'}`;
  const count = numberAt(variant, 'InitialInstanceCount') ?? 1;
  const scaling = scalingOf(endpoint, variant, context);
  const { hours, profile } = context;
  if (!scaling) {
    const quantity = known(count * hours, `${count} x ${show(hours)} hours`);
    return [usageOf(endpoint, { meter, component, quantity })];
  }
  const instances = (rate: number) => instancesNeeded(rate * share, scaling);
  // overMonth sums a rate a second; instances are counted by the hour.
  const value = overMonth(profile.hourlyRates, hours, (rate) => instances(rate) / 3600);
  const formula = `for each hour, requests a minute / ${scaling.target} an instance, from ${scaling.min} to ${scaling.max}`;
  const inferred = 'instances follow the traffic at once, as many as the target asks for';
  return [usageOf(endpoint, { meter, component, quantity: known(value, formula), inferred })];
}

export interface Scaling {
  readonly min: number;
  readonly max: number;
  /** Invocations a minute that the policy wants on each instance. */
  readonly target: number;
}

/** Instances that target tracking keeps at a rate of requests a second. */
export function instancesNeeded(rate: number, { min, max, target }: Scaling): number {
  return Math.min(max, Math.max(min, Math.ceil((rate * SECONDS_PER_MINUTE) / target)));
}

function scalingOf(endpoint: AccessResource, variant: unknown, { template }: PricingContext): Scaling | undefined {
  const name = textAt(endpoint.properties, 'EndpointName') ?? endpoint.physicalId;
  const wanted = `endpoint/${name}/variant/${textAt(variant, 'VariantName')}`;
  const scalable = template
    .ofType('AWS::ApplicationAutoScaling::ScalableTarget')
    .find(({ properties }) => rawTextAt(properties, 'ResourceId') === wanted);
  const target = template
    .ofType('AWS::ApplicationAutoScaling::ScalingPolicy')
    .filter(({ properties }) => rawTextAt(properties, 'ScalingTargetId') === scalable?.physicalId)
    .map(({ properties }) => numberAt(properties, 'TargetTrackingScalingPolicyConfiguration', 'TargetValue'))
    .find((value) => value !== undefined);
  const [min, max] = [numberAt(scalable?.properties, 'MinCapacity'), numberAt(scalable?.properties, 'MaxCapacity')];
  return min === undefined || max === undefined || target === undefined ? undefined : { min, max, target };
}
