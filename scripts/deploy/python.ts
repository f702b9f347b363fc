import { spawnSync } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { accessSync, constants, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { runProgram } from './program.ts';

/** Oldest Python that the pinned packages are complete for: 3.10 needs more of them. */
export const OLDEST_PYTHON = 11;
/** Newest that has wheels of all of them. */
export const NEWEST_PYTHON = 14;

type Environment = Readonly<Record<string, string | undefined>>;

/** What the emulator is installed and started with. */
export interface Tools {
  readonly python: string;
  /** Such as `3.12`. */
  readonly pythonVersion: string;
  readonly openssl: string;
}

export type ToolsResult =
  | { readonly status: 'success'; readonly tools: Tools }
  | { readonly status: 'error'; readonly message: string };

/** Finds Python 3 and openssl; the message names what is missing, in one line. */
export function findTools(env: Environment): ToolsResult {
  const names = ['python3', ...range(NEWEST_PYTHON, OLDEST_PYTHON).map((minor) => `python3.${minor}`), 'python'];
  const found = names.flatMap((name) => {
    const python = onPath(name, env);
    const minor = python === undefined ? undefined : usableMinor(python);
    return python === undefined || minor === undefined ? [] : [{ python, pythonVersion: `3.${minor}` }];
  })[0];
  const openssl = onPath('openssl', env);
  if (found !== undefined && openssl !== undefined) return { status: 'success', tools: { ...found, openssl } };
  const missing = [
    ...(found === undefined ? [`Python 3.${OLDEST_PYTHON} to 3.${NEWEST_PYTHON} with venv (python3)`] : []),
    ...(openssl === undefined ? ['openssl'] : []),
  ];
  return { status: 'error', message: `the deployment test needs ${missing.join(' and ')} on the path` };
}

const range = (from: number, downTo: number): number[] =>
  Array.from({ length: from - downTo + 1 }, (_, index) => from - index);

function onPath(name: string, { PATH = '' }: Environment): string | undefined {
  return PATH.split(delimiter)
    .filter((folder) => folder !== '')
    .map((folder) => join(folder, name))
    .find((file) => {
      try {
        accessSync(file, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}

/** The minor version of a Python 3 that will do; Debian's comes without `ensurepip` unless python3-venv is there. */
function usableMinor(python: string): number | undefined {
  const script = 'import ensurepip, venv, sys; print("%d.%d" % sys.version_info[:2])';
  const { status, stdout } = spawnSync(python, ['-c', script], { encoding: 'utf8' });
  const minor = status === 0 ? Number(/^3\.(\d+)\s*$/.exec(stdout)?.[1]) : Number.NaN;
  return minor >= OLDEST_PYTHON && minor <= NEWEST_PYTHON ? minor : undefined;
}

export interface EnvironmentOptions {
  readonly tools: Tools;
  /** Requirements with hashes. */
  readonly requirementsFile: string;
  /** Folder that keeps environments from run to run. */
  readonly cacheDirectory: string;
  readonly logFile: string;
  /** Of this process: pip finds its proxy and index there. */
  readonly env: Environment;
  readonly signal: AbortSignal;
}

export type EnvironmentResult =
  | { readonly status: 'success'; readonly python: string }
  | { readonly status: 'error'; readonly message: string };

/** Milliseconds for fetching and installing some 20 MB. */
const INSTALL_TIMEOUT_MS = 300_000;

/**
 * A Python environment with exactly the pinned packages, each checked against its hash. It is made once for each
 * content of the requirements and version of Python, beside its place and then moved there, so that a run that was
 * stopped leaves nothing half made.
 */
export async function ensureEnvironment(options: EnvironmentOptions): Promise<EnvironmentResult> {
  const { tools, requirementsFile, cacheDirectory, logFile, signal } = options;
  const key = createHash('sha256').update(readFileSync(requirementsFile)).digest('hex').slice(0, 16);
  const directory = join(cacheDirectory, `python-${tools.pythonVersion}-${key}`);
  const python = join('bin', 'python');
  if (existsSync(directory)) return { status: 'success', python: join(directory, python) };
  mkdirSync(cacheDirectory, { recursive: true });
  const making = join(cacheDirectory, `making-${randomUUID()}`);
  const env = Object.fromEntries(
    Object.entries(options.env).flatMap(([name, value]) => (value ? [[name, value]] : [])),
  );
  const run = (command: string, ...args: string[]) =>
    runProgram({ command, args, cwd: cacheDirectory, env, logFile, signal, timeoutMs: INSTALL_TIMEOUT_MS });
  const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-input'];
  try {
    const made = await run(tools.python, '-m', 'venv', making);
    if (made.status === 'error') return { status: 'error', message: `no Python environment: ${made.message}` };
    const exact = ['--require-hashes', '--only-binary', ':all:', '-r', requirementsFile];
    const installed = await run(join(making, python), ...pip, ...exact);
    if (installed.status === 'error') {
      return { status: 'error', message: `the emulator cannot be installed: ${installed.message}; see ${logFile}` };
    }
    // Another run may have been faster; its environment is the same.
    if (!existsSync(directory)) renameSync(making, directory);
    return { status: 'success', python: join(directory, python) };
  } finally {
    rmSync(making, { recursive: true, force: true });
  }
}
