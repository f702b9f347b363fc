import { coerceText, parseJson } from './coerce.ts';
import { type ConfigProblem, describeIssues, pathText, show, unknownSetting } from './problems.ts';
import { configSchema, type InferwatchConfig, splitAddresses } from './schema.ts';
import { child, keysOf } from './schema-walk.ts';

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
  const parsed = configSchema.safeParse(settings, { reportInput: true });
  if (!parsed.success) return { ok: false, problems: describeIssues(parsed.error.issues, configSchema) };
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
  let schema: Parameters<typeof child>[0] = configSchema;
  let target = settings;
  for (const [index, key] of keys.entries()) {
    const below = child(schema, key);
    const here = keys.slice(0, index + 1);
    if (below === undefined) {
      const known = keysOf(schema);
      if (known.length > 0) return unknownSetting(here, index === 0 ? [...known, SETTINGS_KEY] : known);
      return { path, message: `${pathText(keys.slice(0, index))} has no parts; set it as a whole` };
    }
    schema = below;
    if (index < keys.length - 1) {
      const next = target[key] ?? {};
      if (!isSettings(next)) {
        return { path, message: `${pathText(here)} is ${show(next)}, which has no parts; write it as an object` };
      }
      target[key] = next;
      target = next;
    }
  }
  target[String(keys.at(-1))] = typeof value === 'string' ? coerceText(value, schema) : value;
  return undefined;
}
