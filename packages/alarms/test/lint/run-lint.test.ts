import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { AssemblyBuilder } from '../../../assembly/test/assembly-builder.ts';
import { type LintCommandOptions, runAlarmsLint } from '../../src/commands/run-lint.ts';
import { fileWith } from '../source/source-files.ts';
import { classicAlarm, metric, type Properties } from './support.ts';

/** Runs the command and keeps what it writes. */
async function run(app: string, options: Partial<LintCommandOptions> = {}) {
  const written = { stdout: '', stderr: '' };
  const stream = (name: keyof typeof written) => ({
    write: (text: string) => {
      written[name] += text;
    },
  });
  const code = await runAlarmsLint(
    { app, context: {}, ...options },
    {
      stdout: stream('stdout'),
      stderr: stream('stderr'),
      env: {},
      signal: new AbortController().signal,
      applicationDirectory: '/nowhere',
    },
  );
  return { code, ...written };
}

const template = (alarm: Properties) => fileWith('App.template.json', { Resources: { Alarm: alarm } });

const SOUND = classicAlarm();
const WARNED = classicAlarm({ AlarmActions: [] });
const WRONG = classicAlarm({ DatapointsToAlarm: 9 });

describe('inferwatch alarms lint', () => {
  it.each([
    ['nothing is found', SOUND, {}, 0],
    ['there are errors', WRONG, {}, 1],
    ['there are warnings', WARNED, {}, 0],
    ['there are more warnings than allowed', WARNED, { maxWarnings: 0 }, 1],
    ['there are as many warnings as allowed', WARNED, { maxWarnings: 1 }, 0],
  ])('when %s, says so by its exit code', async (_, alarm, options, expected) => {
    expect((await run(template(alarm), options)).code).toBe(expected);
  });

  it('prints the findings and a summary', async () => {
    const { stdout, stderr } = await run(template(WRONG));

    expect(stdout).toContain('error   IW1001 Watched');
    expect(stdout).toMatch(/1 alarm: 1 error, 0 warnings, 0 notes\.\n$/);
    expect(stderr).toBe('');
  });

  it('prints JSON instead of text, and nothing else', async () => {
    const { stdout } = await run(template(WRONG), { json: true });

    expect(JSON.parse(stdout)).toMatchObject({ alarms: 1, counts: { error: 1 }, findings: [{ code: 'IW1001' }] });
  });

  it('writes JSON and SARIF to files beside the text', async () => {
    const [json, sarif] = [fileWith('out.json', ''), fileWith('out.sarif', '')];

    const { stdout } = await run(template(WRONG), { json, sarif });

    expect(stdout).toContain('IW1001');
    expect(JSON.parse(readFileSync(json, 'utf8')).findings).toHaveLength(1);
    expect(JSON.parse(readFileSync(sarif, 'utf8')).runs[0].results).toHaveLength(1);
  });

  it('reads a whole assembly, and the names of its files', async () => {
    const builder = new AssemblyBuilder().stack('App', { Resources: { Alarm: WRONG } });

    const { stdout } = await run(builder.directory, { json: true });

    expect(JSON.parse(stdout).findings[0].file).toBe(join(builder.directory, 'App.template.json'));
  });

  it('names files below the present folder without it', async () => {
    const { stdout } = await run('packages/alarms/test/lint/every-fault.template.yaml', { json: true });

    expect(JSON.parse(stdout).findings[0].file).toBe('packages/alarms/test/lint/every-fault.template.yaml');
  });

  it('tells what could not be read of a template beside the findings', async () => {
    const file = fileWith('App.template.json', {
      Transform: 'AWS::Serverless-2016-10-31',
      Resources: { Alarm: SOUND },
    });

    const { code, stderr } = await run(file);

    expect(stderr).toMatch(/^note: .*transform AWS::Serverless-2016-10-31 is not applied/);
    expect(code).toBe(0);
  });
});

describe('a metric contract', () => {
  const CONTRACT = 'namespace: Shop\ndimensionSets: [[], [Store]]\nmetrics:\n  Orders: { unit: Count }\n  Depth:\n';
  const alarm = (...dimensions: string[]) => template(classicAlarm(metric('Shop', 'Orders', dimensions)));

  it('from a file is what the alarms are compared with', async () => {
    const contract = [fileWith('shop.yaml', CONTRACT)];

    expect((await run(alarm('Store'), { contract })).code).toBe(0);
    expect((await run(alarm('Shelf'), { contract })).stdout).toContain('IW7002');
  });

  it('stands beside the built-in one', async () => {
    const own = template(classicAlarm(metric('InferencePipeline', 'Nothing')));

    expect((await run(own, { contract: [fileWith('shop.yaml', CONTRACT)] })).stdout).toContain('IW7002');
  });

  it.each([
    ['namespace: Shop\ndimensionSets: []\nmetrics: {}\n', /shop\.yaml:2:1: dimensionSets: name at least one set/],
    ['namespace: Shop\ndimensionsSets: [[]]\nmetrics: {}\n', /shop\.yaml:2:1: .*did you mean dimensionSets/],
    ['namespace: [\n', /shop\.yaml:\d+:\d+: /],
  ])('that is wrong is bad input, with its place', async (text, message) => {
    const { code, stderr } = await run(alarm('Store'), { contract: [fileWith('shop.yaml', text)] });

    expect(code).toBe(2);
    expect(stderr).toMatch(message);
  });
});

describe('bad input', () => {
  it.each([
    ['no such file', '/nowhere/App.template.json', {}, /there is no such file/],
    ['a count of warnings that is none', template, { maxWarnings: Number.NaN }, /--max-warnings is NaN/],
    ['a negative count of warnings', template, { maxWarnings: -1 }, /--max-warnings is -1/],
    ['a file that cannot be written', template, { sarif: '/nowhere/out.sarif' }, /--sarif: .*ENOENT/],
    ['a contract that is not there', template, { contract: ['/nowhere/c.yaml'] }, /\/nowhere\/c\.yaml: cannot be read/],
  ])('is told in one line and by exit code 2: %s', async (_, app, options, message) => {
    const { code, stderr } = await run(typeof app === 'string' ? app : app(SOUND), options);

    expect(code).toBe(2);
    expect(stderr).toMatch(message);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });

  it('that is cut off is told with its place', async () => {
    const { code, stderr } = await run(fileWith('App.template.json', '{"Resources": {\n "Alarm": {'));

    expect(code).toBe(2);
    expect(stderr).toMatch(/^error: .*App\.template\.json:2:\d+: is not JSON/);
  });
});
