import { Logger } from '@aws-lambda-powertools/logger';
import type { Log } from './ports.ts';

/** Structured JSON log lines on standard output (errors on standard error), one a call. */
export function createLog(serviceName: string): Log {
  const logger = new Logger({ serviceName });
  return {
    info: (message, fields) => logger.info(message, { ...fields }),
    warn: (message, fields) => logger.warn(message, { ...fields }),
    error: (message, fields) => logger.error(message, { ...fields }),
  };
}
