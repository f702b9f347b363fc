import { describe, expect, it } from 'vitest';
import { Endpoints } from '../../src/services/sagemaker/endpoints.ts';
import { csv, endpointResources, INSTANCES, prepare, SERVERLESS } from './sagemaker-support.ts';
import { ACCOUNT, REGION, resource, resources } from './support.ts';

describe('endpoints and their variants', () => {
  it('take a request by weight', async () => {
    // Prepare: the first draw of a request chooses the variant.
    const variants = [
      { ...INSTANCES, VariantName: 'a', InitialVariantWeight: 9 },
      { ...INSTANCES, VariantName: 'b', InitialVariantWeight: 1 },
    ];
    const draws = [0.89, 0.5, 0.5, 0.91];
    const { invoke } = await prepare(() => csv, {
      assembly: endpointResources(variants),
      random: () => draws.shift() ?? 0.5,
    });

    // Act
    const answers = [await invoke(), await invoke()];

    // Assess
    expect(answers.map(({ InvokedProductionVariant }) => InvokedProductionVariant)).toEqual(['a', 'b']);
  });

  it('let a caller name the variant', async () => {
    // Prepare
    const variants = [
      { ...INSTANCES, VariantName: 'a' },
      { ...INSTANCES, VariantName: 'b' },
    ];
    const { invoke } = await prepare(() => csv, { assembly: endpointResources(variants) });

    // Act
    const known = await invoke({ TargetVariant: 'b' });
    const unknown = invoke({ TargetVariant: 'c' });

    // Assess
    expect(known.InvokedProductionVariant).toBe('b');
    await expect(unknown).rejects.toThrow('Variant c not found');
  });

  it('include one that only a policy names, with the variant that an alarm watches', async () => {
    // Prepare
    const statement = {
      Effect: 'Allow',
      Action: 'sagemaker:InvokeEndpoint',
      Resource: `arn:aws:sagemaker:${REGION}:${ACCOUNT}:endpoint/existing`,
    };
    const assembly = resources(
      resource('AWS::IAM::Policy', 'Policy', { PolicyDocument: { Statement: [statement] } }),
      resource('AWS::CloudWatch::Alarm', 'Alarm', {
        Dimensions: [
          { Name: 'EndpointName', Value: 'existing' },
          { Name: 'VariantName', Value: 'blue' },
        ],
      }),
    );
    const { invoke } = await prepare(() => csv, { assembly });

    // Act
    const answer = await invoke({ EndpointName: 'existing' });

    // Assess
    expect(answer.InvokedProductionVariant).toBe('blue');
  });

  it('are found by a name in its own case, and in any case if only an ARN is known', () => {
    // Prepare
    const arn = `arn:aws:sagemaker:${REGION}:${ACCOUNT}:endpoint`;
    const EndpointConfigName = 'Stack-Config';
    const endpoints = new Endpoints(
      resources(
        resource('AWS::SageMaker::EndpointConfig', 'Config', { EndpointConfigName, ProductionVariants: [SERVERLESS] }),
        resource('AWS::SageMaker::Endpoint', 'Named', { EndpointName: 'Named', EndpointConfigName }),
        resource('AWS::SageMaker::Endpoint', 'Other', { EndpointConfigName }, { physicalId: `${arn}/stack-other` }),
      ),
    );

    // Act
    const found = ['Named', 'named', 'Stack-Other', 'stack-other', 'none'].map(
      (name) => endpoints.find(name)?.[0]?.name,
    );

    // Assess
    expect(found).toEqual(['main', undefined, 'main', 'main', undefined]);
  });

  it('do not include one that a policy denies or only describes by a pattern', async () => {
    // Prepare
    const arn = `arn:aws:sagemaker:${REGION}:${ACCOUNT}:endpoint`;
    const statements = [
      { Effect: 'Deny', Action: ['sagemaker:InvokeEndpoint'], Resource: `${arn}/denied` },
      { Effect: 'Allow', Action: ['sagemaker:InvokeEndpoint'], Resource: [`${arn}/*`] },
    ];
    const assembly = resources(
      resource('AWS::IAM::Role', 'Role', { Policies: [{ PolicyDocument: { Statement: statements } }] }),
    );
    const { invoke } = await prepare(() => csv, { assembly });

    // Act
    const denied = invoke({ EndpointName: 'denied' });
    const pattern = invoke({ EndpointName: '*' });

    // Assess
    await expect(denied).rejects.toThrow('not found');
    await expect(pattern).rejects.toThrow('not found');
  });
});
