import { describe, expect, it } from 'vitest';
import { inferenceEnvSchema } from '../../../lambda/inference/env.ts';
import { readSettings } from '../../../lambda/inference/settings.ts';
import { redriveEnvSchema } from '../../../lambda/redrive/env.ts';
import { ENVIRONMENT } from '../helpers/world.ts';

describe('the environment of the inference function', () => {
  it('becomes typed settings', () => {
    const settings = readSettings({ ...ENVIRONMENT, RECORD_TTL_DAYS: '30', LOG_REDACT_KEYS: '["SSN"]' });

    expect(settings).toEqual({
      endpointName: 'digits',
      tableName: 'results',
      recordQueueUrl: ENVIRONMENT.RECORD_QUEUE_URL,
      metricsTransport: 'emf',
      recordTtlSeconds: 2_592_000,
      inputLogRules: { characters: 256, redactKeys: new Set(['ssn']) },
      outputLogRules: { characters: 1024, redactKeys: new Set(['ssn']) },
      budgetMs: 20_000,
      persistReserveMs: 3000,
    });
  });

  it('may have what the platform adds', () => {
    expect(() => readSettings({ ...ENVIRONMENT, AWS_REGION: 'eu-central-1', TZ: ':UTC' })).not.toThrow();
  });

  it.each(Object.keys(ENVIRONMENT))('without %s is refused by name', (name) => {
    expect(() => readSettings({ ...ENVIRONMENT, [name]: undefined })).toThrow(name);
  });

  it.each([
    ['ENDPOINT_NAME', ''],
    ['METRICS_TRANSPORT', 'statsd'],
    ['RECORD_TTL_DAYS', '-1'],
    ['RECORD_TTL_DAYS', '1.5'],
    ['LOG_INPUT_CHARACTERS', 'all'],
    ['REQUEST_BUDGET_MS', '0'],
    ['LOG_REDACT_KEYS', 'ssn'],
    ['LOG_REDACT_KEYS', '{"ssn":true}'],
    ['LOG_REDACT_KEYS', '[1]'],
  ])('with %s=%j is refused by name', (name, value) => {
    expect(() => readSettings({ ...ENVIRONMENT, [name]: value })).toThrow(name);
  });

  it('is refused with a code that can be told apart', () => {
    expect(() => readSettings({})).toThrow(expect.objectContaining({ code: 'configuration' }));
  });

  it('has exactly the variables that the schema documents', () => {
    expect(Object.keys(inferenceEnvSchema.shape).sort()).toEqual(Object.keys(ENVIRONMENT).sort());
  });
});

describe('the environment of the redrive function', () => {
  it('names the table', () => {
    expect(redriveEnvSchema.safeParse({ TABLE_NAME: 'results' }).success).toBe(true);
    expect(redriveEnvSchema.safeParse({ TABLE_NAME: '' }).success).toBe(false);
    expect(redriveEnvSchema.safeParse({}).success).toBe(false);
  });
});
