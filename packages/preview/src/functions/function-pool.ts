import { randomBytes, randomUUID } from 'node:crypto';
import { type Ending, Environment } from './environment.ts';
import type { FunctionConfig } from './function-config.ts';
import { FunctionFaults } from './function-faults.ts';
import { FunctionMetrics } from './function-metrics.ts';
import { INIT_LIMIT_MS, MAX_RESPONSE_BYTES, MAX_STARTING } from './limits.ts';
import type { Places } from './places.ts';
import { PlatformLog } from './platform-log.ts';
import { StartPolicy } from './start-policy.ts';
import type { FunctionDependencies, FunctionError, FunctionStatus, InvocationResult } from './types.ts';

/** One invocation on its way through the pool. */
interface Invocation {
  readonly requestId: string;
  readonly event: string;
  readonly traceId: string;
}

/** An invocation in the queue. */
interface Waiting {
  /** Real milliseconds of `performance.now()`. */
  readonly since: number;
  readonly wake: () => void;
}

type Finished = Extract<InvocationResult, { status: 'success' | 'function-error' }>;

/** A cold or warm environment, and how long its code took to load if that was just now. */
type Acquired =
  | { readonly environment: Environment; readonly initMs: number | undefined }
  | { readonly error: FunctionError };

/**
 * The execution environments of one function. A warm one is used again, the last used first; one that broke down is
 * replaced at the next invocation.
 */
export class FunctionPool {
  readonly config: FunctionConfig;
  readonly #taskRoot: string;
  readonly #deps: FunctionDependencies;
  readonly #places: Places;
  readonly #metrics: FunctionMetrics;
  readonly #platform: PlatformLog;
  readonly #faults: FunctionFaults;
  readonly #environments = new Set<Environment>();
  readonly #idle: Environment[] = [];
  /** Invocations that wait until an environment is free or may be started, those that waited longest first. */
  readonly #waiting: Waiting[] = [];
  readonly #starts = new StartPolicy({ onAllowed: () => this.#wakeOne() });
  #starting = 0;
  /** Invocations accepted and not finished, those waiting for a place included. */
  #accepted = 0;
  /** Those of them that have a place. */
  #admitted = 0;
  #unusedTimer: NodeJS.Timeout | undefined;
  #disposed = false;

  constructor(config: FunctionConfig, taskRoot: string, deps: FunctionDependencies, places: Places) {
    this.config = config;
    this.#taskRoot = taskRoot;
    this.#deps = deps;
    this.#places = places;
    this.#metrics = new FunctionMetrics(deps.metrics, config.name);
    this.#platform = new PlatformLog(config);
    this.#faults = new FunctionFaults(deps.faults, deps.random);
  }

  status(): FunctionStatus {
    const running = this.#admitted - this.#waiting.length;
    return {
      functionName: this.config.name,
      environments: this.#environments.size,
      running,
      queued: this.#accepted - running,
    };
  }

  /** @param event JSON */
  async invoke(event: string, traceId = this.#newTraceId()): Promise<InvocationResult> {
    const { reservedConcurrency } = this.config;
    if (reservedConcurrency !== undefined && this.#accepted >= reservedConcurrency) {
      this.#metrics.throttled(this.#now());
      const reason = 'ReservedFunctionConcurrentInvocationLimitExceeded';
      return { status: 'throttled', reason, message: 'Rate Exceeded.' };
    }
    this.#accepted += 1;
    this.#metrics.started(this.#now(), this.#accepted);
    await this.#places.take();
    this.#admitted += 1;
    try {
      const result = await this.#execute({ requestId: randomUUID(), event, traceId });
      this.#metrics.ended(this.#now(), result.durationMs, result.status === 'function-error');
      return result;
    } finally {
      this.#admitted -= 1;
      this.#accepted -= 1;
      this.#places.giveBack();
    }
  }

