import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Oldest Java that the pinned Karate runs on. */
export const OLDEST_JAVA = 17;

/** Names under which Chrome is installed; the first that is found is taken. */
const CHROME_NAMES = ['google-chrome', 'google-chrome-stable', 'chromium', 'chromium-browser', 'chrome'];
const CHROME_OF_MACOS = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';

type Environment = Readonly<Record<string, string | undefined>>;

/** What the features run with. */
export interface Tools {
  readonly maven: string;
  readonly chrome: string;
  /** Options that Chrome needs here. */
  readonly chromeArguments: readonly string[];
}

export type ToolsResult =
  | { readonly status: 'success'; readonly tools: Tools }
  | { readonly status: 'error'; readonly message: string };

/** Finds Java, Maven and Chrome; the message names everything that is missing, in one line. */
export function findTools(env: Environment): ToolsResult {
  const maven = onPath('mvn', env);
  const chrome = findChrome(env);
  const missing = [
    ...(hasJava(env) ? [] : [`Java ${OLDEST_JAVA} or later (java, or JAVA_HOME)`]),
    ...(maven === undefined ? ['Maven (mvn)'] : []),
    ...(chrome === undefined ? [describeMissingChrome(env)] : []),
  ];
  if (maven === undefined || chrome === undefined || missing.length > 0) {
    const message = `the end-to-end tests need ${missing.join(', ')}: install what is missing (on Debian and Ubuntu: .ci/install-e2e)`;
    return { status: 'error', message };
  }
  return { status: 'success', tools: { maven, chrome, chromeArguments: chromeArguments(process.getuid?.()) } };
}

/** Chrome refuses to sandbox root's pages, and a container's shared memory is too small for it. */
export const chromeArguments = (uid: number | undefined): readonly string[] =>
  uid === 0 ? ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu'] : ['--disable-gpu'];

function describeMissingChrome({ KARATE_CHROME }: Environment): string {
  if (KARATE_CHROME) return `Chrome (KARATE_CHROME is ${KARATE_CHROME}, which cannot be run)`;
  return 'Chrome or Chromium (on the path, or KARATE_CHROME)';
}

/** `KARATE_CHROME` if it is set, else Chrome or Chromium on the path. */
export function findChrome(env: Environment): string | undefined {
  return env.KARATE_CHROME ? executable(env.KARATE_CHROME) : installedChrome(env);
}

const installedChrome = (env: Environment): string | undefined =>
  CHROME_NAMES.map((name) => onPath(name, env)).find((path) => path !== undefined) ?? executable(CHROME_OF_MACOS);

function onPath(name: string, { PATH = '' }: Environment): string | undefined {
  const folders = PATH.split(delimiter).filter((folder) => folder !== '');
  return folders.map((folder) => executable(join(folder, name))).find((path) => path !== undefined);
}

function executable(path: string): string | undefined {
  try {
    accessSync(path, constants.X_OK);
    return path;
  } catch {
    return undefined;
  }
}

/** Maven takes the Java of JAVA_HOME before that of the path, so this looks there first too. */
function hasJava(env: Environment): boolean {
  const java = env.JAVA_HOME ? executable(join(env.JAVA_HOME, 'bin', 'java')) : onPath('java', env);
  if (java === undefined) return false;
  const { stderr, stdout } = spawnSync(java, ['-version'], { encoding: 'utf8' });
  const version = javaVersion(`${stderr}${stdout}`);
  return version !== undefined && version >= OLDEST_JAVA;
}

/** Feature version in what `java -version` prints: 17 of `"17.0.15"`, 8 of `"1.8.0_402"`. */
export function javaVersion(text: string): number | undefined {
  const [, first, second] = /version "(\d+)(?:\.(\d+))?/.exec(text) ?? [];
  if (first === undefined) return undefined;
  return first === '1' ? Number(second) : Number(first);
}
