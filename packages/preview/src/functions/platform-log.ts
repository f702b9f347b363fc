import type { FunctionConfig } from './function-config.ts';

/** What Lambda reports about one invocation. */
export interface InvocationReport {
  readonly requestId: string;
  /** Real milliseconds. */
  readonly durationMs: number;
  /** Real milliseconds of the initialisation; only after a cold start. */
  readonly initMs: number | undefined;
  readonly maxMemoryBytes: number;
  readonly status: 'success' | 'error' | 'timeout';
  /** Set when the environment broke down. */
  readonly errorType?: string | undefined;
  readonly traceId: string;
}

const iso = (virtualMs: number): string => new Date(virtualMs).toISOString();
const megabytes = (bytes: number): number => Math.ceil(bytes / 1024 / 1024);
const rounded = (ms: number): number => Number(ms.toFixed(2));

/** Initialisation is billed too, since August 2025. */
const billed = ({ durationMs, initMs = 0 }: InvocationReport): number => Math.max(Math.ceil(durationMs + initMs), 1);

/** The parts of `Root=…;Parent=…;Sampled=…`. */
function traceParts(traceId: string): { root: string; segment: string; sampled: boolean } {
  const parts = new Map(
    traceId.split(';').map((part): [string, string] => {
      const [name = '', value = ''] = part.split('=');
      return [name, value];
    }),
  );
  return { root: parts.get('Root') ?? '', segment: parts.get('Parent') ?? '', sampled: parts.get('Sampled') === '1' };
}

/**
 * The lines that Lambda itself writes into a function's log, in the function's format.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs.html
 */
export class PlatformLog {
  readonly #config: FunctionConfig;

  constructor(config: FunctionConfig) {
    this.#config = config;
  }

  start(virtualMs: number, requestId: string): string[] {
    if (this.#config.logFormat === 'Text') return [`START RequestId: ${requestId} Version: $LATEST`];
    if (this.#config.systemLogLevel === 'WARN') return [];
    const record = { requestId, version: '$LATEST' };
    return [JSON.stringify({ time: iso(virtualMs), type: 'platform.start', record })];
  }

  /** Only when the initialisation fails; else its time is part of the report. */
  initFailed(virtualMs: number, initMs: number, status: 'error' | 'timeout', errorType?: string): string[] {
    if (this.#config.logFormat === 'JSON') {
      const record = {
        initializationType: 'on-demand',
        phase: 'init',
        status,
        errorType,
        metrics: { durationMs: rounded(initMs) },
      };
      return [JSON.stringify({ time: iso(virtualMs), type: 'platform.initReport', record })];
    }
    const type = errorType === undefined ? '' : `\tError Type: ${errorType}`;
    return [`INIT_REPORT Init Duration: ${initMs.toFixed(2)} ms\tPhase: init\tStatus: ${status}${type}`];
  }

  timedOut(virtualMs: number, requestId: string): string[] {
    if (this.#config.logFormat === 'JSON') return [];
    return [
      `${iso(virtualMs)} ${requestId} Task timed out after ${(this.#config.timeoutMs / 1000).toFixed(2)} seconds`,
    ];
  }

  end(virtualMs: number, report: InvocationReport): string[] {
    return this.#config.logFormat === 'Text' ? this.#endText(report) : this.#endJson(virtualMs, report);
  }

  #endText(report: InvocationReport): string[] {
    const fields = [
      `REPORT RequestId: ${report.requestId}`,
      `Duration: ${report.durationMs.toFixed(2)} ms`,
      `Billed Duration: ${billed(report)} ms`,
      `Memory Size: ${this.#config.memoryMb} MB`,
      `Max Memory Used: ${megabytes(report.maxMemoryBytes)} MB`,
    ];
    if (report.initMs !== undefined) fields.push(`Init Duration: ${report.initMs.toFixed(2)} ms`);
    if (report.status === 'timeout') fields.push('Status: timeout');
    if (report.errorType !== undefined) fields.push('Status: error', `Error Type: ${report.errorType}`);
    const { root, segment, sampled } = traceParts(report.traceId);
    const trace = this.#config.traced ? `\nXRAY TraceId: ${root}\tSegmentId: ${segment}\tSampled: ${sampled}` : '';
    return [`END RequestId: ${report.requestId}`, fields.join('\t') + trace];
  }

  #endJson(virtualMs: number, report: InvocationReport): string[] {
    if (this.#config.systemLogLevel === 'WARN' && report.status === 'success') return [];
    const { root, segment } = traceParts(report.traceId);
    const record = {
      requestId: report.requestId,
      metrics: {
        durationMs: rounded(report.durationMs),
        billedDurationMs: billed(report),
        memorySizeMB: this.#config.memoryMb,
        maxMemoryUsedMB: megabytes(report.maxMemoryBytes),
        ...(report.initMs === undefined ? {} : { initDurationMs: rounded(report.initMs) }),
      },
      ...(this.#config.traced ? { tracing: { spanId: segment, type: 'X-Amzn-Trace-Id', value: root } } : {}),
      status: report.status,
      errorType: report.errorType,
    };
    return [JSON.stringify({ time: iso(virtualMs), type: 'platform.report', record })];
  }
}
