import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { runInferwatch } from './inferwatch-process.ts';

const folder = mkdtempSync(join(tmpdir(), 'inferwatch-bin-'));
afterAll(() => rmSync(folder, { recursive: true }));

const broken = join(folder, 'broken.yaml');
writeFileSync(broken, 'name: broken\nphases:\n  - { name: a, duration: 5, requestsPerMinute: 1 }\n');
const missing = join(folder, 'not-a-template');

describe.concurrent('inferwatch', { timeout: 60_000 }, () => {
  it('explains itself, with an example', async () => {
    const { code, stdout, stderr } = await runInferwatch(['--help']);

    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('Usage: inferwatch');
    expect(stdout).toContain('Example:\n  $ inferwatch preview');
  });

  it('explains its preview, with examples and exit codes', async () => {
    const { code, stdout } = await runInferwatch(['preview', '--help']);

    expect(code).toBe(0);
    for (const text of ['--speed', '--headless', '--model-url', 'Examples:\n  $ inferwatch preview', 'Exit codes: 0']) {
      expect(stdout).toContain(text);
    }
  });

  it('without a command says what there is', async () => {
    const { code, stderr } = await runInferwatch([]);

    expect(code).toBe(2);
    expect(stderr).toContain('Commands:\n  preview');
  });

  it.each<[string, string[], string]>([
    ['an unknown command', ['previw'], "error: unknown command 'previw'\n(Did you mean preview?)"],
    [
      'an unknown option',
      ['preview', '--sped', '5'],
      "error: unknown option '--sped'\n(Did you mean one of --seed, --speed?)",
    ],
    ['an argument too many', ['preview', 'now'], 'error: too many arguments'],
    ['a speed that is none', ['preview', '--speed', 'fast'], 'Write a number above 0 and at most 1000'],
    ['a port that is none', ['preview', '--port', '99999'], 'Write a port from 0 to 65535'],
    ['a duration without a unit', ['preview', '--duration', '30'], 'Write a duration such as 30s, 5m or 1h30m.'],
    ['context without a value', ['preview', '-c', 'alertEmail'], 'Write key=value'],
    [
      'a scenario that does not exist',
      ['preview', '--scenario', 'none.yaml'],
      'error: none.yaml: there is no such scenario',
    ],
    [
      'a broken scenario',
      ['preview', '--scenario', broken],
      `error: ${broken}:3:16: phases[0].duration: is 5: write a duration`,
    ],
    [
      'a headless run without end',
      ['preview', '--headless'],
      'error: the scenario "steady" has no end: give --duration',
    ],
    [
      'a report that cannot be written',
      ['preview', '--json', '/nowhere/r.json'],
      'error: --json: the folder /nowhere does not exist',
    ],
    [
      'a missing template',
      ['preview', '--app', missing],
      `there is no folder ${missing}: synthesise the application first`,
    ],
    ['a folder without a template', ['preview', '--app', folder], `error: ${folder}`],
    ['a model that is not there', ['preview', '--model-url', 'nowhere'], 'Write the address of the model server'],
  ])('answers %s in words and exits with 2', async (_, args, message) => {
    const { code, stdout, stderr } = await runInferwatch(args);

    expect(code).toBe(2);
    expect(stderr).toContain(message);
    expect(stdout + stderr).not.toMatch(/^\s+at /m);
  });
});
