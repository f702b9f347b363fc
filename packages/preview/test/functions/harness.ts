import { expect, onTestFinished, vi } from 'vitest';
import { AssemblyBuilder, type Json } from '../../../assembly/test/assembly-builder.ts';
import { createManualClock, type ManualClock } from '../../src/clock.ts';
import {
  createFunctions,
  type FunctionDependencies,
  type FunctionError,
  type Functions,
  type InvocationResult,
} from '../../src/functions/index.ts';
import type { MetricSample } from '../../src/types.ts';

// Real workers on a busy machine take their time.
vi.setConfig({ testTimeout: 30_000 });

export interface LogLine {
  readonly logGroup: string;
  readonly logStream: string;
  readonly timestamp: number;
  readonly message: string;
}

export interface Harness {
  readonly functions: Functions;
  readonly clock: ManualClock;
  readonly logs: LogLine[];
  readonly metrics: MetricSample[];
  invoke(event?: unknown): Promise<InvocationResult>;
  /** What the handler returned; a failure fails the test. */
  value(event?: unknown): Promise<unknown>;
  /** The error with which an invocation fails. */
  error(event?: unknown): Promise<FunctionError>;
  /** Messages of the function's own log lines, those of the platform left out. */
  ownLines(): string[];
}

export const FUNCTION_NAME = 'under-test';

/** The resource of a function whose code is the asset folder. */
export const functionResource = (assetPath: string, properties: Json = {}): Json => ({
  Type: 'AWS::Lambda::Function',
  Properties: { FunctionName: FUNCTION_NAME, Handler: 'index.handler', Runtime: 'nodejs24.x', ...properties },
  Metadata: { 'aws:asset:path': assetPath },
});

const PLATFORM_LINE = /^(START|END|REPORT|INIT_REPORT) |"type":"platform\./;

/** Functions of a template on this machine; they go when the test is over. */
export function deploy(
  builder: AssemblyBuilder,
  resources: Json,
  options: Partial<FunctionDependencies> = {},
): Harness {
  const assembly = builder
    .stack('App', { Resources: resources }, { environment: 'aws://111122223333/eu-central-1' })
    .read();
  const clock = createManualClock();
  const logs: LogLine[] = [];
  const metrics: MetricSample[] = [];
  const result = createFunctions(assembly, {
    endpointUrl: 'http://127.0.0.1:9',
    clock,
    logs: {
      write: (logGroup, logStream, timestamp, message) => logs.push({ logGroup, logStream, timestamp, message }),
    },
    metrics: { publish: (sample) => metrics.push(sample) },
    ...options,
  });
  if (result.status === 'error') throw new Error(result.message);
  const { functions } = result;
  onTestFinished(() => functions.dispose());
  const invoke = (event: unknown = {}) => functions.invoke(FUNCTION_NAME, event);
  return {
    functions,
    clock,
    logs,
    metrics,
    invoke,
    async value(event) {
      const invocation = await invoke(event);
      if (invocation.status !== 'success') throw new Error(JSON.stringify(invocation));
      return JSON.parse(invocation.payload);
    },
    async error(event) {
      const invocation = await invoke(event);
      if (invocation.status !== 'function-error') expect.fail(JSON.stringify(invocation));
      return invocation.error;
    },
    ownLines: () => logs.map(({ message }) => message).filter((message) => !PLATFORM_LINE.test(message)),
  };
}

/** One function whose bundle is the given `index.js`, or the given files. */
export function deployCode(
  code: string | Readonly<Record<string, string>>,
  properties: Json = {},
  options: Partial<FunctionDependencies> = {},
): Harness {
  const builder = new AssemblyBuilder();
  const folder = builder.asset('code', typeof code === 'string' ? { 'index.js': code } : code);
  return deploy(builder, { Function: functionResource(folder, properties) }, options);
}
