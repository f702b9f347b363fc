import { readYamlFile } from '../../../cli/src/yaml-file.ts';
import { type Assumption, DEFAULTS, type DefaultedSetting } from './defaults.ts';
import { type ProfileFile, profileSchema } from './schema.ts';

/** Requests a second in each hour of the day. */
export type HourlyRates = readonly number[];

/** A profile with its defaults filled in. */
export interface Profile {
  readonly hourlyRates: HourlyRates;
  /** A setting's value: the profile's, or the default. */
  value(setting: DefaultedSetting): number;
  /** A setting that has no default; undefined where the profile leaves it out. */
  optional(setting: OptionalSetting): number | undefined;
  /** What the profile says of a function that is not behind an API, by function name or logical id. */
  functionUse(names: readonly string[]): FunctionUse | undefined;
  /** Defaults that were asked for so far. */
  assumptions(): readonly Assumption[];
}

export type FunctionUse = NonNullable<ProfileFile['functions']>[string];

/** Settings without a default: what needs them is unknown without them. */
export type OptionalSetting =
  | 'model.memoryMb'
  | 'function.memoryMb'
  | 'logs.accessBytes'
  | 'metrics.custom'
  | 'tracing.sampledShare'
  | 'lake.scannedTb'
  | 'lake.storedGb'
  | 'lake.putRequests'
  | 'lake.getRequests'
  | 'lake.crawlerMinutes'
  | 'lake.crawlerDpus'
  | 'builds.perMonth'
  | 'builds.minutes'
  | 'kms.requests';

export type ProfileResult =
  | { readonly status: 'success'; readonly profile: Profile }
  | { readonly status: 'error'; readonly lines: readonly string[] };

/** Reads a traffic profile; a misspelt setting is an error with its place. */
export function readProfile(file: string): ProfileResult {
  const read = readYamlFile(file, profileSchema, { hint: 'give the path of a traffic profile' });
  return read.status === 'error' ? read : { status: 'success', profile: createProfile(read.value) };
}

/** The same number of requests every second, and defaults for all else. */
export const constantProfile = (requestsPerSecond: number): Profile =>
  createProfile({ traffic: { requestsPerSecond } });

export function createProfile(file: ProfileFile): Profile {
  const { requestsPerSecond = 0, byHour } = file.traffic;
  const used = new Set<DefaultedSetting>();
  return {
    hourlyRates: byHour ?? Array.from({ length: 24 }, () => requestsPerSecond),
    value: (setting) => {
      const given = numberAt(file, setting);
      if (given !== undefined) return given;
      used.add(setting);
      return DEFAULTS[setting][0];
    },
    optional: (setting) => numberAt(file, setting),
    functionUse: (names) => {
      const name = names.find((one) => Object.hasOwn(file.functions ?? {}, one));
      return name === undefined ? undefined : file.functions?.[name];
    },
    assumptions: () => [...used].sort().map((setting) => ({ setting, ...assumptionOf(setting) })),
  };
}

function assumptionOf(setting: DefaultedSetting): { value: number; why: string } {
  const [value, why] = DEFAULTS[setting];
  return { value, why };
}

function numberAt(file: ProfileFile, setting: string): number | undefined {
  const [block = '', key = ''] = setting.split('.');
  const settings: unknown = Reflect.get(file, block);
  const value: unknown = typeof settings === 'object' && settings !== null ? Reflect.get(settings, key) : undefined;
  return typeof value === 'number' ? value : undefined;
}
