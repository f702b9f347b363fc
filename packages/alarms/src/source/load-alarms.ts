import { readFileSync, realpathSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { readAccessTemplates } from '../../../access-matrix/src/template/index.ts';
import { AssemblyProblem } from '../../../assembly/src/problem.ts';
import { DEFAULT_ACCOUNT, DEFAULT_REGION } from '../../../assembly/src/stack-model.ts';
import { checkReferences } from './alarm-references.ts';
import { MAX_FILE_BYTES, readAssemblyFiles, SourceFault, stackKey, type TemplateFile } from './assembly-files.ts';
import { describedAlarms, isDescribeAlarms } from './described-alarms.ts';
import { parseSourceText } from './source-text.ts';
import { muteRules, templateAlarms, uncertainAlarms } from './template-alarms.ts';
import type { LoadedAlarm, LoadResult } from './types.ts';

const failure = (...lines: string[]): LoadResult => ({ status: 'error', lines });

function success(alarms: readonly LoadedAlarm[], notices: readonly string[]): LoadResult {
  const checked = checkReferences(alarms);
  const [first] = checked;
  const { accountId = DEFAULT_ACCOUNT, region = DEFAULT_REGION } = first ?? {};
  return { status: 'success', alarms: checked, notices, accountId, region };
}

/** A message that names the path that was read, with the path as the user named it. */
const shorten = (message: string, path: string): string =>
  message.startsWith(`${path}: `) ? message : `${path}: ${message}`;

function loadTemplates(path: string, templateOf: (key: string) => TemplateFile | undefined): LoadResult {
  const read = readAccessTemplates(path);
  if (read.status === 'error') return failure(shorten(read.message, path));
  const { template } = read;
  const alarms = templateAlarms(
    template,
    ({ account, region, stack }) => templateOf(stackKey(account, region, stack)),
    path,
  );
  return success(alarms, [...template.notices, ...uncertainAlarms(template), ...muteRules(template)]);
}

function loadAssembly(path: string): LoadResult {
  const files = readAssemblyFiles(realpathSync(path), path);
  return loadTemplates(path, (key) => files.get(key));
}

function loadFile(path: string): LoadResult {
  const status = statSync(path);
  if (!status.isFile()) return failure(`${path}: is neither a file nor a folder`);
  const { size } = status;
  if (size > MAX_FILE_BYTES) return failure(`${path}: has ${size} bytes: at most ${MAX_FILE_BYTES} are read`);
  const parsed = parseSourceText(readFileSync(path, 'utf8'), path);
  if (parsed.status === 'error') return failure(parsed.line);
  if (isDescribeAlarms(parsed.value)) {
    const described = describedAlarms(parsed, path);
    return described.status === 'error' ? failure(...described.lines) : success(described.alarms, described.notices);
  }
  if (typeof parsed.value !== 'object' || parsed.value === null || !('Resources' in parsed.value)) {
    return failure(
      `${path}:1: is neither a CloudFormation template (it has no Resources) nor what \`aws cloudwatch describe-alarms\` prints (it has no MetricAlarms)`,
    );
  }
  const template = { file: path, lineOf: parsed.lineOf, locations: new Map<string, string>() };
  // Nested stacks of a single template have files of their own, which are not looked for.
  const own = basename(realpathSync(path)).replace(/(\.template)?\.(json|ya?ml)$/, '');
  return loadTemplates(path, (key) => (key === stackKey(DEFAULT_ACCOUNT, DEFAULT_REGION, own) ? template : undefined));
}

/**
 * Reads the alarms of a `cdk.out` (all its stacks, those of stages and nested stacks included), of one CloudFormation
 * template in JSON or YAML, or of the JSON that `aws cloudwatch describe-alarms` prints.
 *
 * The input is untrusted: nothing outside its folder is opened. What cannot be read at all is an error with file and
 * line. An alarm that can be read but not evaluated has problems and no definition; the others are not touched by it,
 * unless they refer to it.
 */
export function loadAlarms(path: string): LoadResult {
  let isDirectory: boolean;
  try {
    isDirectory = statSync(path).isDirectory();
  } catch {
    return failure(
      `${path}: there is no such file or folder: give a cdk.out, a template or the JSON of DescribeAlarms`,
    );
  }
  try {
    return isDirectory ? loadAssembly(path) : loadFile(path);
  } catch (error) {
    if (error instanceof SourceFault) return failure(error.message);
    if (error instanceof AssemblyProblem) return failure(shorten(error.message, path));
    if (error instanceof Error && 'code' in error) return failure(`${path}: cannot be read (${error.code})`);
    throw error;
  }
}
