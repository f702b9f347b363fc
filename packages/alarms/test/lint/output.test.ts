import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { ALL_RULES } from '../../src/lint/lint-alarms.ts';
import { formatJson } from '../../src/lint/output/json.ts';
import { formatSarif, SARIF_SCHEMA } from '../../src/lint/output/sarif.ts';
import { isFailed } from '../../src/lint/output/summary.ts';
import { terminalLines } from '../../src/lint/output/terminal.ts';
import type { Finding, LintReport, Severity } from '../../src/lint/types.ts';

const plain = (_: unknown, text: string) => text;

const finding = (changes: Partial<Finding> = {}): Finding => ({
  code: 'IW1001',
  name: 'more-datapoints-than-periods',
  severity: 'error',
  page: 'docs/lint/IW1001.md',
  alarm: 'High-Latency-Alarm',
  logicalId: 'HighLatency55BB',
  stack: 'Monitoring',
  file: 'cdk.out/Monitoring.template.json',
  line: 120,
  constructPath: 'Monitoring/Alarms/High-Latency-Alarm/Resource',
  path: 'DatapointsToAlarm',
  message: 'DatapointsToAlarm is 5',
  fix: 'write at most 3',
  ...changes,
});

const report = (findings: readonly Finding[], suppressed: readonly Finding[] = []): LintReport => ({
  findings,
  suppressed,
  alarms: 12,
});

const ofSeverities = (...severities: Severity[]) => report(severities.map((severity) => finding({ severity })));

describe('the verdict', () => {
  it.each([
    [[], undefined, false],
    [['info'], 0, false],
    [['warning', 'warning'], undefined, false],
    [['warning', 'warning'], 2, false],
    [['warning', 'warning'], 1, true],
    [['error'], 100, true],
  ] as const)('of %j with at most %s warnings', (severities, maxWarnings, failed) => {
    expect(isFailed(ofSeverities(...severities), maxWarnings)).toBe(failed);
  });
});

describe('the terminal', () => {
  it('groups by file and sums up', () => {
    const other = finding({ file: 'cdk.out/Other.template.json', severity: 'warning', code: 'IW5001' });

    const lines = terminalLines(report([finding(), finding(), other]), plain);

    expect(lines.filter((line) => line.startsWith('cdk.out/'))).toEqual([
      'cdk.out/Monitoring.template.json',
      'cdk.out/Other.template.json',
    ]);
    expect(lines.at(-1)).toBe('12 alarms: 2 errors, 1 warning, 0 notes.');
  });

  it('tells of each finding what, where, how to mend it, and where to read on', () => {
    const text = terminalLines(report([finding()]), plain).join('\n');

    expect(text).toContain('error   IW1001 High-Latency-Alarm\n          DatapointsToAlarm is 5\n');
    expect(text).toContain(
      'at   DatapointsToAlarm of Monitoring/Alarms/High-Latency-Alarm/Resource (cdk.out/Monitoring.template.json:120)',
    );
    expect(text).toContain('fix  write at most 3\n');
    expect(text).toContain('page docs/lint/IW1001.md');
  });

  it('prefers the line that makes the construct', () => {
    const text = terminalLines(report([finding({ sourceLocation: 'lib/alarms.ts:12' })]), plain).join('\n');

    expect(text).toContain('(lib/alarms.ts:12)');
  });

  it('says that there is nothing, and what was suppressed', () => {
    expect(terminalLines(report([]), plain)).toEqual(['12 alarms: nothing found.']);
    expect(terminalLines(report([], [finding({ suppressed: 'because' })]), plain)).toEqual([
      '12 alarms: nothing found, 1 suppressed.',
    ]);
  });
});

describe('JSON', () => {
  it('has the findings as they are, and the counts', () => {
    const suppressed = finding({ code: 'IW5001', suppressed: 'because' });

    expect(JSON.parse(formatJson(report([finding()], [suppressed])))).toEqual({
      version: 1,
      alarms: 12,
      counts: { error: 1, warning: 0, info: 0 },
      findings: [finding()],
      suppressed: [suppressed],
    });
  });
});

/**
 * The parts of the published schema that the log uses, with what they require; objects of the schema take no other
 * properties than those it names.
 * @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json
 */
