import type { Log, LogFields } from './ports.ts';

/** Word of the X-Ray header that names the trace. */
const TRACE_ROOT = /Root=([^;]+)/;

/**
 * Structured log lines: one JSON object a line on standard output. JSON escapes line feeds, so no field can begin a
 * line of its own, and every field of a request is text or a number below the root, so none can pose as a metric.
 *
 * Written by hand because `@aws-lambda-powertools/logger` takes 21 kB of the bundle and broke its limit
 * (docs/adr/0030-lambda-bundles.md).
 *
 * @param service who writes, in every line
 * @param writeLine takes a line that ends in a line feed. @default - standard output
 */
export function createLog(
  service: string,
  writeLine: (line: string) => void = (line) => process.stdout.write(line),
): Log {
  const write = (level: string, message: string, fields: LogFields): void => {
    const timestamp = new Date().toISOString();
    // Lambda sets the variable anew for each invocation.
    const traceId = TRACE_ROOT.exec(process.env._X_AMZN_TRACE_ID ?? '')?.[1];
    writeLine(`${JSON.stringify({ level, message, service, timestamp, traceId, ...fields })}\n`);
  };
  return {
    info: (message, fields) => write('INFO', message, fields),
    warn: (message, fields) => write('WARN', message, fields),
    error: (message, fields) => write('ERROR', message, fields),
  };
}
