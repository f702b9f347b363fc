import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CommandIo, EXIT, type ExitCode } from '../../packages/cli/src/io.ts';
import { createPaint } from '../../packages/cli/src/paint.ts';
import { withProgress } from '../../packages/cli/src/progress.ts';
import { createClients } from './aws.ts';
import { awsEnvironment, createCdk } from './cdk.ts';
import { type CheckReport, type Part, runChecks } from './checks.ts';
import { type Emulator, startEmulator } from './emulator.ts';
import { findUnsupported } from './emulator-support.ts';
import { type DeployTestOptions, type PartName, selectParts } from './options.ts';
import { type Assemblies, prepareAssemblies } from './prepare.ts';
import { ensureEnvironment, findTools, type Tools } from './python.ts';
import { checkLines, verdict, writeReport } from './report.ts';
import { startSageMaker } from './sagemaker-stand-in.ts';
import type { Stage } from './stage.ts';
import { alarmChecks } from './steps/alarm-checks.ts';
import { deployChecks, supportChecks } from './steps/deploy-checks.ts';
import { destroyChecks, lakeChecks } from './steps/destroy-checks.ts';
import { notifyChecks } from './steps/notify-checks.ts';
import { requestChecks } from './steps/request-checks.ts';
import { updateChecks } from './steps/update-checks.ts';
import { parseUnsupportedList, type UnsupportedList } from './unsupported.ts';

/** Relative to the application. */
export const UNSUPPORTED_FILE = join('test', 'deploy', 'unsupported.json');
const REQUIREMENTS_FILE = join('test', 'deploy', 'requirements.txt');
const CACHE_DIRECTORY = join('node_modules', '.cache', 'inferwatch-deploy');

/** A failure to run at all, as opposed to a check that fails. */
class CannotRun extends Error {}

interface Outcome {
  readonly reports: readonly CheckReport[];
  /** Whether the user ended it before the last check. */
  readonly stopped: boolean;
}

/** Deploys into an emulator, checks, and leaves nothing behind but the logs of a run that failed. */
export async function runDeployTest(options: DeployTestOptions, io: CommandIo): Promise<ExitCode> {
  const found = findTools(io.env);
  if (found.status === 'error') return unusable(found.message, io);
  const directory = await mkdtemp(join(tmpdir(), 'inferwatch-deploy-'));
  let code: ExitCode = EXIT.unusable;
  try {
    const { reports, stopped } = await runIn(directory, options, found.tools, io);
    await writeReport(reports, options.json, io);
    if (stopped) return unusable('stopped before the end', io);
    code = reports.some(({ status }) => status === 'fail') ? EXIT.differs : EXIT.ok;
    return code;
  } catch (error) {
    if (!(error instanceof CannotRun)) throw error;
    return unusable(io.signal.aborted ? 'stopped before the end' : error.message, io);
  } finally {
    if (code === EXIT.ok || io.signal.aborted) await remove(directory);
    else await keepLogsOnly(directory, io);
  }
}

async function runIn(directory: string, options: DeployTestOptions, tools: Tools, io: CommandIo): Promise<Outcome> {
  const { applicationDirectory: root, signal } = io;
  const list = await readList(join(root, UNSUPPORTED_FILE));
  const paint = createPaint(io.stderr, io.env);
  const progress = <T>(text: string, work: Promise<T>) => withProgress(io.stderr, paint, text, work);
  const environment = await progress(
    'The emulator from PyPI',
    ensureEnvironment({
      tools,
      requirementsFile: join(root, REQUIREMENTS_FILE),
      cacheDirectory: join(root, CACHE_DIRECTORY),
      logFile: join(directory, 'install.log'),
      env: io.env,
      signal,
    }),
  );
  if (environment.status === 'error') throw new CannotRun(environment.message);
  const assemblies = await progress('Synthesis, before and after the update', prepareAssemblies(directory, io));
  if (assemblies.status === 'error') throw new CannotRun(assemblies.message);
  const sageMaker = await startSageMaker();
  try {
    const emulator = await start(directory, { ...tools, python: environment.python }, sageMaker.url, io);
    try {
      return await runAgainst(emulator, { directory, assemblies, list, sageMaker }, options, io);
    } finally {
      await emulator.dispose();
    }
  } finally {
    await sageMaker.dispose();
  }
}

