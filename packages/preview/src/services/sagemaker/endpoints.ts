import type { TemplateResources } from '../../observability/types.ts';
import type { JsonObject } from '../protocol.ts';
import { list, number, object, objects, text } from '../template.ts';

const MB = 1024 * 1024;

/**
 * Largest request and response body in bytes (that a MB is 1,048,576 of them is inferred).
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/serverless-endpoints-invoke.html (serverless: 4 MB)
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/hosting-faqs.html (real-time: 25 MB; 6 MB in older versions)
 */
export const PAYLOAD_LIMITS = { serverless: 4 * MB, instance: 25 * MB } as const;

/** A production variant of an endpoint. */
export interface EndpointVariant {
  readonly name: string;
  readonly hosting: 'serverless' | 'instance';
  /** Share of the traffic relative to the other variants. */
  readonly weight: number;
  /** Instances behind an instance-hosted variant; autoscaling is not emulated. */
  readonly instances: number;
  /** Requests at the same time that a serverless variant takes; undefined for instances, whose limit AWS does not publish. */
  readonly maxConcurrency?: number;
}

/** Variants of an endpoint. */
export type ModelEndpoint = readonly EndpointVariant[];

/** The name SageMaker's console and SDK give an only variant. */
const DEFAULT_VARIANT = 'AllTraffic';

/**
 * Endpoints that can be invoked: those the templates make, and those that only exist in the account but that a policy of
 * the templates allows to invoke. The case of a name must be matched; but an ARN holds it in lower case, so that a name
 * that is known from an ARN alone is matched in any case.
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateEndpoint.html (EndpointName)
 */
export class Endpoints {
  readonly #byName = new Map<string, ModelEndpoint>();
  readonly #byLowerCase = new Map<string, ModelEndpoint>();

  constructor(resources: TemplateResources) {
    for (const name of invokableNames(resources)) {
      this.#byLowerCase.set(name.toLowerCase(), [existingVariant(name, resources)]);
    }
    const configs = new Map<string, ModelEndpoint>();
    for (const config of resources.ofType('AWS::SageMaker::EndpointConfig')) {
      const name = text(config.properties.EndpointConfigName) ?? config.physicalId;
      configs.set(lastPart(name).toLowerCase(), objects(config.properties.ProductionVariants).map(readVariant));
    }
    for (const { properties, physicalId } of resources.ofType('AWS::SageMaker::Endpoint')) {
      const name = text(properties.EndpointName);
      const known = name ?? lastPart(physicalId);
      const config = configs.get(lastPart(text(properties.EndpointConfigName) ?? '').toLowerCase());
      const variants = config?.length ? config : [existingVariant(known, resources)];
      this.#byLowerCase.delete(known.toLowerCase());
      if (name === undefined) this.#byLowerCase.set(known.toLowerCase(), variants);
      else this.#byName.set(name, variants);
    }
  }

  find(name: string): ModelEndpoint | undefined {
    return this.#byName.get(name) ?? this.#byLowerCase.get(name.toLowerCase());
  }
}

const lastPart = (nameOrArn: string): string => nameOrArn.split('/').at(-1) ?? nameOrArn;

function readVariant(variant: JsonObject): EndpointVariant {
  const serverless = object(variant.ServerlessConfig);
  return {
    name: text(variant.VariantName) ?? DEFAULT_VARIANT,
    hosting: serverless ? 'serverless' : 'instance',
    weight: number(variant.InitialVariantWeight) ?? 1,
    instances: number(variant.InitialInstanceCount) ?? 1,
    maxConcurrency: serverless ? number(serverless.MaxConcurrency) : undefined,
  };
}

/** What is not in the templates is taken for instance-hosted; its variant is named by the alarms that watch it. */
function existingVariant(endpointName: string, resources: TemplateResources): EndpointVariant {
  const watched = resources
    .ofType('AWS::CloudWatch::Alarm')
    .map((alarm) => dimensionsOf(alarm.properties))
    .find(({ EndpointName, VariantName }) => {
      return EndpointName?.toLowerCase() === endpointName.toLowerCase() && VariantName !== undefined;
    });
  return { name: watched?.VariantName ?? DEFAULT_VARIANT, hosting: 'instance', weight: 1, instances: 1 };
}

function dimensionsOf(alarm: JsonObject): Record<string, string | undefined> {
  const nested = objects(alarm.Metrics).flatMap((entry) =>
    objects(object(object(entry.MetricStat)?.Metric)?.Dimensions),
  );
  const all = [...objects(alarm.Dimensions), ...nested];
  return Object.fromEntries(all.map(({ Name, Value }) => [text(Name) ?? '', text(Value)]));
}

/** Names in the resources of every statement that allows `sagemaker:InvokeEndpoint`; patterns name no endpoint. */
function invokableNames(resources: TemplateResources): string[] {
  const roles = resources.ofType('AWS::IAM::Role').flatMap((role) => objects(role.properties.Policies));
  const policies = ['AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy'].flatMap((type) =>
    resources.ofType(type).map((policy) => policy.properties),
  );
  return [...roles, ...policies]
    .flatMap((policy) => objects(object(policy.PolicyDocument)?.Statement))
    .filter((statement) => statement.Effect === 'Allow' && list(statement.Action).includes('sagemaker:InvokeEndpoint'))
    .flatMap((statement) => list(statement.Resource))
    .flatMap((resource) => /:endpoint\/([A-Za-z0-9-]+)$/.exec(String(resource))?.[1] ?? []);
}
