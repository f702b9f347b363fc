import { InvokeEndpointCommand, SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { predictedLabels, readHeldout, toCsv } from '../../../sample/index.ts';
import { type SageMakerStandIn, startSageMaker } from '../../../scripts/deploy/sagemaker-stand-in.ts';

let sageMaker: SageMakerStandIn;
let client: SageMakerRuntimeClient;

beforeAll(async () => {
  sageMaker = await startSageMaker();
  client = new SageMakerRuntimeClient({
    region: 'eu-west-1',
    endpoint: sageMaker.url,
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    maxAttempts: 1,
  });
});

afterAll(async () => {
  client.destroy();
  await sageMaker.dispose();
});

const invoke = (Body: string) =>
  client.send(new InvokeEndpointCommand({ EndpointName: 'any', ContentType: 'text/csv', Body }));

it('answers with the sample model', async () => {
  const row = readHeldout().find(({ label }) => label === 0)!;

  const { Body, InvokedProductionVariant } = await invoke(toCsv([row.features]));

  expect(predictedLabels(Body?.transformToString(), 'text/csv')).toEqual([row.label]);
  expect(InvokedProductionVariant).toBe('AllTraffic');
});

it('passes on what the model says to an input that it cannot read', async () => {
  await expect(invoke('no number')).rejects.toMatchObject({
    name: 'ModelError',
    OriginalStatusCode: 415,
    OriginalMessage: expect.stringContaining('value 1 is "no"'),
  });
});

it('fails as a broken model does while it is told to', async () => {
  sageMaker.failing = true;

  await expect(invoke('1')).rejects.toMatchObject({ name: 'ModelError', OriginalStatusCode: 500 });
  sageMaker.failing = false;
});

it('knows nothing but the invocation of an endpoint', async () => {
  const answer = await fetch(`${sageMaker.url}/endpoints`);

  expect(answer.status).toBe(404);
});
