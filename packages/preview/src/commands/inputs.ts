import { accessSync, constants, existsSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { type Failure, failure } from '../../../cli/src/io.ts';
import type { YamlPath } from '../../../cli/src/yaml-file.ts';
import { findAlarm } from '../report/alarm-names.ts';
import { readScenario } from '../scenario/read.ts';
import type { Scenario } from '../scenario/types.ts';
import { readSampleFile } from '../traffic/sample-file.ts';
import type { TrafficRequest } from '../traffic/types.ts';
import type { PreviewCommandOptions, PreviewIo } from './types.ts';

/** Played when nothing else is asked for: normal traffic without end. */
export const DEFAULT_SCENARIO = 'steady';

/** Everything a preview is told from outside, checked before anything starts. */
export interface PreviewInputs {
  readonly status: 'success';
  readonly scenario: Scenario;
  /** `file:line:column` of a setting in the scenario. */
  locate(path: YamlPath): string;
  /** Undefined for the sample model's held-out rows. */
  readonly samples: readonly TrafficRequest[] | undefined;
}

export function readInputs(options: PreviewCommandOptions, io: PreviewIo): PreviewInputs | Failure {
  const file = scenarioFile(options.scenario ?? DEFAULT_SCENARIO, io.scenarioDirectory);
  if (typeof file !== 'string') return file;
  const read = readScenario(file);
  if (read.status === 'error') return read;
  const { value: scenario, locate } = read;
  const problem =
    checkCombination(options, scenario) ??
    checkReportPath('--json', options.json) ??
    checkReportPath('--html', options.html);
  if (problem !== undefined) return failure(problem);
  if (options.samples === undefined) return { status: 'success', scenario, locate, samples: undefined };
  const samples = readSampleFile(options.samples);
  if (samples.status === 'error') return failure(samples.message);
  return { status: 'success', scenario, locate, samples: samples.requests };
}

/** Alarms that the scenario speaks of and the template does not have, each with its place in the file. */
export function unknownAlarms(
  { scenario, locate }: PreviewInputs,
  alarms: readonly { readonly name: string }[],
): string[] {
  return Object.keys(scenario.expect?.alarms ?? {})
    .filter((name) => !findAlarm(alarms, name))
    .map((name) => {
      const known = alarms.map((alarm) => alarm.name).join(', ');
      return `${locate(['expect', 'alarms', name])}: the template has no alarm "${name}"; write one of ${known || 'none, since there are no alarms'}`;
    });
}

function scenarioFile(wanted: string, shippedDirectory: string): string | Failure {
  const shipped = join(shippedDirectory, `${wanted}.yaml`);
  if (/^[\w-]+$/.test(wanted) && !isFile(wanted) && existsSync(shipped)) return shipped;
  if (existsSync(wanted)) return wanted;
  const names = readdirSync(shippedDirectory).filter((name) => name.endsWith('.yaml'));
  return failure(
    `${wanted}: there is no such scenario; write the path of a file, or one of ${names.map((name) => basename(name, '.yaml')).join(', ')}`,
  );
}

const isFile = (path: string) => statSync(path, { throwIfNoEntry: false })?.isFile() === true;

function checkCombination(
  { headless, duration, speed }: PreviewCommandOptions,
  scenario: Scenario,
): string | undefined {
  const endless = scenario.phases.at(-1)?.durationMs === Number.POSITIVE_INFINITY;
  if (headless && endless && duration === undefined) {
    return `the scenario "${scenario.name}" has no end: give --duration, or another scenario such as --scenario latency-and-errors`;
  }
  if (speed !== undefined && scenario.maxSpeed !== undefined && speed > scenario.maxSpeed) {
    return `--speed is ${speed}: the scenario "${scenario.name}" means something only up to ${scenario.maxSpeed}, because the model's latency stays real while the minutes get shorter`;
  }
  return undefined;
}

/** Whether the report can be written, looked at before the run and not after it. */
function checkReportPath(option: string, path: string | undefined): string | undefined {
  if (path === undefined || path === '-') return undefined;
  const file = resolve(path);
  const folder = dirname(file);
  if (!existsSync(folder)) return `${option}: the folder ${folder} does not exist`;
  if (existsSync(file) && !isFile(file)) return `${option}: ${file} is not a file`;
  try {
    accessSync(existsSync(file) ? file : folder, constants.W_OK);
    return undefined;
  } catch {
    return `${option}: ${file} may not be written`;
  }
}
