import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { AlarmsBacktestOptions } from '../../../src/backtest/options.ts';
import { startStub } from '../cloudwatch/stub.ts';
import { DAY, HOUR, PROPERTIES, START, temporaryFolder, withPeaks } from '../support.ts';
import { runCommand } from './command.ts';

const VALUES = withPeaks(600, 50, [[300, 30, 500]]);

const TEMPLATE = {
  Resources: {
    Slow: { Type: 'AWS::CloudWatch::Alarm', Properties: PROPERTIES },
    Shop: {
      Type: 'AWS::CloudWatch::CompositeAlarm',
      Properties: { AlarmName: 'Shop', AlarmRule: 'ALARM("Slow")' },
    },
  },
};

/** Template, history and incidents in a folder, and the options that name them. */
function setUp(template: object = TEMPLATE) {
  const folder = temporaryFolder();
  const file = (name: string, content: string) => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };
  const rows = VALUES.map((value, minute) => `${START + minute * 60_000},${value}`);
  const options: Partial<AlarmsBacktestOptions> = {
    app: file('template.json', JSON.stringify(template)),
    history: [file('latency.csv', `timestamp,value\n${rows.join('\n')}\n`)],
    metric: 'Slow',
    incidents: file('incidents.csv', 'start,end,name\n2026-01-05T05:00Z,2026-01-05T06:00Z,slow disk\n'),
  };
  return { folder, file, options };
}

describe('inferwatch alarms backtest', () => {
  it('tells what the alarms would have done', async () => {
    const { options } = setUp();

    const { code, stdout, stderr } = await runCommand(options);

    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain('1 of 1 incident detected, after 1m on average');
    expect(stdout).toContain('Shop  ALARM("Slow")');
  });

  it('writes JSON alone to standard output', async () => {
    const { options } = setUp();

    const { code, stdout } = await runCommand({ ...options, json: true });

    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ version: 1, alarms: [{ name: 'Slow' }, { name: 'Shop' }] });
  });

  it('writes JSON and the page to files, and still tells the person', async () => {
    const { options, folder } = setUp();
    const files = { json: join(folder, 'result.json'), html: join(folder, 'report.html') };

    const { stdout } = await runCommand({ ...options, ...files });

    expect(stdout).toContain('Slow');
    expect(JSON.parse(readFileSync(files.json, 'utf8'))).toMatchObject({ version: 1 });
    expect(readFileSync(files.html, 'utf8')).toMatch(/^<!doctype html>/);
  });

  it('reads from CloudWatch, and needs nothing else', async () => {
    const { options } = setUp();
    const stub = await startStub({ value: (_, at) => (Math.floor(at / HOUR) % 6 === 0 ? 500 : 50) });
    const { app } = options;
    const to = Date.now();

    const { code, stdout } = await runCommand({
      app,
      cloudwatch: true,
      region: 'eu-west-1',
      endpointUrl: stub.url,
      cache: false,
      from: to - DAY,
      to,
    });

    expect(code).toBe(0);
    expect(stdout).toMatch(/in ALARM {8}[45] times/);
  });

  it('uses the name of one alarm', async () => {
    const { options } = setUp();

    const { stdout } = await runCommand({ ...options, alarm: ['Shop'] });

    expect(stdout).toContain('1 alarm on');
    expect(stdout).not.toContain('Average of Latency');
  });

  it.each<[string, Partial<AlarmsBacktestOptions>, string]>([
    ['no history', { history: undefined, metric: undefined }, 'no history: give --history'],
    ['two histories', { cloudwatch: true }, 'exclude each other'],
    ['--metric without a file', { history: undefined, cloudwatch: true }, '--metric says whose history a file is'],
    ['a time that runs backwards', { from: 5, to: 4 }, '--from is not before --to'],
    ['a sweep without incidents', { sweep: true, incidents: undefined }, '--sweep weighs time to detect'],
    ['an unknown alarm', { alarm: ['Slwo'] }, '--alarm: no alarm is named "Slwo"; write one of Slow, Shop'],
    ['an unknown metric', { metric: 'Slwo' }, '--metric: no alarm is named "Slwo"'],
    ['no such template', { app: 'no-such.json' }, 'no-such.json: there is no such file or folder'],
    ['no such incidents', { incidents: 'no-such.csv' }, 'no-such.csv: cannot be read (ENOENT)'],
    ['no such history', { history: ['no-such.csv'] }, 'no-such.csv: cannot be read (ENOENT)'],
    ['a folder that is not there', { html: '/no/such/folder/report.html' }, 'the report cannot be written: ENOENT'],
  ])('refuses %s in words', async (_, wrong, message) => {
    const { options } = setUp();

    const { code, stderr } = await runCommand({ ...options, ...wrong });

    expect(code).toBe(2);
    expect(stderr).toMatch(/^error: /);
    expect(stderr).toContain(message);
    expect(stderr).not.toMatch(/\n\s+at /);
  });

  it('refuses an alarm that cannot be evaluated, with its place', async () => {
    const { Threshold: _, ...properties } = PROPERTIES;
    const { options } = setUp({ Resources: { Slow: { Type: 'AWS::CloudWatch::Alarm', Properties: properties } } });

    const { code, stderr } = await runCommand(options);

    expect(code).toBe(2);
    expect(stderr).toMatch(/template\.json:1: Slow: Threshold: /);
  });

  it('stops when it is interrupted', async () => {
    const { options } = setUp();

    const { code, stderr } = await runCommand(options, { signal: AbortSignal.abort() });

    expect([code, stderr]).toEqual([2, 'stopped before the end\n']);
  });
});
