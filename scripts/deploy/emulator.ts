import { mkdirSync, readFileSync } from 'node:fs';
import { request } from 'node:https';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { runProgram, startProgram, stopProgram } from './program.ts';

/** The account and Region of the deployment; the account is reserved for examples and tests. */
export const ACCOUNT = '000000000000';
export const REGION = 'eu-west-1';
/** MiniStack takes this key for the account's root. */
export const CREDENTIALS = { accessKeyId: 'test', secretAccessKey: 'test' } as const;

/** Milliseconds until the emulator must answer: some three seconds are usual. */
const START_TIMEOUT_MS = 60_000;

export interface EmulatorOptions {
  /** Python of the environment that has MiniStack. */
  readonly python: string;
  readonly openssl: string;
  /** Folder for its state, key and certificate. */
  readonly directory: string;
  readonly logFile: string;
  /** Where functions find SageMaker's runtime, which MiniStack does not have. */
  readonly sageMakerUrl: string;
  readonly path: string;
  readonly signal: AbortSignal;
}

/** A running emulator. */
export interface Emulator {
  readonly url: string;
  /** The certificate that clients have to trust. */
  readonly certificateFile: string;
  /** Address of an HTTP API's default stage. */
  apiUrl(apiId: string): string;
  dispose(): Promise<void>;
}

export type EmulatorResult =
  | { readonly status: 'success'; readonly emulator: Emulator }
  | { readonly status: 'error'; readonly message: string };

/**
 * Starts MiniStack on a free loopback port: with TLS, because the stacks' policies refuse everything else, and with
 * signatures and IAM policies enforced, so that each function may do what its role allows and no more.
 */
export async function startEmulator(options: EmulatorOptions): Promise<EmulatorResult> {
  const { python, directory, logFile, signal } = options;
  const made = await makeCertificate(options);
  if (made.status === 'error') return { status: 'error', message: `no certificate: ${made.message}` };
  const port = await freePort();
  const url = `https://127.0.0.1:${port}`;
  const certificateFile = join(directory, 'certificate.pem');
  for (const folder of ['state', 'tmp']) mkdirSync(join(directory, folder), { recursive: true });
  const env = emulatorEnvironment(options, port, certificateFile);
  const child = startProgram({ command: python, args: ['-m', 'ministack'], cwd: directory, env, logFile });
  const dispose = () => stopProgram(child);
  const certificate = readFileSync(certificateFile);
  for (const deadline = performance.now() + START_TIMEOUT_MS; performance.now() < deadline; ) {
    if (signal.aborted || child.exitCode !== null || child.pid === undefined) break;
    if (await answers(`${url}/_ministack/health`, certificate)) {
      const apiUrl = (apiId: string) => `${url}/_aws/execute-api/${apiId}/$default`;
      return {
        status: 'success',
        emulator: { url, certificateFile, apiUrl, dispose },
      };
    }
    await sleep(200);
  }
  await dispose();
  return { status: 'error', message: `the emulator did not start; see ${logFile}` };
}

/** Nothing of this process's environment but the path: no credentials, no profile, no proxy. */
function emulatorEnvironment(
  { directory, sageMakerUrl, path }: EmulatorOptions,
  port: number,
  certificateFile: string,
): Record<string, string> {
  return {
    PATH: [dirname(process.execPath), path].join(':'),
    HOME: directory,
    TMPDIR: join(directory, 'tmp'),
    STATE_DIR: join(directory, 'state'),
    PYTHONUNBUFFERED: '1',
    BIND_HOST: '127.0.0.1',
    MINISTACK_HOST: '127.0.0.1',
    GATEWAY_PORT: String(port),
    MINISTACK_ACCOUNT_ID: ACCOUNT,
    MINISTACK_REGION: REGION,
    USE_SSL: '1',
    MINISTACK_SSL_CERT: certificateFile,
    MINISTACK_SSL_KEY: join(directory, 'key.pem'),
    AUTH: 'true',
    // They would listen on every interface.
    IOT_MTLS_ENABLED: '0',
    SFTP_ENABLED: '0',
    // Functions inherit the emulator's environment.
    NODE_EXTRA_CA_CERTS: certificateFile,
    NODE_NO_WARNINGS: '1',
    AWS_ENDPOINT_URL_SAGEMAKER_RUNTIME: sageMakerUrl,
  };
}

function makeCertificate({ openssl, directory, logFile, path, signal }: EmulatorOptions) {
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', 'key.pem'];
  const names = ['-addext', 'subjectAltName=IP:127.0.0.1,DNS:localhost'];
  const args = ['req', '-x509', ...key, '-out', 'certificate.pem', '-days', '2', '-subj', '/CN=inferwatch', ...names];
  return runProgram({
    command: openssl,
    args,
    cwd: directory,
    env: { PATH: path, HOME: directory },
    logFile,
    signal,
    timeoutMs: 30_000,
  });
}

function answers(url: string, ca: Buffer): Promise<boolean> {
  return new Promise((resolve) => {
    const asked = request(url, { ca, timeout: 2000, agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    asked.once('timeout', () => asked.destroy());
    asked.once('error', () => resolve(false));
    asked.end();
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}
