import { Arn, Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IConstruct } from 'constructs';

/** Name that SageMaker's console and SDK give an endpoint's only variant, and that we give ours. */
export const DEFAULT_VARIANT = 'AllTraffic';

/** A SageMaker endpoint that answers inferences: one of ours, or one that already exists. */
export interface InferenceEndpoint {
  /** Name in the account and region. */
  readonly endpointName: string;
  /** The production variant whose metrics are watched. */
  readonly variantName: string;
  /** How the variant runs; `unknown` for an endpoint that is not ours. */
  readonly hosting: 'serverless' | 'instance' | 'unknown';
}

/** Permission to call this endpoint, and nothing else of SageMaker. */
export function invokeStatement(scope: IConstruct, endpoint: InferenceEndpoint): PolicyStatement {
  return new PolicyStatement({
    actions: ['sagemaker:InvokeEndpoint'],
    resources: [endpointArn(scope, endpoint.endpointName)],
  });
}

/**
 * ARN of an endpoint of this account and region. SageMaker writes the name in lower case in the ARN, whatever its case
 * elsewhere, and IAM compares with case: a policy with the name as given denies the call. *Inferred* from error
 * messages that users report; AWS's pages do not say it.
 */
export function endpointArn(scope: IConstruct, endpointName: string): string {
  return Arn.format(
    { service: 'sagemaker', resource: 'endpoint', resourceName: endpointName.toLowerCase() },
    Stack.of(scope),
  );
}
