/** The construct library: what an application of your own imports. */

export { type ConfigProblem, type ConfigResult, parseSettings } from '../config/load.ts';
export type { InferwatchConfig, InferwatchSettings } from '../config/schema.ts';
export { createStacks, type InferwatchStacks } from './create-stacks.ts';
export {
  type ContainerImage,
  ecrImage,
  type RegionalImage,
  regionalImage,
} from './inference/endpoint/container-image.ts';
export { DataCapture, type DataCaptureProps } from './inference/endpoint/data-capture.ts';
export { HostedEndpoint, type HostedEndpointProps } from './inference/endpoint/hosted-endpoint.ts';
export {
  DEFAULT_HOSTING,
  type EndpointAutoscaling,
  type EndpointHosting,
  type InstanceHosting,
  type ServerlessHosting,
} from './inference/endpoint/hosting.ts';
export { DEFAULT_VARIANT, type InferenceEndpoint } from './inference/endpoint/inference-endpoint.ts';
export { existingArtifact, localArtifact, type ModelArtifact } from './inference/endpoint/model-artifact.ts';
export { type ApiAuth, InferenceApi, type InferenceApiProps } from './inference/inference-api.ts';
export {
  InferenceFunction,
  type InferenceFunctionProps,
  type MetricsTransport,
  type PayloadLogging,
} from './inference/inference-function.ts';
export { InferencePipeline, type InferencePipelineProps } from './inference/inference-pipeline.ts';
export { RecordQueue, type RecordQueueProps } from './inference/record-queue.ts';
export { ResultTable, type ResultTableProps } from './inference/result-table.ts';
export type { AlarmId, AlarmOverride, AlarmOverrides, MissingDataTreatment, Severity } from './monitoring/alarm-ids.ts';
export {
  InferenceMonitoring,
  type InferenceMonitoringProps,
  type NotificationMode,
} from './monitoring/inference-monitoring.ts';
export type { ApiTarget, EndpointTarget, FunctionTarget, MonitoringTargets } from './monitoring/targets.ts';
export { acknowledge } from './policy/acknowledge.ts';
export { addPolicyChecks, POLICY_CONTEXT } from './policy/policy-checks.ts';
export {
  AppFunction,
  type AppFunctionProps,
  type EnvKey,
  type EnvSchema,
  type TableAction,
} from './shared/app-function.ts';
export { type DataRemoval, dataRemovalPolicy } from './shared/removal.ts';
export { InferenceStack, type InferenceStackProps } from './stacks/inference-stack.ts';
export { MonitoringStack, type MonitoringStackProps } from './stacks/monitoring-stack.ts';