  async dispose(): Promise<void> {
    this.#disposed = true;
    this.#starts.dispose();
    clearTimeout(this.#unusedTimer);
    for (const { wake } of this.#waiting.splice(0)) wake();
    await Promise.all([...this.#environments].map((environment) => environment.dispose()));
  }

  async #execute(invocation: Invocation): Promise<Finished> {
    const acquired = await this.#acquire();
    if ('error' in acquired) {
      return this.#failure(invocation, acquired.error, 0, true);
    }
    const { environment, initMs } = acquired;
    this.#log(environment, this.#platform.start(this.#now(), invocation.requestId));
    const startedAt = performance.now();
    const ending = await environment.run(invocation, this.#faults.next());
    // A timer may fire a fraction of a millisecond early: whoever ran out of time has used all of it.
    const leastMs = ending.type === 'timeout' ? this.config.timeoutMs : 0;
    const durationMs = 'durationMs' in ending ? ending.durationMs : Math.max(leastMs, performance.now() - startedAt);
    const result = this.#result(invocation, ending, durationMs, initMs !== undefined);
    if (ending.type === 'timeout') this.#log(environment, this.#platform.timedOut(this.#now(), invocation.requestId));
    const broke = ending.type === 'died' ? ending.error.errorType : undefined;
    const report = this.#platform.end(this.#now(), {
      requestId: invocation.requestId,
      traceId: invocation.traceId,
      durationMs,
      initMs,
      maxMemoryBytes: environment.maxMemoryBytes,
      // A handler that throws has not failed in the eyes of the platform: it reports no status for it.
      status: ending.type === 'timeout' ? 'timeout' : broke === undefined ? 'success' : 'error',
      errorType: broke,
    });
    this.#log(environment, report);
    this.#release(environment, durationMs);
    return result;
  }

  async #acquire(): Promise<Acquired> {
    for (let since: number | undefined; ; ) {
      const warm = this.#takeWarm();
      if (warm) return { environment: warm, initMs: undefined };
      if (this.#disposed) return { error: STOPPED };
      if (this.#starting < MAX_STARTING && this.#starts.allows(this.#environments.size, since)) break;
      since = await this.#wait(since);
    }
    this.#starting += 1;
    this.#starts.begin();
    try {
      return await this.#start();
    } finally {
      this.#starting -= 1;
      this.#wakeOne();
    }
  }

  /**
   * Whoever was woken in vain keeps the first place.
   * @param before since when it has waited. Default: it begins to.
   */
  #wait(before: number | undefined): Promise<number> {
    const since = before ?? performance.now();
    return new Promise((resolve) => {
      const waiting = { since, wake: () => resolve(since) };
      if (before === undefined) this.#waiting.push(waiting);
      else this.#waiting.unshift(waiting);
      this.#starts.waiting(this.#waiting[0]?.since);
    });
  }

  #wakeOne(): void {
    const first = this.#waiting.shift();
    this.#starts.waiting(this.#waiting[0]?.since);
    first?.wake();
  }

  #takeWarm(): Environment | undefined {
    for (let warm = this.#idle.pop(); warm; warm = this.#idle.pop()) {
      if (warm.alive) return warm;
      this.#environments.delete(warm);
    }
    return undefined;
  }

