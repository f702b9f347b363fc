import type { Log, LogFields } from './ports.ts';

/** Word of the X-Ray header that names the trace. */
const TRACE_ROOT = /Root=([^;]+)/;

/** Characters that JSON leaves as they are, but that begin an order to a terminal or, to some readers, a line. */
const UNESCAPED_CONTROLS = /[\u007f-\u009f\u2028\u2029]/g;

const escaped = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

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
    const line = JSON.stringify({ level, message, service, timestamp, traceId, ...fields });
    writeLine(`${line.replace(UNESCAPED_CONTROLS, escaped)}\n`);
  };
  return {
    info: (message, fields) => write('INFO', message, fields),
    warn: (message, fields) => write('WARN', message, fields),
    error: (message, fields) => write('ERROR', message, fields),
  };
}
