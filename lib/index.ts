/**
 * The construct library: what an application of your own imports.
 *
 * @module inferwatch
 */

export { type ConfigProblem, type ConfigResult, parseSettings } from '../config/load.ts';
export type { InferwatchConfig, InferwatchSettings } from '../config/schema.ts';
export { createStacks, type InferwatchStacks } from './create-stacks.ts';
export type {
  AnalystView,
  ColumnDefinition,
  CsvFormat,
  DatePartition,
  GlueType,
  ParquetFormat,
  TableDefinition,
} from './data-lake/catalogue/table-definition.ts';
export { DataLake, type DataLakeProps, type OwnData } from './data-lake/data-lake.ts';
export { GovernedLake, type GovernedLakeProps } from './data-lake/governed-lake.ts';
export type { GrantOptions } from './data-lake/grants/grant-chain.ts';
export type { LakeGrantee } from './data-lake/grants/grantee.ts';
export type { DatabasePermission, TablePermission } from './data-lake/grants/permissions.ts';
export type { Selection } from './data-lake/grants/selection.ts';
export { LakeDatabase, type LakeDatabaseProps } from './data-lake/lake-database.ts';
export { LakeLocation, type LakeLocationProps } from './data-lake/lake-location.ts';
export { LakePersona, type LakePersonaProps, PERSONA_TAG, type PersonaTrust } from './data-lake/lake-persona.ts';
export { LakeTable, type SelectOptions } from './data-lake/lake-table.ts';
export { LakeTag, type TagExpression } from './data-lake/lake-tag.ts';
export {
  DataLakeAdministrator,
  type DataLakeAdministratorProps,
} from './data-lake/personas/data-lake-administrator.ts';
export { allowQueries, type QueryAccess } from './data-lake/personas/query-access.ts';
export { DataAnalyst, ProjectLeader, type QueryingPersonaProps } from './data-lake/personas/querying-personas.ts';
export { WorkflowRole, type WorkflowRoleProps } from './data-lake/personas/workflow-role.ts';
export { LakeSettings, type LakeSettingsProps } from './data-lake/settings/lake-settings.ts';
export { LakeStorage, type LakeStorageProps } from './data-lake/storage/lake-storage.ts';
export {
  type BuildPhase,
  type Buildspec,
  type BuildspecOptions,
  type BuildVariables,
  e2eBuildspec,
} from './e2e/buildspec.ts';
export type { CustomImage } from './e2e/e2e-image.ts';
export type { E2eSourceSettings } from './e2e/e2e-source.ts';
export type { E2eTarget } from './e2e/e2e-target.ts';
export { E2eTest, type E2eTestProps } from './e2e/e2e-test.ts';
export { FailureNotices, type FailureNoticesProps } from './e2e/failure-notices.ts';
export { ReportStorage, type ReportStorageProps } from './e2e/report-storage.ts';
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
export { DataLakeStack, type DataLakeStackProps } from './stacks/data-lake-stack.ts';
export { E2eTestStack, type E2eTestStackProps } from './stacks/e2e-test-stack.ts';
export { InferenceStack, type InferenceStackProps } from './stacks/inference-stack.ts';
export { MonitoringStack, type MonitoringStackProps } from './stacks/monitoring-stack.ts';
