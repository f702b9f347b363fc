import { createHash } from 'node:crypto';
import { isAbsolute, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ALL_RULES } from '../lint-alarms.ts';
import { type Finding, type LintReport, pageOf, type Severity } from '../types.ts';

/** The published schema of the format. */
export const SARIF_SCHEMA =
  'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';

const LEVELS: Readonly<Record<Severity, 'error' | 'warning' | 'note'>> = {
  error: 'error',
  warning: 'warning',
  info: 'note',
};

/** A place in a file; relative files are below the folder that the command was run in. */
function physicalLocation(file: string, line: number | undefined) {
  const artifactLocation = isAbsolute(file)
    ? { uri: pathToFileURL(file).href }
    : { uri: file.split(sep).map(encodeURIComponent).join('/'), uriBaseId: '%SRCROOT%' };
  return { artifactLocation, ...(line === undefined ? {} : { region: { startLine: line } }) };
}

function sourcePlace(sourceLocation: string | undefined) {
  const [, file, line] = /^(.+?):(\d+)(?::\d+)?$/.exec(sourceLocation ?? '') ?? [];
  return file === undefined ? undefined : physicalLocation(file, Number(line));
}

/**
 * The line that makes the construct comes first where it is known, since reviews show the first location; the template
 * follows it. Both are the same alarm, which the logical location names.
 */
function locationsOf(finding: Finding) {
  const { alarm, constructPath, stack, logicalId, file, line, sourceLocation } = finding;
  const qualified = constructPath ?? (stack === undefined ? logicalId : `${stack}/${logicalId}`);
  const logicalLocations = [{ name: alarm, fullyQualifiedName: qualified, kind: 'resource' }];
  const template = physicalLocation(file, line);
  const source = sourcePlace(sourceLocation);
  if (source === undefined) return { locations: [{ physicalLocation: template, logicalLocations }] };
  return {
    locations: [{ physicalLocation: source, logicalLocations }],
    relatedLocations: [{ id: 0, physicalLocation: template, message: { text: 'the alarm in the template' } }],
  };
}

/** The same as long as rule, alarm and property are: neither lines nor values are part of it. */
function fingerprint({ code, stack = '', logicalId, path }: Finding): string {
  return createHash('sha256')
    .update(JSON.stringify([code, stack, logicalId, path]))
    .digest('hex');
}

function toResult(finding: Finding) {
  const { code, severity, alarm, path, message, fix, suppressed } = finding;
  return {
    ruleId: code,
    ruleIndex: ALL_RULES.findIndex((rule) => rule.code === code),
    level: LEVELS[severity],
    message: { text: `${alarm}, ${path}: ${message}. Fix: ${fix}.` },
    ...locationsOf(finding),
    partialFingerprints: { 'alarmProperty/v1': fingerprint(finding) },
    ...(suppressed === undefined ? {} : { suppressions: [{ kind: 'inSource', justification: suppressed }] }),
  };
}

const pascalCase = (name: string): string => name.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());

function toDescriptor({ code, name, title, severity, source }: (typeof ALL_RULES)[number]) {
  return {
    id: code,
    name: pascalCase(name),
    shortDescription: { text: `${title}.` },
    help: { text: `${title}. Read ${pageOf(code)}; it rests on ${source}.` },
    helpUri: source,
    defaultConfiguration: { level: LEVELS[severity] },
    properties: { page: pageOf(code) },
  };
}

/**
 * The report as SARIF 2.1.0, for code scanning. Suppressed findings are in it, marked as such.
 * @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export function formatSarif({ findings, suppressed }: LintReport): string {
  const log = {
    $schema: SARIF_SCHEMA,
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'inferwatch alarms lint', rules: ALL_RULES.map(toDescriptor) } },
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: {
          '%SRCROOT%': { description: { text: 'The folder that the command was run in.' } },
        },
        results: [...findings, ...suppressed].map(toResult),
      },
    ],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}
