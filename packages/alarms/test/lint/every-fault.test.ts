import { copyFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { AssemblyBuilder } from '../../../assembly/test/assembly-builder.ts';
import { ALL_RULES, lintAlarms } from '../../src/lint/lint-alarms.ts';
import type { Finding } from '../../src/lint/types.ts';
import { loaded } from '../source/source-files.ts';

const FIXTURE = fileURLToPath(new URL('every-fault.template.yaml', import.meta.url));
const TEMPLATE = 'Faults.template.yaml';

const OVERRIDDEN =
  "Periods of metrics in 'usingMetrics' for Math expression 'm1 / m2' have been overridden to 300 seconds.";

/** Logical id and property of each fault in the fixture. */
const FAULTS: readonly (readonly [code: string, logicalId: string, path: string])[] = [
  ['IW1000', 'IW1000', 'Treshold'],
  ['IW1001', 'IW1001', 'DatapointsToAlarm'],
  ['IW1002', 'IW1002', 'EvaluationPeriods'],
  ['IW1003', 'IW1003', 'Period'],
  ['IW1004', 'IW1004', 'Period'],
  ['IW1005', 'IW1005', 'Threshold'],
  ['IW1006', 'IW1006', 'Threshold'],
  ['IW1007', 'IW1007Other', 'AlarmName'],
  ['IW2001', 'IW2001', 'Statistic'],
  ['IW2002', 'IW2002', 'Statistic'],
  ['IW2003', 'IW2003', 'Threshold'],
  ['IW2004', 'IW2004', 'Threshold'],
  ['IW2005', 'IW2005', 'Unit'],
  ['IW2006', 'IW2006', 'EvaluateLowSampleCountPercentile'],
  ['IW2007', 'IW2007', 'EvaluateLowSampleCountPercentile'],
  ['IW3001', 'IW3001', 'Metrics[0].Expression'],
  ['IW3002', 'IW3002', 'Metrics[0].Expression'],
  ['IW3003', 'IW3003', 'Metrics[0].Expression'],
  ['IW3004', 'IW3004', 'Metrics[0].Expression'],
  ['IW3005', 'IW3005', 'Metrics[1].MetricStat.Period'],
  ['IW4001', 'IW4001', 'TreatMissingData'],
  ['IW4002', 'IW4002', 'TreatMissingData'],
  ['IW4003', 'IW4003', 'TreatMissingData'],
  ['IW4004', 'IW4004', 'TreatMissingData'],
  ['IW4005', 'IW4005', 'TreatMissingData'],
  ['IW5001', 'IW5001', 'AlarmActions'],
  ['IW5002', 'IW5002', 'AlarmDescription'],
  ['IW5003', 'IW5003', 'AlarmDescription'],
  ['IW5004', 'IW5004', 'AlarmActions'],
  ['IW5005', 'IW5005', 'AlarmDescription'],
  ['IW6001', 'IW6001First', 'AlarmRule'],
  ['IW6001', 'IW6001Second', 'AlarmRule'],
  ['IW6002', 'IW6002Composite', 'AlarmRule'],
  ['IW6003', 'IW6003Composite', 'AlarmRule'],
  ['IW6004', 'IW6004Composite', 'AlarmRule'],
  ['IW7001', 'IW7001', 'Dimensions'],
  ['IW7002', 'IW7002', 'Dimensions'],
  ['IW7003', 'IW7003', 'Dimensions'],
  ['IW9001', 'IW9001', 'Metadata.inferwatch.ignore.0'],
  ['IW9002', 'IW9002', 'Metadata.inferwatch.ignore.0.reason'],
];

/** The fixture as a stack of an assembly, which also keeps what the CDK warned of. */
function findings(): readonly Finding[] {
  const builder = new AssemblyBuilder();
  copyFileSync(FIXTURE, join(builder.directory, TEMPLATE));
  builder.artifact('Faults', {
    type: 'aws:cloudformation:stack',
    properties: { templateFile: TEMPLATE },
    metadata: { '/App/Alarm': [{ type: 'aws:cdk:warning', data: OVERRIDDEN }] },
  });
  return lintAlarms(loaded(builder.directory).alarms).findings;
}

const LINES = readFileSync(FIXTURE, 'utf8').split('\n');

describe('a template with each fault', () => {
  it('has one for each rule', () => {
    const missing = ALL_RULES.filter(({ code }) => !FAULTS.some(([known]) => known === code));

    expect(missing).toEqual([]);
  });

  it('is found out, each fault by its code and place, and nothing besides', () => {
    const found = findings().map(({ code, logicalId, path }) => [code, logicalId, path].join(' '));

    expect(found.toSorted()).toEqual(FAULTS.map((fault) => fault.join(' ')).toSorted());
  });

  it('is told with file and line of the resource', () => {
    for (const { file, line = 0, logicalId } of findings()) {
      expect(file.endsWith(TEMPLATE)).toBe(true);
      expect(LINES[line - 1]).toBe(`  ${logicalId}:`);
    }
  });

  it('is told with the bad value or what is missing, a fix and a page', () => {
    for (const { message, fix, page, code } of findings()) {
      expect(message.length).toBeGreaterThan(20);
      expect(fix.length).toBeGreaterThan(5);
      expect(page).toBe(`docs/lint/${code}.md`);
    }
  });
});
