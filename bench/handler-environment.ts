import type { InferenceEnv } from '../lambda/inference/env.ts';

/** Environment of a function whose AWS is a loopback server. */
export function environmentOf(
  url: string,
  transport: InferenceEnv['METRICS_TRANSPORT'],
): InferenceEnv & Record<string, string> {
  return {
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'bench',
    AWS_SECRET_ACCESS_KEY: 'bench',
    AWS_ENDPOINT_URL: url,
    ENDPOINT_NAME: 'bench-endpoint',
    TABLE_NAME: 'bench-table',
    RECORD_QUEUE_URL: `${url}/123456789012/bench-queue`,
    METRICS_TRANSPORT: transport,
    RECORD_TTL_DAYS: '0',
    LOG_INPUT_CHARACTERS: '256',
    LOG_OUTPUT_CHARACTERS: '1024',
    LOG_REDACT_KEYS: '[]',
    REQUEST_BUDGET_MS: '25000',
  };
}
