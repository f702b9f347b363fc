import * as z from 'zod/mini';
import { createDynamoDbClient } from '../shared/aws-clients.ts';
import { DynamoDbRecordStore } from '../shared/dynamodb-record-store.ts';
import { ConfigurationError } from '../shared/errors.ts';
import { createLog } from '../shared/json-log.ts';
import { systemClock } from '../shared/system.ts';
import { redriveEnvSchema } from './env.ts';
import { createRedrive } from './redrive.ts';

function readTableName(): string {
  const env = redriveEnvSchema.safeParse(process.env);
  if (!env.success) {
    throw new ConfigurationError(
      `the environment of the redrive function is not usable: ${z.prettifyError(env.error)}`,
    );
  }
  return env.data.TABLE_NAME;
}

const retry = { clock: systemClock, random: Math.random };

/** Entry of the redrive function; the client is made once for each execution environment. */
export const handler = createRedrive({
  store: new DynamoDbRecordStore(readTableName(), createDynamoDbClient(), retry),
  log: createLog('redrive'),
  clock: systemClock,
});