async function start(directory: string, tools: Tools, sageMakerUrl: string, io: CommandIo): Promise<Emulator> {
  const emulatorDirectory = join(directory, 'emulator');
  await mkdir(emulatorDirectory);
  const started = await startEmulator({
    python: tools.python,
    openssl: tools.openssl,
    directory: emulatorDirectory,
    logFile: join(directory, 'emulator.log'),
    sageMakerUrl,
    path: io.env.PATH ?? '',
    signal: io.signal,
  });
  if (started.status === 'error') throw new CannotRun(started.message);
  return started.emulator;
}

interface Prepared extends Pick<Stage, 'list' | 'sageMaker'> {
  readonly directory: string;
  readonly assemblies: Assemblies;
}

async function runAgainst(
  emulator: Emulator,
  { directory, assemblies, list, sageMaker }: Prepared,
  options: DeployTestOptions,
  io: CommandIo,
): Promise<Outcome> {
  const { applicationDirectory: root, signal } = io;
  const { kinds } = assemblies;
  const clients = createClients(emulator);
  try {
    const unsupported = await findUnsupported([...kinds.keys()], clients);
    const home = join(directory, 'home');
    const stage: Stage = {
      emulator,
      clients,
      cdk: createCdk({ emulator, home, root, logFile: join(directory, 'cdk.log'), path: io.env.PATH ?? '', signal }),
      sageMaker,
      list,
      lacking: new Map([...kinds].filter(([kind]) => unsupported.has(kind))),
      resources: [...kinds.values()].reduce((sum, count) => sum + count, 0),
      ...assemblies.reduce((kind) => unsupported.has(kind)),
    };
    const reports = await runStage(stage, options, io);
    const stopped = signal.aborted;
    if (options.keep) await untilStopped(emulator, io);
    return { reports, stopped };
  } finally {
    clients.dispose();
  }
}

async function runStage(stage: Stage, options: DeployTestOptions, io: CommandIo): Promise<readonly CheckReport[]> {
  const names = selectParts(options);
  const parts: Readonly<Record<PartName, () => Part>> = {
    alarms: () => alarmChecks(stage),
    request: () => requestChecks(stage),
    update: () => updateChecks(stage),
    notify: () => notifyChecks(stage),
    lake: () => lakeChecks(stage),
    destroy: () => destroyChecks(stage, names.includes('lake')),
  };
  // What a program reads goes to standard output alone; people read beside it.
  const out = options.json === true ? io.stderr : io.stdout;
  const paint = createPaint(out, io.env);
  const reports = await runChecks({
    parts: [supportChecks(stage), deployChecks(stage), ...names.map((name) => parts[name]())],
    onResult: (report) => out.write(`${checkLines(report, paint).join('\n')}\n`),
    signal: io.signal,
  });
  out.write(`${verdict(reports, paint)}\n`);
  return reports;
}

async function readList(file: string): Promise<UnsupportedList> {
  const text = await readFile(file, 'utf8').catch((error: Error) => {
    throw new CannotRun(error.message);
  });
  const parsed = parseUnsupportedList(text, file);
  if (parsed.status === 'error') throw new CannotRun(parsed.message);
  return parsed.list;
}

/** Says how to reach the emulator, and waits for Ctrl-C. */
async function untilStopped(emulator: Emulator, { stderr, signal }: CommandIo): Promise<void> {
  if (signal.aborted) return;
  stderr.write(`The emulator runs until Ctrl-C, at ${emulator.url}. To reach it:\n`);
  for (const [name, value] of Object.entries(awsEnvironment(emulator))) stderr.write(`  export ${name}=${value}\n`);
  // The emulator, a child of this process, keeps it from ending meanwhile.
  await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
}

const remove = (path: string): Promise<void> => rm(path, { recursive: true, force: true, maxRetries: 3 });

/** The assemblies and the emulator's state are large and can be made again. */
async function keepLogsOnly(directory: string, { stderr }: CommandIo): Promise<void> {
  for (const name of await readdir(directory)) if (!name.endsWith('.log')) await remove(join(directory, name));
  stderr.write(`logs of the emulator and of the CDK: ${directory}\n`);
}

function unusable(message: string, { stderr }: CommandIo): ExitCode {
  stderr.write(`error: ${message}\n`);
  return EXIT.unusable;
}
