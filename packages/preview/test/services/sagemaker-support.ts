import { InvokeEndpointCommand, SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import { afterEach } from 'vitest';
import type { Random } from '../../src/types.ts';
import {
  ACCOUNT,
  type ContainerAnswer,
  type ContainerRequest,
  REGION,
  type RunningServices,
  resource,
  resources,
  samplesOf,
  startContainer,
  startServices,
} from './support.ts';

export const endpointResources = (variants: Record<string, unknown>[]) =>
  resources(
    resource(
      'AWS::SageMaker::EndpointConfig',
      'Config',
      { ProductionVariants: variants },
      { physicalId: `arn:aws:sagemaker:${REGION}:${ACCOUNT}:endpoint-config/stack-config` },
    ),
    resource('AWS::SageMaker::Endpoint', 'Endpoint', {
      EndpointName: 'digits',
      EndpointConfigName: 'Stack-Config',
    }),
  );

export const SERVERLESS = { VariantName: 'main', ServerlessConfig: { MemorySizeInMB: 2048, MaxConcurrency: 2 } };
export const INSTANCES = { VariantName: 'main', InitialInstanceCount: 4, InstanceType: 'ml.m5.large' };

export const running: { dispose(): Promise<void> }[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map((part) => part.dispose()));
});

export async function prepare(
  answer: (request: ContainerRequest) => ContainerAnswer | Promise<ContainerAnswer>,
  options: { readonly assembly?: ReturnType<typeof resources>; readonly random?: Random; readonly speed?: number } = {},
) {
  const container = await startContainer(answer);
  const assembly = options.assembly ?? endpointResources([SERVERLESS]);
  const services = await startServices(assembly, { ...options, modelUrl: container.url });
  running.push(services, container);
  const client = new SageMakerRuntimeClient(services.client);
  const invoke = (input: Partial<ConstructorParameters<typeof InvokeEndpointCommand>[0]> = {}) =>
    client.send(new InvokeEndpointCommand({ EndpointName: 'digits', Body: '1,2', ContentType: 'text/csv', ...input }));
  return { container, services, client, invoke };
}

export const csv: ContainerAnswer = { headers: { 'content-type': 'text/csv' }, body: '0.9' };

export function metric(services: RunningServices, name: string, variant = 'main', endpoint = 'digits') {
  return samplesOf(services.metrics, 'AWS/SageMaker', name, { EndpointName: endpoint, VariantName: variant });
}
