import type { Context } from 'aws-lambda';
import * as z from 'zod/mini';
import { Deadline } from '../shared/deadline.ts';
import { ConfigurationError } from '../shared/errors.ts';
import { checkLocations, type KeepSettingsDependencies, keepSettings } from './keep-settings.ts';
import { lakeSettingsEventSchema, lakeSettingsSchema } from './settings-schema.ts';

/** Milliseconds before Lambda's timeout at which it is given up: enough to say why. */
const LAMBDA_RESERVE_MS = 2000;

/** One account has one set of settings, so one name does for the resource. */
const PHYSICAL_ID = 'lake-settings';

export interface LifecycleAnswer {
  readonly PhysicalResourceId: string;
}

/**
 * The function behind the custom resource (through the CDK's provider framework) and behind the schedule.
 *
 * Deleting the resource changes nothing: without its settings the account would be open again, and the lake's data,
 * which is kept, with it.
 *
 * @see https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.custom_resources-readme.html#handling-lifecycle-events-onevent
 */
export function createApp(
  deps: KeepSettingsDependencies,
): (event: unknown, context: Pick<Context, 'getRemainingTimeInMillis'>) => Promise<LifecycleAnswer> {
  return async (event, context) => {
    const deadline = Deadline.after(deps.clock, context.getRemainingTimeInMillis() - LAMBDA_RESERVE_MS);
    const parsed = parse(lakeSettingsEventSchema, event, 'the event');
    if ('recheck' in parsed) {
      const repaired = await keepSettings(parsed.recheck, deadline, deps);
      deps.log.info('lake settings checked', { repaired });
      await checkLocations(parsed.locations, deps.lake);
    } else if (parsed.RequestType !== 'Delete') {
      const { ServiceToken: _, ServiceTimeout: __, ...properties } = parsed.ResourceProperties;
      const repaired = await keepSettings(parse(lakeSettingsSchema, properties, 'a property'), deadline, deps);
      deps.log.info('lake settings hold', { repaired });
    }
    return { PhysicalResourceId: PHYSICAL_ID };
  };
}

function parse<S extends z.ZodMiniType>(schema: S, value: unknown, what: string): z.infer<S> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new ConfigurationError(`${what} of the lake settings is not usable: ${z.prettifyError(result.error)}`);
}
