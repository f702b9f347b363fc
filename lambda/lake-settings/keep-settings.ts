import { awsErrorFacts, isRetryable } from '../shared/aws-errors.ts';
import type { Deadline } from '../shared/deadline.ts';
import { InferwatchError } from '../shared/errors.ts';
import type { Clock, Log } from '../shared/ports.ts';
import type { AccountSettings, LakeFormation } from './ports.ts';
import type { LakeLocationFacts, LakeSettings } from './settings-schema.ts';

/** Milliseconds before settings that were written are read again; doubles up to the ceiling. */
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 8000;

/** The settings are not what they must be, in spite of all attempts. */
export class SettingsNotKeptError extends InferwatchError {
  readonly code = 'settings-not-kept';
  override readonly name = 'SettingsNotKeptError';
}

/** A location is not registered as it was deployed. */
export class RegistrationChangedError extends InferwatchError {
  readonly code = 'registration-changed';
  override readonly name = 'RegistrationChangedError';
}

export interface KeepSettingsDependencies {
  readonly lake: LakeFormation;
  readonly clock: Clock;
  readonly log: Log;
}

/** How the settings differ from the wanted ones, in words; empty when they do not. */
function differences(settings: AccountSettings, wanted: LakeSettings): string[] {
  const missing = wanted.administrators.filter((arn) => !settings.administrators.includes(arn));
  return [
    ...missing.map((arn) => `${arn} is no administrator`),
    ...(settings.databaseDefaults > 0 ? ['new databases are open to IAM by default'] : []),
    ...(settings.tableDefaults > 0 ? ['new tables are open to IAM by default'] : []),
  ];
}

/**
 * Makes Lake Formation's settings what they must be and reads them back until they are: empty lists are reported to be
 * ignored at times, a new role takes seconds to be known, and changes are seen with delay. Nothing is written when
 * nothing differs. Administrators of others stay.
 *
 * @returns what had to be repaired, in words
 * @throws SettingsNotKeptError when the deadline comes first
 * @see https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/2197 (empty lists that are ignored)
 */
export async function keepSettings(
  wanted: LakeSettings,
  deadline: Deadline,
  deps: KeepSettingsDependencies,
): Promise<readonly string[]> {
  const { clock, log } = deps;
  const repaired = new Set<string>();
  let found: readonly string[] = ['they could not be read'];
  let lastFailure: unknown;
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
    try {
      found = await repairOnce(wanted, deps);
      if (found.length === 0) return [...repaired];
      for (const difference of found) repaired.add(difference);
    } catch (error) {
      if (!mayPass(error)) throw error;
      lastFailure = error;
      log.warn('lake settings not repaired yet', { cause: awsErrorFacts(error) });
    }
    if (pause >= deadline.remaining()) {
      throw new SettingsNotKeptError(`lake settings are still wrong: ${found.join('; ')}`, { cause: lastFailure });
    }
    await clock.sleep(pause);
  }
}

/** Reads, and repairs what differs. Returns what differed, so that nothing means that all of it was read as wanted. */
async function repairOnce(wanted: LakeSettings, deps: KeepSettingsDependencies): Promise<readonly string[]> {
  const { lake, log } = deps;
  const settings = await lake.settings();
  const found = differences(settings, wanted);
  if (found.length > 0) {
    log.warn('lake settings differ', { found, administrators: settings.administrators });
    await writeSettings(settings, wanted, deps);
    return found;
  }
  // Only now: whoever looks at and revokes others' permissions must be an administrator already.
  if (wanted.strict === 'false' || !(await lake.anyoneCreatesDatabases())) return [];
  const open = 'whoever IAM lets in may create databases';
  log.warn('lake settings differ', { found: [open] });
  await lake.revokeAnyoneCreatesDatabases();
  return [open];
}

/**
 * Writes all administrators; when one is refused, ours first and then the others one by one, without those that are
 * refused. Lake Formation keeps administrators that are deleted, and refuses every later change for them.
 *
 * @see https://github.com/aws/aws-cdk/issues/9097 (deleted administrators)
 */
async function writeSettings(
  current: AccountSettings,
  { administrators: ours }: LakeSettings,
  { lake, log }: KeepSettingsDependencies,
): Promise<void> {
  const others = current.administrators.filter((arn) => !ours.includes(arn));
  const all = await lake.write(current, [...ours, ...others]);
  if (all.status === 'written') return;
  log.warn('an administrator is refused', { message: all.message, ours, others });
  const own = await lake.write(current, ours);
  // One of ours: a role that was made a moment ago. It is tried again.
  if (own.status === 'invalid-principal') throw new NotYetKnownError(own.message);
  let kept = [...ours];
  for (const other of others) {
    const one = await lake.write(current, [...kept, other]);
    if (one.status === 'written') kept = [...kept, other];
    else log.warn('administrator removed: it does not exist any more', { arn: other, message: one.message });
  }
}

/** A principal that Lake Formation does not know yet. */
class NotYetKnownError extends InferwatchError {
  readonly code = 'not-yet-known';
  override readonly name = 'NotYetKnownError';
}

/** Errors that pass by themselves: of the service, of changes at the same time, of rights that have just been given. */
const PASSING: ReadonlySet<string> = new Set([
  'AccessDeniedException',
  'ConcurrentModificationException',
  'InternalServiceException',
  'NotYetKnownError',
  'OperationTimeoutException',
]);

const mayPass = (error: unknown): boolean => PASSING.has(awsErrorFacts(error).name) || isRetryable(error);

/**
 * Compares the registrations with the deployed ones. Reported, not repaired: somebody took a location out of Lake
 * Formation's hands on purpose, or deploys, and registering it again needs the right to pass its role on.
 *
 * @throws RegistrationChangedError with every difference
 */
export async function checkLocations(locations: readonly LakeLocationFacts[], lake: LakeFormation): Promise<void> {
  const found: string[] = [];
  for (const { arn, roleArn } of locations) {
    const role = await lake.registeredRole(arn);
    if (role !== roleArn) {
      found.push(role === undefined ? `${arn} is not registered` : `${arn} is registered with ${role}, not ${roleArn}`);
    }
  }
  if (found.length > 0) throw new RegistrationChangedError(`locations have changed: ${found.join('; ')}`);
}
