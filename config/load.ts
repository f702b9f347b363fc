import { coerceText, parseJson } from './coerce.ts';
import { type ConfigProblem, describeIssues, pathText, show, unknownSetting } from './problems.ts';
import { configSchema, type InferwatchConfig, splitAddresses } from './schema.ts';
import { keysOf, schemaAt } from './schema-walk.ts';

export type { ConfigProblem } from './problems.ts';

/** The settings, or everything that is wrong with them. */
export type ConfigResult =
  | { readonly ok: true; readonly config: InferwatchConfig }
  | { readonly ok: false; readonly problems: readonly ConfigProblem[] };

/** Context key that holds settings as one object. */
const SETTINGS_KEY = 'inferwatch';

/** CDK's own context without a colon or an at sign in its key. */
const CDK_KEYS: ReadonlySet<string> = new Set(['acknowledged-issue-numbers']);

/** CDK's feature flags start with `@`; what it looked up, and what the command line tells the app, has a colon. */
const isCdkKey = (key: string): boolean => key.startsWith('@') || key.includes(':') || CDK_KEYS.has(key);

type Settings = Record<string, unknown>;

const isSettings = (value: unknown): value is Settings =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Reads the settings from CDK context: an object under `inferwatch` (in cdk.json, or as JSON with `-c inferwatch=`),
 * and over it single settings by their path, `-c alarms.highLatency.threshold=1500`. Text is taken as the type that the
 * setting has. Anything that is neither a setting nor CDK's own context is a problem, so that no typing error is
 * silently without effect.
 *
 * @param context - All context of the app: `app.node.getAllContext()`.
 */
export function loadConfig(context: Readonly<Record<string, unknown>>): ConfigResult {
  const { [SETTINGS_KEY]: object, ...rest } = context;
  const problems: ConfigProblem[] = [];
  const settings = baseSettings(object, problems);
  const paths = Object.keys(rest).filter((key) => !isCdkKey(key));
  // Parents before children, so that a part on the command line changes the whole that it is part of.
  for (const path of paths.sort((a, b) => a.split('.').length - b.split('.').length)) {
    const problem = applySetting(settings, path, rest[path]);
    if (problem !== undefined) problems.push(problem);
  }
  const parsed = parseSettings(settings);
  if (parsed.ok && problems.length === 0) return parsed;
  return { ok: false, problems: parsed.ok ? problems : [...problems, ...parsed.problems] };
}

/** Checks settings that are an object already, fills in the defaults and merges the short forms. */
export function parseSettings(settings: unknown): ConfigResult {
  const parsed = configSchema.safeParse(settings);
  if (!parsed.success) return { ok: false, problems: describeIssues(parsed.error.issues, configSchema, settings) };
  const { alertEmail, alertEmails, ...config } = parsed.data;
  const addresses = [...(alertEmail === undefined ? [] : splitAddresses(alertEmail)), ...alertEmails];
  return { ok: true, config: { ...config, alertEmails: [...new Set(addresses)] } };
}

function baseSettings(object: unknown, problems: ConfigProblem[]): Settings {
  if (object === undefined) return {};
  const value = typeof object === 'string' ? parseJson(object) : structuredClone(object);
  if (isSettings(value)) return value;
  problems.push({
    path: SETTINGS_KEY,
    message: `${show(object)} is wrong; write the settings as a JSON object: {"alertEmail": "me@example.com"}`,
  });
  return {};
}

/** Sets one setting by its path in `settings`, which it changes. Returns what is wrong with the path, if anything. */
function applySetting(settings: Settings, path: string, value: unknown): ConfigProblem | undefined {
  const keys = path.split('.');
  const schema = schemaAt(configSchema, keys);
  if (schema === undefined) return pathProblem(keys);
  let target = settings;
  for (const [index, key] of keys.slice(0, -1).entries()) {
    const part = target[key] ?? {};
    if (!isSettings(part)) {
      const whole = pathText(keys.slice(0, index + 1));
      return { path, message: `${whole} is ${show(part)}, which has no parts; write it as an object` };
    }
    target[key] = part;
    target = part;
  }
  target[String(keys.at(-1))] = typeof value === 'string' ? coerceText(value, schema) : value;
  return undefined;
}

/** Says where a path leaves the settings that exist. */
function pathProblem(keys: readonly string[]): ConfigProblem {
  const depth = keys.findIndex((_, index) => schemaAt(configSchema, keys.slice(0, index + 1)) === undefined);
  const whole = keys.slice(0, depth);
  const above = schemaAt(configSchema, whole);
  const known = above === undefined ? [] : keysOf(above);
  if (known.length > 0) return unknownSetting(keys.slice(0, depth + 1), depth === 0 ? [...known, SETTINGS_KEY] : known);
  return { path: pathText(keys), message: `${pathText(whole)} has no parts; set it as a whole` };
}
