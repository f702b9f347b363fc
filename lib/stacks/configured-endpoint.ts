import type { RemovalPolicy } from 'aws-cdk-lib';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { EndpointConfig } from '../../config/schema.ts';
import { XGBOOST_CONTAINER, XGBOOST_REGISTRY_ACCOUNTS } from '../../sample/xgboost-images.ts';
import { type ContainerImage, ecrImage, regionalImage } from '../inference/endpoint/container-image.ts';
import { HostedEndpoint } from '../inference/endpoint/hosted-endpoint.ts';
import { DEFAULT_HOSTING, type EndpointHosting } from '../inference/endpoint/hosting.ts';
import type { InferenceEndpoint } from '../inference/endpoint/inference-endpoint.ts';
import { existingArtifact, localArtifact, type ModelArtifact } from '../inference/endpoint/model-artifact.ts';
import { ENDPOINT_NAME, prefixed } from '../shared/names.ts';
import { projectPath } from '../shared/paths.ts';

/** The artifact of the sample model, as SageMaker's XGBoost container loads it. */
const SAMPLE_ARTIFACT = 'sample/model/model.tar.gz';

export interface ConfiguredEndpointProps {
  readonly endpoint: EndpointConfig;
  readonly prefix: string;
  readonly logRetention: RetentionDays;
  readonly removalPolicy: RemovalPolicy;
}

/** The endpoint that the settings ask for: the names of an existing one, or a new one from an artifact or the sample. */
export function configuredEndpoint(scope: Construct, id: string, props: ConfiguredEndpointProps): InferenceEndpoint {
  const { existing, model, sample } = props.endpoint;
  if (existing !== undefined) {
    return { endpointName: existing.name, variantName: existing.variant, hosting: 'unknown' };
  }
  const parts = new Construct(scope, `${id}Parts`);
  return new HostedEndpoint(scope, id, {
    endpointName: prefixed(props.prefix, ENDPOINT_NAME),
    artifact: model === undefined ? sampleArtifact(parts) : existingArtifact(parts, model.artifact),
    image: model?.image === undefined ? xgboostImage(parts) : ecrImage(parts, model.image),
    hosting: hosting(model ?? sample ?? {}),
    dataCapture: (model ?? sample)?.dataCapture,
    logRetention: props.logRetention,
    removalPolicy: props.removalPolicy,
  });
}

function sampleArtifact(scope: Construct): ModelArtifact {
  return localArtifact(scope, 'Artifact', projectPath(SAMPLE_ARTIFACT));
}

function xgboostImage(scope: Construct): ContainerImage {
  const { repository, version } = XGBOOST_CONTAINER;
  return regionalImage(scope, 'Registry', { repository, tag: version, accounts: XGBOOST_REGISTRY_ACCOUNTS });
}

type ComputeConfig = Pick<NonNullable<EndpointConfig['sample']>, 'serverless' | 'instance'>;

function hosting({ serverless, instance }: ComputeConfig): EndpointHosting {
  if (instance !== undefined) {
    return { type: 'instance', instanceType: instance.type, count: instance.count, autoscaling: instance.autoscaling };
  }
  return serverless === undefined ? DEFAULT_HOSTING : { type: 'serverless', ...serverless };
}
