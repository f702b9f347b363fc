import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type AccessTemplate, readAccessTemplates } from '../../access-matrix/src/template/index.ts';
import { type EstimateOptions, estimate } from '../src/model/estimate.ts';
import type { CostLine, Estimate } from '../src/model/types.ts';
import { createProfile } from '../src/profile/profile.ts';
import type { ProfileFile } from '../src/profile/schema.ts';

export type Json = Readonly<Record<string, unknown>>;
export type Resources = Readonly<Record<string, { readonly Type: string; readonly Properties?: Json }>>;

/** A folder that goes when the test is over. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'cost-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Path of a template with these resources. */
export function templateFile(resources: Resources): string {
  const file = join(temporaryFolder(), 'App.template.json');
  writeFileSync(file, JSON.stringify({ Resources: resources }));
  return file;
}

export function templateOf(resources: Resources): AccessTemplate {
  const read = readAccessTemplates(templateFile(resources));
  if (read.status === 'error') throw new Error(read.message);
  return read.template;
}

/** An estimate of resources under a profile; ten inferences a second if it says nothing. */
export const estimateOf = (
  resources: Resources,
  profile: Partial<ProfileFile> = {},
  options: EstimateOptions = {},
): Estimate =>
  estimate(templateOf(resources), createProfile({ traffic: { requestsPerSecond: 10 }, ...profile }), options);

/** The line of a meter; with a logical id, that resource's. */
export function lineOf({ lines }: Estimate, meter: string, logicalId?: string): CostLine {
  const found = lines.filter(
    (line) => line.meter === meter && (logicalId === undefined || line.resource.logicalId === logicalId),
  );
  const [line] = found;
  if (!line || found.length > 1) throw new Error(`${found.length} lines of ${meter}: ${lines.map((one) => one.meter)}`);
  return line;
}

export const amountOf = (made: Estimate, meter: string, logicalId?: string): number | undefined => {
  const { price } = lineOf(made, meter, logicalId);
  return price.status === 'priced' ? price.amount : undefined;
};

export const quantityOf = (made: Estimate, meter: string, logicalId?: string): number | undefined => {
  const { quantity } = lineOf(made, meter, logicalId);
  return quantity.status === 'known' ? quantity.value : undefined;
};

export const reasonOf = (made: Estimate, meter: string, logicalId?: string): string | undefined => {
  const { price } = lineOf(made, meter, logicalId);
  return price.status === 'unknown' ? price.reason : undefined;
};

/** An API, its function and its table, as this project's template has them. */
export const PIPELINE: Resources = {
  Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { ProtocolType: 'HTTP', Name: 'api' } },
  Integration: {
    Type: 'AWS::ApiGatewayV2::Integration',
    Properties: { IntegrationUri: { 'Fn::GetAtt': ['Fn', 'Arn'] } },
  },
  Stage: {
    Type: 'AWS::ApiGatewayV2::Stage',
    Properties: {
      AccessLogSettings: { DestinationArn: { 'Fn::GetAtt': ['AccessLogs', 'Arn'] }, Format: 'x'.repeat(100) },
      DefaultRouteSettings: { ThrottlingRateLimit: 100 },
    },
  },
  AccessLogs: { Type: 'AWS::Logs::LogGroup', Properties: { RetentionInDays: 30 } },
  Fn: {
    Type: 'AWS::Lambda::Function',
    Properties: {
      FunctionName: 'infer',
      Architectures: ['arm64'],
      MemorySize: 1024,
      TracingConfig: { Mode: 'Active' },
      LoggingConfig: { LogGroup: { Ref: 'FnLogs' } },
      Environment: { Variables: { METRICS_TRANSPORT: 'emf', TABLE_NAME: { Ref: 'Table' }, RECORD_TTL_DAYS: '0' } },
    },
  },
  FnLogs: { Type: 'AWS::Logs::LogGroup', Properties: { RetentionInDays: 30 } },
  Table: {
    Type: 'AWS::DynamoDB::Table',
    Properties: {
      BillingMode: 'PAY_PER_REQUEST',
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      StreamSpecification: { StreamViewType: 'NEW_IMAGE' },
    },
  },
};

/** The pipeline with one resource's properties changed. */
export function pipelineWith(logicalId: string, properties: Json): Resources {
  const { Type = '', Properties = {} } = PIPELINE[logicalId] ?? {};
  return { ...PIPELINE, [logicalId]: { Type, Properties: { ...Properties, ...properties } } };
}

/** Inferences in a month of 730 hours at ten a second. */
export const MONTH_AT_TEN = 10 * 730 * 3600;

/** What a command wrote. */
export function recordingIo(applicationDirectory = '.') {
  const out: string[] = [];
  const err: string[] = [];
  return {
    stdout: { write: (text: string) => out.push(text) },
    stderr: { write: (text: string) => err.push(text) },
    env: {},
    signal: new AbortController().signal,
    applicationDirectory,
    out: () => out.join(''),
    err: () => err.join(''),
  };
}