  async #start(): Promise<Acquired> {
    const startedAt = performance.now();
    let environment: Environment;
    try {
      environment = this.#open();
    } catch (error) {
      // For example NODE_OPTIONS with an option that a worker does not take.
      const errorMessage = error instanceof Error ? error.message : String(error);
      return { error: { errorType: 'Runtime.ExitError', errorMessage } };
    }
    const ending = await environment.start(INIT_LIMIT_MS);
    if (ending.type === 'ready') {
      this.#starts.ended(performance.now() - startedAt);
      return { environment, initMs: ending.initMs };
    }
    this.#environments.delete(environment);
    const error = ending.type === 'died' ? ending.error : INIT_TIMED_OUT;
    const status = ending.type === 'died' ? 'error' : 'timeout';
    const initMs = performance.now() - startedAt;
    this.#log(environment, this.#platform.initFailed(this.#now(), initMs, status, error.errorType));
    return { error };
  }

  #open(): Environment {
    const logStream = `${new Date(this.#now()).toISOString().slice(0, 10).replaceAll('-', '/')}/[$LATEST]${randomBytes(16).toString('hex')}`;
    const { clock, logs, endpointUrl } = this.#deps;
    const environment = new Environment({
      config: this.config,
      taskRoot: this.#taskRoot,
      logStream,
      endpointUrl,
      onLog: (realMs, message) =>
        logs.write(this.config.logGroup, logStream, clock.toVirtual(realMs), this.#faults.onLogLine(message)),
    });
    this.#environments.add(environment);
    return environment;
  }

  #release(environment: Environment, durationMs: number): void {
    if (environment.alive && !this.#disposed) {
      environment.use.worked(durationMs);
      this.#idle.push(environment);
      this.#watchUnused();
    } else {
      this.#environments.delete(environment);
    }
    this.#wakeOne();
  }

  /** The last used is taken first, so the first of the idle ones was not used longest, or is used least. */
  #watchUnused(): void {
    const [unused] = this.#idle;
    if (this.#unusedTimer !== undefined || unused === undefined) return;
    const left = unused.use.dueAt(this.#environments.size > 1) - performance.now();
    this.#unusedTimer = setTimeout(() => this.#stopUnused(), left).unref();
  }

  /** What a burst left behind goes again, one at a time, also when nothing is invoked any more. */
  #stopUnused(): void {
    this.#unusedTimer = undefined;
    const [unused] = this.#idle;
    if (unused?.use.mayGo(this.#environments.size > 1, this.#starts.startMs)) {
      this.#idle.shift();
      this.#environments.delete(unused);
      void unused.dispose();
    }
    this.#watchUnused();
  }

  #result(invocation: Invocation, ending: Ending, durationMs: number, coldStart: boolean): Finished {
    switch (ending.type) {
      case 'result':
        if (Buffer.byteLength(ending.payload) > MAX_RESPONSE_BYTES) {
          return this.#failure(invocation, RESPONSE_TOO_LARGE, durationMs, coldStart);
        }
        return {
          status: 'success',
          requestId: invocation.requestId,
          payload: ending.payload,
          durationMs,
          coldStart,
        };
      case 'error':
        return this.#failure(invocation, ending.error, durationMs, coldStart);
      case 'timeout': {
        const seconds = (this.config.timeoutMs / 1000).toFixed(2);
        const errorMessage = `RequestId: ${invocation.requestId} Error: Task timed out after ${seconds} seconds`;
        return this.#failure(invocation, { errorType: 'Sandbox.Timedout', errorMessage }, durationMs, coldStart);
      }
      case 'died': {
        const { error } = ending;
        const exited = error.errorType === 'Runtime.ExitError';
        const errorMessage = exited ? `RequestId: ${invocation.requestId} ${error.errorMessage}` : error.errorMessage;
        return this.#failure(invocation, { ...error, errorMessage }, durationMs, coldStart);
      }
      case 'ready':
        throw new Error('the runtime reported ready while it handled an event');
    }
  }

  #failure(invocation: Invocation, error: FunctionError, durationMs: number, coldStart: boolean): Finished {
    return { status: 'function-error', requestId: invocation.requestId, error, durationMs, coldStart };
  }

  #log(environment: Environment, messages: readonly string[]): void {
    for (const message of messages) {
      this.#deps.logs.write(this.config.logGroup, environment.logStream, this.#now(), message);
    }
  }

  #now(): number {
    return this.#deps.clock.now();
  }

  /** @see https://docs.aws.amazon.com/xray/latest/devguide/xray-concepts.html#xray-concepts-tracingheader */
  #newTraceId(): string {
    const seconds = Math.floor(this.#now() / 1000)
      .toString(16)
      .padStart(8, '0');
    const root = `1-${seconds}-${randomBytes(12).toString('hex')}`;
    return `Root=${root};Parent=${randomBytes(8).toString('hex')};Sampled=${this.config.traced ? 1 : 0}`;
  }
}

const STOPPED: FunctionError = {
  errorType: 'Runtime.ExitError',
  errorMessage: 'Error: Runtime exited with error: signal: terminated',
};

const INIT_TIMED_OUT: FunctionError = {
  errorType: 'Sandbox.Timedout',
  errorMessage: `Error: the code was not loaded after ${(INIT_LIMIT_MS / 1000).toFixed(2)} seconds`,
};

const RESPONSE_TOO_LARGE: FunctionError = {
  errorType: 'Function.ResponseSizeTooLarge',
  errorMessage: `Response payload size exceeded maximum allowed payload size (${MAX_RESPONSE_BYTES} bytes).`,
};
