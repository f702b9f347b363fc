import { LakeFormationClient } from '@aws-sdk/client-lakeformation';
import * as z from 'zod/mini';
import { ConfigurationError } from '../shared/errors.ts';
import { createLog } from '../shared/json-log.ts';
import { systemClock } from '../shared/system.ts';
import { createApp } from './app.ts';
import { lakeSettingsEnvSchema } from './env.ts';
import { SdkLakeFormation } from './sdk-lake-formation.ts';

function readCatalogId(): string {
  const env = lakeSettingsEnvSchema.safeParse(process.env);
  if (!env.success) {
    throw new ConfigurationError(
      `the environment of the settings function is not usable: ${z.prettifyError(env.error)}`,
    );
  }
  return env.data.CATALOG_ID;
}

/** Entry of the settings function. Nobody waits for it by the millisecond, so the SDK's own retries are left on. */
export const handler = createApp({
  lake: new SdkLakeFormation(readCatalogId(), new LakeFormationClient({})),
  clock: systemClock,
  log: createLog('lake-settings'),
});
