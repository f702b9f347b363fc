import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readInputs, unknownAlarms } from '../../src/commands/inputs.ts';
import type { PreviewCommandOptions, PreviewIo } from '../../src/commands/types.ts';

const SCENARIO = `
name: finite
maxSpeed: 20
phases:
  - { name: only, duration: 5m, requestsPerMinute: 30 }
expect:
  alarms:
    High-Latency-Alarm: { never: [ALARM] }
`;
const ENDLESS = SCENARIO.replace('5m', 'endless').replace('finite', 'steady');

const folder = mkdtempSync(join(tmpdir(), 'inputs-'));
writeFileSync(join(folder, 'finite.yaml'), SCENARIO);
writeFileSync(join(folder, 'steady.yaml'), ENDLESS);
writeFileSync(join(folder, 'broken.yaml'), 'name: 1\n');
mkdirSync(join(folder, 'taken'));

afterAll(() => rmSync(folder, { recursive: true }));

const silent = { write: () => true };
const io: PreviewIo = {
  stdout: silent,
  stderr: silent,
  env: {},
  signal: new AbortController().signal,
  applicationDirectory: folder,
  scenarioDirectory: folder,
  runbookDirectory: folder,
};

const read = (options: Partial<PreviewCommandOptions>) => readInputs({ headless: false, context: {}, ...options }, io);

function linesOf(options: Partial<PreviewCommandOptions>): string {
  const result = read(options);
  return result.status === 'error' ? result.lines.join('\n') : '';
}

describe('the scenario', () => {
  it('is the steady one unless another is asked for', () => {
    expect(read({})).toMatchObject({ status: 'success', scenario: { name: 'steady' } });
  });

  it('may be named like one that is shipped', () => {
    expect(read({ scenario: 'finite' })).toMatchObject({ scenario: { name: 'finite' } });
  });

  it('may be a file', () => {
    expect(read({ scenario: join(folder, 'finite.yaml') })).toMatchObject({ scenario: { name: 'finite' } });
  });

  it('that does not exist is answered with those that do', () => {
    expect(linesOf({ scenario: 'none' })).toBe(
      'none: there is no such scenario; write the path of a file, or one of broken, finite, steady',
    );
  });

  it('that is broken is told line by line', () => {
    expect(linesOf({ scenario: 'broken' })).toContain('broken.yaml:1:1: name: is 1: write a short name');
  });
});

describe('options that do not go together', () => {
  it('are a scenario without end and no duration, when nobody watches', () => {
    expect(linesOf({ headless: true })).toContain('the scenario "steady" has no end: give --duration');
  });

  it('are a scenario without end and a duration, when nobody watches: that is fine', () => {
    expect(read({ headless: true, duration: 1000 })).toMatchObject({ status: 'success' });
  });

  it('are a speed and a scenario that means nothing at it', () => {
    expect(linesOf({ scenario: 'finite', speed: 30 })).toContain(
      '--speed is 30: the scenario "finite" means something only up to 20',
    );
  });
});

describe('the path of the report', () => {
  it.each([
    ['/nowhere/report.json', '--json: the folder /nowhere does not exist'],
    [join(folder, 'taken'), `--json: ${join(folder, 'taken')} is not a file`],
  ])('%s is refused before anything starts', (json, message) => {
    expect(linesOf({ json })).toBe(message);
  });

  it.each(['-', join(folder, 'report.json'), join(folder, 'finite.yaml')])('%s is fine', (json) => {
    expect(read({ json })).toMatchObject({ status: 'success' });
  });
});

describe('samples', () => {
  it('are read from their file', () => {
    const file = join(folder, 'rows.csv');
    writeFileSync(file, '1,2\n');

    expect(read({ samples: file })).toMatchObject({ samples: [{ body: '1,2', contentType: 'text/csv' }] });
  });

  it('that cannot be read are named', () => {
    expect(linesOf({ samples: '/nowhere.csv' })).toBe('/nowhere.csv: cannot be read (ENOENT)');
  });
});

describe('the alarms of a scenario', () => {
  const inputs = () => {
    const result = read({ scenario: 'finite' });
    if (result.status === 'error') throw new Error(result.lines.join());
    return result;
  };

  it('are found with a prefix too', () => {
    expect(unknownAlarms(inputs(), [{ name: 'staging-High-Latency-Alarm' }])).toEqual([]);
  });

  it('that the template does not have are told with their place and with those that it has', () => {
    const [line] = unknownAlarms(inputs(), [{ name: 'Other-Alarm' }]);

    expect(line).toBe(
      `${join(folder, 'finite.yaml')}:8:5: the template has no alarm "High-Latency-Alarm"; write one of Other-Alarm`,
    );
  });
});
