import { setTimeout as sleep } from 'node:timers/promises';
import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from 'node:worker_threads';
import { EnvironmentUse } from './environment-use.ts';
import type { FunctionConfig } from './function-config.ts';
import type { InvocationFaults } from './function-faults.ts';
import { type RuntimeSettings, runtimeVariables } from './runtime-variables.ts';
import type { FunctionError } from './types.ts';

const BOOTSTRAP = new URL('./bootstrap.mjs', import.meta.url);

/** Real milliseconds after which an invocation that is to be killed is; one that ends before is killed then. */
const KILLED_AFTER_MS = 100;

const HEALTHY: InvocationFaults = { killed: false, clockSkewMs: 0 };

/** Messages of `bootstrap.mjs`; its port is hidden from the handler, so nothing else arrives on it. */
type RuntimeMessage =
  | { readonly type: 'ready'; readonly initMs: number }
  | { readonly type: 'log'; readonly at: number; readonly message: string }
  | { readonly type: 'result'; readonly payload: string; readonly durationMs: number; readonly memoryBytes: number }
  | { readonly type: 'error'; readonly error: FunctionError; readonly durationMs: number; readonly memoryBytes: number }
  | { readonly type: 'fatal'; readonly error: FunctionError };

/** How a start or an invocation ended. */
export type Ending =
  | Exclude<RuntimeMessage, { type: 'log' | 'fatal' }>
  /** The environment is gone. */
  | { readonly type: 'died'; readonly error: FunctionError }
  /** It took too long; the environment is gone. */
  | { readonly type: 'timeout' };

export interface EnvironmentRequest {
  readonly requestId: string;
  /** JSON. */
  readonly event: string;
  readonly traceId: string;
}

export interface EnvironmentOptions extends RuntimeSettings {
  readonly config: FunctionConfig;
  /** A line of the function, with the real time at which it was written. */
  readonly onLog: (realMs: number, message: string) => void;
}

/**
 * One execution environment: a worker with its own heap, variables and copy of every module. It handles one event at a
 * time. It keeps a function's state apart from others', but is not a sandbox: the code has the rights of the preview.
 */
export class Environment {
  readonly logStream: string;
  /** Highest memory seen after an invocation, in bytes: heap and buffers of the worker. */
  maxMemoryBytes = 0;
  readonly use = new EnvironmentUse();
  readonly #worker: Worker;
  readonly #port: MessagePort;
  readonly #options: EnvironmentOptions;
  #alive = true;
  #finish: ((ending: Ending) => void) | undefined;
  #fatal: FunctionError | undefined;

  constructor(options: EnvironmentOptions) {
    this.#options = options;
    this.logStream = options.logStream;
    const { config } = options;
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    this.#worker = new Worker(BOOTSTRAP, {
      workerData: {
        port: port2,
        taskRoot: options.taskRoot,
        handler: config.handler,
        logFormat: config.logFormat,
        logLevel: config.applicationLogLevel,
        context: {
          functionName: config.name,
          functionVersion: '$LATEST',
          invokedFunctionArn: config.arn,
          memoryLimitInMB: String(config.memoryMb),
          logGroupName: config.logGroup,
          logStreamName: options.logStream,
        },
      },
      transferList: [port2],
      env: runtimeVariables(config, options),
      argv: [],
      execArgv: [],
      stdin: true,
      stdout: true,
      stderr: true,
      // The heap alone may grow to the whole memory; on Lambda the process shares it, so this is the lenient side.
      resourceLimits: { maxOldGenerationSizeMb: config.memoryMb },
    });
    this.#port.on('message', (message: RuntimeMessage) => this.#receive(message));
    this.#worker.on('error', (error) => this.#fail(error));
    this.#worker.on('exit', (code) => this.#exit(code));
  }

  get alive(): boolean {
    return this.#alive;
  }

  /** Waits until the code is loaded; `ready`, `died` or `timeout`. */
  start(limitMs: number): Promise<Ending> {
    return this.#await(limitMs);
  }

  /** Hands over an event and waits for its end; `result`, `error`, `died` or `timeout`. */
  run(request: EnvironmentRequest, { killed, clockSkewMs } = HEALTHY): Promise<Ending> {
    const { timeoutMs } = this.#options.config;
    const ending = this.#await(timeoutMs);
    if (this.#alive) this.#port.postMessage({ ...request, clockSkewMs, deadline: Date.now() + timeoutMs });
    return killed ? this.#killDuring(ending) : ending;
  }

  async dispose(): Promise<void> {
    await this.#worker.terminate();
  }

  /** Ends the environment while it runs, or just before its answer gets out. */
  async #killDuring(ending: Promise<Ending>): Promise<Ending> {
    await Promise.race([ending, sleep(KILLED_AFTER_MS)]);
    this.#fatal ??= exitError('signal: killed');
    await this.#worker.terminate();
    return { type: 'died', error: this.#fatal };
  }

  #await(limitMs: number): Promise<Ending> {
    if (!this.#alive) return Promise.resolve({ type: 'died', error: this.#fatal ?? exitError('exit status 1') });
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        this.#settle({ type: 'timeout' });
        this.#alive = false;
        void this.#worker.terminate();
      }, limitMs);
      this.#finish = (ending) => {
        clearTimeout(timer);
        resolve(ending);
      };
    });
  }

  #settle(ending: Ending): void {
    const finish = this.#finish;
    this.#finish = undefined;
    finish?.(ending);
  }

  #receive(message: RuntimeMessage): void {
    if (message.type === 'log') this.#options.onLog(message.at, message.message);
    else if (message.type === 'fatal') {
      this.#fatal = message.error;
      void this.#worker.terminate();
    } else {
      if ('memoryBytes' in message) this.maxMemoryBytes = Math.max(this.maxMemoryBytes, message.memoryBytes);
      this.#settle(message);
    }
  }

  #fail(error: Error & { code?: string }): void {
    if (error.code === 'ERR_WORKER_OUT_OF_MEMORY') {
      this.maxMemoryBytes = this.#options.config.memoryMb * 1024 * 1024;
      // Lambda's kernel kills the process.
      this.#fatal ??= exitError('signal: killed');
    }
    this.#fatal ??= { errorType: error.name, errorMessage: error.message, trace: error.stack?.split('\n') ?? [] };
  }

  #exit(code: number): void {
    this.#alive = false;
    // What was posted just before the end is still in the port.
    for (let left = receiveMessageOnPort(this.#port); left; left = receiveMessageOnPort(this.#port)) {
      this.#receive(left.message);
    }
    this.#port.close();
    this.#settle({ type: 'died', error: this.#fatal ?? exitError(`exit status ${code}`) });
  }
}

/** @see https://docs.aws.amazon.com/lambda/latest/dg/troubleshooting-invocation.html */
function exitError(how: string): FunctionError {
  return { errorType: 'Runtime.ExitError', errorMessage: `Error: Runtime exited with error: ${how}` };
}
