import { describe, expect, it } from 'vitest';
import { readIncidents } from '../../../src/backtest/incidents/incidents-file.ts';
import { HOUR, START, temporaryFile } from '../support.ts';

function read(name: string, content: string) {
  const file = temporaryFile(name, content);
  const result = readIncidents(file);
  return result.status === 'error'
    ? { ...result, lines: result.lines.map((line) => line.replace(file, name)) }
    : result;
}

const INCIDENTS = [
  { name: 'full disk', start: START, end: START + HOUR },
  { name: 'bad deployment', start: START + 2 * HOUR, end: START + 3 * HOUR },
];

describe('a file of incidents', () => {
  it('in YAML gives them in the order of their start', () => {
    const result = read(
      'incidents.yaml',
      'incidents:\n' +
        '  - { name: bad deployment, start: 2026-01-05T02:00:00Z, end: 2026-01-05T04:00:00+01:00 }\n' +
        `  - { name: full disk, start: ${START / 1000}, end: ${START + HOUR} }\n`,
    );

    expect(result).toEqual({ status: 'success', incidents: INCIDENTS });
  });

  it('in CSV says the same', () => {
    const result = read(
      'incidents.csv',
      'start,end,name\n2026-01-05T00:00Z,2026-01-05T01:00Z,full disk\n2026-01-05T02:00Z,2026-01-05T03:00Z,"bad deployment"\n',
    );

    expect(result).toEqual({ status: 'success', incidents: INCIDENTS });
  });

  it.each([
    ['incidents.yaml', 'incidents: []', 'incidents.yaml:1:1: incidents: write at least one incident'],
    ['incidents.yaml', 'incidents:\n  - { name: a, start: 2026-01-05T00:00Z, stop: 1 }', 'there is no such setting'],
    [
      'incidents.yaml',
      'incidents:\n  - { name: a, start: noon, end: 2026-01-05T00:00Z }',
      'incidents.yaml:2:16: incidents[0].start: is "noon": is no time',
    ],
    [
      'incidents.yaml',
      'incidents:\n  - { name: a, start: 2026-01-05T01:00Z, end: 2026-01-05T00:00Z }',
      'incidents.yaml:2:42: a ends before it starts',
    ],
    [
      'incidents.yaml',
      'incidents:\n  - { name: a, start: 2026-01-05T01:00Z, end: 2026-01-05T01:00Z }',
      'a ends when it starts',
    ],
    ['incidents.csv', '', 'incidents.csv:1: the columns are missing: write start, end, name'],
    ['incidents.csv', 'start,end\n', 'incidents.csv:1: the columns are start, end: write start, end, name'],
    ['incidents.csv', 'start,end,name\n', 'incidents.csv:1: has no rows'],
    [
      'incidents.csv',
      'start,end,name\n2026-01-05T00:00Z,2026-01-05T01:00Z\n',
      'incidents.csv:2: has 2 fields instead of 3',
    ],
    ['incidents.csv', 'start,end,name\n2026-01-05T00:00Z,2026-01-05T01:00Z,\n', 'incidents.csv:2: name is empty'],
    ['incidents.csv', 'start,end,name\n2026-01-05T00:00Z,later,a\n', 'incidents.csv:2: end "later" is no time'],
    ['incidents.csv', 'start,end,name\n"2026\n', 'incidents.csv:2: a quotation mark is not closed'],
    ['incidents.txt', '', 'write a file of incidents that ends in .yaml or .csv'],
  ])('%s with %j is refused with its place', (name, content, message) => {
    const result = read(name, content);

    expect(result).toMatchObject({ status: 'error' });
    expect(result.status === 'error' && result.lines.join('\n')).toContain(message);
  });

  it('tells of every wrong row', () => {
    const result = read('incidents.csv', 'start,end,name\n1,2,a\n3,4,b\n');

    expect(result.status === 'error' && result.lines).toHaveLength(2);
  });

  it('that is not there is told as such', () => {
    expect(readIncidents('no-such.csv')).toEqual({ status: 'error', lines: ['no-such.csv: cannot be read (ENOENT)'] });
  });
});
