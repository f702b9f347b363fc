import { createRequire } from 'node:module';
import { join } from 'node:path';
import { ACCOUNT, CREDENTIALS, type Emulator, REGION } from './emulator.ts';
import { type ProgramResult, runProgram } from './program.ts';

/** Milliseconds for one command; a stack takes seconds here, so that more means that something hangs. */
const COMMAND_TIMEOUT_MS = 180_000;

/** The pinned command line of the CDK, as `npx cdk` runs it. */
const CDK = createRequire(import.meta.url).resolve('aws-cdk/bin/cdk');

export interface CdkOptions {
  readonly emulator: Emulator;
  /** Folder that takes its cache: an account that it remembers must not reach the user's. */
  readonly home: string;
  /** Folder of the application, where its `cdk.json` is. */
  readonly root: string;
  readonly logFile: string;
  readonly path: string;
  readonly signal: AbortSignal;
}

/** The CDK's commands against the emulator. */
export interface Cdk {
  bootstrap(): Promise<ProgramResult>;
  deploy(assembly: string, stacks: readonly string[]): Promise<ProgramResult>;
  destroy(assembly: string, stacks: readonly string[]): Promise<ProgramResult>;
}

export function createCdk(options: CdkOptions): Cdk {
  const run = (...args: string[]) => runProgram(program(options, args));
  return {
    // Without an application nothing is synthesised for it.
    bootstrap: () => run('bootstrap', `aws://${ACCOUNT}/${REGION}`, '--app', ''),
    deploy: (assembly, stacks) =>
      run('deploy', '--app', assembly, '--exclusively', '--require-approval', 'never', ...stacks),
    destroy: (assembly, stacks) => run('destroy', '--app', assembly, '--exclusively', '--force', ...stacks),
  };
}

function program({ emulator, home, root, logFile, path, signal }: CdkOptions, args: readonly string[]) {
  return {
    command: process.execPath,
    args: [CDK, ...args, '--no-notices', '--ci', '--no-color', '--progress', 'events'],
    cwd: root,
    env: { PATH: path, ...awsEnvironment(emulator), ...CDK_SETTINGS, HOME: home, CDK_HOME: home },
    logFile,
    signal,
    timeoutMs: COMMAND_TIMEOUT_MS,
  };
}

/** It reports to nobody and asks for no newer version. */
const CDK_SETTINGS = {
  CDK_DISABLE_VERSION_CHECK: 'true',
  CDK_DISABLE_CLI_TELEMETRY: 'true',
  NODE_NO_WARNINGS: '1',
} as const;

/** What an AWS client needs to find the emulator and nothing else. */
export function awsEnvironment({ url, certificateFile }: Emulator): Record<string, string> {
  const nowhere = join('/', 'nonexistent');
  return {
    AWS_ENDPOINT_URL: url,
    AWS_REGION: REGION,
    AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
    AWS_CA_BUNDLE: certificateFile,
    NODE_EXTRA_CA_CERTS: certificateFile,
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_CONFIG_FILE: nowhere,
    AWS_SHARED_CREDENTIALS_FILE: nowhere,
  };
}
