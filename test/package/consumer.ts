import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const ROOT = join(import.meta.dirname, '../..');

/** What a program left. */
export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** An application of somebody else, with the package installed from its tarball. */
export interface Consumer {
  readonly directory: string;
  /** The installed package. */
  readonly installed: string;
  readonly tarball: string;
  /** Runs a program in the application's folder. */
  run(command: string, ...args: string[]): Promise<Ended>;
  write(file: string, text: string): void;
  dispose(): void;
}

/**
 * Packs the package and installs it into an application that the real `cdk init` makes.
 * @throws if one of the steps fails
 */
export async function installInNewApplication(): Promise<Consumer> {
  const folder = mkdtempSync(join(tmpdir(), 'inferwatch-package-'));
  const directory = join(folder, 'shop');
  mkdirSync(directory);
  const run = (command: string, ...args: string[]) => execute(command, args, directory);

  const packed = await succeed(execute('npm', ['pack', '--silent', '--pack-destination', folder], ROOT));
  const tarball = join(folder, packed.trim().split('\n').at(-1) ?? '');
  const init = ['init', 'app', '--language', 'typescript', '--generate-only', '--no-notices'];
  await succeed(run(process.execPath, join(ROOT, 'node_modules/aws-cdk/bin/cdk'), ...init));
  adapt(directory, tarball);
  await succeed(run('npm', 'install', '--prefer-offline', '--no-audit', '--no-fund'));

  return {
    directory,
    installed: join(directory, 'node_modules/inferwatch'),
    tarball,
    run,
    write: (file, text) => {
      mkdirSync(join(directory, file, '..'), { recursive: true });
      writeFileSync(join(directory, file), text);
    },
    dispose: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Tools of the application, in the versions of this repository. */
const TOOLS = ['@types/node', 'aws-cdk', 'tsx', 'typescript', 'vitest'];

/**
 * Leaves of the new application what the test uses: vitest instead of Jest. Its lock file starts from ours, so that what
 * breaks the test is a change of this repository and not a release of somebody else.
 */
function adapt(directory: string, tarball: string): void {
  const lock = readJson(join(ROOT, 'package-lock.json'));
  const versions = (names: readonly string[]) =>
    Object.fromEntries(names.map((name) => [name, lock.packages[`node_modules/${name}`].version]));
  const manifest = {
    ...readJson(join(directory, 'package.json')),
    devDependencies: versions(TOOLS),
    dependencies: { ...versions(['aws-cdk-lib', 'constructs']), inferwatch: `file:${tarball}` },
  };
  writeJson(join(directory, 'package.json'), manifest);
  lock.packages[''] = manifest;
  writeJson(join(directory, 'package-lock.json'), { ...lock, name: manifest.name });

  const settings = readJson(join(directory, 'tsconfig.json'));
  settings.compilerOptions.types = ['node'];
  writeJson(join(directory, 'tsconfig.json'), settings);
  rmSync(join(directory, 'test'), { recursive: true });
  rmSync(join(directory, 'jest.config.js'));
  cpSync(join(ROOT, 'docs/examples'), join(directory, 'examples'), { recursive: true });
}

// biome-ignore lint/suspicious/noExplicitAny: files of npm and tsc, of which a field or two is changed
const readJson = (file: string): any => JSON.parse(readFileSync(file, 'utf8'));
const writeJson = (file: string, value: unknown) => writeFileSync(file, JSON.stringify(value, undefined, 2));

function execute(command: string, args: readonly string[], cwd: string): Promise<Ended> {
  // The settings of the `npm run` that this test runs in are not those of the application.
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(npm_|INIT_CWD$|VITEST|NODE_ENV$)/.test(name)),
  );
  return new Promise((resolve) => {
    execFile(command, args, { cwd, env, maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code ?? 1), stdout, stderr });
    });
  });
}

async function succeed(work: Promise<Ended>): Promise<string> {
  const { code, stdout, stderr } = await work;
  if (code !== 0) throw new Error(`exit code ${code}\n${stdout}\n${stderr}`);
  return stdout;
}
