import * as z from 'zod/mini';
import { ConfigurationError } from '../shared/errors.ts';
import { type LogRules, parseJson } from '../shared/redact.ts';
import { type InferenceEnv, inferenceEnvSchema } from './env.ts';

/** The environment in the types that the use cases need. */
export interface InferenceSettings {
  readonly endpointName: string;
  readonly tableName: string;
  readonly recordQueueUrl: string;
  readonly metricsTransport: InferenceEnv['METRICS_TRANSPORT'];
  /** Seconds until a record expires. @default - records are kept */
  readonly recordTtlSeconds?: number;
  readonly inputLogRules: LogRules;
  readonly outputLogRules: LogRules;
  /** Milliseconds for a whole request. */
  readonly budgetMs: number;
  /** Milliseconds of it that are kept for storing the record. */
  readonly persistReserveMs: number;
}

const redactKeysSchema = z.array(z.string());

const SECONDS_PER_DAY = 24 * 3600;
const MAX_PERSIST_RESERVE_MS = 3000;
const PERSIST_SHARE = 0.25;

function fail(problem: string): never {
  throw new ConfigurationError(`the environment of the inference function is not usable: ${problem}`);
}

function readRedactKeys(text: string): ReadonlySet<string> {
  const keys = redactKeysSchema.safeParse(parseJson(text)?.value);
  return keys.success
    ? new Set(keys.data.map((key) => key.toLowerCase()))
    : fail('LOG_REDACT_KEYS is no JSON list of texts; write for example ["ssn"], or []');
}

/** @throws ConfigurationError naming each variable that is missing or has a value it cannot have */
export function readSettings(environment: Readonly<Record<string, string | undefined>>): InferenceSettings {
  const parsed = inferenceEnvSchema.safeParse(environment);
  if (!parsed.success) {
    return fail(parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; '));
  }
  const env = parsed.data;
  const budgetMs = Number(env.REQUEST_BUDGET_MS);
  const ttlDays = Number(env.RECORD_TTL_DAYS);
  const redactKeys = readRedactKeys(env.LOG_REDACT_KEYS);
  return {
    endpointName: env.ENDPOINT_NAME,
    tableName: env.TABLE_NAME,
    recordQueueUrl: env.RECORD_QUEUE_URL,
    metricsTransport: env.METRICS_TRANSPORT,
    recordTtlSeconds: ttlDays === 0 ? undefined : ttlDays * SECONDS_PER_DAY,
    inputLogRules: { characters: Number(env.LOG_INPUT_CHARACTERS), redactKeys },
    outputLogRules: { characters: Number(env.LOG_OUTPUT_CHARACTERS), redactKeys },
    budgetMs,
    persistReserveMs: Math.min(MAX_PERSIST_RESERVE_MS, budgetMs * PERSIST_SHARE),
  };
}
