/**
 * Physical names that a person looks up (or that another resource's name is built from). Everything else is named by
 * CloudFormation, so that it can be replaced. Each takes the deployment's prefix in front: two deployments then live
 * in one account.
 */

/** The inference function. */
export const INFERENCE_FUNCTION_NAME = 'ml-inference-lambda';
/** The function that writes queued records into the table. */
export const REDRIVE_FUNCTION_NAME = 'ml-inference-redrive-lambda';
/** The endpoint, when Inferwatch creates it: fixed, so that its log group (and retention) can exist before it does. */
export const ENDPOINT_NAME = 'inferwatch-endpoint';
/** The HTTP API. */
export const API_NAME = 'inferwatch-api';
/** The dashboard. */
export const DASHBOARD_NAME = 'Inference-Monitoring-Dashboard';
/** Role that Glue works with in the data lake. */
export const WORKFLOW_ROLE_NAME = 'LakeFormationWorkflowRole';

/** Stack of the inference pipeline. */
export const INFERENCE_STACK = 'InferwatchInference';
/** Stack of the dashboard, the alarms and the topics. */
export const MONITORING_STACK = 'InferwatchMonitoring';

/** Stack of the governed data lake. */
export const DATA_LAKE_STACK = 'InferwatchDataLake';

/** Stack of the end-to-end tests. */
export const E2E_TEST_STACK = 'InferwatchE2eTest';

/** The name with the deployment's prefix in front, joined with a hyphen; without a prefix, the name alone. */
export function prefixed(prefix: string, name: string): string {
  return prefix === '' ? name : `${prefix}-${name}`;
}

/** Log group that SageMaker writes an endpoint's container output to. The service fixes the name. */
export function endpointLogGroupName(endpointName: string): string {
  return `/aws/sagemaker/Endpoints/${endpointName}`;
}