const message = z.strictObject({ text: z.string().min(1) });
const level = z.enum(['none', 'note', 'warning', 'error']);
const physicalLocation = z.strictObject({
  artifactLocation: z.strictObject({ uri: z.string().regex(/^[^\s\\]+$/), uriBaseId: z.string().optional() }),
  region: z.strictObject({ startLine: z.int().min(1) }).optional(),
});
const location = z.strictObject({
  id: z.int().min(-1).optional(),
  physicalLocation,
  logicalLocations: z
    .array(z.strictObject({ name: z.string(), fullyQualifiedName: z.string(), kind: z.string() }))
    .optional(),
  message: message.optional(),
});
const descriptor = z.strictObject({
  id: z.string(),
  name: z.string(),
  shortDescription: message,
  help: message,
  helpUri: z.url(),
  defaultConfiguration: z.strictObject({ level }),
  properties: z.record(z.string(), z.unknown()),
});
const result = z.strictObject({
  ruleId: z.string(),
  ruleIndex: z.int().min(0),
  level,
  message,
  locations: z.array(location),
  relatedLocations: z.array(location).optional(),
  partialFingerprints: z.record(z.string(), z.string()),
  suppressions: z
    .array(z.strictObject({ kind: z.enum(['inSource', 'external']), justification: z.string() }))
    .optional(),
});
const sarif = z.strictObject({
  $schema: z.literal(SARIF_SCHEMA),
  version: z.literal('2.1.0'),
  runs: z.array(
    z.strictObject({
      tool: z.strictObject({ driver: z.strictObject({ name: z.string(), rules: z.array(descriptor) }) }),
      columnKind: z.enum(['utf16CodeUnits', 'unicodeCodePoints']),
      originalUriBaseIds: z.record(z.string(), z.strictObject({ description: message })),
      results: z.array(result),
    }),
  ),
});

const runOf = (log: LintReport) => {
  const [run] = sarif.parse(JSON.parse(formatSarif(log))).runs;
  if (run === undefined) throw new Error('the log has no run');
  return run;
};

describe('SARIF', () => {
  it('describes every rule with a page to read', () => {
    const { rules } = runOf(report([])).tool.driver;

    expect(rules.map(({ id }) => id)).toEqual(ALL_RULES.map(({ code }) => code));
    expect(rules[1]).toMatchObject({ name: 'MoreDatapointsThanPeriods', properties: { page: 'docs/lint/IW1001.md' } });
  });

  it('points each result at its rule, with its level', () => {
    const { results, tool } = runOf(ofSeverities('error', 'warning', 'info'));

    expect(results.map(({ level }) => level)).toEqual(['error', 'warning', 'note']);
    expect(results.map(({ ruleIndex }) => tool.driver.rules[ruleIndex]?.id)).toEqual(['IW1001', 'IW1001', 'IW1001']);
  });

  it('places a result in the template, with the construct as logical location', () => {
    expect(runOf(report([finding()])).results[0]?.locations).toEqual([
      {
        physicalLocation: {
          artifactLocation: { uri: 'cdk.out/Monitoring.template.json', uriBaseId: '%SRCROOT%' },
          region: { startLine: 120 },
        },
        logicalLocations: [
          {
            name: 'High-Latency-Alarm',
            fullyQualifiedName: 'Monitoring/Alarms/High-Latency-Alarm/Resource',
            kind: 'resource',
          },
        ],
      },
    ]);
  });

  it('places it in the source first, where the assembly knows it', () => {
    const [only] = runOf(report([finding({ sourceLocation: 'lib/alarms.ts:12' })])).results;

    expect(only?.locations[0]?.physicalLocation).toMatchObject({
      artifactLocation: { uri: 'lib/alarms.ts' },
      region: { startLine: 12 },
    });
    expect(only?.relatedLocations?.[0]?.physicalLocation.region?.startLine).toBe(120);
  });

  it('falls back on stack and logical id where there is no construct path', () => {
    const [only] = runOf(report([finding({ constructPath: undefined })])).results;

    expect(only?.locations[0]?.logicalLocations?.[0]?.fullyQualifiedName).toBe('Monitoring/HighLatency55BB');
  });

  it.each([
    ['my app/a#b.json', 'my%20app/a%23b.json'],
    ['/srv/x y.json', 'file:///srv/x%20y.json'],
  ])('writes the file %s as a URI', (file, uri) => {
    const [only] = runOf(report([finding({ file })])).results;

    expect(only?.locations[0]?.physicalLocation.artifactLocation.uri).toBe(uri);
  });

  it('recognises a result again when lines and values have changed, and no other', () => {
    const fingerprints = [
      finding(),
      finding({ line: 7, message: 'DatapointsToAlarm is 6' }),
      finding({ path: 'Period' }),
      finding({ logicalId: 'Other' }),
      finding({ code: 'IW1002' }),
      finding({ stack: 'Elsewhere' }),
    ].map((one) => runOf(report([one])).results[0]?.partialFingerprints['alarmProperty/v1']);

    expect(fingerprints[0]).toBe(fingerprints[1]);
    expect(new Set(fingerprints).size).toBe(5);
  });

  it('keeps what is suppressed, with the reason', () => {
    const [only] = runOf(report([], [finding({ suppressed: 'a wall shows it' })])).results;

    expect(only?.suppressions).toEqual([{ kind: 'inSource', justification: 'a wall shows it' }]);
  });
});
